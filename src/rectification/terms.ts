import { settingsOn } from '../access/index.ts'
import type { CivilDate, Deadline, WorkCalendar } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { wholeNumber } from '../web/index.ts'
import type { OrderClass } from './model.ts'

const SUGGESTED = '本系统建议值〔建议〕，国家未规定整改期限'

/**
 * Terms of 整改 and 问责 in working days (rulebook C4, (f)): what the papers of higher offices leave open, so a district sets
 * its own, with the paper behind it. What stands here holds where nothing was set.
 */
export const terms = {
  orderStopWorkdays: { label: '单项否决问题止住', initial: 3, least: 1, most: 10, source: SUGGESTED },
  orderFeedbackWorkdays: { label: '整改并书面反馈', initial: 10, least: 1, most: 60, source: SUGGESTED },
  orderAgainWorkdays: {
    label: '申诉不成立、复查不合格后再整改',
    initial: 5,
    least: 1,
    most: 30,
    source: SUGGESTED,
  },
  statementWorkdays: {
    label: '陈述申辩',
    initial: 3,
    // Rulebook (f): the unit has at least three working days to be heard.
    least: 3,
    most: 30,
    source: '本系统建议值〔建议〕，责任追究前不少于3个工作日',
  },
} as const
export type TermKey = keyof typeof terms
export const termKeys = Object.keys(terms) as TermKey[]
export const termValue = (key: TermKey) => wholeNumber(terms[key].least, terms[key].most, '个工作日')

export type Term = { workdays: number; source: string; since: CivilDate | null }

/** The terms in force on a day, each with the paper it rests on. */
export async function termsOn(db: Db | Tx, districtId: string, day: CivilDate): Promise<Record<TermKey, Term>> {
  const set = await settingsOn(db, districtId, day)
  const termOf = (key: TermKey): Term => {
    const own = set[key]
    const read = termValue(key).safeParse(own?.value)
    if (!own || !read.success) return { workdays: terms[key].initial, source: terms[key].source, since: null }
    return { workdays: read.data, source: own.source, since: own.effectiveFrom }
  }
  return Object.fromEntries(termKeys.map((key) => [key, termOf(key)])) as Record<TermKey, Term>
}

/** A last day with what it was computed from, so that it can follow a new notice of holidays. */
export type Due = Deadline & { from: CivilDate; workdays: number }

export const dueAfter = (calendar: WorkCalendar, from: CivilDate, { workdays }: Pick<Term, 'workdays'>): Due => ({
  ...calendar.addWorkingDays(from, workdays),
  from,
  workdays,
})

/** The days of an order issued on a day: a veto is stopped first and answered later. */
export function orderDays(
  calendar: WorkCalendar,
  issuedOn: CivilDate,
  orderClass: OrderClass,
  inForce: Record<TermKey, Term>,
): { stop: Due | null; feedback: Due } {
  return {
    stop: orderClass === 'veto' ? dueAfter(calendar, issuedOn, inForce.orderStopWorkdays) : null,
    feedback: dueAfter(calendar, issuedOn, inForce.orderFeedbackWorkdays),
  }
}
