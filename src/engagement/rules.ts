import { type CivilDate, daysBetween, deadlineAfter, type Deadline, type WorkCalendar } from '../calendar/index.ts'
import type { Clock, MessageKind, Standing, TimedMessage } from './model.ts'

/**
 * Clocks where the district has adopted none of its own. 附件1 第8项: 政民互动7日内回复, which says 日 and no 工作日;
 * 我为政府网站找错: three working days. The one working day for simple questions (P-HN-02) is the province's rule for
 * websites: off until the district adopts it.
 */
export const defaultClocks: Readonly<Record<MessageKind, Clock>> = {
  simple: { days: 7, kind: 'natural' },
  question: { days: 7, kind: 'natural' },
  complaint: { days: 7, kind: 'natural' },
  suggestion: { days: 7, kind: 'natural' },
  help: { days: 7, kind: 'natural' },
  error: { days: 3, kind: 'working' },
}

/** The last day for an answer: the day of asking is not counted, an end on a day of rest moves on (rulebook (i)1). */
export const dueOf = (calendar: WorkCalendar, { days, kind }: Clock, askedOn: CivilDate): Deadline =>
  deadlineAfter(calendar, { from: askedOn, days, kind })

/**
 * How a message stands at the end of a day. An answer of a later day isn't there yet; that it came later shows that there
 * was none before. What nobody looked for is unknown, and unknown is never overdue.
 */
export function standingOf(
  message: Pick<TimedMessage, 'state' | 'repliedOn' | 'dueOn' | 'channel'>,
  asOf: CivilDate,
  lookedUntil: CivilDate | null,
): Standing {
  const { state, repliedOn, dueOn, channel } = message
  if (state === 'invalid') return 'invalid'
  if (repliedOn !== null && repliedOn <= asOf) return repliedOn <= dueOn ? 'on-time' : 'late'
  if (asOf <= dueOn) return 'open'
  // The public form is answered here: no answer in the ledger is no answer.
  const isKnown = channel === 'form' || repliedOn !== null || (lookedUntil !== null && lookedUntil >= dueOn)
  return isKnown ? 'overdue' : 'unlooked'
}

/** Hours from question to answer; undefined where only the day of one is known, or there is no answer by then. */
export function replyHours({ askedAt, repliedAt, repliedOn }: TimedMessage, asOf: CivilDate): number | undefined {
  if (askedAt === null || repliedAt === null || repliedOn === null || repliedOn > asOf) return undefined
  return (Date.parse(repliedAt) - Date.parse(askedAt)) / 3_600_000
}

/**
 * Counts of messages at the end of a day. `asked` is what is valid: onTime + late + open + overdue + unlooked. Rates are
 * shares of what is known, null over nothing; hours are of answers whose both minutes are known.
 */
export type Sums = {
  asked: number
  onTime: number
  late: number
  /** Not answered, and still in time. */
  open: number
  overdue: number
  unlooked: number
  invalid: number
  /** How long the oldest one without an answer has waited, in days. */
  oldestOpenDays: number | null
  /** 按期办结率: onTime of onTime + late + overdue. */
  onTimeRate: number | null
  /** 答复率: answered of all whose standing is known. */
  replyRate: number | null
  timed: number
  medianHours: number | null
  p90Hours: number | null
}

export type SummedMessage = TimedMessage & { lookedUntil: CivilDate | null }

export function sumsOf(messages: readonly SummedMessage[], asOf: CivilDate): Sums {
  const counts: Record<Standing, number> = { 'on-time': 0, late: 0, open: 0, overdue: 0, unlooked: 0, invalid: 0 }
  let oldestOpenDays: number | null = null
  const hours: number[] = []
  for (const message of messages) {
    const standing = standingOf(message, asOf, message.lookedUntil)
    counts[standing]++
    if (standing === 'invalid') continue
    if (standing === 'on-time' || standing === 'late') {
      const took = replyHours(message, asOf)
      if (took !== undefined) hours.push(took)
    } else oldestOpenDays = Math.max(oldestOpenDays ?? 0, daysBetween(message.askedOn, asOf))
  }
  hours.sort((one, other) => one - other)
  return sumsFrom({
    onTime: counts['on-time'],
    late: counts.late,
    open: counts.open,
    overdue: counts.overdue,
    unlooked: counts.unlooked,
    invalid: counts.invalid,
    oldestOpenDays,
    timed: hours.length,
    medianHours: medianOf(hours) ?? null,
    p90Hours: hours[Math.ceil(hours.length * 0.9) - 1] ?? null,
  })
}

/** Sums out of what was counted, by whomever; hours as they are, to any precision. */
export function sumsFrom(counted: Omit<Sums, 'asked' | 'onTimeRate' | 'replyRate'>): Sums {
  const { onTime, late, open, overdue, unlooked, medianHours, p90Hours } = counted
  const answered = onTime + late
  return {
    ...counted,
    asked: answered + open + overdue + unlooked,
    onTimeRate: share(onTime, answered + overdue),
    replyRate: share(answered, answered + open + overdue),
    medianHours: rounded(medianHours),
    p90Hours: rounded(p90Hours),
  }
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
const rounded = (hours: number | null) => (hours === null ? null : Math.round(hours * 10) / 10)

function medianOf(sorted: readonly number[]): number | undefined {
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2
}

/** The same by kind, by unit, by account: every message stands in one group, so that the groups add up to the whole. */
export function sumsBy<K, M extends SummedMessage>(
  messages: readonly M[],
  asOf: CivilDate,
  keyOf: (message: M) => K,
): Map<K, Sums> {
  return new Map([...Map.groupBy(messages, keyOf)].map(([key, own]) => [key, sumsOf(own, asOf)]))
}
