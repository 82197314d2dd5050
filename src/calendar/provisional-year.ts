import chineseDays from 'chinese-days'
import { addDays, type CivilDate, civilDate } from './civil-date.ts'
import type { CalendarDay } from './work-calendar.ts'

// The package's named exports are not seen by Node's own loader.
const { getSolarDateFromLunar, getSolarTerms } = chineseDays

/**
 * The statutory holidays of a year whose notice isn't out, after 《全国年节及纪念日放假办法》 (2024 revision): 元旦 1, 春节 4 from
 * 除夕, 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3. No 调休: nobody can compute it.
 */
export function provisionalYear(year: number): CalendarDay[] {
  const springFirst = lunar(`${year}-01-01`)
  return [
    ...holiday('元旦', civilDate(`${year}-01-01`), 1),
    ...holiday('春节', addDays(springFirst, -1), 4),
    ...holiday('清明节', clearBright(year), 1),
    ...holiday('劳动节', civilDate(`${year}-05-01`), 2),
    ...holiday('端午节', lunar(`${year}-05-05`), 1),
    ...holiday('中秋节', lunar(`${year}-08-15`), 1),
    ...holiday('国庆节', civilDate(`${year}-10-01`), 3),
  ]
}

function holiday(name: string, first: CivilDate, days: number): CalendarDay[] {
  return Array.from({ length: days }, (_, at) => ({ day: addDays(first, at), kind: 'holiday' as const, name }))
}

const lunar = (day: string) => civilDate(getSolarDateFromLunar(day).date)

function clearBright(year: number): CivilDate {
  const term = getSolarTerms(`${year}-04-01`, `${year}-04-10`).find(({ name }) => name === '清明')
  if (!term) throw new RangeError(`no 清明 found in ${year}`)
  return civilDate(term.date)
}
