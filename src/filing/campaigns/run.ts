import { type Actor, type Deps, permit, refuseMaker } from '../../access/index.ts'
import { formatDayZh, lastDayBefore, minutesLate } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Campaign } from '../model.ts'
import { daysLeft, isMendingOverdue } from '../rules.ts'
import { beingMended, raiseOverdue, unansweredReturns, type UnfinishedCleanup } from './overdue.ts'
import { refuseSilentRepetition } from './prepare.ts'
import { readCampaign, unitsAsked } from './queries.ts'
import { recordReminders } from './remind-chosen.ts'
import { changeState, lockedCampaign, type NamedCampaign as Named, tell } from './step.ts'

/**
 * Approves a draft: from now on every unit in scope has one return. Whoever drafted or changed it doesn't approve it. Refuses
 * `campaign.action-not-allowed`, `campaign.deadline-past` (a draft may have lain too long), `campaign.no-units`, and
 * `campaign.repeat-reason-required` where another one has asked for the same while it lay.
 */
export async function openCampaign(deps: Deps, actor: Actor, input: Named): Promise<{ units: number }> {
  const { districtId, campaignId } = input
  permit(actor, 'filing.open', { districtId })
  const subject = { kind: 'campaign', id: campaignId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'approve' }, async (tx) => {
    const step = await lockedCampaign(tx, input, 'approve')
    const { campaign } = step
    for (const maker of campaign.handledBy) refuseMaker(actor, maker)
    if (minutesLate(campaign.filingDue, deps.clock.now()) > 0)
      throw refuse('campaign.deadline-past', { day: lastDayBefore(campaign.filingDue) })
    await refuseSilentRepetition(tx, { districtId, ...campaign }, deps.clock.today())
    const units = await unitsAsked(tx, districtId, campaign.unitKinds)
    if (units.length === 0) throw refuse('campaign.no-units')
    await tx
      .insertInto('filing_return')
      .values(
        units.map(({ unitId }) => ({
          district_id: districtId,
          id: deps.ids.next(),
          campaign_id: campaignId,
          unit_id: unitId,
          state: 'not-started',
        })),
      )
      .execute()
    const openedAt = deps.clock.now()
    await changeState(tx, districtId, step, { approved_by: actor.id, opened_at: openedAt })
    await tell(tx, deps, actor, input, 'campaign.opened', { units: units.length, openedAt })
    return { units: units.length }
  })
}

/**
 * Ends a campaign once its days are over and nothing that was handed in waits for an answer; who has not answered by then has
 * not answered, and F-04 says so. Refuses `campaign.action-not-allowed`, `campaign.not-yet-over`, `campaign.returns-waiting`.
 */
export async function closeCampaign(
  deps: Deps,
  actor: Actor,
  input: Named,
  unfinishedCleanup?: UnfinishedCleanup,
): Promise<void> {
  const { districtId, campaignId } = input
  permit(actor, 'filing.open', { districtId })
  const subject = { kind: 'campaign', id: campaignId }
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'end' }, async (tx) => {
    const step = await lockedCampaign(tx, input, 'end')
    const { campaign } = step
    await refuseUnfinished(tx, deps, districtId, campaign)
    await raiseOverdue(tx, deps, actor, { districtId, campaign }, unfinishedCleanup)
    const closedAt = deps.clock.now()
    await changeState(tx, districtId, step, { closed_by: actor.id, closed_at: closedAt })
    await tell(tx, deps, actor, input, 'campaign.closed', { closedAt })
  })
}

// A return that waits for the office, or that a unit still has days to mend, would be lost: nothing is accepted afterwards.
async function refuseUnfinished(tx: Tx, deps: Deps, districtId: string, campaign: Campaign): Promise<void> {
  const { id, filingDue, cleanupDue } = campaign
  const over = cleanupDue ?? filingDue
  if (minutesLate(over, deps.clock.now()) === 0)
    throw refuse('campaign.not-yet-over', { day: formatDayZh(lastDayBefore(over)) })
  const { submitted } = await tx
    .selectFrom('filing_return')
    .select(({ fn }) => fn.countAll<number>().as('submitted'))
    .where('district_id', '=', districtId)
    .where('campaign_id', '=', id)
    .where('state', '=', 'submitted')
    .executeTakeFirstOrThrow()
  const open = await beingMended(tx, districtId, id)
  const mending = open.filter((one) => !isMendingOverdue(one, deps.clock.today())).length
  if (submitted + mending > 0) throw refuse('campaign.returns-waiting', { submitted, mending })
}

/**
 * What a day brings in every open campaign of a district: units that have not answered are reminded on the configured
 * days, each once a day and each recorded; after each of its deadlines F-04 is raised once a unit. Runs as often as it likes.
 */
export async function keepCampaigns(
  deps: Deps,
  actor: Actor,
  districtId: string,
  unfinishedCleanup?: UnfinishedCleanup,
): Promise<{ reminded: number; overdue: number }> {
  permit(actor, 'filing.remind', { districtId })
  const open = await deps.db
    .selectFrom('filing_campaign')
    .select('id')
    .where('district_id', '=', districtId)
    .where('state', '=', 'open')
    .execute()
  const done = { reminded: 0, overdue: 0 }
  for (const { id } of open)
    await inTransaction(deps.db, async (tx) => {
      const campaign = await readCampaign(tx, districtId, id, 'lock')
      if (campaign?.state !== 'open') return
      const left = daysLeft(campaign.filingDue, deps.clock.today())
      if (campaign.reminderDays.includes(left)) done.reminded += await remind(tx, deps, actor, districtId, campaign)
      done.overdue += await raiseOverdue(tx, deps, actor, { districtId, campaign }, unfinishedCleanup)
    })
  return done
}

async function remind(tx: Tx, deps: Deps, actor: Actor, districtId: string, campaign: Campaign): Promise<number> {
  const left = daysLeft(campaign.filingDue, deps.clock.today())
  const unanswered = await unansweredReturns(tx, districtId, campaign.id)
  return recordReminders(tx, deps, actor, { districtId, campaignId: campaign.id, left }, unanswered)
}
