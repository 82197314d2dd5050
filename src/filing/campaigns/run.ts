import { type Actor, type Deps, permit, refuseMaker } from '../../access/index.ts'
import { lastDayBefore, minutesLate } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Campaign, campaignStateLabels } from '../model.ts'
import { daysLeft } from '../rules.ts'
import { raiseTrigger } from '../triggers/index.ts'
import { readCampaign, unitsAsked } from './queries.ts'
import { recordReminder } from './remind-chosen.ts'

type Named = { districtId: string; campaignId: string; version: number }

/**
 * Approves a draft: from now on every unit in scope has one return. Whoever drafted it doesn't approve it. Refuses
 * `campaign.action-not-allowed`, `campaign.deadline-past` (a draft may have lain too long), `campaign.no-units`.
 */
export async function openCampaign(deps: Deps, actor: Actor, input: Named): Promise<{ units: number }> {
  const { districtId, campaignId } = input
  permit(actor, 'filing.open', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const campaign = await lockedCampaign(tx, input, 'draft', '批准')
    refuseMaker(actor, campaign.preparedBy)
    if (minutesLate(campaign.filingDue, deps.clock.now()) > 0)
      throw refuse('campaign.deadline-past', { day: lastDayBefore(campaign.filingDue) })
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

/** Ends a campaign; who has not answered by then has not answered, and F-04 says so. */
export async function closeCampaign(deps: Deps, actor: Actor, input: Named): Promise<void> {
  const { districtId } = input
  permit(actor, 'filing.open', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const campaign = await lockedCampaign(tx, input, 'open', '结束')
    await raiseOverdue(tx, deps, actor, districtId, campaign)
    const closedAt = deps.clock.now()
    await changeState(tx, campaign, districtId, { state: 'closed', closed_by: actor.id, closed_at: closedAt })
    await tell(tx, deps, actor, input, 'campaign.closed', { closedAt })
  })
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
 * days, each once a day and each recorded; after the deadline F-04 is raised once a unit. Runs as often as it likes.
 */
export async function keepCampaigns(
  deps: Deps,
  actor: Actor,
  districtId: string,
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
      done.overdue += await raiseOverdue(tx, deps, actor, districtId, campaign)
    })
  return done
}

async function remind(tx: Tx, deps: Deps, actor: Actor, districtId: string, campaign: Campaign): Promise<number> {
  const left = daysLeft(campaign.filingDue, deps.clock.today())
  let reminded = 0
  for (const { id, unitId } of await unanswered(tx, districtId, campaign)) {
    const reminder = { districtId, campaignId: campaign.id, returnId: id, unitId, left }
    if (await recordReminder(tx, deps, actor, reminder)) reminded += 1
  }
  return reminded
}

async function raiseOverdue(tx: Tx, deps: Deps, actor: Actor, districtId: string, campaign: Campaign): Promise<number> {
  if (minutesLate(campaign.filingDue, deps.clock.now()) === 0) return 0
  const late = await unanswered(tx, districtId, campaign)
  for (const { id, unitId } of late)
    await raiseTrigger(tx, deps, actor, {
      districtId,
      rule: 'F-04',
      unitId,
      accountId: null,
      subject: { kind: 'return', id },
      facts: { campaign: campaign.title, filingUntil: lastDayBefore(campaign.filingDue) },
    })
  return late.length
}

const unanswered = (tx: Tx, districtId: string, { id }: Campaign) =>
  tx
    .selectFrom('filing_return')
    .select(['id', 'unit_id as unitId'])
    .where('district_id', '=', districtId)
    .where('campaign_id', '=', id)
    .where('first_submitted_at', 'is', null)
    .orderBy('id')
    .execute()
