import { type Actor, type Deps, keepWords, permit, refuseMaker } from '../../access/index.ts'
import { inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type CampaignAction, campaignActionLabels } from '../model.ts'
import { changeState, lockedCampaign, type NamedCampaign, tell } from './step.ts'

type WithReason = NamedCampaign & { reason: string }

const told = { 'send-back': 'campaign.sent-back', reject: 'campaign.rejected', withdraw: 'campaign.withdrawn' } as const
type GivingBack = keyof typeof told & CampaignAction

/** 退回修改: who approves sends a draft back to be changed. Refuses as `rejectCampaign`. */
export const sendCampaignBack = (deps: Deps, actor: Actor, input: WithReason) =>
  giveBack(deps, actor, input, 'send-back')

/**
 * 不予批准: who approves ends a draft; nobody was asked for anything. Refuses `campaign.reason-required`,
 * `access.maker-is-checker`, `campaign.action-not-allowed`.
 */
export const rejectCampaign = (deps: Deps, actor: Actor, input: WithReason) => giveBack(deps, actor, input, 'reject')

/** 撤回: who drafted it gives it up before it is approved. Refuses `campaign.not-drafter` besides. */
export const withdrawCampaign = (deps: Deps, actor: Actor, input: WithReason) =>
  giveBack(deps, actor, input, 'withdraw')

async function giveBack(deps: Deps, actor: Actor, input: WithReason, action: GivingBack): Promise<void> {
  const { districtId, campaignId } = input
  permit(actor, action === 'withdraw' ? 'filing.prepare' : 'filing.open', { districtId })
  const reason = input.reason.trim()
  if (reason === '') throw refuse('campaign.reason-required', { action: campaignActionLabels[action] })
  const subject = { kind: 'campaign', id: campaignId }
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: action }, async (tx) => {
    const step = await lockedCampaign(tx, input, action)
    const { handledBy } = step.campaign
    if (action !== 'withdraw') for (const maker of handledBy) refuseMaker(actor, maker)
    else if (!handledBy.includes(actor.id)) throw refuse('campaign.not-drafter')
    await changeState(tx, districtId, step, { decided_by: actor.id, decision_reason: reason })
    // The campaign shows the last reason; each stays beside the trail, sealed by itself (decision 008).
    const kept = await keepWords(tx, deps, districtId, reason)
    await tell(tx, deps, actor, input, told[action], { state: step.next, reason: kept })
  })
}
