import {
  type CivilDate,
  formatDayZh,
  formatMinute,
  formatMonthDayZh,
  type Instant,
  weekday,
} from '../../../calendar/index.ts'
import { Head, Status } from '../../../web/index.ts'
import type { Manuscript } from '../model.ts'
import { ManuscriptMark } from './words.tsx'

const weekdays = ['日', '一', '二', '三', '四', '五', '六']

type Props = {
  days: readonly { on: CivilDate; rows: readonly Manuscript[] }[]
  today: CivilDate
  now: Instant
  earlier: CivilDate
  later: CivilDate
}

/** 发布日程: what is to go out on which day, two weeks on a page. */
export const CalendarPage = ({ days, today, now, earlier, later }: Props) => (
  <>
    <Head
      crumb={<a href="/manuscripts">稿件审签</a>}
      title="发布日程"
      note={`${formatDayZh(days[0]!.on)}至${formatDayZh(days.at(-1)!.on)}`}
    >
      <a class="btn" href={`/manuscripts/calendar?from=${earlier}`}>
        前两周
      </a>
      <a class="btn" href={`/manuscripts/calendar?from=${later}`}>
        后两周
      </a>
    </Head>
    <ol class="pubdays">
      {days.map(({ on, rows }) => (
        <li class={on === today ? 'today' : undefined}>
          <h2>
            {formatMonthDayZh(on)}
            <small>{`　周${weekdays[weekday(on) % 7]!}${on === today ? '　今天' : ''}`}</small>
          </h2>
          {rows.length === 0 ? (
            <p class="mut sm">没有安排</p>
          ) : (
            <ul>
              {rows.map((one) => (
                <li>
                  <span class="num">{formatMinute(one.plannedAt!).slice(-5)}</span>{' '}
                  <a href={`/manuscripts/${one.id}`}>{one.title}</a>{' '}
                  {one.state !== 'published' && one.state !== 'withdrawn' && one.plannedAt! < now ? (
                    <Status mark="warn" word="已过计划时间，未登记发布" />
                  ) : (
                    <ManuscriptMark manuscript={one} />
                  )}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  </>
)
