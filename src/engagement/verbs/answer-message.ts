import type { Actor, Deps } from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { checkedWords, checkTimes } from '../checks.ts'
import { type DayOrMinute, wordsMost } from '../model.ts'
import { type MessageInput, stepWithMessage } from '../step.ts'

/**
 * 登记答复: what was answered and when. What came by the public page is answered here, so that its time is now. Refuses
 * what `stepWithMessage` refuses, times that can't be, and words that are missing.
 */
export async function replyToMessage(
  deps: Deps,
  actor: Actor,
  input: MessageInput & { text: string; replied?: DayOrMinute | undefined },
): Promise<void> {
  const words = checkedWords(input.text, '答复内容', wordsMost)
  await stepWithMessage(deps, actor, input, 'reply', (_tx, { channel, askedOn, askedAt }) => {
    const now = { on: deps.clock.today(), at: deps.clock.now() }
    const replied = channel === 'form' ? now : input.replied
    if (!replied) throw refuse('message.time-unreadable', { what: '答复时间' })
    checkTimes(deps, { on: askedOn, at: askedAt }, replied)
    return Promise.resolve({ set: { replied_on: replied.on, replied_at: replied.at }, words, replied })
  })
}

/** 改写答复: another text from now on. The earlier one stays in the history, and the first answer's time counts as before. */
export async function rewriteReply(deps: Deps, actor: Actor, input: MessageInput & { text: string }): Promise<void> {
  const words = checkedWords(input.text, '答复内容', wordsMost)
  const replied = { on: deps.clock.today(), at: deps.clock.now() }
  await stepWithMessage(deps, actor, input, 'rewrite', () => Promise.resolve({ words, replied }))
}
