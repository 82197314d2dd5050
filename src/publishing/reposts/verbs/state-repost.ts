import { type Action, type Actor, type Deps, keepWords, permit } from '../../../access/index.ts'
import { formatDayZh, type Instant, startOfDay } from '../../../calendar/index.ts'
import { inTransaction, type Tx } from '../../../database/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { type AskedState, askedStateLabels, REASON_MOST, type RepostAsked, type RepostDuty } from '../model.ts'
import { checkedLink, checkedText } from '../checks.ts'
import { askedAccounts, lockDuty } from '../queries.ts'

/** What can be said of one account's part: the unit claims; the office confirms, excuses, or leaves it to collecting again. */
export const repostActionLabels = {
  claim: '报送转载情况',
  confirm: '核定已转载',
  excuse: '认定不涉及',
  reset: '恢复以采集为准',
} as const
export type RepostAction = keyof typeof repostActionLabels
export const repostActions = Object.keys(repostActionLabels) as RepostAction[]

const rightOf: Readonly<Record<RepostAction, Action>> = {
  claim: 'reposts.claim',
  confirm: 'reposts.set',
  excuse: 'reposts.set',
  reset: 'reposts.set',
}

const next: Readonly<Record<RepostAction, AskedState>> = {
  claim: 'claimed',
  confirm: 'confirmed',
  excuse: 'excused',
  reset: 'asked',
}

const allowed: Readonly<Record<AskedState, readonly RepostAction[]>> = {
  asked: ['claim', 'confirm', 'excuse'],
  claimed: ['claim', 'confirm', 'excuse', 'reset'],
  confirmed: ['reset'],
  excused: ['reset'],
}

export const allowedRepostActions = (state: AskedState): readonly RepostAction[] => allowed[state]

export type RepostWord = {
  districtId: string
  dutyId: string
  accountId: string
  version: number
  action: RepostAction
  /** Of a claim and of what is confirmed. */
  link?: string | undefined
  doneAt?: Instant | undefined
  /** Of what is excused or left to collecting again. */
  reason?: string | undefined
}

/**
 * A person's word on one account's part. Refuses `access.denied`, `record.not-found`, `repost.withdrawn`,
 * `repost.action-not-allowed`, `record.changed-meanwhile`, and times or words that can't be.
 */
export async function stateRepost(deps: Deps, actor: Actor, input: RepostWord): Promise<void> {
  const { districtId, dutyId, accountId, action } = input
  await inTransaction(deps.db, async (tx) => {
    // The duty is the lock of all its parts, so that it isn't taken back in between.
    const duty = await lockDuty(tx, districtId, dutyId)
    const asked = duty && (await partOf(tx, districtId, dutyId, accountId))
    permit(actor, rightOf[action], { districtId, unitId: asked?.unitId ?? null })
    if (!duty || !asked) throw refuse('record.not-found', { what: '转载任务' })
    if (duty.state !== 'open') throw refuse('repost.withdrawn')
    if (!allowed[asked.state].includes(action))
      throw refuse('repost.action-not-allowed', {
        action: repostActionLabels[action],
        state: askedStateLabels[asked.state],
      })
    if (asked.version !== input.version) throw refuse('record.changed-meanwhile', { what: '转载任务' })
    const said = action === 'claim' || action === 'confirm' ? done(deps, duty, input) : { link: null, doneAt: null }
    const words = said.doneAt === null ? checkedText(input.reason, '理由', REASON_MOST) : null
    const kept = await keepWords(tx, deps, districtId, words)
    const at = deps.wall.now()
    await tx
      .updateTable('repost_asked')
      .set({
        state: next[action],
        link: said.link,
        done_at: said.doneAt,
        reason_id: kept?.said ?? null,
        version: asked.version + 1,
        stated_by: actor.id,
        stated_at: at,
      })
      .where('district_id', '=', districtId)
      .where('duty_id', '=', dutyId)
      .where('account_id', '=', accountId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `repost.${next[action]}`,
      subject: { kind: 'repost', id: dutyId },
      before: { state: asked.state, link: asked.link, doneAt: asked.doneAt },
      after: { accountId, ...said, ...(kept && { reason: kept }) },
      at,
    })
  })
}

async function partOf(tx: Tx, districtId: string, dutyId: string, accountId: string): Promise<RepostAsked | undefined> {
  return (await askedAccounts(tx, { districtId, accountId }, [dutyId]))[0]
}

function done(deps: Deps, duty: RepostDuty, { link, doneAt }: RepostWord): { link: string | null; doneAt: Instant } {
  if (doneAt === undefined) throw refuse('repost.time-unreadable', { what: '转载时间' })
  if (doneAt > deps.clock.now()) throw refuse('repost.done-in-future')
  if (doneAt < startOfDay(duty.issuedOn))
    throw refuse('repost.done-before-issued', { issued: formatDayZh(duty.issuedOn) })
  return { link: checkedLink(link), doneAt }
}
