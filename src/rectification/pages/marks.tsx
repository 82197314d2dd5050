import { type CivilDate, formatDayZh, type Instant, lateWords } from '../../calendar/index.ts'
import { type Mark, Status } from '../../web/index.ts'
import { type Order, type OrderState, orderStateLabels } from '../model.ts'
import { nextDay, orderLateness } from '../rules.ts'

export const orderMarks: Readonly<Record<OrderState, Mark>> = {
  drafted: 'pend',
  issued: 'warn',
  acknowledged: 'warn',
  contested: 'pend',
  rejected: 'warn',
  upheld: 'unkn',
  fixed: 'pend',
  failed: 'fail',
  passed: 'pend',
  closed: 'pass',
  withdrawn: 'unkn',
}

type Marked = Pick<Order, 'state' | 'stopBy' | 'stoppedAt' | 'feedbackBy'>

/** Where an order stands; one past its days says so by its mark, too. */
export function OrderMark({ order, now, box }: { order: Marked; now: Instant; box?: boolean }) {
  const late = orderLateness(order, now) > 0
  return (
    <Status
      mark={late ? 'fail' : orderMarks[order.state]}
      word={late ? `${orderStateLabels[order.state]}，已逾期` : orderStateLabels[order.state]}
      {...(box && { box })}
    />
  )
}

const dayWords = (day: CivilDate, provisional: boolean) => `${formatDayZh(day)}${provisional ? '（暂定）' : ''}`

/** 2026年10月15日前止住; the day that counts next, and how late it is. '' where the unit has nothing to do. */
export function dueWords(
  order: Marked,
  now: Instant,
  isProvisional: (day: CivilDate) => boolean = () => false,
): string {
  const day = nextDay(order)
  if (day === null) return ''
  const late = orderLateness(order, now)
  const what = day === order.stopBy && order.stoppedAt === null ? '止住' : '反馈'
  return `${dayWords(day, isProvisional(day))}前${what}${late > 0 ? `，已逾期${lateWords(late)}` : ''}`
}
