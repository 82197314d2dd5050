import { fileMegabytes } from '../../../vocabulary/hints.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  Pager,
  Select,
  shownMinute,
  Status,
  type WebContext,
} from '../../../web/index.ts'
import { extentLabels } from '../model.ts'
import type { RunSummary } from '../queries/comparisons.ts'

type Props = {
  c: WebContext
  runs: readonly RunSummary[]
  total: number
  page: number
  names: ReadonlyMap<string, string>
  /** What was refused, with the extent that was chosen. */
  refused?: { problem: string; extent: string } | undefined
}

/** 与台账比对: a sheet out of the national system is held against the ledger; nothing is changed by it. */
export const ComparisonsPage = ({ c, runs, total, page, names, refused }: Props) => (
  <>
    <Head
      crumb={<a href="/national">全国系统填报</a>}
      title="与台账比对"
      note="上传从全国系统导出的表或单位填报的表，逐项列出与台账不一致的内容；比对不改动台账"
    />
    {refused && <Alert tone="fail" title={refused.problem} />}
    <form class="card gap" method="post" action="/national/comparisons" enctype="multipart/form-data">
      <div class="in">
        <CsrfField csrf={c.var.session.csrf} />
        <div class="row">
          <Field
            name="file"
            label="选择文件"
            type="file"
            required
            accept=".xlsx,.xls,.csv"
            hint={`须有单位名称、账号名称、平台三列，其余各列，表中列出的才比对。${fileMegabytes} MB以内。`}
          />
          <Select
            name="extent"
            label="表应包含"
            value={refused?.extent}
            choices={Object.entries(extentLabels).map(([value, label]) => ({ value, label }))}
            hint="据此列出台账有、表中没有的账号。"
          />
        </div>
        <p class="acts">
          <button class="btn pri" type="submit">
            比对
          </button>
        </p>
      </div>
    </form>
    <section class="card">
      <header>
        <h2>历次比对</h2>
      </header>
      {runs.length === 0 ? (
        <Empty title="还没有比对过">上传一份表后，结果保留在这里。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>文件</th>
              <th>账号</th>
              <th>差异</th>
              <th>处理情况</th>
              <th>经办</th>
              <th>时间</th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ id, fileName, rowCount, differences, open, comparedBy, comparedAt }) => (
              <tr>
                <td class="t">
                  <a href={`/national/comparisons/${id}`}>{fileName}</a>
                </td>
                <td class="num" data-l="账号">{`${rowCount} 个`}</td>
                <td class="num" data-l="差异">{`${differences} 处`}</td>
                <td data-l="处理情况">
                  {open > 0 ? (
                    <Status mark="pend" word={`待处理 ${open} 处`} />
                  ) : (
                    <Status mark="pass" word={differences > 0 ? '已处理完' : '一致'} />
                  )}
                </td>
                <td data-l="经办">{names.get(comparedBy) ?? '服务器操作员'}</td>
                <td class="num">{shownMinute(c, comparedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager c={c} page={page} total={total} path="/national/comparisons" />
    </section>
  </>
)
