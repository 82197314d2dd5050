import { type CivilDate, dueAtEndOf, type Instant, minutesLate, type Month } from '../calendar/index.ts'
import type { IndicatorClass } from '../monitoring/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  nextOrderState,
  type Order,
  type OrderAction,
  orderActionLabels,
  type OrderClass,
  type OrderedFinding,
  type OrderState,
  orderStateLabels,
  waitsForUnit,
} from './model.ts'

/** The state after an action. Refuses `order.action-not-allowed`: the table is the only way from state to state. */
export function orderAfter(state: OrderState, action: OrderAction): OrderState {
  const next = nextOrderState[state][action]
  if (!next)
    throw refuse('order.action-not-allowed', { state: orderStateLabels[state], action: orderActionLabels[action] })
  return next
}

/** An order weighs as the gravest of its findings. */
export const classOf = (findings: readonly { class: IndicatorClass }[]): OrderClass =>
  findings.some((one) => one.class === 'veto') ? 'veto' : 'other'

/** A problem as last confirmed, with every month in which it was. */
type Told = Pick<OrderedFinding, 'about' | 'accountId' | 'indicator' | 'month'>
/** A problem as it was found last, with every month of it and each finding that it is. */
export type ToldFinding<F extends Told = OrderedFinding> = F & { months: Month[]; all: F[] }

/** Each problem once, however many months it lasted; a fact of the unit was found with each of its accounts. */
export function toldFindings<F extends Told>(findings: readonly F[]): ToldFinding<F>[] {
  const keyOf = ({ about, accountId, indicator }: Told) => `${indicator} ${about === 'unit' ? '' : accountId}`
  return [...Map.groupBy(findings, keyOf).values()].map((own) => {
    const months = [...new Set(own.map(({ month }) => month))].sort()
    return { ...own.find(({ month }) => month === months.at(-1))!, months, all: own }
  })
}

/** How many problems some findings of several units are, each once however many months and accounts it was found with. */
export const countProblems = (findings: readonly (Told & { unitId: string })[]): number =>
  [...Map.groupBy(findings, ({ unitId }) => unitId).values()].flatMap((own) => toldFindings(own)).length

type Timed = Pick<Order, 'state' | 'stopBy' | 'stoppedAt' | 'feedbackBy'>

/**
 * How many minutes an order is late, each begun one counted; 0: in time, or nothing is asked of the unit. The day of
 * stopping counts until the unit has said that it stopped; a day given still counts whole.
 */
export function orderLateness({ state, stopBy, stoppedAt, feedbackBy }: Timed, now: Instant): number {
  if (!waitsForUnit.includes(state)) return 0
  const owed = [...(stopBy && stoppedAt === null ? [stopBy] : []), ...(feedbackBy ? [feedbackBy] : [])]
  return Math.max(0, ...owed.map((day) => minutesLate(dueAtEndOf(day), now)))
}

export const isLate = (order: Timed, now: Instant): boolean => orderLateness(order, now) > 0

/** The day that the unit has to keep next; null: nothing is asked of it now. */
export function nextDay({ state, stopBy, stoppedAt, feedbackBy }: Timed): CivilDate | null {
  if (!waitsForUnit.includes(state)) return null
  return stopBy && stoppedAt === null ? stopBy : feedbackBy
}

/** 临政公开办〔2026〕3号, taken apart; undefined: it can't be read as a 发文字号 (GB/T 9704: six-sided brackets, no 第). */
export function readNumber(text: string): { word: string; year: number; serial: number } | undefined {
  const found = /^([^\s〔〕\d]{1,20})〔(\d{4})〕([1-9]\d{0,4})号$/u.exec(text.trim())
  return found ? { word: found[1]!, year: Number(found[2]), serial: Number(found[3]) } : undefined
}

/** The number that comes after the highest of its word and year; '' where none was ever given out. */
export function nextNumber(given: readonly string[], year: number): string {
  const read = given.flatMap((one) => readNumber(one) ?? [])
  const last = read[0]
  if (!last) return ''
  const own = read.filter((one) => one.word === last.word && one.year === year)
  return `${last.word}〔${year}〕${Math.max(0, ...own.map(({ serial }) => serial)) + 1}号`
}

/** What brings an order on, in a sentence for the unit. */
export const whatNext: Readonly<Record<OrderState, string>> = {
  drafted: '由签发人以外的人拟制，签发后下达。',
  issued: '本单位签收，签收后可以整改或提出申诉。',
  acknowledged: '整改完成后报送整改情况和证明材料，经复查合格后销号。',
  contested: '由下达人以外的人处理申诉；申诉期间期限不停止计算。',
  rejected: '申诉不成立，请整改后报送整改情况和证明材料。',
  upheld: '申诉成立，本通知不再执行。',
  fixed: '由报送人以外的人复查。',
  failed: '复查不合格，请重新整改后再次报送。',
  passed: '复查合格，由监管单位销号。',
  closed: '已销号。',
  withdrawn: '已撤回，不再执行。',
}
