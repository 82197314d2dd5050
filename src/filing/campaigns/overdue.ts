import type { Actor, Deps } from '../../access/index.ts'
import { type CivilDate, type Instant, lastDayBefore, minutesLate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Campaign, Return } from '../model.ts'
import { isMendingOverdue } from '../rules.ts'
import { notRaisedYet, type RaisedTrigger, raiseTrigger } from '../triggers/index.ts'

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
type Unmended = Late & Pick<Return, 'submittedAt' | 'mendUntil'>
/** One F-04: of whom, of what, on which facts. */
type Overdue = Pick<RaisedTrigger, 'unitId' | 'subject' | 'facts'>

/** Raises what is overdue by now and was not raised before; answers how many that were. The rounds ask every few minutes. */
export async function raiseOverdue(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  told: Told,
  unfinishedCleanup?: UnfinishedCleanup,
): Promise<number> {
  const { districtId, campaign } = told
  const isLate = minutesLate(campaign.filingDue, deps.clock.now()) > 0
  const unanswered = isLate ? await unansweredReturns(tx, districtId, campaign.id) : []
  const unmended = await unmendedReturns(tx, told, deps.clock.today())
  const kinds = [
    unanswered.map((one) => late(told, one)),
    unmended.map((one) => unmendedInTime(told, one)),
    unfinishedCleanup ? await unfinished(tx, deps, told, unfinishedCleanup) : [],
  ]
  let raised = 0
  for (const ofKind of kinds) raised += await raiseNew(tx, deps, actor, districtId, ofKind)
  return raised
}

async function raiseNew(tx: Tx, deps: Deps, actor: Actor, districtId: string, ofKind: readonly Overdue[]) {
  const [first] = ofKind
  if (!first) return 0
  const of = { districtId, rule: 'F-04', kind: first.subject.kind } as const
  const fresh = await notRaisedYet(
    tx,
    of,
    ofKind.map(({ subject }) => subject.id),
  )
  for (const one of ofKind.filter(({ subject }) => fresh.has(subject.id))) await raise(tx, deps, actor, districtId, one)
  return fresh.size
}

const raise = (tx: Tx, deps: Deps, actor: Actor, districtId: string, overdue: Overdue) =>
  raiseTrigger(tx, deps, actor, { districtId, rule: 'F-04', accountId: null, ...overdue })

/** A return that is not there when its day is over, or comes after it. */
export const raiseLate = (tx: Tx, deps: Deps, actor: Actor, told: Told, one: Late) =>
  raise(tx, deps, actor, told.districtId, late(told, one))

const late = ({ campaign }: Told, { id, unitId }: Late): Overdue => ({
  unitId,
  subject: { kind: 'return', id },
  facts: { campaign: campaign.title, filingUntil: lastDayBefore(campaign.filingDue) },
})

/** What was sent back and is not there again when its day is over, or comes after it; once for each sending back. */
export const raiseUnmended = (tx: Tx, deps: Deps, actor: Actor, told: Told, one: Unmended) =>
  raise(tx, deps, actor, told.districtId, unmendedInTime(told, one))

const unmendedInTime = ({ campaign }: Told, { id, unitId, submittedAt, mendUntil }: Unmended): Overdue => ({
  unitId,
  // What was handed in then was sent back once: each sending back has a day of its own.
  subject: { kind: 'return-mending', id: `${id}/${submittedAt}` },
  facts: { campaign: campaign.title, reason: '退回补正，逾期未重新报送', ...(mendUntil && { due: mendUntil }) },
})

// 通知二（二）: 在6月26日前完成排查及清理整合工作.
async function unfinished(tx: Tx, deps: Deps, told: Told, unfinishedCleanup: UnfinishedCleanup): Promise<Overdue[]> {
  const { districtId, campaign } = told
  const { id, title, cleanupDue, openedAt } = campaign
  if (!cleanupDue || !openedAt || minutesLate(cleanupDue, deps.clock.now()) === 0) return []
  const today = deps.clock.today()
  const units = await unfinishedCleanup(tx, districtId, { since: openedAt, before: cleanupDue, today })
  return units.map(({ unitId, items }) => ({
    unitId,
    subject: { kind: 'campaign-cleanup', id: `${id}/${unitId}` },
    facts: { campaign: title, reason: '逾期未完成清理整合', due: lastDayBefore(cleanupDue), items },
  }))
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
