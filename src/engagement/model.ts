import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'

/** What somebody wants. 找错 is an error that was found in what an account published (我为政府网站找错). */
export const kindLabels = {
  simple: '简单咨询',
  question: '咨询',
  complaint: '投诉',
  suggestion: '建议',
  help: '求助',
  error: '找错',
} as const
export type MessageKind = keyof typeof kindLabels
export const messageKinds = Object.keys(kindLabels) as MessageKind[]

/** Where it was asked. `form`: the public page 我要找错 of this installation, which is answered here and nowhere else. */
export const channelLabels = {
  message: '留言',
  comment: '评论',
  private: '私信',
  mailbox: '信箱',
  form: '找错网页',
} as const
export type Channel = keyof typeof channelLabels
export const channels = Object.keys(channelLabels) as Channel[]

export const stateLabels = { open: '待答复', replied: '已答复', invalid: '无效' } as const
export type MessageState = keyof typeof stateLabels

export const actionLabels = {
  assign: '分派',
  'hand-back': '退回分派',
  transfer: '转办',
  reply: '登记答复',
  rewrite: '改写答复',
  invalidate: '认定无效',
  restore: '恢复办理',
  correct: '更正登记',
} as const
export type MessageAction = keyof typeof actionLabels
/** A step as the history of a message has it: how it came is one as well. */
export type StepAction = 'record' | MessageAction

/** The one table of a message's states: which action leads where. A message is never deleted. */
export const nextState: Readonly<Record<MessageState, Partial<Record<MessageAction, MessageState>>>> = {
  open: {
    assign: 'open',
    reply: 'replied',
    'hand-back': 'open',
    transfer: 'open',
    invalidate: 'invalid',
    correct: 'open',
  },
  replied: { rewrite: 'replied', invalidate: 'invalid', correct: 'replied' },
  // Back to where it was: `replied` where it had been answered before.
  invalid: { restore: 'open' },
}

/** What may be done with a message now: somebody who was not told yet can't hand it on. */
export function allowedActions({ state, unitId }: Pick<Message, 'state' | 'unitId'>): MessageAction[] {
  const all = Object.keys(nextState[state]) as MessageAction[]
  const needsNobody = (action: MessageAction) => action === 'assign'
  const needsSomebody = (action: MessageAction) => ['hand-back', 'transfer', 'reply'].includes(action)
  return all.filter((action) => (unitId === null ? !needsSomebody(action) : !needsNobody(action)))
}

/** A day, and the minute of it where somebody knows it. */
export type DayOrMinute = { on: CivilDate; at: Instant | null }

/** How long an answer may take. */
export type Clock = { days: number; kind: 'natural' | 'working' }

/** What the clock of a message needs; `lookedUntil` is told beside it. */
export type TimedMessage = {
  channel: Channel
  kind: MessageKind
  state: MessageState
  askedOn: CivilDate
  askedAt: Instant | null
  repliedOn: CivilDate | null
  repliedAt: Instant | null
  dueOn: CivilDate
}

/** A message as its row has it. Its words lie sealed under `wordsId`, the asker's contact under `contactId`. */
export type Message = TimedMessage & {
  id: string
  accountId: string | null
  unitId: string | null
  wordsId: string
  contactId: string | null
  due: Clock
  version: number
  createdBy: string
  createdAt: Instant
}

/** With what lists and pages say of it. */
export type MessageRow = Message & {
  accountName: string | null
  platform: Platform | null
  unitName: string | null
  /** The last day up to which somebody went through the account's messages. */
  lookedUntil: CivilDate | null
}

/**
 * How a message stands on a day. `unlooked`: its last day is over, no answer is in the ledger, and nobody has said that
 * the account was looked through to that day: it may have been answered, so it is no fault.
 */
export const standingLabels = {
  'on-time': '按期答复',
  late: '逾期答复',
  open: '待答复',
  overdue: '逾期未答复',
  unlooked: '答复情况未核对',
  invalid: '无效',
} as const
export type Standing = keyof typeof standingLabels

/** 办理记录 with the words of the step. */
export type MessageStep = {
  id: string
  action: StepAction
  fromUnit: string | null
  unit: string | null
  repliedOn: CivilDate | null
  repliedAt: Instant | null
  words: string | null
  changed: Record<string, { before: unknown; after: unknown }> | null
  by: string
  at: Instant
}

/** The district's setting that opens 我要找错 to the public. */
export const errorFormKey = 'errorFormOpen'

/** Letters a message or an answer may have. */
export const wordsMost = 5_000
export const reasonMost = 500
