import { addDays, type CivilDate, formatMonthDayZh, weekday } from '../../calendar/index.ts'
import type { DayState } from '../../monitoring/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Empty } from '../../web/index.ts'
import { nowHref } from '../hrefs.ts'
import type { DayRow, Overview } from '../model.ts'

/** 逐日更新: the accounts that are silent longest, a line each, and what is known of each of their days. */
export function DayMap({ view: { days, now } }: { view: Pick<Overview, 'days' | 'now'> }) {
  return (
    <section class="card" aria-label="逐日更新">
      <header>
        <h2>逐日更新</h2>
        <p>
          {`未更新最久的 ${days.accounts.length} 个　`}
          <a href={nowHref('monitored')}>{`全部 ${now.monitored} 个`}</a>
        </p>
      </header>
      {days.accounts.length === 0 ? (
        <Empty title="没有应检账号">账号登记后，每天的更新情况列在这里。</Empty>
      ) : (
        <>
          <DayLines {...days} />
          <footer>
            <DayLegend />
            <span>未采集不等于未更新</span>
          </footer>
        </>
      )}
    </section>
  )
}

/** The lines alone: name, days, how long. */
export const DayLines = ({
  from,
  to,
  accounts,
  because,
}: Overview['days'] & { because?: ReadonlyMap<string, string> }) => (
  <table class="dmap">
    <thead>
      <tr>
        <th>账号</th>
        <th>
          <span class="ends">
            <span>{formatMonthDayZh(from)}</span>
            <span>{formatMonthDayZh(to)}</span>
          </span>
        </th>
        <th class="r">未更新</th>
      </tr>
    </thead>
    <tbody>
      {accounts.map((one) => (
        <tr>
          <th scope="row">
            <a class="op" href={`/accounts/${one.id}`}>
              {one.name}
            </a>
            <small>
              {because ? `${platforms[one.platform].label}　${one.unitName}` : platforms[one.platform].label}
            </small>
            {because?.has(one.id) && <small class="why">{because.get(one.id)}</small>}
          </th>
          <td>
            <Days row={one} from={from} />
          </td>
          <td class="r">
            <Silence row={one} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const marks = { overdue: 'fail', warned: 'warn', unseen: 'unkn' } as const

/** Days without an update: 未见发布 is none ever, 未知 is that nobody looked, and neither is 0. */
export function Silence({ row: { silentDays, standing } }: { row: Pick<DayRow, 'silentDays' | 'standing'> }) {
  const words =
    silentDays !== null
      ? `${silentDays} 天`
      : standing === 'overdue'
        ? '未见发布'
        : standing === 'unseen'
          ? '未知'
          : '不以更新判定'
  return standing === 'fine' ? <span class="num">{words}</span> : <span class={`st ${marks[standing]}`}>{words}</span>
}

/** A day is 10 wide. What was seen published stands tall, nothing found is a low line, what nobody looked at is hatched. */
function Days({ row: { days, name }, from }: { row: DayRow; from: CivilDate }) {
  const count = (state: DayState) => days.filter((one) => one === state).length
  const words = `${name}：有发布 ${count('posted')} 天，未见发布 ${count('nothing')} 天，未采集 ${count('unseen')} 天`
  const path = (state: DayState, draw: (x: number) => string) =>
    days.map((one, at) => (one === state ? draw(at * 10) : '')).join('') || 'M0 0'
  return (
    <svg class="days-of" viewBox={`0 0 ${days.length * 10} 16`} preserveAspectRatio="none" role="img">
      <title>{words}</title>
      <path
        class="weeks"
        d={
          mondays(from, days.length)
            .map((at) => `M${at * 10} 0v16`)
            .join('') || 'M0 0'
        }
      />
      <path class="posted" d={path('posted', (x) => `M${x + 1.5} 1h7v14h-7z`)} />
      <path class="nothing" d={path('nothing', (x) => `M${x + 1.5} 12h7v3h-7z`)} />
      <path class="unseen" d={path('unseen', (x) => `M${x + 1.5} 15L${x + 5} 8M${x + 5} 15L${x + 8.5} 8`)} />
    </svg>
  )
}

const mondays = (from: CivilDate, days: number) =>
  Array.from({ length: days }, (_, at) => at).filter((at) => at > 0 && weekday(addDays(from, at)) === 1)

export const DayLegend = () => (
  <span class="lg">
    {(
      [
        ['posted', 'M3 1h8v10h-8z', '有发布'],
        ['nothing', 'M3 9h8v3h-8z', '已采集，未见发布'],
        ['unseen', 'M3 12L7 4M7 12L11 4', '未采集'],
      ] as const
    ).map(([state, drawn, word]) => (
      <span>
        <svg class="days-of" viewBox="0 0 14 12" aria-hidden="true">
          <path class={state} d={drawn} />
        </svg>
        {word}
      </span>
    ))}
  </span>
)
