import chineseDays from 'chinese-days'
import { addDays, civilDate, weekday } from './civil-date.ts'
import type { CalendarDay, YearTable } from './work-calendar.ts'

/** Years whose official notice `chinese-days` 1.5.7 holds; 2026 was compared with 国办发明电 day by day (rulebook (i)5). */
const seededYears = { first: 2019, last: 2026 } as const

/** The calendar of the years known when this program was made. Years behind them come from the State Council's notice, never from the package, which calls them working days without an error. */
export function seedYears(): YearTable[] {
  const years: YearTable[] = []
  for (let year = seededYears.first; year <= seededYears.last; year++)
    years.push({ year, status: 'official', days: exceptionsOf(year) })
  return years
}

function exceptionsOf(year: number): CalendarDay[] {
  const days: CalendarDay[] = []
  for (let day = civilDate(`${year}-01-01`); day.startsWith(String(year)); day = addDays(day, 1)) {
    const { work, name } = chineseDays.getDayDetail(day)
    const [, label] = name.split(',')
    // Ordinary days carry the weekday's name alone; 调休 and holidays carry "English,中文,days".
    if (label !== undefined) days.push({ day, kind: work ? 'workday' : 'holiday', name: label })
    else if (work !== weekday(day) <= 5) throw new RangeError(`unnamed exception on ${day}`)
  }
  return days
}
