import type { CivilDate, DatePrecision } from '../calendar/index.ts'
import type { JudgedPurpose } from '../monitoring/index.ts'
import type { Disposition, RunningState, UnitState } from '../registry/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { UnitKind } from '../vocabulary/units.ts'
import type { QuantityKey, SourcedQuantity } from './quantities.ts'

/** 二（二）清理整合 in the office's own words. */

/**
 * firm 坚决: its proposal stands unless a person decides otherwise. in-principle 原则上: asks for a reason and never proposes
 * closing by itself. hint 提示: a clue for people.
 */
export type RuleClass = 'firm' | 'in-principle' | 'hint'
export const ruleClassLabels: Readonly<Record<RuleClass, string>> = {
  firm: '应予办理',
  'in-principle': '原则上',
  hint: '提示',
}

/** How surely a clause is known (rulebook): from the document itself, quoted by others, or this office's own proposal. */
export const certaintyLabels = {
  原文: '文件原文',
  二手: '转引',
  碎片: '残缺转引',
  记忆: '待核',
  推导: '推导',
  建议: '建议',
} as const
export type Certainty = keyof typeof certaintyLabels

/** What is known of an account on a day; everything a clean-up rule may look at. */
export type CleanupFacts = {
  asOf: CivilDate
  district: { name: string; shortName: string }
  account: {
    id: string
    name: string
    platform: Platform
    certifiedEntity: string | null
    openedOn: CivilDate | null
    openedPrecision: DatePrecision | null
    operatingStatus: 'normal' | 'stopped' | null
    runningState: RunningState
    followers: number | null
    reads: number | null
    functions: readonly string[]
  }
  unit: { id: string; name: string; kind: UnitKind; state: UnitState; successor: string | null }
  inScope: boolean
  /** The office's word in force in the month of the day; nobody's: judged as 发布类 (N-NM-04, docs/decisions/009). */
  purpose: JudgedPurpose
  /** The day on which the ledger first had the account; null: not known. */
  registeredOn: CivilDate | null
  /** Of the days that make 长期; not covered: nobody looked, and nothing follows from it. */
  update: { lastUpdateOn: CivilDate | null; covered: boolean }
  /** By the newest look of a person; null: nobody has said. */
  hasInteraction: boolean | null
  hasService: boolean | null
  /** Months of the last two quarters in which 内容不更新 was confirmed by people. */
  confirmedSilences: readonly string[]
  /** Questions of 附件1 that the unit itself answered with 否, from its last accepted return. */
  saidNo: readonly string[]
  /** 认证主体说明 of the last accepted return (below 附件2; before 2026 on no paper), where it speaks of the entity that the ledger has; null: none. */
  entityNote: string | null
  /** The unit's other accounts of the same platform family that take their place there: running, not on their way out. */
  siblings: readonly Sibling[]
}
export type Sibling = {
  id: string
  name: string
  certifiedEntity: string | null
  lastUpdateOn: CivilDate | null
  covered: boolean
  openedOn: CivilDate | null
  followers: number | null
}

export type ReasonFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** A rule that spoke: what it proposes, on which facts, how far from its threshold, and what would silence it. */
export type Reason = {
  rule: string
  class: RuleClass
  disposition: Disposition | null
  says: string
  facts: ReasonFacts
  clause: string
  certainty: Certainty
  /** The office's own numbers that decided; items from before they were kept have none. */
  quantities?: readonly ({ key: QuantityKey } & SourcedQuantity)[]
  /** How far from its threshold: a number, or words where nothing is counted; items from before words were kept may have none. */
  margin?: number | string
  wouldChange: string
}

/** What the machine proposes for an account on a day, with every rule that spoke and everything it could not know. */
export type Proposal = {
  /** null: a unit outside the notice; its account is a 移交线索 and is not judged here. */
  disposition: Disposition | null
  needsReason: boolean
  handover: boolean
  reasons: readonly Reason[]
  unknowns: readonly string[]
  wouldChange: string
}
