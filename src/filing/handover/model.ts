import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { ContactDuty, Duty } from '../../registry/index.ts'

/** 人员交接 in the office's own words: which post passes from whom to whom, what is handed over, the states it takes. */

export type PostDuty = Duty | ContactDuty
/** A post: a duty of a unit (责任人) or of an account (联系人、管理员). `subjectId` is the unit or the account. */
export type Post = { subjectId: string; duty: PostDuty }
/** `label` says which post in words: 账号管理员（临湖水务，新浪微博）. `accountId` is null of a unit's duty. */
export type NamedPost = Post & { label: string; accountId: string | null }

export const handoverStateLabels = {
  proposed: '待办理',
  drafting: '办理中',
  signing: '待签字',
  submitted: '待确认',
  returned: '退回补正',
  confirmed: '已交接',
  dismissed: '不需交接',
} as const
export type HandoverState = keyof typeof handoverStateLabels
export const handoverStates = Object.keys(handoverStateLabels) as HandoverState[]

/** What ends a handover; everything before counts against its deadline. */
export const endedStates: readonly HandoverState[] = ['confirmed', 'dismissed']

export const handoverActionLabels = {
  fill: '填写交接清单',
  print: '生成交接单',
  upload: '上传扫描件',
  submit: '提交确认',
  'send-back': '退回补正',
  confirm: '确认交接',
  dismiss: '注明不需交接',
} as const
export type HandoverAction = keyof typeof handoverActionLabels

/** The one table: state -> what may be done in it -> the state after. What is filled in after printing is printed and signed anew. */
export const nextHandoverState: Readonly<Record<HandoverState, Partial<Record<HandoverAction, HandoverState>>>> = {
  proposed: { fill: 'drafting', dismiss: 'dismissed' },
  drafting: { fill: 'drafting', print: 'signing', dismiss: 'dismissed' },
  signing: { fill: 'drafting', print: 'signing', upload: 'signing', submit: 'submitted', dismiss: 'dismissed' },
  submitted: { 'send-back': 'returned', confirm: 'confirmed' },
  returned: { fill: 'drafting', print: 'signing', upload: 'signing', dismiss: 'dismissed' },
  confirmed: {},
  dismissed: {},
}

export const answerLabels = { yes: '是', no: '否', na: '未涉及' } as const
export type AnswerWord = keyof typeof answerLabels
export const answerWords = Object.keys(answerLabels) as AnswerWord[]

/** What was said of one matter of the checklist; `on` is the day where a day is asked. */
export type ItemAnswer = { answer: AnswerWord | null; note: string; on: string }
export type ChecklistAnswers = Readonly<Record<string, ItemAnswer>>

/** Both sign; where the outgoing person can't any more, a 监交人 signs in the place. */
export const signingLabels = { both: '移交人、接收人共同签字', witnessed: '移交人不能签字，由监交人签字' } as const
export type Signing = keyof typeof signingLabels

/** Who has signed, as the confirming person saw it on the scan. */
export type Signatures = { outgoing: boolean; incoming: boolean; witness: boolean }

export type Handover = {
  id: string
  unitId: string
  origin: 'noticed' | 'opened'
  state: HandoverState
  checklist: string
  outgoingPersonId: string
  incomingPersonId: string | null
  changedOn: CivilDate
  due: Instant
  dueProvisional: boolean
  answers: ChecklistAnswers
  signing: Signing
  witnessPersonId: string | null
  absenceReason: string | null
  printNumber: number
  handledBy: string[]
  submittedAt: Instant | null
  decidedBy: string | null
  decidedAt: Instant | null
  decision: string | null
  version: number
}
