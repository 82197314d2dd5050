import { type Actor, type Deps, permit, keepWords } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { windowWords } from '../maintenance/model.ts'
import { lockWindow } from '../maintenance/queries.ts'

type Lifting = { districtId: string; windowId: string }

/** 撤销维护时段: it ends now, or never begins; what waited is looked at. Refuses `record.not-found`, `window.over`. */
export async function liftWindow(deps: Deps, actor: Actor, { districtId, windowId }: Lifting): Promise<void> {
  permit(actor, 'sources.change', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const window = await lockWindow(tx, districtId, windowId)
    const at = deps.wall.now()
    if (window.to !== null && window.to <= at) throw refuse('window.over')
    await tx
      .updateTable('collection_window')
      .set({ to_at: window.from > at ? window.from : at, lifted_by: actor.id, lifted_at: at })
      .where('district_id', '=', districtId)
      .where('id', '=', windowId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.window-lifted',
      subject: { kind: 'collection', id: districtId },
      before: { window: windowWords(window), reason: await keepWords(tx, deps, districtId, window.reason) },
      at,
    })
  })
}
