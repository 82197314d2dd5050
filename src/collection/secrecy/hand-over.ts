import { type Actor, type Deps, permit } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { bearsSecrecyMark } from '../../vocabulary/secrecy-mark.ts'

/**
 * Records to whom a suspected secret was handed over, and when. Refuses `access.denied`, `record.not-found`,
 * `record.changed-meanwhile`, `secrecy.handed-over-already`, `secrecy.receiver-missing`, `secrecy.handed-over-later`.
 */
export async function handOver(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; number: number; version: number; handedTo: string; handedOn: CivilDate },
): Promise<void> {
  const { districtId, number, version, handedOn } = input
  permit(actor, 'secrecy.handle', { districtId })
  const handedTo = input.handedTo.replaceAll(/\s+/g, ' ').trim()
  if (handedTo === '' || handedTo.length > 60 || bearsSecrecyMark(handedTo)) throw refuse('secrecy.receiver-missing')
  const today = deps.clock.today()
  if (handedOn > today)
    throw refuse('secrecy.handed-over-later', { day: formatDayZh(handedOn), today: formatDayZh(today) })
  await inTransaction(deps.db, async (tx) => {
    const stop = await tx
      .selectFrom('secrecy_stop')
      .select(['version', 'handed_on as handedOn'])
      .where('district_id', '=', districtId)
      .where('number', '=', number)
      .forUpdate()
      .executeTakeFirst()
    if (!stop) throw refuse('record.not-found', { what: '疑似涉密记录' })
    if (stop.handedOn !== null) throw refuse('secrecy.handed-over-already', { number })
    if (stop.version !== version) throw refuse('record.changed-meanwhile', { what: '疑似涉密记录' })
    const at = deps.wall.now()
    await tx
      .updateTable('secrecy_stop')
      .set({ handed_to: handedTo, handed_on: handedOn, handed_by: actor.id, handed_at: at, version: version + 1 })
      .where('district_id', '=', districtId)
      .where('number', '=', number)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'secrecy.handed-over',
      subject: { kind: 'collection', id: districtId },
      // Whom it was given to may be a person's name: that stays in the record alone.
      after: { stop: number, on: handedOn },
      at,
    })
  })
}
