import type { Instant } from '../../calendar/index.ts'
import type { Gate, ManuscriptClass, Office, StepSigner } from '../gates/model.ts'
import type { NotChecked, TextFinding } from '../../textcheck/index.ts'

/** Where a manuscript stands. `dropped`: its unit gave it up before anything was approved. */
export const stateLabels = {
  draft: '拟稿',
  review: '审核中',
  returned: '已退回',
  approved: '待发布',
  published: '已发布',
  withdrawn: '已撤稿',
  dropped: '已作废',
} as const
export type ManuscriptState = keyof typeof stateLabels
export const states = Object.keys(stateLabels) as ManuscriptState[]

export const manuscriptActionLabels = {
  save: '修改稿件',
  submit: '提交审核',
  recall: '撤回送审',
  sign: '审核',
  drop: '作废稿件',
  publish: '登记发布',
  withdraw: '撤稿',
  remove: '登记删除',
  correct: '更正',
  'check-urgent': '补审加急稿件',
} as const
export type ManuscriptAction = keyof typeof manuscriptActionLabels

const allowed: Readonly<Record<ManuscriptState, readonly ManuscriptAction[]>> = {
  draft: ['save', 'submit', 'drop'],
  review: ['sign', 'recall'],
  returned: ['save', 'submit', 'drop'],
  approved: ['publish', 'withdraw', 'check-urgent'],
  published: ['publish', 'withdraw', 'correct', 'check-urgent'],
  withdrawn: ['remove', 'correct', 'check-urgent'],
  dropped: [],
}
/** The one table `state -> allowed actions`, for verbs and pages. */
export const allowedActions = (state: ManuscriptState): readonly ManuscriptAction[] => allowed[state]

/** What the words of a manuscript are: everything that is pinned when it is approved. */
export type ManuscriptText = {
  title: string
  /** Sanitised markup (`rich-text`). */
  body: string
  /** Its words, a paragraph a line; what checks and comparisons read. */
  plain: string
  /** 撰稿. */
  author: string
  /** 稿源 of what is reposted; null: the unit's own. */
  source: string | null
  sourceLink: string | null
  aiGenerated: boolean
  /** What readers are told where it is (《人工智能生成合成内容标识办法》). */
  aiLabel: string | null
  accountIds: string[]
}

export type Manuscript = {
  id: string
  unitId: string
  unitName: string
  number: number
  title: string
  state: ManuscriptState
  class: ManuscriptClass
  classReasonId: string | null
  isMajor: boolean
  urgentSince: Instant | null
  urgentReasonId: string | null
  urgentCheckedBy: string | null
  urgentCheckedAt: Instant | null
  urgentCheckedWordsId: string | null
  plannedAt: Instant | null
  /** The version that is worked on. */
  textNumber: number
  round: number
  approvedRound: number | null
  correctsId: string | null
  withdrawalReasonId: string | null
  withdrawnBy: string | null
  withdrawnAt: Instant | null
  version: number
  createdBy: string
  createdAt: Instant
}

export const keptLabels = { hand: '保存', auto: '自动保存', apart: '另存（与他人同时修改）' } as const
export type TextVersion = ManuscriptText & {
  number: number
  basedOn: number | null
  kept: keyof typeof keptLabels
  savedBy: string
  savedAt: Instant
}

export const outcomeLabels = { open: '审核中', approved: '通过', returned: '退回', recalled: '撤回' } as const
export type Round = {
  number: number
  textNumber: number
  /** Over everything that is pinned: `sm3:…`. */
  digest: string
  findings: TextFinding[]
  notChecked: NotChecked[]
  submittedBy: string
  submittedAt: Instant
  outcome: keyof typeof outcomeLabels
  decidedAt: Instant | null
}

export type GateOutcome = 'pass' | 'fail'
export const gateOutcomeLabels: Readonly<Record<GateOutcome, string>> = { pass: '通过', fail: '不通过' }
export type GateItem = {
  gate: Gate
  outcome: GateOutcome | null
  wordsId: string | null
  /** Findings that were confirmed here: place in the round's list, where the reason lies. */
  confirmed: { finding: number; reasonId: string }[]
  signedBy: string | null
  signedAt: Instant | null
}
export type Step = {
  round: number
  number: number
  place: number
  name: string
  signer: StepSigner
  unitId: string | null
  /** Of a countersignature: the office that is asked. */
  office: Office | null
  gates: GateItem[]
}

/** 发布记录 of one account. */
export type Publication = {
  accountId: string
  link: string | null
  publishedAt: Instant
  recordedBy: string
  recordedAt: Instant
  removedAt: Instant | null
  removalRecordedBy: string | null
  removalFileId: string | null
}

/** Since when a unit writes here, and until when. */
export type Adoption = { unitId: string; adoptedAt: Instant; endedAt: Instant | null; levels: number }

export const TITLE_MOST = 120
/** Letters of a text, as the database counts them. */
export const PLAIN_MOST = 200_000
export const OPINION_MOST = 500
export const AUTHOR_MOST = 60
/** Hours from a 突发事件 to 权威信息 on it, and to an answer where it is less grave (国办发〔2016〕61号). */
export const URGENT_HOURS = { first: 5, answer: 48 } as const

export const numberWords = (number: number): string => `稿件第${number}号`
