import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { type Month, monthZh } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import type { Reason } from '../model.ts'
import { proposeCleanup } from '../proposals.ts'
import { insertItems } from './insert-items.ts'
import { repeatedRule } from './repeated-rule.ts'
import { takeSignedWords } from './signed-words.ts'

/** A problem of an account that people confirmed again and again; `months` in their order. */
export type RepeatedProblem = { accountId: string; indicator: string; label: string; months: readonly Month[] }

/**
 * 整改仍未解决或屡次出现的账号由属地督促关停注销 (N-NM-09): the room that counts confirmed problems puts an account up for
 * decision; a person decides. The same months are put up once, a further month is a new reason. Writes nothing where
 * nothing is new.
 */
export async function proposeForRepeats(
  deps: Deps,
  actor: Actor,
  { districtId, repeated }: { districtId: string; repeated: readonly RepeatedProblem[] },
): Promise<{ added: number }> {
  permit(actor, 'cleanup.propose', { districtId })
  if (repeated.length === 0) return { added: 0 }
  return inTransaction(deps.db, async (tx) => {
    const fresh = await notYetPutUp(tx, districtId, repeated)
    if (fresh.length === 0) return { added: 0 }
    const asOf = deps.clock.today()
    const byAccount = Map.groupBy(fresh, ({ accountId }) => accountId)
    const { proposals } = await proposeCleanup(tx, { districtId, asOf })
    const own = proposals.flatMap((proposal) => {
      const reasons = byAccount.get(proposal.account.id)?.map(reasonOf)
      if (!reasons || proposal.disposition === null || proposal.disposition === 'deregister') return []
      const wouldChange = reasons[0]!.wouldChange
      return [{ ...proposal, disposition: 'close' as const, reasons: [...reasons, ...proposal.reasons], wouldChange }]
    })
    const added = await insertItems(tx, deps, actor, { districtId, asOf, proposals: own })
    if (added.length === 0) return { added: 0 }
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'cleanup.proposed',
      subject: { kind: 'cleanup', id: asOf },
      after: { asOf, accounts: own.length, items: own.length, added: added.length, because: 'repeated' },
      at: deps.wall.now(),
    })
    await takeSignedWords(tx, deps, actor, { districtId, accountIds: added.map(({ accountId }) => accountId) })
    return { added: added.length }
  })
}

const reasonOf = ({ indicator, label, months }: RepeatedProblem): Reason => ({
  rule: repeatedRule.id,
  class: 'firm',
  disposition: 'close',
  says: `“${label}”经人工复核确认${months.length}次：${months.map(monthZh).join('、')}。`,
  facts: { indicator, months, lastMonth: months.at(-1) ?? '' },
  clause: repeatedRule.clause,
  certainty: '二手',
  wouldChange: '其中有的被改判，使十二个月内确认的次数不足三次。',
})

async function notYetPutUp(
  tx: Tx,
  districtId: string,
  repeated: readonly RepeatedProblem[],
): Promise<RepeatedProblem[]> {
  const given = repeated.map(({ accountId, indicator, months }, at) => ({
    at,
    accountId,
    indicator,
    lastMonth: months.at(-1),
  }))
  const { rows } = await sql<{ at: number }>`
    select g.at from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as g(at integer, "accountId" uuid, indicator text, "lastMonth" text)
    where not exists (
      select from cleanup_item i where i.district_id = ${districtId} and i.account_id = g."accountId"
        and i.proposal @> jsonb_build_object('reasons', jsonb_build_array(jsonb_build_object('rule', ${repeatedRule.id}::text,
          'facts', jsonb_build_object('indicator', g.indicator, 'lastMonth', g."lastMonth")))))`.execute(tx)
  const fresh = new Set(rows.map(({ at }) => at))
  return repeated.filter((_one, at) => fresh.has(at))
}
