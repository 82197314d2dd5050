import { type CivilDate, dayOf, formatMinute, type Instant, lateWords } from '../../calendar/index.ts'
import { type Mark, Status } from '../../web/index.ts'
import { momentZh } from '../letter/paper.ts'
import { type Item, type ItemState, itemStateLabels, type PartState, partStateLabels } from '../model.ts'
import { minutesLeft, minutesPast } from '../schedule.ts'

const marks: Readonly<Record<ItemState, Mark>> = {
  entered: 'warn',
  distributed: 'warn',
  compiled: 'pend',
  signed: 'warn',
  sent: 'pass',
  withdrawn: 'unkn',
}
const partMarks: Readonly<Record<PartState, Mark>> = {
  waiting: 'warn',
  answered: 'pend',
  returned: 'fail',
  accepted: 'pass',
}

type Timed = Pick<Item, 'state' | 'dueAt' | 'sentAt'>

/** Minutes past the superior's hour: when it was sent, or now where it is open. */
export const itemLateness = ({ state, dueAt, sentAt }: Timed, now: Instant): number =>
  state === 'withdrawn' ? 0 : minutesPast(dueAt, sentAt ?? now)

/** Where an item stands; one past its hour says so by its mark, too. */
export function ItemMark({ item, now, box }: { item: Timed; now: Instant; box?: boolean }) {
  const late = itemLateness(item, now) > 0
  const word = itemStateLabels[item.state]
  return (
    <Status
      mark={late ? 'fail' : marks[item.state]}
      word={late ? `${word}，${item.sentAt ? '超过时限' : '已超时限'}` : word}
      {...(box && { box })}
    />
  )
}

export const PartMark = ({ state }: { state: PartState }) => (
  <Status mark={partMarks[state]} word={partStateLabels[state]} />
)

/** 2026年10月12日17时前，还剩1小时30分钟. */
export function dueWords(item: Timed, now: Instant): string {
  const due = `${momentZh(item.dueAt)}前`
  if (item.state === 'withdrawn') return due
  const late = itemLateness(item, now)
  if (item.sentAt)
    return `${due}，${momentZh(item.sentAt)}报送${late > 0 ? `，超过时限${lateWords(late)}` : '，在时限内'}`
  return late > 0 ? `${due}，已超过${lateWords(late)}` : `${due}，还剩${lateWords(minutesLeft(item.dueAt, now))}`
}

const NIGHT_FROM = 22
const NIGHT_UNTIL = 6

/** A step that ends in the night or on a day of rest: somebody has to be on duty; no moment is moved for it. */
export function watchWords(at: Instant, isRest: (day: CivilDate) => boolean): string | undefined {
  const hour = Number(formatMinute(at).slice(11, 13))
  if (isRest(dayOf(at))) return '休息日，须安排值守'
  return hour >= NIGHT_FROM || hour < NIGHT_UNTIL ? '夜间，须安排值守' : undefined
}
