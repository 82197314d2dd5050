import type { Action } from '../access/index.ts'

/**
 * How far a version of the quarter's report has come (rulebook C5): the one home of its states. `compiling` is stored
 * nowhere: it is a background run of the quarter, from which a version comes. 待反馈 is what a report is in from its 通报's
 * issue until the units have answered.
 */
export const progressLabels = {
  drafted: '起草',
  reviewed: '已审定',
  submitted: '已呈批',
  instructed: '已批示',
  numbered: '已编号',
  issued: '已印发',
  'feedback-due': '待反馈',
  closed: '已办结',
} as const
export type ReportProgress = keyof typeof progressLabels
export const progressOrder = Object.keys(progressLabels) as ReportProgress[]

export const reportActionLabels = {
  review: '审定',
  submit: '呈批',
  recall: '撤回呈批',
  instruct: '批示',
  number: '编号',
  'void-number': '撤销编号',
  issue: '印发',
  'void-issue': '撤回通报',
  'await-feedback': '等待反馈',
  close: '办结',
} as const
export type ReportAction = keyof typeof reportActionLabels

/**
 * The one table: state -> what may be done in it -> the state after. An instruction may come more than once, until the 通报
 * is issued; a report whose 批示 asks for no 通报 is closed from there. A number that was taken back, or a 通报 that was
 * withdrawn, leaves the report as it was instructed: another 通报 may follow, or none.
 */
export const nextProgress: Readonly<Record<ReportProgress, Partial<Record<ReportAction, ReportProgress>>>> = {
  drafted: { review: 'reviewed' },
  reviewed: { submit: 'submitted' },
  submitted: { recall: 'reviewed', instruct: 'instructed' },
  instructed: { instruct: 'instructed', number: 'numbered', close: 'closed' },
  numbered: { instruct: 'numbered', 'void-number': 'instructed', issue: 'issued' },
  issued: { 'await-feedback': 'feedback-due', close: 'closed', 'void-issue': 'instructed' },
  'feedback-due': { close: 'closed', 'void-issue': 'instructed' },
  closed: { 'void-issue': 'instructed' },
}

export const reportRights: Readonly<Record<ReportAction, Action>> = {
  review: 'report.finalise',
  submit: 'report.submit',
  recall: 'report.submit',
  instruct: 'report.instruct',
  number: 'report.advance',
  'void-number': 'report.advance',
  issue: 'report.advance',
  'void-issue': 'report.advance',
  'await-feedback': 'report.advance',
  close: 'report.advance',
}

/** True once the 通报 of it has its number: what it says is fixed outside, and is put right by 更正说明 alone. */
export const isGoingOut = (progress: ReportProgress): boolean =>
  progressOrder.indexOf(progress) >= progressOrder.indexOf('numbered')
