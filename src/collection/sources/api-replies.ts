import type { Outgoing } from '../../outgoing/index.ts'
import type { Look, LookContext, Outcome, Sample } from './contract.ts'
import { byStatus, nothingSeen, unanswered } from './replies.ts'

/** What an API answered, as it came: fields and values that nobody here knows stay in it. */
export type Answer = Readonly<Record<string, unknown>>

/** What an error code means for a look. `gone`: only where the platform itself says what became of the account. */
export type Meaning = {
  outcome: Outcome
  why: string
  retryAfterMs?: number
  gone?: 'deregistered' | 'banned' | 'deleted'
}
// No answer can pretend to be one: JSON has no symbols.
const failing = Symbol('failure')
export type Failure = Meaning & { code: number | null; [failing]: true }

export const isFailure = (found: object): found is Failure => failing in found
export const failure = (meaning: Meaning, code: number | null = null): Failure => ({
  ...meaning,
  code,
  [failing]: true,
})

/** How one platform says no: where its code stands in an answer, and what its codes mean. */
export type Errors = { codeOf(answer: Answer): number; meanings: Readonly<Record<number, Meaning>> }

/**
 * One call. Never redirected: a credential is told to nobody but the host it is meant for. An error text of the platform is
 * not repeated, because some print the app and the address of who called.
 */
export async function ask(
  { send, now }: Pick<LookContext, 'send' | 'now'>,
  outgoing: Outgoing,
  { codeOf, meanings }: Errors,
): Promise<Answer | Failure> {
  const reply = await send(outgoing, { redirects: 0 })
  if (reply.kind === 'no-reply') return failed(unanswered(reply, {}))
  const answer = objectIn(reply.body.toString('utf8'))
  const code = answer ? codeOf(answer) : 0
  if (code !== 0) return failure(meanings[code] ?? { outcome: 'malformed', why: '平台返回未收录的错误' }, code)
  const early = byStatus(reply, {}, Date.parse(now))
  // None of these calls is conditional: "unchanged" has no meaning here.
  if (early && early.outcome !== 'unchanged') return failed(early)
  if (!answer || early) return failure({ outcome: 'blocked', why: '平台返回的不是数据，可能要求验证' })
  return answer
}

const failed = ({ outcome, why, retryAfterMs }: Look): Failure =>
  failure({ outcome, why: why ?? '', ...(retryAfterMs !== undefined && { retryAfterMs }) })

// Some calls answer with a bare list.
function objectIn(text: string): Answer | undefined {
  try {
    const found: unknown = JSON.parse(text)
    if (Array.isArray(found)) return { list: found }
    return isObject(found) ? found : undefined
  } catch {
    return undefined
  }
}

export const isObject = (found: unknown): found is Answer =>
  typeof found === 'object' && found !== null && !Array.isArray(found)

export const objectsIn = (found: unknown): Answer[] => (Array.isArray(found) ? found.filter(isObject) : [])
export const textIn = (found: unknown): string | null =>
  typeof found === 'string' && found.trim() !== '' ? found.trim() : null
/** A count as given; what is absent or no whole number is unknown, never 0. */
export const countIn = (found: unknown): number | undefined =>
  typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : undefined

/** A reason with the platform's own code, for whoever asks the platform. */
export const reasonOf = ({ why, code }: Pick<Failure, 'why' | 'code'>): string =>
  code === null ? why : `${why}（错误码 ${code}）`

/** The look that a failed call makes; posts that were listed before it failed are kept, and no day is claimed. */
export function failedLook(no: Failure, { memory, now }: LookContext, samples: readonly Sample[] = []): Look {
  const { outcome, retryAfterMs, gone } = no
  const look = nothingSeen(outcome, reasonOf(no), memory, retryAfterMs)
  if (!gone) return { ...look, samples }
  const value = { state: gone, code: no.code }
  return { ...look, samples: [{ kind: 'availability', key: 'account', value, observedAt: now, confidence: 'stated' }] }
}
