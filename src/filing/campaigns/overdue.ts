import type { Actor, Deps } from '../../access/index.ts'
import { type CivilDate, type Instant, lastDayBefore, minutesLate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Campaign, Return } from '../model.ts'
import { isMendingOverdue } from '../rules.ts'
import { raiseTrigger } from '../triggers/index.ts'

/** F-04 逾期未报送, once each: no return by the day, nothing mended by its day, the clean-up not done by its day. */

/**
 * How many clean-up items that began in this span a unit has not carried out though their day is over. The clean-up room,
 * which is above this one, answers it.
 */
export type UnfinishedCleanup = (
  db: Db | Tx,
  districtId: string,
  span: { since: Instant; before: Instant; today: CivilDate },
) => Promise<{ unitId: string; items: number }[]>

type Told = { districtId: string; campaign: Campaign }
type Late = Pick<Return, 'id' | 'unitId'>

export async function raiseOverdue(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  told: Told,
  unfinishedCleanup?: UnfinishedCleanup,
): Promise<number> {
  const { districtId, campaign } = told
  const unanswered =
    minutesLate(campaign.filingDue, deps.clock.now()) > 0 ? await unansweredReturns(tx, districtId, campaign.id) : []
  for (const one of unanswered) await raiseLate(tx, deps, actor, told, one)
  const unmended = await unmendedReturns(tx, told, deps.clock.today())
  for (const one of unmended) await raiseUnmended(tx, deps, actor, told, one)
  const unfinished = unfinishedCleanup ? await raiseUnfinished(tx, deps, actor, told, unfinishedCleanup) : 0
  return unanswered.length + unmended.length + unfinished
}

/** A return that is not there when its day is over, or comes after it. */
export async function raiseLate(tx: Tx, deps: Deps, actor: Actor, told: Told, { id, unitId }: Late): Promise<void> {
  const { districtId, campaign } = told
  const facts = { campaign: campaign.title, filingUntil: lastDayBefore(campaign.filingDue) }
  const subject = { kind: 'return', id }
  await raiseTrigger(tx, deps, actor, { districtId, rule: 'F-04', unitId, accountId: null, subject, facts })
}

type Unmended = Late & Pick<Return, 'submittedAt' | 'mendUntil'>

/** What was sent back and is not there again when its day is over, or comes after it; once for each sending back. */
export async function raiseUnmended(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, campaign }: Told,
  { id, unitId, submittedAt, mendUntil }: Unmended,
): Promise<void> {
  await raiseTrigger(tx, deps, actor, {
    districtId,
    rule: 'F-04',
    unitId,
    accountId: null,
    // What was handed in then was sent back once: each sending back has a day of its own.
    subject: { kind: 'return-mending', id: `${id}/${submittedAt}` },
    facts: { campaign: campaign.title, reason: '退回补正，逾期未重新报送', ...(mendUntil && { due: mendUntil }) },
  })
}

// 通知二（二）: 在6月26日前完成排查及清理整合工作.
async function raiseUnfinished(tx: Tx, deps: Deps, actor: Actor, told: Told, unfinished: UnfinishedCleanup) {
  const { districtId, campaign } = told
  const { id, title, cleanupDue, openedAt } = campaign
  if (!cleanupDue || !openedAt || minutesLate(cleanupDue, deps.clock.now()) === 0) return 0
  const today = deps.clock.today()
  const late = await unfinished(tx, districtId, { since: openedAt, before: cleanupDue, today })
  for (const { unitId, items } of late)
    await raiseTrigger(tx, deps, actor, {
      districtId,
      rule: 'F-04',
      unitId,
      accountId: null,
      subject: { kind: 'campaign-cleanup', id: `${id}/${unitId}` },
      facts: { campaign: title, reason: '逾期未完成清理整合', due: lastDayBefore(cleanupDue), items },
    })
  return late.length
}

/** Returns that were never handed in. */
export const unansweredReturns = (tx: Tx, districtId: string, campaignId: string): Promise<Late[]> =>
  tx
    .selectFrom('filing_return')
    .select(['id', 'unit_id as unitId'])
    .where('district_id', '=', districtId)
    .where('campaign_id', '=', campaignId)
    .where('first_submitted_at', 'is', null)
    .orderBy('id')
    .execute()

async function unmendedReturns(tx: Tx, told: Told, today: CivilDate): Promise<Unmended[]> {
  const open = await beingMended(tx, told.districtId, told.campaign.id)
  return open.filter((one) => isMendingOverdue(one, today))
}

/** Returns that were sent back and are not there again. */
export const beingMended = (tx: Tx, districtId: string, campaignId: string) =>
  tx
    .selectFrom('filing_return')
    .select(['id', 'unit_id as unitId', 'state', 'mend_until as mendUntil'])
    .select(['first_submitted_at as firstSubmittedAt', 'submitted_at as submittedAt'])
    .where('district_id', '=', districtId)
    .where('campaign_id', '=', campaignId)
    .where('first_submitted_at', 'is not', null)
    .where('state', 'not in', ['submitted', 'accepted'])
    .orderBy('id')
    .execute()
