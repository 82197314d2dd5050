import {
  type CivilDate,
  type Deadline,
  deadlineAfter,
  formatMonthDayZh,
  type WorkCalendar,
} from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { type Mark, Status } from '../../web/index.ts'
import { type MessageRow, type Standing, standingLabels } from '../model.ts'
import { standingOf } from '../rules.ts'

const marks: Readonly<Record<Standing, Mark>> = {
  'on-time': 'pass',
  late: 'warn',
  open: 'pend',
  overdue: 'fail',
  unlooked: 'unkn',
  invalid: 'unkn',
}

export const StandingMark = ({ message, today, box }: { message: MessageRow; today: CivilDate; box?: boolean }) => {
  const standing = standingOf(message, today, message.lookedUntil)
  return <Status mark={marks[standing]} word={standingLabels[standing]} {...(box && { box })} />
}

/** 临湖水务（新浪微博）; of a mailbox its unit's name; of what nobody has placed yet, that. */
export const whereWords = ({ accountName, platform, unitName, channel }: MessageRow): string =>
  accountName !== null && platform !== null
    ? `${accountName}（${platforms[platform].label}）`
    : channel === 'mailbox'
      ? `${unitName ?? '单位'}信箱`
      : '账号待核实'

/** The last day, and whether a year without the official notice was counted: it may still move. */
export const dueDeadline = (calendar: WorkCalendar, { askedOn, due, dueOn }: MessageRow): Deadline => ({
  day: dueOn,
  provisional: deadlineAfter(calendar, { from: askedOn, ...due }).provisional,
})

export const dueWords = ({ day, provisional }: Deadline): string =>
  `${formatMonthDayZh(day)}前${provisional ? '（暂定）' : ''}`

export const rateWords = (rate: number | null): string =>
  rate === null ? '—' : `${rate === 1 ? '100' : Math.min(99.9, Math.round(rate * 1000) / 10).toFixed(1)}%`
