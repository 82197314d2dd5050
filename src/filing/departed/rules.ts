import { addDays, type CivilDate, civilDate, isCivilDate } from '../../calendar/index.ts'

/** The first day on which a record that nothing points to since `leftOn` is erased: the same day so many years later. */
export function erasedFrom(leftOn: CivilDate, years: number): CivilDate {
  const day = `${Number(leftOn.slice(0, 4)) + years}${leftOn.slice(4)}`
  // 2月29日 has no day of its own in most years: the whole time has to be over.
  return isCivilDate(day) ? day : addDays(civilDate(`${day.slice(0, 4)}-02-28`), 1)
}
