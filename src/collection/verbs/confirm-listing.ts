import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { changeLocked, lockTarget } from '../running/queries.ts'
import { sources } from '../sources/index.ts'

type Confirmation = { districtId: string; accountId: string; targetId: string; version: number; listsAll: boolean }

/**
 * 核对发布清单: a person has held what the API lists against what the account shows and found it whole (or says so no
 * more). Only then does a look speak of silence. Refuses `record.not-found`, `record.changed-meanwhile`.
 */
export async function confirmListing(deps: Deps, actor: Actor, input: Confirmation): Promise<void> {
  const { districtId, accountId, targetId, listsAll } = input
  permit(actor, 'sources.change', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const found = await lockTarget(tx, input)
    const target = sources.get(found.kind)?.target.safeParse({ ...(found.target as object), listsAll })
    if (!target?.success) throw refuse('record.not-found', { what: '发布清单核对' })
    await changeLocked(tx, input, { target: JSON.stringify(target.data) })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.listing-confirmed',
      subject: { kind: 'account', id: accountId },
      before: { targetId, target: found.target },
      after: { targetId, target: target.data },
      at: deps.wall.now(),
    })
  })
}
