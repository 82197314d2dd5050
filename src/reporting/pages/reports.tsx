import { formatDayZh, previousQuarter, type Quarter, type Instant } from '../../calendar/index.ts'
import type { JobRun } from '../../jobs/index.ts'
import { CsrfField, Empty, Head, RunProgress, Select } from '../../web/index.ts'
import { quarterName } from '../draft.ts'
import type { ReportVersion } from '../queries.ts'
import { ReportState } from './state.tsx'

/** A recorded moment in words. */
type Minute = (at: Instant) => string

type Props = {
  csrf: string
  versions: ReportVersion[]
  run: JobRun | undefined
  wanted: Quarter
  mayCompile: boolean
  minute: Minute
}

/** 季度报告: every version that was compiled, and the form that compiles the next. */
export function ReportsPage({ csrf, versions, run, wanted, mayCompile, minute }: Props) {
  return (
    <>
      <Head title="季度监测报告" note="依据经人工复核确认的监测结果编制，报区政府分管领导批阅" />
      <RunProgress run={run} title={`${quarterName({ quarter: wanted })}报告编制`} />
      <div class="stackv">
        {mayCompile && <CompileForm csrf={csrf} wanted={wanted} />}
        <section class="card">
          <header>
            <h2>历次报告</h2>
            <p>每次编制另存一版，旧版照原样保留</p>
          </header>
          {versions.length === 0 ? (
            <Empty title="还没有编制过报告">先完成月度监测和人工复核，再编制季度报告。</Empty>
          ) : (
            <table class="cards">
              <thead>
                <tr>
                  <th>季度</th>
                  <th>版次</th>
                  <th>状态</th>
                  <th>统计截至</th>
                  <th>编制时间</th>
                  <th>下载</th>
                </tr>
              </thead>
              <tbody>
                {versions.map((version) => (
                  <VersionRow version={version} minute={minute} />
                ))}
              </tbody>
            </table>
          )}
        </section>
      </div>
    </>
  )
}

function CompileForm({ csrf, wanted }: { csrf: string; wanted: Quarter }) {
  const quarters = [wanted]
  while (quarters.length < 6) quarters.push(previousQuarter(quarters.at(-1)!))
  return (
    <form class="card" method="post" action="/reports">
      <div class="filter">
        <CsrfField csrf={csrf} />
        <Select
          bare
          name="quarter"
          label="季度"
          value={wanted}
          choices={quarters.map((value) => ({ value, label: quarterName({ quarter: value }) }))}
        />
        <button class="btn pri" type="submit">
          编制报告
        </button>
        <span class="mut sm">编制前自动核对全部合计、比率和环比，对不上的不出报告。</span>
      </div>
    </form>
  )
}

function VersionRow({ version, minute }: { version: ReportVersion; minute: Minute }) {
  const { id, quarter, cutOff, createdAt } = version
  return (
    <tr>
      <td class="t">
        <a class="nm" href={`/reports/${id}`}>
          {quarterName({ quarter })}
        </a>
      </td>
      <td data-l="版次">{`第 ${version.version} 版`}</td>
      <td class="s">
        <ReportState report={version} />
      </td>
      <td class="num" data-l="统计截至">
        {formatDayZh(cutOff)}
      </td>
      <td class="num" data-l="编制时间">
        {minute(createdAt)}
      </td>
      <td class="full">
        <Downloads id={id} />
      </td>
    </tr>
  )
}

/** The three files of a version. */
export function Downloads({ id }: { id: string }) {
  return (
    <span class="acts">
      <a href={`/reports/${id}/files/pdf`}>PDF</a>
      <a href={`/reports/${id}/files/docx`}>Word</a>
      <a href={`/reports/${id}/files/xlsx`}>附表</a>
    </span>
  )
}
