import { may, permittedScope } from '../../access/index.ts'
import { addMonths, type Month, monthOf, monthZh } from '../../calendar/index.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  Pager,
  pageFrom,
  pageSize,
  render,
  Select,
  Status,
  type WebContext,
} from '../../web/index.ts'
import { checkedMonths, type MonthRow, monthRows, monthStateLabels } from '../page-queries.ts'
import { monthMarks, percent } from './words.ts'

type Problem = { sentence: string; month?: string; asOf?: string }

/** 月度监测: every month with its state, and the form that starts a check. */
export async function monthsPage(c: WebContext, problem?: Problem, status = 200): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId, unitId } = permittedScope(actor, 'check.read', session.districtId)
  const running = monthOf(deps.clock.today())
  // The last month that is over is always there to be checked, even before the first check.
  const months = [...new Set([running, addMonths(running, -1), ...(await checkedMonths(deps.db, districtId))])]
    .sort()
    .reverse()
  const page = pageFrom(c)
  const shown = months.slice((page - 1) * pageSize, page * pageSize)
  const rows = await monthRows(deps.db, districtId, shown, unitId)
  return render(
    c,
    <>
      <Head title="月度监测" note="每月末24:00为监测时间点　采集覆盖率与判定写明分子分母" />
      {problem && <Alert tone="fail" title={problem.sentence} />}
      <div class="cols c75">
        <MonthsTable c={c} rows={rows} page={page} total={months.length} running={running} />
        {may(actor, 'check.run', { districtId }) && <StartCheck c={c} months={months} problem={problem} />}
      </div>
    </>,
    { title: '月度监测', current: '/months', islands: ['progress'] },
    status,
  )
}

type TableProps = { c: WebContext; rows: readonly MonthRow[]; page: number; total: number; running: Month }

function MonthsTable({ c, rows, page, total, running }: TableProps) {
  // A unit sees its own months; the list of findings is the office's.
  const reviews = may(c.var.actor, 'review.read', { districtId: c.var.session.districtId })
  return (
    <section class="card">
      <header>
        <h2>各月监测</h2>
        <p>合格、不合格、待复核、暂不判定相加等于应检账号</p>
      </header>
      {rows.length === 0 ? (
        <Empty title="还没有监测记录">导入台账和发布数据后，开展第一次监测。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>月份</th>
              <th>状态</th>
              <th class="r">采集覆盖</th>
              <th class="r">合格</th>
              <th class="r">不合格</th>
              <th class="r">待复核</th>
              <th class="r">暂不判定</th>
              <th class="r">待办线索</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <MonthLine row={row} running={row.month === running} reviews={reviews} />
            ))}
          </tbody>
        </table>
      )}
      <Pager c={c} page={page} total={total} />
    </section>
  )
}

function MonthLine({ row, running, reviews }: { row: MonthRow; running: boolean; reviews: boolean }) {
  const { verdicts } = row
  return (
    <tr>
      <td class="t">
        <a class="nm" href={`/months/${row.month}`}>
          {monthZh(row.month)}
        </a>
        {running && <small>本月尚未结束</small>}
      </td>
      <td class="s">
        <Status mark={monthMarks[row.state]} word={monthStateLabels[row.state]} />
      </td>
      {row.checkpoint === null ? (
        <td class="full mut" colspan={6}>
          尚未判定
        </td>
      ) : (
        <>
          <td class="r num" data-l="采集覆盖">
            {`${percent(row.judged, row.registered)}（${row.judged}/${row.registered}）`}
          </td>
          <td class="r" data-l="合格">
            {verdicts.qualified}
          </td>
          <td class={verdicts.unqualified > 0 ? 'r fl' : 'r'} data-l="不合格">
            {verdicts.unqualified}
          </td>
          <td class="r" data-l="待复核">
            {verdicts.pending}
          </td>
          <td class="r" data-l="暂不判定">
            {verdicts.unknown}
          </td>
          <td class="r" data-l="待办线索">
            {row.open > 0 && reviews ? <a href={`/review?month=${row.month}`}>{row.open}</a> : row.open}
          </td>
        </>
      )}
    </tr>
  )
}

function StartCheck({ c, months, problem }: { c: WebContext; months: readonly Month[]; problem: Problem | undefined }) {
  const running = monthOf(c.var.deps.clock.today())
  const choices = Array.from({ length: 13 }, (_, back) => addMonths(running, -back))
  return (
    <form class="card" method="post" action="/months/check">
      <header>
        <h2>开展监测</h2>
      </header>
      <div class="in">
        <CsrfField csrf={c.var.session.csrf} />
        <Select
          name="month"
          label="月份"
          required
          value={problem?.month ?? months.find((month) => month < running) ?? running}
          choices={choices.map((month) => ({ value: month, label: monthZh(month) }))}
        />
        <Field
          name="asOf"
          label="判定日期"
          type="date"
          value={problem?.asOf}
          hint="不填按月末24:00判定。本月尚未结束时，可填本月某日，先看当日24:00的情况。"
        />
        <button class="btn pri wide" type="submit">
          开始判定
        </button>
        <p class="hint">同一数据重复判定，结果不变；已作出的复核决定予以保留。</p>
      </div>
    </form>
  )
}
