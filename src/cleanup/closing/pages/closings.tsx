import { type CivilDate, type WorkCalendar } from '../../../calendar/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { Alert, Empty, FilterBy, Head, Pager, Status, type WebContext } from '../../../web/index.ts'
import { type ClosingFile, closingStateLabels, faultLabels } from '../model.ts'
import { faultsOf, isOverdue, noticeEnd, unexplained } from '../rules.ts'
import { ClosingMark, nextWords } from './words.tsx'

type Row = ClosingFile & { seenAgain: boolean }
type Props = {
  c: WebContext
  rows: readonly Row[]
  total: number
  page: number
  today: CivilDate
  calendar: WorkCalendar
  maySet: boolean
}

/** 关停注销办理: every closing of the district, what is seen again and what is late first. */
export function ClosingsPage({ c, rows, total, page, today, calendar, maySet }: Props) {
  return (
    <>
      <Head title="关停注销办理" note="决定、备案、公告、归档、注销、核验、复查">
        {maySet && (
          <a class="btn" href="/closings/settings">
            公告期和复查间隔
          </a>
        )}
      </Head>
      <Alert tone="pend" title={sentences.stillMonitored} />
      <section class="card">
        <form class="filter" method="get" action="/closings">
          <label class="vh" for="search">
            单位、账号
          </label>
          <input type="search" id="search" name="q" value={c.req.query('q') ?? ''} placeholder="单位、账号" />
          <FilterBy
            c={c}
            name="state"
            label="办理情况"
            labels={{ open: '办理中', overdue: '逾期', recheck: '到期待复查', ...closingStateLabels }}
          />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的关停注销事项">
            清理事项审定关停、注销，或申请关停、注销备案后，在清理事项或账号页面开始办理。
          </Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>账号</th>
                <th>主办单位</th>
                <th>下一步</th>
                <th>办理情况</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line row={row} today={today} calendar={calendar} />
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={page} total={total} />
      </section>
    </>
  )
}

function Line({ row, today, calendar }: { row: Row; today: CivilDate; calendar: WorkCalendar }) {
  const { closing, announcements, seenAgain } = row
  const notice = noticeEnd(closing, announcements, calendar)
  const faults = unexplained(faultsOf(row, notice), closing)
  return (
    <tr>
      <td class="t">
        <a href={`/closings/${closing.id}`}>{closing.accountName}</a>
        <small>{platforms[closing.platform].label}</small>
      </td>
      <td data-l="主办单位">{closing.unitName}</td>
      <td class="full" data-l="下一步">
        {nextWords(row, notice, today)}
        {faults.length > 0 && <small class="fl">{faults.map((code) => faultLabels[code]).join('；')}</small>}
      </td>
      <td class="s">
        <ClosingMark state={closing.state} />
        {seenAgain && <Status mark="fail" word="注销后又被看到" />}
        {isOverdue(closing, today) && <Status mark="fail" word="逾期" />}
      </td>
    </tr>
  )
}
