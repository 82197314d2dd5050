import { type Actor, type Deps, permit, refuseMaker } from '../../access/index.ts'
import { formatDayZh, lastDayBefore, minutesLate } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Campaign, campaignStateLabels } from '../model.ts'
import { daysLeft, isMendingOverdue } from '../rules.ts'
import { beingMended, raiseOverdue, unansweredReturns, type UnfinishedCleanup } from './overdue.ts'
import { refuseSilentRepetition } from './prepare.ts'
import { readCampaign, unitsAsked } from './queries.ts'
import { recordReminders } from './remind-chosen.ts'

type Named = { districtId: string; campaignId: string; version: number }

/**
 * Approves a draft: from now on every unit in scope has one return. Whoever drafted it doesn't approve it. Refuses
 * `campaign.action-not-allowed`, `campaign.deadline-past` (a draft may have lain too long), `campaign.no-units`, and
 * `campaign.repeat-reason-required` where another one has asked for the same while it lay.
 */
export async function openCampaign(deps: Deps, actor: Actor, input: Named): Promise<{ units: number }> {
  const { districtId, campaignId } = input
  permit(actor, 'filing.open', { districtId })
  const subject = { kind: 'campaign', id: campaignId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'approve' }, async (tx) => {
    const campaign = await lockedCampaign(tx, input, 'draft', '批准')
    refuseMaker(actor, campaign.preparedBy)
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
    await changeState(tx, campaign, districtId, { state: 'open', approved_by: actor.id, opened_at: openedAt })
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
    const campaign = await lockedCampaign(tx, input, 'open', '结束')
    await refuseUnfinished(tx, deps, districtId, campaign)
    await raiseOverdue(tx, deps, actor, { districtId, campaign }, unfinishedCleanup)
    const closedAt = deps.clock.now()
    await changeState(tx, campaign, districtId, { state: 'closed', closed_by: actor.id, closed_at: closedAt })
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

async function lockedCampaign(
  tx: Tx,
  { districtId, campaignId, version }: Named,
  wanted: Campaign['state'],
  action: string,
): Promise<Campaign> {
  const campaign = await readCampaign(tx, districtId, campaignId, 'lock')
  if (!campaign) throw refuse('record.not-found', { what: '专项排查' })
  if (campaign.state !== wanted)
    throw refuse('campaign.action-not-allowed', { state: campaignStateLabels[campaign.state], action })
  if (campaign.version !== version) throw refuse('record.changed-meanwhile', { what: '专项排查' })
  return campaign
}

async function changeState(tx: Tx, { id, version }: Campaign, districtId: string, set: Record<string, string>) {
  await tx
    .updateTable('filing_campaign')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

async function tell(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, campaignId }: Named,
  action: string,
  after: object,
) {
  const subject = { kind: 'campaign', id: campaignId }
  await append(tx, deps.ids, { districtId, actor, action, subject, after, at: deps.wall.now() })
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
