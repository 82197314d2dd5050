import { type Actor, type Deps, findDistrict, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append, digestOf } from '../../trail/index.ts'
import { filesOf } from '../files.ts'
import { openTables } from '../gather.ts'
import { listSets, type WholeSet } from '../queries.ts'

/**
 * Prepares what could be open: the files, kept as they are. Nobody outside reads them until a second person releases the
 * set. The same data of the same day is the same set.
 */
export async function prepareOpenData(
  deps: Deps,
  actor: Actor,
  { districtId, demo }: { districtId: string; demo: boolean },
): Promise<Pick<WholeSet, 'id' | 'serial' | 'files'> & { isNew: boolean }> {
  permit(actor, 'open-data.prepare', { districtId })
  return inTransaction(
    deps.db,
    async (tx) => {
      const { name: district, officeName: office } = await findDistrict(tx, districtId)
      const asOf = deps.clock.today()
      const files = filesOf({ district, office, asOf, demo }, await openTables(tx, deps, districtId))
      const digest = digestOf(files)
      const [newest] = await listSets(tx, districtId)
      if (newest?.digest === digest && newest.state !== 'withdrawn')
        return { id: newest.id, serial: newest.serial, files, isNew: false }
      const [id, serial, preparedAt] = [deps.ids.next(), (newest?.serial ?? 0) + 1, deps.wall.now()]
      await tx
        .insertInto('open_data')
        .values({
          district_id: districtId,
          id,
          serial,
          state: 'prepared',
          as_of: asOf,
          files: JSON.stringify(files),
          digest,
          prepared_by: actor.id,
          prepared_at: preparedAt,
        })
        .execute()
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: 'open-data.prepared',
        subject: { kind: 'open-data', id },
        after: { serial, digest },
        at: preparedAt,
      })
      return { id, serial, files, isNew: true }
    },
    'repeatable read',
  )
}
