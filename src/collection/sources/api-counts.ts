import { type CivilDate, dayOf, daysBetween, type Instant } from '../../calendar/index.ts'
import type { Count, Metric } from '../model.ts'
import { type Answer, countIn } from './api-replies.ts'

/** Counts of older posts hardly change; a list that is read several times a day would keep them thousands of times over. */
const COUNTED_DAYS = 30

/** The counts of a listed post, by the names that a platform gives them; what it doesn't say is not kept, and never 0. */
export function countsOf(
  found: Answer | undefined,
  names: Readonly<Partial<Record<Metric, string>>>,
  { publishedOn, now }: { publishedOn: CivilDate | null; now: Instant },
): Partial<Record<Metric, Count>> {
  if (publishedOn !== null && daysBetween(publishedOn, dayOf(now)) > COUNTED_DAYS) return {}
  return Object.fromEntries(
    Object.entries(names).flatMap(([metric, name]) => {
      const value = countIn(found?.[name])
      return value === undefined ? [] : [[metric, { value, precision: 'exact' }]]
    }),
  )
}
