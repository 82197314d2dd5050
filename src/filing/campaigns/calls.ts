import { type Actor, type Deps, permit } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { type Db, inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { campaignStateLabels } from '../model.ts'
import { readReturn } from '../returns/records.ts'

/** 电话催报 of a unit's return: when, by whom, who answered and what was said. */
export type Call = { id: string; calledAt: Instant; calledBy: string; spokeTo: string; said: string }

const contextOf = (districtId: string, returnId: string, id: string) => `${districtId}/call/${returnId}/${id}`

type CallInput = { districtId: string; returnId: string; calledAt: Instant; spokeTo: string; said: string }

/**
 * Records that somebody called a unit that owes its return or its mending. Who answered and what was said may name people:
 * they are sealed, and the trail has their digest (decision 008). Refuses `return.call-to-required`, `return.call-in-future`,
 * `return.call-before-opening`, `return.answered-already`, `campaign.action-not-allowed`.
 */
export async function recordCall(deps: Deps, actor: Actor, input: CallInput): Promise<{ id: string }> {
  const { districtId, returnId, calledAt } = input
  permit(actor, 'filing.remind', { districtId })
  const words = { spokeTo: input.spokeTo.trim(), said: input.said.trim() }
  if (words.spokeTo === '') throw refuse('return.call-to-required')
  if (calledAt > deps.clock.now()) throw refuse('return.call-in-future')
  return inTransaction(deps.db, async (tx) => {
    const { campaign, one } = await owedReturn(tx, districtId, returnId)
    if (campaign.openedAt !== null && calledAt < campaign.openedAt) throw refuse('return.call-before-opening')
    const id = deps.ids.next()
    const { wrappedKey, sealed } = deps.vault.sealBytes(
      Buffer.from(JSON.stringify(words)),
      contextOf(districtId, returnId, id),
    )
    const at = deps.wall.now()
    await tx
      .insertInto('filing_call')
      .values({
        district_id: districtId,
        return_id: returnId,
        id,
        called_at: calledAt,
        called_by: actor.id,
        words_key: wrappedKey,
        words: sealed,
        recorded_at: at,
      })
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'return.called',
      subject: { kind: 'return', id: returnId },
      after: {
        unitId: one.unitId,
        campaignId: campaign.id,
        calledAt,
        digest: deps.vault.digest(words, Buffer.from(id)),
      },
      at,
    })
    return { id }
  })
}

async function owedReturn(tx: Tx, districtId: string, returnId: string) {
  const loaded = await readReturn(tx, districtId, returnId, 'lock')
  if (!loaded) throw refuse('record.not-found', { what: '报送' })
  const { campaign, one } = loaded
  if (campaign.state !== 'open')
    throw refuse('campaign.action-not-allowed', { state: campaignStateLabels[campaign.state], action: '电话催报' })
  if (one.state === 'submitted' || one.state === 'accepted') throw refuse('return.answered-already')
  return loaded
}

/** The calls of a return, the newest first. */
export async function callsOf(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  returnId: string,
): Promise<Call[]> {
  const rows = await db
    .selectFrom('filing_call')
    .select(['id', 'called_at as calledAt', 'called_by as calledBy', 'words_key as wrappedKey', 'words as sealed'])
    .where('district_id', '=', districtId)
    .where('return_id', '=', returnId)
    .orderBy('called_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ wrappedKey, sealed, ...call }) => {
    const words = vault.openBytes({ wrappedKey, sealed }, contextOf(districtId, returnId, call.id)).toString('utf8')
    return { ...call, ...(JSON.parse(words) as Pick<Call, 'spokeTo' | 'said'>) }
  })
}
