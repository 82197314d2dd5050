import type { CivilDate, Instant } from '../calendar/index.ts'

/** 发文: 通报, 函, 报告, 更正 and 撤回 that the office sends out under a number of its own; called a dispatch here. */

export const variantLabels = {
  circular: '通报',
  letter: '函',
  'single-account': '单账号专项通报',
  'no-problems': '零问题通报',
  'self-check': '自查报告',
  correction: '更正通知',
  withdrawal: '撤回通知',
} as const
export type Variant = keyof typeof variantLabels

export const stateLabels = {
  drafting: '拟稿',
  checking: '待核稿',
  countersigning: '待会签',
  clearing: '待保密审查',
  signing: '待签发',
  signed: '待编号',
  numbered: '待印发',
  issued: '已印发，待反馈',
  closed: '已办结',
  withdrawn: '已撤回',
  discarded: '已作废',
} as const
export type DispatchState = keyof typeof stateLabels

export const actionLabels = {
  draft: '拟稿',
  edit: '修改',
  submit: '送核稿',
  check: '核稿',
  countersign: '会签',
  clear: '保密审查',
  sign: '签发',
  return: '退回拟稿',
  discard: '作废',
  number: '编号',
  issue: '印发',
  acknowledge: '签收',
  answer: '反馈',
  remind: '催报',
  extend: '延期',
  close: '办结',
} as const
export type DispatchAction = keyof typeof actionLabels

/**
 * The one table: state -> what may be done in it -> the state after. Where nobody countersigns, 核稿 leads on to 保密审查;
 * what goes to no unit is closed when it is issued, and a person closes the rest. What is signed or numbered can still be sent
 * back: its last day for answers may have gone by on the way. Its number is free again.
 */
export const nextState: Readonly<Record<DispatchState, Partial<Record<DispatchAction, DispatchState>>>> = {
  drafting: { edit: 'drafting', submit: 'checking', discard: 'discarded' },
  checking: { check: 'countersigning', return: 'drafting' },
  countersigning: { countersign: 'clearing', return: 'drafting' },
  clearing: { clear: 'signing', return: 'drafting' },
  signing: { sign: 'signed', return: 'drafting' },
  signed: { number: 'numbered', return: 'drafting' },
  numbered: { number: 'numbered', issue: 'issued', return: 'drafting' },
  issued: { acknowledge: 'issued', answer: 'issued', remind: 'issued', extend: 'issued', close: 'closed' },
  // Who is late still receipts and answers; nothing else moves.
  closed: { acknowledge: 'closed', answer: 'closed' },
  withdrawn: {},
  discarded: {},
}

/** The signatures of the 发文稿纸, in their order; nobody signs two of them. */
export const signatures = ['submit', 'check', 'countersign', 'clear', 'sign'] as const satisfies DispatchAction[]
export type Signature = (typeof signatures)[number]
export const signatureLabels: Readonly<Record<Signature, string>> = {
  submit: '拟稿',
  check: '核稿',
  countersign: '会签',
  clear: '公开属性和发布前保密审查',
  sign: '签发',
}

/** 公开属性, as 附注 prints it. */
export const opennessLabels = { public: '主动公开', 'on-request': '依申请公开', 'not-public': '不予公开' } as const
export type Openness = keyof typeof opennessLabels

/** Letters of a title, an addressee. */
export const lineMost = 200
/** Letters that an answer may have, and words beside any other step. */
export const answerMost = 2000
export const noteMost = 400

/** Signed: its words are fixed, and no page says 送审稿 any more. */
export const isSigned = (state: DispatchState): boolean =>
  ['signed', 'numbered', 'issued', 'closed', 'withdrawn'].includes(state)
/** It went out: units read it. */
export const isIssued = (state: DispatchState): boolean => ['issued', 'closed', 'withdrawn'].includes(state)

export type DocumentNumber = { mark: string; year: number; serial: number }

export type Dispatch = {
  id: string
  variant: Variant
  issuer: string
  title: string
  state: DispatchState
  reportId: string | null
  correctsId: string | null
  openness: Openness
  draft: number
  draftedBy: string
  draftedAt: Instant
  signedBy: string | null
  signedOn: CivilDate | null
  number: DocumentNumber | null
  issuedOn: CivilDate | null
  feedbackBy: CivilDate | null
  feedbackFrom: CivilDate | null
  feedbackDays: number | null
  version: number
}

/** What the trail and the 核验页 call a paper of this room. */
export const dispatchKind = 'dispatch'

export type DispatchStep = {
  serial: number
  action: DispatchAction
  draft: number
  unitId: string | null
  by: string
  at: Instant
  note: string | null
  facts: Readonly<Record<string, unknown>>
}

export type Receipt = {
  unitId: string
  unitName: string
  answers: boolean
  dueOn: CivilDate | null
  receivedAt: Instant | null
  answer: string | null
  answeredAt: Instant | null
  forUnit: boolean
}

export type IssuingBody = { name: string; flag: string; marks: string[] }

/** What 发布前保密审查 confirms, each by itself. */
export const clearances = {
  openness: '公开属性和理由恰当',
  secrets: '不含国家秘密、工作秘密和内部管理信息',
  people: '不含个人信息和领导批示原文',
} as const

/** The signatures that stand: those since the words were last sent round. */
export function standingSignatures<Step extends Pick<DispatchStep, 'action'>>(
  steps: readonly Step[],
): (Step & { action: Signature })[] {
  const from = steps.findLastIndex(({ action }) => action === 'submit')
  const back = steps.findLastIndex(({ action }) => action === 'return')
  if (from < 0 || back > from) return []
  return steps
    .slice(from)
    .filter((step): step is Step & { action: Signature } => signatures.some((one) => one === step.action))
}

/** The report that goes its way with a paper: an upward self-check takes it nowhere. */
export const movedReport = ({ reportId, variant }: Pick<Dispatch, 'reportId' | 'variant'>): string | null =>
  variant === 'self-check' ? null : reportId
