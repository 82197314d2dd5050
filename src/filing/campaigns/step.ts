import type { Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  type Campaign,
  type CampaignAction,
  campaignActionLabels,
  type CampaignState,
  campaignStateLabels,
  nextCampaignState,
} from '../model.ts'
import { readCampaign } from './queries.ts'

/** A step of a campaign, taken of the version that somebody saw. */
export type NamedCampaign = { districtId: string; campaignId: string; version: number }

/** Locks a campaign for a step; `next` is the state after it. Refuses `record.not-found`, `campaign.action-not-allowed`, `record.changed-meanwhile`. */
export async function lockedCampaign(
  tx: Tx,
  { districtId, campaignId, version }: NamedCampaign,
  action: CampaignAction,
): Promise<{ campaign: Campaign; next: CampaignState }> {
  const campaign = await readCampaign(tx, districtId, campaignId, 'lock')
  if (!campaign) throw refuse('record.not-found', { what: '专项排查' })
  const next = nextCampaignState[campaign.state][action]
  if (!next)
    throw refuse('campaign.action-not-allowed', {
      state: campaignStateLabels[campaign.state],
      action: campaignActionLabels[action],
    })
  if (campaign.version !== version) throw refuse('record.changed-meanwhile', { what: '专项排查' })
  return { campaign, next }
}

/** Writes the state after a step and what else the step sets. */
export async function changeState(
  tx: Tx,
  districtId: string,
  { campaign, next }: { campaign: Campaign; next: CampaignState },
  set: Record<string, string>,
): Promise<void> {
  await tx
    .updateTable('filing_campaign')
    .set({ ...set, state: next, version: campaign.version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', campaign.id)
    .execute()
}

/** Tells the trail of a step. */
export async function tell(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, campaignId }: NamedCampaign,
  action: string,
  after: object,
): Promise<void> {
  const subject = { kind: 'campaign', id: campaignId }
  await append(tx, deps.ids, { districtId, actor, action, subject, after, at: deps.wall.now() })
}
