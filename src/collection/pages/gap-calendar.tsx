import { addMonths, firstDayOf, formatMonthDayZh, type Month, monthZh, weekday } from '../../calendar/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert } from '../../web/index.ts'
import { type DaySeen, gapRuns, type Gaps, whyUnseen } from '../running/gaps.ts'

const isGap = ({ seenBy }: DaySeen) => seenBy.length === 0

/** What days that nobody saw mean for this month: nothing is known of it, or what is known counts all the same. */
export function Gapped({ gaps: { days, coverage } }: { gaps: Gaps }) {
  const gaps = coverage.days - coverage.seen
  if (gaps === 0) return null
  if (coverage.seen === 0 && days.every(({ posts }) => posts === 0))
    return <Alert tone="unkn" title={sentences.notCollected} />
  return (
    <Alert tone="unkn" title={`本月有 ${gaps} 天未采集，未采集不等于未更新`}>
      已经采集到的发布照常作为有更新的依据；本月能否判定，以月度监测的结果为准。
    </Alert>
  )
}

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

/** Each day of a month: posted, looked at, or not seen. A word beside the colour. */
export function GapCalendar({
  accountId,
  gaps: { month, days, coverage },
  thisMonth,
}: {
  accountId: string
  gaps: Gaps
  thisMonth: Month
}) {
  const before = weekday(firstDayOf(month)) - 1
  const cells: (DaySeen | null)[] = [...Array.from({ length: before }, () => null), ...days]
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, at) => cells.slice(at * 7, at * 7 + 7))
  const link = (to: Month) => `/sources/accounts/${accountId}?month=${to}`
  return (
    <section class="card">
      <header>
        <h2>{`${monthZh(month)}采集日历`}</h2>
        <p>
          <a href={link(addMonths(month, -1))}>上月</a>
          {month < thisMonth && (
            <>
              {'　'}
              <a href={link(addMonths(month, 1))}>下月</a>
            </>
          )}
        </p>
      </header>
      <table class="gapcal">
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr>
              {week.map((day) => (
                <Day day={day} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <footer>
        <span>{`已采集 ${coverage.seen} 天，未采集 ${coverage.days - coverage.seen} 天`}</span>
        <span>
          {days.some((day) => isGap(day) && day.posts > 0)
            ? '数字为当日发布条数；“至少”的，已知有发布，但不能确认列全，仍计入未采集'
            : '数字为当日发布条数；“未采集”不等于未更新'}
        </span>
      </footer>
    </section>
  )
}

function Day({ day }: { day: DaySeen | null }) {
  if (!day) return <td />
  const number = Number(day.day.slice(8))
  if (isGap(day))
    return (
      <td class="gap" title={whyUnseen(day)}>
        {number}
        <small>{gapWord(day)}</small>
      </td>
    )
  return (
    <td class={day.posts > 0 ? 'post' : 'none'} title={day.seenBy.join('、')}>
      {number}
      <small>{day.posts > 0 ? `${day.posts}条` : '无发布'}</small>
    </td>
  )
}

/** A post that is known stands there, whoever speaks for the day. */
function gapWord({ posts, tried, waited }: DaySeen): string {
  if (posts > 0) return `至少${posts}条`
  return waited.length > 0 && tried.length === 0 ? '维护时段' : '未采集'
}

/** Why days were not seen. */
export function GapReasons({ gaps: { days } }: { gaps: Gaps }) {
  const runs = gapRuns(days)
  if (runs.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>未采集的日子和原因</h2>
      </header>
      <dl class="dl in">
        {runs.map(({ from, to, why }) => (
          <>
            <dt>{from === to ? formatMonthDayZh(from) : `${formatMonthDayZh(from)}至${Number(to.slice(8))}日`}</dt>
            <dd>{why}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}
