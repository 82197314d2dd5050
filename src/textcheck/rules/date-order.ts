import { daysBetween } from '../../calendar/index.ts'
import { defineRule } from '../model.ts'
import { anyDays } from './any-days.ts'
import { civil } from './calendar-dates.ts'

/** 自2026年5月1日至2026年4月1日: an end before its beginning. Only days that both bear their year are held together. */
export const dateOrder = defineRule({
  id: 'date-order',
  kind: 'date',
  gate: 'wording',
  severity: 'confirm',
  source: '公历',
  *find(text) {
    if (!/[至到\-－–—~～]/u.test(text)) return
    const days = anyDays(text)
    for (const [at, from] of days.entries()) {
      const to = days[at + 1]
      if (!to || from.year === undefined || to.year === undefined) continue
      if (!/^\s?(?:起)?(?:至|到|-|－|–|—|——|~|～)\s?$/u.test(text.slice(from.end, to.start))) continue
      const [first, last] = [civil(from.year, from.month, from.day), civil(to.year, to.month, to.day)]
      if (first && last && daysBetween(first, last) < 0)
        yield { start: from.start, end: to.end, confidence: 0.9, why: '结束日期早于开始日期，请核对。' }
    }
  },
})
