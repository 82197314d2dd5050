import type { CivilDate } from '../../calendar/index.ts'
import { type CheckAccount, stateMeans } from '../../registry/index.ts'
import type { Facts, IndicatorClass, Threshold, Value } from '../model.ts'
import type { JudgedPurpose } from '../purposes.ts'
import type { BroughtFacts, FactGroup } from './brought-facts.ts'

/** How surely a rule is known (rulebook, 确定性标记); stored with it. */
export type Certainty = '原文' | '二手' | '碎片' | '记忆' | '推导' | '建议'

/** Where a rule stands: the paper, the place in it, how surely it is known. */
export type Clause = { source: string; clause: string; certainty: Certainty }

/** S 系统, H 人工, SH 系统发现、人工复核 (rulebook (d)). */
export type Method = 'system' | 'human' | 'system-and-human'
export type Level = 'national' | 'province' | 'city' | 'district'

/** What is known of an account at the checkpoint; everything an indicator may look at. */
export type AccountFacts = {
  checkpoint: CivilDate
  account: Omit<CheckAccount, 'id' | 'profileUrl' | 'unitId' | 'survivingUnitId'>
  /** As the office confirmed it for the month, whatever the ledger says. */
  purpose: JudgedPurpose
  /** 君山区: for reading 区教育局 and 临湖区教育局 as one. */
  districtName: string
  update: { lastUpdateOn: CivilDate | null; updatesInWindow: number; covered: boolean; coveredUntil: CivilDate | null }
  /** The unit's other running accounts, those of units merged into it among them, in the order of the ledger. */
  siblings: readonly { name: string; platform: CheckAccount['platform'] }[]
  /** What only some sources bring; a group that is missing was told by nobody, and what needs it is not judged. */
  brought: Partial<BroughtFacts>
  /** Groups of the ledger that nobody told of: a published case says of an account only what its circular says. */
  untold?: ReadonlySet<FactGroup>
}

/** A number in force, with the paper it comes from. */
export type NumberInForce = { value: number; source: string; effectiveFrom: CivilDate }

/** Numbers beside those of 信息更新. What no rule set and no district put in force judges nothing. */
export type NumberName = keyof typeof numberLabels
export const numberLabels = {
  replyDays: '留言答复期限（自然日）',
  simpleReplyWorkdays: '简单咨询答复期限（工作日）',
  localSilentDays: '本区更新间隔（天）',
  minPostsPerWeek: '每周最少更新次数',
  minOriginalsPerMonth: '每月最少原创条数',
} as const

/** The numbers of a rule set with what the district changed in them, as of one checkpoint. */
export type Thresholds = {
  maxSilentDays: number
  strictFourteen: boolean
  warnAtDays: readonly number[]
  /** Source and first day of `maxSilentDays` and `strictFourteen`, and of `warnAtDays`. */
  silence: { source: string; effectiveFrom: CivilDate }
  warning: { source: string; effectiveFrom: CivilDate }
  /** Missing in runs from before there were any. */
  numbers?: Readonly<Partial<Record<NumberName, NumberInForce>>>
}

/** A judgement: the value with its evidence, how far it is from the threshold, and what would change it. */
export type Judgement = {
  value: Value
  facts: Facts
  margin?: number
  wouldChange?: string
  /** Where this outcome weighs otherwise than the indicator usually does. */
  class?: IndicatorClass
}

export type Indicator = {
  id: string
  label: string
  class: IndicatorClass
  level: Level
  method: Method
  /** `unit`: one fact of a unit, told of each of its accounts; the bench shows it once. */
  about: 'account' | 'unit'
  /** True where a finding rests on collected posts or patrols: whoever brought these in doesn't review it. */
  restsOnCollection: boolean
  /** Groups of facts that it looks at beside the ledger's own; where one was never told, it is not judged. */
  needs?: readonly FactGroup[]
  /** The number without which it judges nothing: a template that a district adopts by setting it. */
  number?: NumberName
  /** Judged by people: it speaks only of accounts of which something was reported. `secret`: never what. */
  reported?: 'plain' | 'secret'
  /** Of the rulebook, for offices that switch it on: judged only where the district adopted it. */
  optional?: true
  /** A veto that is told as a hint while nobody has looked (docs/decisions/006): what those accounts are called, and the list of them that everybody may read. */
  unlooked?: { label: string; says: string; href?: string }
  /** A severe one: two people confirm it. */
  twoReviewers?: true
  /** Which facts of account and unit a finding on the ledger rests on, duties among them: who entered them doesn't review it. */
  ledger?: { account: readonly string[]; unit: readonly string[]; siblings?: true }
  /** The clause as printed beside the verdict. */
  clause: string
  basis: readonly Clause[]
  /** The number that decides, where one does. */
  threshold?: (thresholds: Thresholds) => Threshold
  judge: (facts: AccountFacts, thresholds: Thresholds) => Judgement
  /** Reasons offered for deciding a finding otherwise than confirming it; a reviewer may write another. */
  reasons?: Readonly<Record<'dismiss' | 'needs-evidence', readonly string[]>>
  /** Who or what exactly a failure is about, in a few words that hold no number, where it is not plain from the account. */
  particulars?: (facts: Facts) => string
  /** The confirmed finding as a report says it. */
  sentence: (facts: Facts, checkpoint: CivilDate) => string
}

/** An indicator is data about a rule beside a pure function. */
export function defineIndicator(indicator: Indicator): Indicator {
  return indicator
}

export const pass = (facts: Facts, more: Partial<Judgement> = {}): Judgement => ({ value: 'pass', facts, ...more })
export const fail = (facts: Facts, more: Partial<Judgement> = {}): Judgement => ({ value: 'fail', facts, ...more })
export const unknown = (facts: Facts, wouldChange: string, more: Partial<Judgement> = {}): Judgement => ({
  value: 'unknown',
  facts,
  wouldChange,
  ...more,
})
export const notApplicable = (reason: string): Judgement => ({ value: 'not-applicable', facts: { reason } })

/** An account that is gone has nothing to be judged on; until then it is judged (`stateMeans`). */
export function hasCeased(account: Pick<CheckAccount, 'runningState'>): boolean {
  return !stateMeans[account.runningState].monitored
}
