import { addHours, formatMinute, type Instant, lateWords, minutesLate } from '../../calendar/index.ts'
import { URGENT_HOURS } from './model.ts'

/** How the clocks of a 突发事件 stand: 权威信息 within 5 hours of a grave one, an answer within 48 to any other (国办发〔2016〕61号). */
export function urgentClocks(since: Instant, now: Instant): string {
  const said = ([what, hours]: readonly [string, number]) => {
    const due = addHours(since, hours)
    const late = minutesLate(due, now)
    const left = late > 0 ? 0 : Math.ceil((Date.parse(due) - Date.parse(now)) / 60_000)
    return `${what}（${hours}小时）应在${formatMinute(due)}前，${late > 0 ? `已超过${lateWords(late)}` : `还有${lateWords(left)}`}`
  }
  return `${formatMinute(since)}发生。${said(['重大突发事件发布权威信息', URGENT_HOURS.first])}；${said(['其他政务舆情回应', URGENT_HOURS.answer])}。`
}
