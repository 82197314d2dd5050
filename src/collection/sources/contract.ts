import type { z } from 'zod'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { ComponentTokens } from '../component/calls.ts'
import type { Seen } from '../evidence/model.ts'
import type { Count, DayRange, Metric, TimePrecision } from '../model.ts'
import type { Stopped } from '../secrecy/stop-marked.ts'

/**
 * The closed list of what can come of a look. Only `gone` is evidence about the account (the platform itself says deleted,
 * banned, 注销, 封禁, migrated); only `ok`, `unchanged` and `empty` count as collected.
 */
export const outcomeLabels = {
  ok: '已采集',
  unchanged: '无变化',
  empty: '确无内容',
  blocked: '被平台拦截',
  unauthorised: '授权失效',
  'rate-limited': '访问过频',
  'quota-exhausted': '额度用完',
  gone: '平台显示账号不存在',
  'not-found': '网址不存在',
  malformed: '内容无法识别',
  unreachable: '无法访问',
  'refused-address': '网址不允许访问',
} as const
export type Outcome = keyof typeof outcomeLabels

/** True where the look says something of which days had posts. */
export const isCollected = (outcome: Outcome): boolean =>
  outcome === 'ok' || outcome === 'unchanged' || outcome === 'empty'

/** A post as a source saw it. Day-only or no time is said, never made up. `automatic`: pushed by the platform itself. */
export type PostSample = {
  kind: 'post'
  /** What the source knows it by; the same key again is the same post, edited or not. */
  linkKey: string
  url: string | null
  title: string
  publishedAt: Instant | null
  publishedOn: CivilDate | null
  timePrecision: TimePrecision
  original: boolean | null
  automatic: boolean
  /** The source says that it stands before newer ones: it tells nothing of where a list begins. */
  pinned?: boolean
  counts: Partial<Record<Metric, Count>>
  /** All it says, for the checks that come before anything is kept; itself never kept. */
  text?: string
  /** Its own text where the source gives it and no summary of it; kept where its unit wants it (`keepTexts`). */
  whole?: string
}

export type Confidence = 'exact' | 'rounded' | 'at-least' | 'stated' | 'guessed'

/** Anything else that was seen of an account; `value` is small, and holds no nickname, openid or phone. */
export type OtherSample = {
  kind: 'metric' | 'message' | 'profile' | 'availability'
  key: string
  value: Record<string, unknown>
  observedAt: Instant
  confidence: Confidence
}

export type Sample = PostSample | OtherSample

/** What one look leaves for the next: an ETag, a digest, the keys it saw. Small, and no secret. */
export type Memory = Readonly<Record<string, unknown>>

export type Look = {
  outcome: Outcome
  /** What happened, for people; null where the outcome says it all. */
  why: string | null
  samples: readonly Sample[]
  /** The days it speaks of, as the source knows them; undefined: to be told from its posts and the look before. */
  covers?: DayRange | null
  retryAfterMs?: number
  memory: Memory
  /** What came, of a public page or feed: evidence, if it is worth keeping. */
  seen?: Seen
  /** What was left out because it looked like a secret. Told by `withoutMarked`, never by a source. */
  stopped?: readonly Stopped[]
}

export type LookContext = {
  /** The account as the ledger has it. */
  account: { id: string; name: string; platform: Platform }
  now: Instant
  memory: Memory
  /** The only way out: each request at the pace of its host. */
  send: Sender['send']
  /** Opened for this look alone; never kept, logged or answered. */
  secrets: Readonly<Record<string, string>>
  /** The district's 第三方平台 of 微信, which is asked for only where a look needs it. */
  component?: Pick<ComponentTokens, 'access'> & {
    /** Keeps the refresh token that came in place of the one before, at once: one that is lost is lost for good. */
    renew(refreshToken: string): Promise<void>
  }
}

/** A source: what it can see, what it has to be told, how it looks. One folder each. */
export type Source<Settings = unknown, Target = unknown> = {
  kind: string
  label: string
  /** The one platform whose accounts it can look at; undefined: any. */
  platform?: Platform
  /** What it can see and what it can't, for the page where it is set up. */
  sees: string
  /** Told once for the whole district. */
  settings: z.ZodType<Settings>
  /** Told for each account. */
  target: z.ZodType<Target>
  /** What a form asks for beside `url`, by the target's own field: what it is called. */
  fields?: Readonly<Record<string, string>>
  /** Credentials that it needs, each with what it is called; none for public things. */
  secrets: Readonly<Record<string, string>>
  /** Those of a target that needs others. */
  secretsOf?(target: Target): Readonly<Record<string, string>>
  /** Needs the unit's recorded, revocable 授权书. */
  needsAuthorisation: boolean
  /** Looks at its own beat and not at the account's: milliseconds between two looks. */
  everyMs?: number
  look(settings: Settings, target: Target, context: LookContext): Promise<Look>
}

export const defineSource = <Settings, Target>(source: Source<Settings, Target>): Source<Settings, Target> => source
