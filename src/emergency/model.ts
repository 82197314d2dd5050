import type { Instant } from '../calendar/index.ts'
import { emergencyKinds, emergencySteps } from '../vocabulary/emergencies.ts'
import type { Platform } from '../vocabulary/platforms.ts'

/** 应急处置 in the office's own words (rulebook C8, (g)): kinds of case, states, steps, and what is told at each step. */

export { emergencyKinds as kindLabels, emergencySteps as actionLabels }
export type Kind = keyof typeof emergencyKinds
export const kinds = Object.keys(emergencyKinds) as Kind[]

export const stateLabels = {
  reported: '已登记',
  called: '已作风险提示',
  'verified-fake': '已核实假冒',
  'takedown-requested': '已请求平台处置',
  transferred: '已移送',
  fixed: '已删除或更正',
  removed: '平台已处置',
  recovered: '账号已收回',
  published: '已发布权威信息',
  briefed: '已举行发布会',
  responded: '已回应',
  concluded: '待结案',
  closed: '已结案',
} as const
export type State = keyof typeof stateLabels

export type Action = keyof typeof emergencySteps

/** Who is called: by duty. Names and numbers stay in the ledger. */
export const calledLabels = {
  primary: '第一责任人',
  direct: '直接责任人',
  staff: '具体工作人员',
  duty: '单位值班人员',
} as const
export type Called = keyof typeof calledLabels

/** To whom a case is handed over (123号四（四）: 通报有关部门依法依规处置). */
export const bodyLabels = { cyberspace: '网信部门', police: '公安机关', secrecy: '保密行政管理部门' } as const
export type Body = keyof typeof bodyLabels
export const bodies = Object.keys(bodyLabels) as Body[]

/** Of a leak only the secrecy office hears, and it hears of nothing else. */
export const bodiesOf = (kind: Kind): readonly Body[] =>
  bodies.filter((body) => (body === 'secrecy') === (kind === 'secret'))

export type Case = {
  id: string
  kind: Kind
  state: State
  /** When the office came to know of it. */
  startedAt: Instant
  actHours: number
  accountId: string | null
  accountName: string | null
  accountPlatform: Platform | null
  unitId: string | null
  unitName: string | null
  matchId: string | null
  name: string | null
  platform: Platform | null
  link: string | null
  reference: string | null
  findingId: string | null
  problemId: string | null
  openedBy: string
  openedAt: Instant
  closedAt: Instant | null
  version: number
}

/** What happened, and what came with it. `at`: when it happened; `recordedAt`: when it was entered. */
export type Step = {
  version: number
  action: Action
  state: State
  at: Instant
  by: string
  recordedAt: Instant
  duty: Called | null
  body: Body | null
  reference: string | null
  words: string | null
  dueAt: Instant | null
  fileId: string | null
  fileName: string | null
  fileSha256: string | null
  evidenceId: string | null
  facts: StepFacts
}

export type StepFacts = {
  /** Of evidence that collection keeps: its digest, where from, when. */
  evidence?: { sha256: string; url: string; observedAt: Instant }
  /** Why a step of its kind was not taken, by step. */
  reasons?: Partial<Record<Action, string>>
  /** How a case was linked anew. */
  findingId?: string | null
  problemId?: string | null
}

export const paperLabels = { request: '平台处置请求函', transfer: '移送函', report: '应急处置情况报告' } as const
export type PaperKind = keyof typeof paperLabels

/** The district's setting: hours within which a severe problem is deleted or corrected. */
export const actHoursKey = 'emergencyActHours'

/** Letters that words and numbers of a step may have. */
export const wordsMost = 1_000
export const referenceMost = 40
