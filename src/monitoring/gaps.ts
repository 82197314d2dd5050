import { addDays, type CivilDate, daysBetween, formatMonthDayZh } from '../calendar/index.ts'
import type { DayRange } from '../collection/index.ts'

/** Days with an update, and stretches in which somebody looked, of one account around some days. */
export type Seen = { updates: readonly CivilDate[]; covered: readonly DayRange[] }

/** Days in a row without an update, all of them looked at. `atLeast`: beside it lies a day that nobody looked at. */
export type Gap = DayRange & { days: number; atLeast: boolean }

/**
 * Gaps of a month up to its checkpoint. `longest`: the longest within it. `silent`: those of more than `most` days that reach
 * into it, from wherever they began. `unlooked`: days of it that nobody looked at; they are in no gap.
 */
export type Gaps = { longest: Gap | null; silent: Gap[]; unlooked: number }

export function gapsIn({ updates, covered }: Seen, { from, to }: DayRange, most: number): Gaps {
  const updated = new Set(updates)
  const looked = (day: CivilDate) => updated.has(day) || covered.some((one) => one.from <= day && day <= one.to)
  const gapsFrom = (start: CivilDate): Gap[] => {
    const gaps: Gap[] = []
    for (let day = start; day <= to; day = addDays(day, 1)) {
      if (updated.has(day) || !looked(day)) continue
      const last = gaps.at(-1)
      if (last && last.to === addDays(day, -1)) Object.assign(last, { to: day, days: last.days + 1 })
      else gaps.push({ from: day, to: day, days: 1, atLeast: false })
    }
    return gaps.map((gap) => ({
      ...gap,
      atLeast: !looked(addDays(gap.from, -1)) || (gap.to < to && !looked(addDays(gap.to, 1))),
    }))
  }
  // One that began before the month counts where its days together are too many.
  const silent = gapsFrom(addDays(from, -most)).filter((gap) => gap.days > most && gap.to >= from)
  const longest = gapsFrom(from).reduce<Gap | null>((best, gap) => (best && best.days >= gap.days ? best : gap), null)
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, at) => addDays(from, at))
  return { longest, silent, unlooked: days.filter((day) => !looked(day)).length }
}

/** 最长间隔 12 天（9月3日至9月14日），超过 14 天未更新 0 段；2 天未采集，不计. Where nobody looked at all: that. */
export function gapWords({ longest, silent, unlooked }: Gaps, most: number): string {
  const missing = unlooked > 0 ? `${unlooked} 天未采集，不计` : ''
  if (!longest) return missing || '每天都有发布'
  const span = `${formatMonthDayZh(longest.from)}至${formatMonthDayZh(longest.to)}`
  const said = `最长间隔${longest.atLeast ? '至少' : ''} ${longest.days} 天（${span}），超过 ${most} 天未更新 ${silent.length} 段`
  return missing ? `${said}；${missing}` : said
}
