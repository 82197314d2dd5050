import { formatMinute, type Instant } from '../../calendar/index.ts'
import { Empty, Head, Pager, type WebContext } from '../../web/index.ts'
import { kindLabels } from '../model.ts'
import type { CaseWithSteps } from '../queries.ts'
import { byNextClock, clocksOf, nextClock } from '../rules.ts'
import { pressingWords, thingOf } from '../words.ts'
import { CaseMark, ClockMark } from './clocks.tsx'

type Props = {
  c: WebContext
  open: readonly CaseWithSteps[]
  closed: readonly CaseWithSteps[]
  totalClosed: number
  page: number
  now: Instant
  /** Of this year; counted apart from problems. */
  notices: number
  mayHandle: boolean
  maySet: boolean
}

/** 应急处置: open cases, the one whose clock runs out first on top; closed ones below. */
export function EmergencyPage({ c, open, closed, totalClosed, page, now, notices, mayHandle, maySet }: Props) {
  return (
    <>
      <Head
        title="应急处置"
        note={`严重问题不等复核确认，先提示、先处置；是否构成问题另行认定。今年风险提示 ${notices} 次，不计入问题数`}
      >
        {maySet && (
          <a class="btn" href="/emergency/settings">
            处置时限
          </a>
        )}
        {mayHandle && (
          <a class="btn pri" href="/emergency/new">
            登记应急事项
          </a>
        )}
      </Head>
      <section class="card gap">
        <header>
          <h2>正在处置</h2>
          <p>{`${open.length} 件，最先到期的在前`}</p>
        </header>
        {open.length === 0 ? (
          <Empty title="没有正在处置的事项">
            发现严重表述错误、假冒账号、账号被盗、泄密或者突发舆情时，在这里登记。
          </Empty>
        ) : (
          <Rows rows={byNextClock(open, now)} now={now} />
        )}
      </section>
      {totalClosed > 0 && (
        <section class="card">
          <header>
            <h2>已结案</h2>
            <p>{`${totalClosed} 件`}</p>
          </header>
          <Rows rows={closed} now={now} />
          <Pager c={c} page={page} total={totalClosed} />
        </section>
      )}
    </>
  )
}

const Rows = ({ rows, now }: { rows: readonly CaseWithSteps[]; now: Instant }) => (
  <table class="cards">
    <thead>
      <tr>
        <th>事项</th>
        <th>发现时间</th>
        <th>最近的时限</th>
        <th>进展</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((one) => {
        const clock = nextClock(clocksOf(one, now))
        return (
          <tr>
            <td class="t">
              <a class="nm" href={`/emergency/${one.id}`}>
                {thingOf(one)}
              </a>
              <small>{[kindLabels[one.kind], one.unitName].filter(Boolean).join('　')}</small>
            </td>
            <td class="num" data-l="发现时间">
              {formatMinute(one.startedAt)}
            </td>
            <td data-l="最近的时限">
              {clock ? (
                <>
                  {clock.label} <ClockMark clock={clock} />
                  {clock.dueAt && <small>{`${formatMinute(clock.dueAt)} 到期`}</small>}
                </>
              ) : (
                pressingWords(one, now)
              )}
            </td>
            <td class="s">
              <CaseMark one={one} />
            </td>
          </tr>
        )
      })}
    </tbody>
  </table>
)
