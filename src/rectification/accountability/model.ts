import type { Step } from '../steps.ts'
import type { CivilDate, Instant } from '../../calendar/index.ts'

/**
 * 责任追究 in the office's own words (rulebook C9, (f)): a case stands on at least two independent pieces of evidence, the
 * unit is heard, a person decides. The platform proposes; what competent bodies decide is only recorded.
 */

export const caseStateLabels = {
  opened: '已立项，待告知',
  hearing: '陈述申辩中',
  decided: '已决定，待送达',
  served: '已送达',
  closed: '已办结',
  dropped: '不予追究',
} as const
export type AccountabilityState = keyof typeof caseStateLabels
export const accountabilityStates = Object.keys(caseStateLabels) as AccountabilityState[]

export const caseActionLabels = {
  'add-evidence': '补充证据',
  notify: '告知陈述申辩',
  state: '陈述申辩',
  decide: '决定',
  drop: '不予追究',
  serve: '送达',
  'record-outcome': '登记有权机关决定',
  close: '办结',
} as const
export type CaseAction = keyof typeof caseActionLabels

/** The one table: state -> what may be done in it -> the state after. Nothing is decided before the unit was told. */
export const nextCaseState: Readonly<Record<AccountabilityState, Partial<Record<CaseAction, AccountabilityState>>>> = {
  opened: { 'add-evidence': 'opened', notify: 'hearing', drop: 'dropped' },
  hearing: { 'add-evidence': 'hearing', state: 'hearing', decide: 'decided', drop: 'dropped' },
  decided: { serve: 'served' },
  served: { 'record-outcome': 'served', close: 'closed' },
  closed: {},
  dropped: {},
}

/** What the platform may propose (rulebook C9); a person decides. */
export const measureLabels = {
  remind: '提醒',
  interview: '约谈',
  criticise: '通报批评',
  review: '责令书面检查',
  refer: '移送线索',
} as const
export type Measure = keyof typeof measureLabels

/** What competent bodies decide on their own (2018 第二季度全国问责结构); here it is a fact with its paper. */
export const outcomeLabels = {
  interview: '约谈',
  review: '书面检查',
  criticise: '通报批评',
  transfer: '调离',
  warning: '党内警告',
  suspension: '停职',
  other: '其他',
  none: '不予处理',
} as const
export type Outcome = keyof typeof outcomeLabels

export type AccountabilityCase = {
  id: string
  unitId: string
  unitName: string
  state: AccountabilityState
  proposedMeasure: Measure
  decidedMeasure: Measure | null
  statementBy: CivilDate | null
  statedAt: Instant | null
  openedBy: string
  openedAt: Instant
  version: number
}

export const evidenceLabels = {
  clue: '责任追究线索',
  order: '整改通知',
  circular: '上级通报',
  file: '书面材料',
} as const
export type EvidenceKind = keyof typeof evidenceLabels

export type Evidence = {
  id: string
  kind: EvidenceKind
  refId: string
  /** What the piece goes back to, such as a finding, an order, a file by its digest. */
  roots: string[]
  note: string | null
  addedBy: string
  addedAt: Instant
}

export type CaseStep = Step<CaseAction | 'open', AccountabilityState>
