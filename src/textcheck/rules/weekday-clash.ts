import { defineRule } from '../model.ts'
import { anyDays } from './any-days.ts'
import { meant, weekdayName, weekdayOf } from './calendar-dates.ts'
import { weekday } from '../../calendar/index.ts'

// 周一至周五 behind a day tells opening hours, not that day.
const SAID =
  /^\s?[（(，,]?\s?(?:星期|周|礼拜)([一二三四五六日天])(?![一二三四五六日天\d])(?!\s?(?:[至到、和及－~～-]|—{1,2})\s?(?:星期|周|礼拜)?[一二三四五六日天末])/u

/** 2026年10月12日（星期二）, where the calendar says Monday. */
export const weekdayClash = defineRule({
  id: 'weekday-clash',
  kind: 'date',
  gate: 'wording',
  severity: 'confirm',
  source: '公历',
  *find(text, { on }) {
    if (!/星期|周|礼拜/u.test(text)) return
    for (const written of anyDays(text)) {
      const said = SAID.exec(text.slice(written.end, written.end + 8))
      const day = said ? meant(written, on) : undefined
      if (!said || !day || weekday(day) === weekdayOf(said[1] ?? '')) continue
      const end = written.end + said[0].length
      const name = weekdayName(day)
      // The same way of saying it as in the text.
      const way = /星期|周|礼拜/u.exec(said[0])?.[0] ?? '星期'
      const start = end - way.length - 1
      yield {
        start,
        end,
        suggestion: `${way}${name.at(-1)}`,
        confidence: written.year === undefined ? 0.6 : 0.97,
        severity: written.year === undefined ? 'advise' : 'confirm',
        why: `${day.slice(0, 4)}年${written.month}月${written.day}日是${name}，与所写的“${text.slice(start, end)}”不符。`,
      }
    }
  },
})
