import { type Actor, type Deps, permit } from '../../access/index.ts'
import { addHours } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { destroyKeys, removeBytes } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { markErased, previewsBefore } from '../queries/import-runs.ts'

const KEPT_HOURS = 24

/**
 * Erases uploads of both kinds, 附件2 and posts, that were previewed and not written within a day: they hold phones and
 * serve no purpose any more. Their line stays. Answers how many.
 */
export async function erasePreviews(deps: Deps, actor: Actor, districtId: string): Promise<number> {
  permit(actor, 'ledger.import', { districtId })
  const before = addHours(deps.wall.now(), -KEPT_HOURS)
  const files = await inTransaction(deps.db, async (tx) => {
    const runs = await previewsBefore(tx, districtId, before)
    if (runs.length === 0) return []
    const erased = await destroyKeys(
      tx,
      deps,
      districtId,
      runs.map(({ fileId }) => fileId),
    )
    await markErased(
      tx,
      districtId,
      runs.map(({ id }) => id),
    )
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'previews.erased',
      subject: { kind: 'import', id: runs[0]?.id ?? '' },
      after: { imports: runs.map(({ id }) => id), sha256: erased.map(({ sha256 }) => sha256) },
      at: deps.wall.now(),
    })
    return erased
  })
  await removeBytes(
    deps,
    files.map(({ id }) => id),
  )
  return files.length
}
