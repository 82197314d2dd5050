import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import type { CleanupItem, ItemState } from './model.ts'
import { readItem } from './queries.ts'

/**
 * The item, with what its account's earlier items say once they are held: what somebody is doing with one of them is done by
 * then. For the transaction that decides; `item` is held already.
 */
export async function withEarlierHeld(tx: Tx, districtId: string, item: CleanupItem): Promise<CleanupItem> {
  await sql`select id from cleanup_item
    where district_id = ${districtId} and account_id = ${item.accountId} and as_of < ${item.asOf}::date
      and state <> 'closed'
    order by id for update`.execute(tx)
  return (await readItem(tx, districtId, item.id)) ?? item
}

/**
 * An account is decided once: its earlier items that are not done end with the decision on the newest and say which one
 * they joined; what was said and decided of them stays on record. `checkDecision` has refused what can't be joined, of the
 * item as `withEarlierHeld` read it.
 */
export async function joinEarlier(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, item }: { districtId: string; item: CleanupItem },
): Promise<void> {
  const { rows } = await sql<{ id: string; state: ItemState }>`
    with earlier as (
      select id, state from cleanup_item
      where district_id = ${districtId} and account_id = ${item.accountId} and as_of < ${item.asOf}::date
        and state <> 'closed')
    update cleanup_item i set state = 'closed', joined_item_id = ${item.id}, version = i.version + 1
    from earlier where i.district_id = ${districtId} and i.id = earlier.id
    returning i.id, earlier.state`.execute(tx)
  for (const { id, state } of rows)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'cleanup.joined',
      subject: { kind: 'cleanup-item', id },
      before: { state },
      after: { state: 'closed', accountId: item.accountId, item: item.id },
      at: deps.wall.now(),
    })
}
