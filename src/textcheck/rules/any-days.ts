import { type WrittenDay, writtenDays } from './calendar-dates.ts'
import { numberedDays } from './numbered-dates.ts'
import { spelledDays } from './spelled-dates.ts'

/** Days of the civil calendar in every common way of writing, in the order of the text. In words only those with their year. */
export const anyDays = (text: string): WrittenDay[] =>
  [...writtenDays(text), ...numberedDays(text), ...spelledDays(text).filter(({ year }) => year !== undefined)].toSorted(
    (a, b) => a.start - b.start,
  )
