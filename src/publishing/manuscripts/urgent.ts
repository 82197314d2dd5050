import { addHours, formatMinute, type Instant, lateWords, minutesLate } from '../../calendar/index.ts'
import { URGENT_HOURS } from './model.ts'

/** How the clocks of a 突发事件 stand: first word within 5 hours, 新闻发布会 within 48. */
export function urgentClocks(since: Instant, now: Instant): string {
  const said = ([what, hours]: readonly [string, number]) => {
    const due = addHours(since, hours)
    const late = minutesLate(due, now)
    const left = late > 0 ? 0 : Math.ceil((Date.parse(due) - Date.parse(now)) / 60_000)
    return `${what}（${hours}小时）应在${formatMinute(due)}前，${late > 0 ? `已超过${lateWords(late)}` : `还有${lateWords(left)}`}`
  }
  return `${formatMinute(since)}发生。${said(['发布权威信息', URGENT_HOURS.first])}；${said(['举行新闻发布会', URGENT_HOURS.whole])}。审核层级减少，五关一关不少，事后补审。`
}
