import type { Step } from './steps.ts'
import type { CivilDate, Instant, Month } from '../calendar/index.ts'
import type { IndicatorClass } from '../monitoring/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'

/** 整改 in the office's own words (rulebook C4): an order, the states it takes, what may be done in each. */

export const orderStateLabels = {
  drafted: '待签发',
  issued: '待签收',
  acknowledged: '整改中',
  contested: '申诉待处理',
  rejected: '申诉不成立',
  upheld: '申诉成立',
  fixed: '待复查',
  failed: '复查不合格',
  passed: '待销号',
  closed: '已销号',
  withdrawn: '已撤回',
} as const
export type OrderState = keyof typeof orderStateLabels
export const orderStates = Object.keys(orderStateLabels) as OrderState[]

export const orderActionLabels = {
  issue: '签发下达',
  acknowledge: '签收',
  contest: '提出申诉',
  uphold: '认定申诉成立',
  reject: '认定申诉不成立',
  stop: '报告已止住',
  fix: '报送整改情况',
  pass: '复查合格',
  fail: '复查不合格',
  close: '销号',
  remind: '催办',
  escalate: '升级督办',
  maintain: '依据变化后维持',
  withdraw: '撤回',
} as const
export type OrderAction = keyof typeof orderActionLabels

/** What may happen to any order that was issued: it is chased while the unit has to act, and falls with what it rests on. */
const standing = (state: OrderState) => ({ maintain: state, withdraw: 'withdrawn' }) as const
const chased = (state: OrderState) => ({ remind: state, escalate: state, ...standing(state) }) as const

/**
 * The one table: state -> what may be done in it -> the state after. Late is no state: an order is late by its days and the
 * clock, wherever the unit has to act (`waitsForUnit`). An appeal is made once.
 */
export const nextOrderState: Readonly<Record<OrderState, Partial<Record<OrderAction, OrderState>>>> = {
  drafted: { issue: 'issued', withdraw: 'withdrawn' },
  issued: { acknowledge: 'acknowledged', ...chased('issued') },
  acknowledged: { contest: 'contested', stop: 'acknowledged', fix: 'fixed', ...chased('acknowledged') },
  contested: { uphold: 'upheld', reject: 'rejected', stop: 'contested', ...standing('contested') },
  rejected: { stop: 'rejected', fix: 'fixed', ...chased('rejected') },
  fixed: { pass: 'passed', fail: 'failed', ...standing('fixed') },
  failed: { stop: 'failed', fix: 'fixed', ...chased('failed') },
  passed: { close: 'closed', ...standing('passed') },
  closed: standing('closed'),
  upheld: {},
  withdrawn: {},
}

/** The unit has to act; everything else waits for the office, or is over. */
export const waitsForUnit: readonly OrderState[] = ['issued', 'acknowledged', 'rejected', 'failed']

/** 文件 of the leading group's office, or a 函 of the supervising office to a unit of its own rank. */
export const orderFormLabels = { notice: '通知', letter: '函' } as const
export type OrderForm = keyof typeof orderFormLabels

export type OrderClass = 'veto' | 'other'
export const orderClassLabels: Readonly<Record<OrderClass, string>> = { veto: '单项否决', other: '其他' }

export type Order = {
  id: string
  unitId: string
  unitName: string
  state: OrderState
  form: OrderForm
  class: OrderClass
  preparedBy: string
  number: string | null
  issuedOn: CivilDate | null
  issuedBy: string | null
  stopBy: CivilDate | null
  stoppedAt: Instant | null
  feedbackBy: CivilDate | null
  escalatedAt: Instant | null
  version: number
}

/** A finding as it was confirmed when the order was drafted, and what is asked for. */
export type OrderedFinding = {
  findingId: string
  accountId: string
  month: Month
  checkpoint: CivilDate
  indicator: string
  label: string
  /** `unit`: a fact of the unit, whichever of its accounts it was found with. */
  about: 'account' | 'unit'
  class: IndicatorClass
  clause: string
  accountName: string
  platform: Platform
  sentence: string
  requirement: string
}

export type OrderStep = Step<OrderAction | 'draft', OrderState>
