import chineseDays from 'chinese-days'
import { addDays, type CivilDate } from './civil-date.ts'

/** A day of the traditional calendar. `year` is the number of the civil year in which its first month began. */
export type LunarDay = { readonly year: number; readonly month: number; readonly isLeap: boolean; readonly day: number }

let format: Intl.DateTimeFormat | undefined

/**
 * The day of the traditional calendar (GB/T 33661-2017). Two sources are asked, the platform's astronomy and a printed
 * table, because each is wrong in some months (the first in February 2027, the second in autumn 1996); undefined where
 * they differ.
 */
export function lunarDay(day: CivilDate): LunarDay | undefined {
  const computed = computedDay(day)
  const { lunarYear, lunarMon, lunarDay: date, isLeap } = chineseDays.getLunarDate(day)
  const agreed =
    computed?.year === lunarYear && computed.month === lunarMon && computed.day === date && computed.isLeap === isLeap
  return agreed ? computed : undefined
}

function computedDay(day: CivilDate): LunarDay | undefined {
  format ??= new Intl.DateTimeFormat('en-u-ca-chinese', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
  const parts = new Map(
    format.formatToParts(new Date(`${day}T00:00:00Z`)).map(({ type, value }) => [type as string, value]),
  )
  const month = /^(\d+)(bis)?$/.exec(parts.get('month') ?? '')
  const [year, date] = [Number(parts.get('relatedYear')), Number(parts.get('day'))]
  if (!month || !Number.isInteger(year) || !Number.isInteger(date)) return undefined
  return { year, month: Number(month[1]), isLeap: month[2] !== undefined, day: date }
}

/** True on 除夕: the next day begins a year. */
export function isLunarYearsEnd(day: CivilDate): boolean {
  const next = lunarDay(addDays(day, 1))
  return next?.month === 1 && next.day === 1 && !next.isLeap
}

const STEMS = '甲乙丙丁戊己庚辛壬癸'
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥'
const ANIMALS = '鼠牛虎兔龙蛇马羊猴鸡狗猪'

/** 丙午 of 2026. */
export const stemBranchOf = (year: number): string => `${STEMS[(year + 6) % 10]}${BRANCHES[(year + 8) % 12]}`
/** 马 of 2026. */
export const animalOf = (year: number): string => ANIMALS[(year + 8) % 12] ?? ''
