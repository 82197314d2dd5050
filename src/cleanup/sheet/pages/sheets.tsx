import { formatDayZh } from '../../../calendar/index.ts'
import { Alert, CsrfField, Empty, Head, Pager, Select, shownMinute, type WebContext } from '../../../web/index.ts'
import type { DayToSign, ListedSheet } from '../queries.ts'
import { SheetMark } from './marks.tsx'

type Props = {
  c: WebContext
  rows: readonly ListedSheet[]
  total: number
  page: number
  days: readonly DayToSign[]
  names: ReadonlyMap<string, string>
  mayMake: boolean
  problem?: string | undefined
}

/** 审定表签章: sheets that were made to be signed and sealed, and what could be put on a new one. */
export const SheetsPage = (props: Props) => (
  <>
    <Head
      crumb={<a href="/cleanup">清理整合</a>}
      title="审定表签章"
      note="已审定的事项制成审定表，签字盖章并经核对后办理；不列入审定表的，按逐项审定办理"
    />
    {props.problem && <Alert tone="fail" title={props.problem} />}
    {props.mayMake && <Make {...props} />}
    <section class="card">
      <header>
        <h2>审定表</h2>
      </header>
      {props.rows.length === 0 ? (
        <Empty title="还没有审定表">事项审定后可以制表，由审定人签字、加盖监管单位公章，再上传扫描件。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>编号</th>
              <th>判定日期</th>
              <th class="r">事项</th>
              <th>签章情况</th>
              <th>制表</th>
              <th>制表时间</th>
            </tr>
          </thead>
          <tbody>
            {props.rows.map(({ id, number, asOf, state, items, madeBy, madeAt }) => (
              <tr>
                <td class="t">
                  <a href={`/cleanup/sheets/${id}`}>{`第${number}号`}</a>
                </td>
                <td data-l="判定日期">{formatDayZh(asOf)}</td>
                <td class="r num" data-l="事项">
                  {items}
                </td>
                <td class="s">
                  <SheetMark state={state} />
                </td>
                <td data-l="制表">{props.names.get(madeBy) ?? ''}</td>
                <td class="num" data-l="制表时间">
                  {shownMinute(props.c, madeAt)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager c={props.c} page={props.page} total={props.total} path="/cleanup/sheets" />
    </section>
  </>
)

const wordsOf = ({ day, decided, undecided }: DayToSign) =>
  `${formatDayZh(day)}：已审定 ${decided} 项${undecided > 0 ? `，另有 ${undecided} 项未审定，不列入` : ''}`

const Make = ({ c, days }: Props) => (
  <form class="card gap" method="post" action="/cleanup/sheets">
    <header>
      <h2>制表</h2>
      <p>制表后内容固定</p>
    </header>
    <div class="in">
      <CsrfField csrf={c.var.session.csrf} />
      {days.length === 0 ? (
        <p>没有已审定、尚未办理且未列入审定表的事项。</p>
      ) : (
        <>
          <Select
            name="asOf"
            label="判定日期"
            value={days[0]?.day}
            choices={days.map((one) => ({ value: one.day, label: wordsOf(one) }))}
          />
          <p>列入的事项须待签字盖章并经核对后办理。制表人、上传人和审定人不得核对签章，须由其他人办理。</p>
          <p class="acts">
            <button class="btn pri" type="submit">
              制表
            </button>
          </p>
        </>
      )}
    </div>
  </form>
)
