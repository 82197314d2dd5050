import { type Actor, type Deps, permit, refuseMaker, keepWords } from '../../access/index.ts'
import { type Month, monthOf, monthZh } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import type { Purpose } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { insertPurpose, lastClosedMonth, lockPurposes, purposesOf, statedPurpose } from '../purpose-queries.ts'
import { effectiveMonths, purposeIn } from '../purposes.ts'

export type PurposeInput = {
  districtId: string
  accountId: string
  purpose: Purpose
  /** The first month that is judged by it. */
  effectiveMonth: Month
  reason: string
}

/**
 * The office confirms what an account is for, from a month on; nothing is overwritten. Not by whom the purpose came into
 * the ledger. Refuses `purpose.reason-required`, `purpose.month-closed`, `purpose.month-too-late`, `record.not-found`,
 * `access.maker-is-checker`.
 */
export async function confirmPurpose(deps: Deps, actor: Actor, input: PurposeInput): Promise<void> {
  const { districtId, accountId, purpose, effectiveMonth } = input
  permit(actor, 'purpose.confirm', { districtId })
  const reason = input.reason.replaceAll(/\s+/g, ' ').trim()
  if (reason.length < 4 || reason.length > 200) throw refuse('purpose.reason-required')
  await inTransaction(deps.db, async (tx) => {
    await lockPurposes(tx, districtId)
    const stated = await statedPurpose(tx, districtId, accountId)
    if (!stated) throw refuse('record.not-found', { what: '账号' })
    refuseMaker(actor, stated.statedBy)
    refuseMonth(effectiveMonth, await lastClosedMonth(tx, districtId), monthOf(deps.clock.today()))
    const before = purposeIn(await purposesOf(tx, districtId, accountId), effectiveMonth)
    const [id, at] = [deps.ids.next(), deps.wall.now()]
    await insertPurpose(tx, districtId, accountId, { id, purpose, effectiveMonth, reason, by: actor.id, at })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'purpose.confirmed',
      subject: { kind: 'account', id: accountId },
      before: before ? { purpose: before.purpose, effectiveMonth: before.effectiveMonth } : {},
      after: { purpose, effectiveMonth, reason: await keepWords(tx, deps, districtId, reason), stated: stated.purpose },
      at,
    })
  })
}

// 办结后当月结论不再改变: a purpose that began in a closed month would change what was judged there.
function refuseMonth(wanted: Month, lastClosed: Month | null, running: Month): void {
  const { first, last } = effectiveMonths(lastClosed, running)
  if (first && lastClosed && wanted < first)
    throw refuse('purpose.month-closed', { closed: monthZh(lastClosed), first: monthZh(first) })
  if (wanted > last) throw refuse('purpose.month-too-late', { last: monthZh(last) })
}
