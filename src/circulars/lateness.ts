import { type CivilDate, dayOf, daysBetween, formatDayZh } from '../calendar/index.ts'
import type { Receipt } from './model.ts'

type Asked = Pick<Receipt, 'answers' | 'dueOn' | 'receivedAt' | 'answeredAt'>

/** It has not signed, or not answered what it was asked. */
export const isMissing = ({ answers, receivedAt, answeredAt }: Asked): boolean =>
  receivedAt === null || (answers && answeredAt === null)

export const dayOfAnswer = ({ answeredAt }: Asked): CivilDate | null => answeredAt && dayOf(answeredAt)

/** Whether an answer was, or is by this day, late: the last day itself is in time. */
export const isLate = ({ answers, dueOn }: Asked, on: CivilDate | null): boolean =>
  answers && dueOn !== null && on !== null && on > dueOn

/** 10月22日前反馈，迟报3天: when an answer was due and how it came. */
export function answerWords(receipt: Asked, today: CivilDate): string {
  const { answers, dueOn } = receipt
  if (!answers || dueOn === null) return '不要求反馈'
  const on = dayOfAnswer(receipt)
  const due = `${formatDayZh(dueOn)}前反馈`
  if (on) return isLate(receipt, on) ? `${due}，迟报${daysBetween(dueOn, on)}天` : `${due}，按期`
  return isLate(receipt, today) ? `${due}，已逾期${daysBetween(dueOn, today)}天` : due
}
