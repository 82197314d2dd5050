import type { CivilDate, Instant, Month } from '../calendar/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { Thresholds } from './indicators/define.ts'

/** V 单项否决, D 扣分, B 加分, T 提示 (rulebook (d)); `hint`, because 通知 and 公告 are other things here. */
export type IndicatorClass = 'veto' | 'deduction' | 'bonus' | 'hint'
export const classLabels: Readonly<Record<IndicatorClass, string>> = {
  veto: '单项否决',
  deduction: '扣分',
  bonus: '加分',
  hint: '提示',
}

/** Three values and "does not concern this account". Not collected is `unknown`, never `fail`. */
export type Value = 'pass' | 'fail' | 'unknown' | 'not-applicable'

export type Verdict = 'qualified' | 'unqualified' | 'unknown'

/** What one indicator says about one account; the shape of `check --json`. */
export type IndicatorResult = {
  indicator: string
  class: IndicatorClass
  value: Value
  facts: Facts
  clause: string
  threshold?: Threshold
  /** Days left until the threshold; negative: days beyond it. */
  margin?: number
  /** What would change this value, as a sentence for a person. */
  wouldChange?: string
}

/** What a run keeps once for all its accounts: numbers, and of each indicator clause and threshold. */
export type RunRules = {
  id: string
  version: string
  thresholds: Thresholds
  indicators: Readonly<Record<string, { clause: string; threshold?: Threshold }>>
}

/** A result as it is kept: what the run's rules say of it stays there. */
export type StoredResult = Omit<IndicatorResult, 'clause' | 'threshold'>

export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[] | readonly number[]>>

/** The number that decided, where it comes from and since when it holds. */
export type Threshold = {
  maxSilentDays?: number
  /** True: reaching the number of days fails, not only passing it. */
  strict?: boolean
  warnAtDays?: readonly number[]
  source: string
  effectiveFrom: CivilDate
}

export type Coverage = { registered: number; judged: number; unknown: number; ratio: number | null }

export type AccountResult = {
  id: string
  name: string
  unit: string
  platform: Platform
  verdict: Verdict
  results: IndicatorResult[]
}

/** `check --json` (INTERFACES.md): no run id and no time of the run in it, so that the same data give the same bytes. */
export type CheckDocument = {
  district: string
  month: Month
  checkpoint: CivilDate
  rules: { id: string; version: string }
  coverage: Coverage
  accounts: AccountResult[]
}

/**
 * What a run keeps beside its coverage: accounts of units outside the notice, accounts that no longer run, and accounts of
 * units whose kind nobody has settled (not told of runs from before it was counted).
 */
export type RunCoverage = Coverage & { leads: number; ceased: number; unsettled?: number }

/** `split`: its parts are decided instead; `merged`: another finding of the account stands for it. */
export type FindingState = 'candidate' | 'needs-evidence' | 'confirmed' | 'dismissed' | 'withdrawn' | 'split' | 'merged'
export const findingStateLabels: Readonly<Record<FindingState, string>> = {
  candidate: '待复核',
  'needs-evidence': '待补证',
  confirmed: '已确认',
  dismissed: '已排除',
  withdrawn: '已撤销（事实已不成立）',
  split: '已拆分，按各部分复核',
  merged: '已并入另一条线索',
}

export type Decision = 'confirm' | 'dismiss' | 'needs-evidence'
export const decisionLabels: Readonly<Record<Decision, string>> = {
  confirm: '确认',
  dismiss: '排除',
  'needs-evidence': '需补证',
}

/**
 * The one table of what may be done with a finding, for server and page. A decided finding is never turned over in one
 * step: it is first sent back for evidence, with a reason, and then decided anew.
 */
export const allowedDecisions: Readonly<Record<FindingState, readonly Decision[]>> = {
  candidate: ['confirm', 'dismiss', 'needs-evidence'],
  'needs-evidence': ['confirm', 'dismiss'],
  confirmed: ['needs-evidence'],
  dismissed: ['needs-evidence'],
  withdrawn: [],
  split: [],
  merged: [],
}

export const stateAfter: Readonly<Record<Decision, FindingState>> = {
  confirm: 'confirmed',
  dismiss: 'dismissed',
  'needs-evidence': 'needs-evidence',
}

/** A finding as lists show it. */
export type FindingRow = {
  id: string
  month: Month
  accountId: string
  accountName: string
  platform: Platform
  unitName: string
  indicator: string
  checkpoint: CivilDate
  class: IndicatorClass
  facts: Facts
  state: FindingState
  reason: string | null
  decidedBy: string | null
  /** 双人复核: who confirmed it first; null where nobody did, or one is enough. */
  firstConfirmedBy: string | null
  decidedAt: Instant | null
  /** Of a part of a split finding its number, from 1, and the whole; 0 and null of any other. */
  part: number
  partOf: string | null
  /** The finding that stands for this one. */
  mergedInto: string | null
  /** The facts under a decision are no longer those it was made on. */
  factsChanged: boolean
  /** The run that speaks for the month no longer finds it: what stands here is of an earlier one. */
  refuted: boolean
  version: number
}

export type Reachable = 'open' | 'gone' | 'blocked'
export const reachableLabels: Readonly<Record<Reachable, string>> = {
  open: '可以打开',
  gone: '账号已不存在',
  blocked: '无法打开',
}

export type Patrol = {
  id: string
  accountId: string
  checkedAt: Instant
  reachable: Reachable
  lastUpdateOn: CivilDate | null
  neverUpdated: boolean
  hasInteraction: boolean | null
  hasService: boolean | null
  screenshotFileId: string | null
  note: string | null
  patrolledBy: string
}

/** `seenUntil`: the day up to which it looked, such as the end of the month it was for; null: it could not be opened. */
export type KnownPatrol = Patrol & { seenUntil: CivilDate | null }
