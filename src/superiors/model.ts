import type { Instant } from '../calendar/index.ts'
import type { CircularLevel } from '../rectification/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { Schedule } from './schedule.ts'

/** 上级交办 in the office's own words: an item with its hour, the parts of units, what may be done in each state. */

export const channelLabels = { phone: '电话', document: '文件', platform: '工作平台' } as const
export type Channel = keyof typeof channelLabels

export const itemStateLabels = {
  entered: '待分办',
  distributed: '待单位反馈',
  compiled: '待审签',
  signed: '待报送',
  sent: '已报送',
  withdrawn: '已撤销',
} as const
export type ItemState = keyof typeof itemStateLabels
export const itemStates = Object.keys(itemStateLabels) as ItemState[]

export const itemActionLabels = {
  enter: '登记',
  distribute: '分办到单位',
  compile: '汇总核对，生成反馈函',
  edit: '修改反馈函',
  rework: '退回重新汇总',
  sign: '审签',
  send: '登记报送',
  withdraw: '撤销',
} as const
export type ItemAction = keyof typeof itemActionLabels

/** The one table: state -> what may be done in it -> the state after. What was sent stays as it was sent. */
export const nextItemState: Readonly<Record<ItemState, Partial<Record<ItemAction, ItemState>>>> = {
  entered: { distribute: 'distributed', withdraw: 'withdrawn' },
  distributed: { compile: 'compiled', withdraw: 'withdrawn' },
  compiled: { edit: 'compiled', rework: 'distributed', sign: 'signed', withdraw: 'withdrawn' },
  signed: { send: 'sent', withdraw: 'withdrawn' },
  sent: {},
  withdrawn: {},
}

export const partStateLabels = {
  waiting: '待反馈',
  answered: '已反馈，待核对',
  returned: '已退回，待补充',
  accepted: '已核对',
} as const
export type PartState = keyof typeof partStateLabels

export const partActionLabels = {
  answer: '反馈',
  accept: '核对无误',
  return: '退回补充',
  'pass-on': '转承接单位',
} as const
export type PartAction = keyof typeof partActionLabels

/** The same table for a unit's part; open while the item waits for its units. */
export const nextPartState: Readonly<Record<PartState, Partial<Record<PartAction, PartState>>>> = {
  waiting: { answer: 'answered', 'pass-on': 'waiting' },
  answered: { answer: 'answered', accept: 'accepted', return: 'returned' },
  returned: { answer: 'answered', 'pass-on': 'returned' },
  accepted: { return: 'returned' },
}

/** Letters that a name, a title or a way of sending may have: they stand on one line, and in names of files. */
export const lineMost = 80

export type Item = {
  id: string
  level: CircularLevel
  issuer: string
  channel: Channel
  channelName: string | null
  title: string
  asked: string
  receivedAt: Instant
  dueAt: Instant
  enteredLate: boolean
  circularId: string | null
  state: ItemState
  schedule: Schedule
  letterNumber: string | null
  sentAt: Instant | null
  sentHow: string | null
  enteredBy: string
  version: number
}

/** A unit, or one of its accounts, that an item concerns, and what is asked of it. */
export type Named = {
  unitId: string
  unitName: string
  accountId: string | null
  accountName: string | null
  platform: Platform | null
  note: string
}

export type Part = {
  unitId: string
  unitName: string
  state: PartState
  answer: string | null
  answeredAt: Instant | null
  /** Typed in by the office for a unit that telephoned. */
  forUnit: boolean
  version: number
}

export type StepFile = { step: number; serial: number; fileId: string; name: string }

export type ItemStep = {
  serial: number
  action: ItemAction | PartAction
  unitId: string | null
  by: string
  at: Instant
  note: string | null
  facts: Readonly<Record<string, unknown>>
}
