import { addDays, type CivilDate, civilDate, dayOf, type Instant, isCivilDate } from '../../calendar/index.ts'
import type { EvidenceKind } from './model.ts'

/**
 * Something that rests on what was seen of an account between two moments (null: whenever): a finding, a report, a case.
 * `over`: when it was done with; null while it is open.
 */
export type Resting = { accountId: string; from: Instant | null; until: Instant | null; over: Instant | null }

export type KeptYears = { rested: number; other: number; failed: number }

export type Dated = { accountId: string; kind: EvidenceKind; observedAt: Instant; lastSeenAt: Instant }

const touches = ({ from, until }: Resting, { observedAt, lastSeenAt }: Dated) =>
  (until === null || observedAt <= until) && (from === null || lastSeenAt >= from)

/**
 * The first day on which evidence may be erased; null while anything open rests on it. Counted from when the last that
 * rests on it was done with, and from when it was last seen.
 */
export function erasableFrom(evidence: Dated, resting: readonly Resting[], years: KeptYears): CivilDate | null {
  const own = resting.filter((one) => one.accountId === evidence.accountId && touches(one, evidence))
  if (own.some(({ over }) => over === null)) return null
  const unrested = yearsAfter(dayOf(evidence.lastSeenAt), evidence.kind === 'failed' ? years.failed : years.other)
  const rested = own.map(({ over }) => yearsAfter(dayOf(over!), years.rested))
  return [unrested, ...rested].reduce((last, day) => (day > last ? day : last))
}

/** The same day so many years later; the day after where there is none (2月29日): the whole time has to be over. */
export function yearsAfter(day: CivilDate, years: number): CivilDate {
  const later = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`
  return isCivilDate(later) ? later : addDays(civilDate(`${later.slice(0, 4)}-02-28`), 1)
}
