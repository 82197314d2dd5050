import type { Actor, Deps } from '../../access/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { checkedWords, checkTimes } from '../checks.ts'
import { clockBook } from '../clocks.tsx'
import { type Channel, type DayOrMinute, type MessageKind, reasonMost } from '../model.ts'
import { accountsOwner } from '../queries.ts'
import { type MessageSet } from '../records.ts'
import { dueOf } from '../rules.ts'
import { type MessageInput, stepWithMessage } from '../step.ts'

export type Correction = {
  kind?: MessageKind | undefined
  channel?: Exclude<Channel, 'form'> | undefined
  accountId?: string | undefined
  asked?: DayOrMinute | undefined
  replied?: DayOrMinute | undefined
}

/**
 * 更正登记: what was typed in wrongly, before and after, with the reason. The last day is computed anew. What came by the
 * public page bears its own times and channel. Refuses what `stepWithMessage` refuses, times that can't be, and
 * `message.nothing-changed`.
 */
export async function correctMessage(
  deps: Deps,
  actor: Actor,
  input: MessageInput & Correction & { reason: string },
): Promise<void> {
  const { districtId } = input
  const words = checkedWords(input.reason, '更正的理由', reasonMost)
  await stepWithMessage(deps, actor, input, 'correct', async (tx, message) => {
    const ownTimes = message.channel === 'form'
    const kind = input.kind ?? message.kind
    const channel = ownTimes ? message.channel : (input.channel ?? message.channel)
    const accountId = input.accountId ?? message.accountId
    const asked = (!ownTimes && input.asked) || { on: message.askedOn, at: message.askedAt }
    const before = message.repliedOn === null ? null : { on: message.repliedOn, at: message.repliedAt }
    const replied = before && !ownTimes ? (input.replied ?? before) : before
    checkTimes(deps, asked, replied)
    if (accountId !== null && accountId !== message.accountId && !(await accountsOwner(tx, districtId, accountId)))
      throw refuse('record.not-found', { what: '账号' })
    const clock = (await clockBook(tx, districtId))(kind, asked.on)
    const isTimedAnew = kind !== message.kind || asked.on !== message.askedOn
    const due = isTimedAnew
      ? { day: dueOf(await loadCalendar(tx), clock, asked.on).day, days: clock.days, kind: clock.kind }
      : { day: message.dueOn, ...message.due }
    const changed = differing({
      kind: [message.kind, kind],
      channel: [message.channel, channel],
      accountId: [message.accountId, accountId],
      askedOn: [message.askedOn, asked.on],
      askedAt: [message.askedAt, asked.at],
      repliedOn: [message.repliedOn, replied?.on ?? null],
      repliedAt: [message.repliedAt, replied?.at ?? null],
      dueOn: [message.dueOn, due.day],
    })
    if (Object.keys(changed).length === 0) throw refuse('message.nothing-changed')
    const set: MessageSet = {
      kind,
      channel,
      account_id: accountId,
      asked_on: asked.on,
      asked_at: asked.at,
      replied_on: replied?.on ?? null,
      replied_at: replied?.at ?? null,
      due_on: due.day,
      due_days: due.days,
      due_kind: due.kind,
    }
    return { set, words, changed }
  })
}

const differing = (facts: Record<string, readonly [unknown, unknown]>) =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([key, [before, after]]) => (before === after ? [] : [[key, { before, after }]])),
  )
