import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { type Db, inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import { proposeCleanup } from '../proposals.ts'
import { insertItems } from './insert-items.ts'
import { takeSignedWords } from './signed-words.ts'

type Which = { districtId: string; unitId?: string }

/**
 * Accounts of merged and abolished units that are still there and were never put up because of it (CL-7). An account that
 * somebody decided to keep all the same is not put up again and again. An account has one item a day: what was proposed
 * today before the unit went stands, and the next day's says the rest.
 */
export async function accountsOfGoneUnits(
  db: Db | Tx,
  { districtId, unitId }: Which,
  today: CivilDate,
): Promise<string[]> {
  const supervised = unitKindCodes.filter((kind) => unitKinds[kind].inScope)
  const { rows } = await sql<{ id: string }>`
    select a.id from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and u.state <> 'active' and u.kind = any(${supervised}::text[])
      and a.running_state <> 'deregistered' ${unitId ? sql`and u.id = ${unitId}` : sql``}
      and not exists (
        select from cleanup_item i where i.district_id = a.district_id and i.account_id = a.id
          and (i.as_of = ${today} or i.proposal @> jsonb_build_object('reasons', jsonb_build_array(
            jsonb_build_object('rule', 'CL-7', 'facts', jsonb_build_object('unitState', u.state))))))
    order by a.id`.execute(db)
  return rows.map(({ id }) => id)
}

/**
 * 主办单位发生变化的，应及时注销或变更账号信息 (123号): an organisation's change, entered once on the unit, puts all its accounts
 * up for decision. Runs as often as it likes; writes nothing where nothing is new.
 */
export async function proposeForGoneUnits(deps: Deps, actor: Actor, which: Which): Promise<{ added: number }> {
  const { districtId } = which
  permit(actor, 'cleanup.propose', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const asOf = deps.clock.today()
    const wanted = new Set(await accountsOfGoneUnits(tx, which, asOf))
    if (wanted.size === 0) return { added: 0 }
    const { proposals } = await proposeCleanup(tx, { districtId, asOf })
    const own = proposals.filter(({ account }) => wanted.has(account.id))
    const added = await insertItems(tx, deps, actor, { districtId, asOf, proposals: own })
    if (added.length === 0) return { added: 0 }
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'cleanup.proposed',
      subject: { kind: 'cleanup', id: asOf },
      after: { asOf, accounts: own.length, items: own.length, added: added.length, because: 'unit-gone' },
      at: deps.wall.now(),
    })
    await takeSignedWords(tx, deps, actor, { districtId, accountIds: added.map(({ accountId }) => accountId) })
    return { added: added.length }
  })
}
