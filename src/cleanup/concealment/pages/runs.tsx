import { formatDayZh } from '../../../calendar/index.ts'
import { fileMegabytes } from '../../../vocabulary/hints.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  Pager,
  shownMinute,
  Status,
  type WebContext,
} from '../../../web/index.ts'
import type { Count, Run } from '../queries/runs.ts'

type Props = {
  c: WebContext
  runs: readonly (Run & { counts: Count[] })[]
  total: number
  page: number
  names: ReadonlyMap<string, string>
  mayRun: boolean
  /** Accounts that 系统采集 met and the ledger did not know. */
  met: number
  problem?: string | undefined
}

/** 瞒报漏报核查: lists of accounts found outside, each held against the ledger. */
export const RunsPage = ({ c, runs, total, page, names, mayRun, met, problem }: Props) => (
  <>
    <Head title="瞒报漏报核查" note="将网上发现的账号清单与台账比对，逐个给出线索；认定由人工核实，比对不改动台账">
      <a class="btn" href="/concealment/collected">{`系统采集中遇到的账号 ${met} 个`}</a>
    </Head>
    {problem && <Alert tone="fail" title={problem} />}
    {mayRun && (
      <form class="card gap" method="post" action="/concealment" enctype="multipart/form-data">
        <div class="in">
          <CsrfField csrf={c.var.session.csrf} />
          <Field
            name="file"
            label="账号清单"
            type="file"
            required
            accept=".xlsx,.xls,.csv,.json"
            hint={`须有“平台”列，以及“账号名称”“账号ID”“主页链接”中至少一列；有认证主体、主办单位、发现日期的，比对更准。${fileMegabytes} MB以内。`}
          />
          <p class="acts">
            <button class="btn pri" type="submit">
              开展核查
            </button>
          </p>
        </div>
      </form>
    )}
    <section class="card">
      <header>
        <h2>核查批次</h2>
      </header>
      {runs.length === 0 ? (
        <Empty title="还没有开展过核查">上传账号清单后，结果保留在这里。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>清单</th>
              <th>台账日期</th>
              <th class="r">账号</th>
              <th class="r">未能读取</th>
              <th>线索</th>
              <th>经办</th>
              <th>时间</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr>
                <td class="t">
                  <a href={`/concealment/${run.id}`}>{run.fileName}</a>
                </td>
                <td data-l="台账日期">{formatDayZh(run.asOf)}</td>
                <td class="r num" data-l="账号">
                  {run.rowCount}
                </td>
                <td class="r num" data-l="未能读取">
                  {run.rejectedCount}
                </td>
                <td class="s">
                  <Progress counts={run.counts} />
                </td>
                <td data-l="经办">{names.get(run.createdBy) ?? '服务器操作员'}</td>
                <td class="num" data-l="时间">
                  {shownMinute(c, run.createdAt)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager c={c} page={page} total={total} />
    </section>
  </>
)

function Progress({ counts }: { counts: readonly Count[] }) {
  const sum = (state: Count['state']) =>
    counts.filter((one) => one.state === state).reduce((all, { count }) => all + count, 0)
  const open = sum('open')
  if (open > 0) return <Status mark="pend" word={`待核实 ${open} 条`} />
  return <Status mark="pass" word={sum('confirmed') + sum('dismissed') > 0 ? '已核实完' : '没有线索'} />
}
