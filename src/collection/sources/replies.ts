import type { NoReply, Outgoing, Reply } from '../../outgoing/index.ts'
import type { Look, LookContext, Memory, Outcome } from './contract.ts'

/** A look that saw nothing; what the look before left stays. */
export const nothingSeen = (outcome: Outcome, why: string | null, memory: Memory, retryAfterMs?: number): Look => ({
  outcome,
  why,
  samples: [],
  covers: null,
  memory,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})

/** What a failed request means for the account: nothing at all, and this is how it is called. */
export function unanswered({ failure, why }: NoReply, memory: Memory): Look {
  return nothingSeen(failure === 'too-large' ? 'malformed' : failure, why, memory)
}

/**
 * The outcome that a status stands for, undefined where the body has to be read. 410 says that the address is gone and
 * nothing of the account.
 */
export function byStatus(reply: Reply, memory: Memory, now: number): Look | undefined {
  const { status } = reply
  if (status >= 200 && status < 300) return undefined
  if (status === 304) return { outcome: 'unchanged', why: null, samples: [], memory }
  const say = (outcome: Outcome, why: string) =>
    nothingSeen(outcome, `${why}（${status}）`, memory, retryAfter(reply, now))
  if (status === 401) return say('unauthorised', '需要授权')
  if (status === 403 || status === 418 || status === 432) return say('blocked', '平台拒绝访问')
  if (status === 404 || status === 410) return say('not-found', '网址不存在')
  if (status === 429) return say('rate-limited', '访问过于频繁')
  return say('unreachable', status >= 500 ? '对方服务故障' : '对方未正常应答')
}

/** Asks for one address and reads what comes; no answer, and a status that says it all, are a look as they are. */
export async function readAnswer(
  outgoing: Outgoing,
  { send, memory, now }: LookContext,
  read: (reply: Reply) => Look,
): Promise<Look> {
  const reply = await send(outgoing)
  if (reply.kind === 'no-reply') return unanswered(reply, memory)
  return byStatus(reply, memory, Date.parse(now)) ?? read(reply)
}

/** `Retry-After` in seconds or as a date; whoever asks for more than a day is asked again after one, lest a reply end collecting. */
export function retryAfter({ headers }: Reply, now: number): number | undefined {
  const said = headers['retry-after']?.trim()
  if (!said) return undefined
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, 86_400_000) : undefined
}
