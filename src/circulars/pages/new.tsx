import { monthZh } from '../../calendar/index.ts'
import { type FindingRow, indicatorOf } from '../../monitoring/index.ts'
import { quarterName, type ReportVersion } from '../../reporting/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Empty, Field, Head, SearchBox, Select, type WebContext } from '../../web/index.ts'
import { type Dispatch, type IssuingBody, stateLabels, type Variant, variantLabels } from '../model.ts'

type Typed = Readonly<Record<string, string>>
type Props = {
  csrf: string
  typed: Typed
  problem: string | undefined
  bodies: readonly IssuingBody[]
  /** Final reports, the newest first. */
  reports: readonly ReportVersion[]
  /** The live paper of a report that has one, by report: only an upward self-check may follow. */
  papers: ReadonlyMap<string, Dispatch>
  /** Confirmed findings that were searched for, the newest month first, and how many there are of them. */
  findings: readonly FindingRow[]
  total: number
  c: WebContext
}

const ofReport: readonly Variant[] = ['circular', 'letter', 'no-problems', 'self-check']

const Issuer = ({ bodies, typed, id }: { bodies: readonly IssuingBody[]; typed: Typed; id: string }) => (
  <Select
    name="issuer"
    id={id}
    label="发文机关"
    required
    value={typed['issuer'] ?? bodies[0]?.name}
    choices={bodies.map(({ name }) => ({ value: name, label: name }))}
  />
)

/** Said before anything is filled in: a report goes out once. */
const Known = ({ paper }: { paper: Dispatch | undefined }) =>
  paper ? (
    <Alert tone="pend" title={`该报告已有通报（${stateLabels[paper.state]}），只能再拟自查报告`}>
      <a href={`/circulars/${paper.id}`}>{paper.title}</a>
    </Alert>
  ) : null

/** 拟制: from a final report, or of one account from findings that somebody chooses. */
export const NewPage = ({ csrf, typed, problem, bodies, reports, papers, findings, total, c }: Props) => {
  const taken = papers.get(typed['reportId'] ?? reports[0]?.id ?? '')
  return (
    <>
      <Head
        crumb={<a href="/circulars">通报</a>}
        title="拟制通报"
        note={`文稿由报告或所选问题生成，数字逐一绑定来源，可以修改。${sentences.nothingSecret}`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {!problem && <Known paper={taken} />}
      <div class="stackv">
        <section class="card">
          <header>
            <h2>依据季度报告</h2>
          </header>
          {reports.length === 0 ? (
            <Empty title="还没有已审定的季度报告">报告审定后，可以从报告拟制通报、函和自查报告。</Empty>
          ) : (
            <form class="in" method="post" action="/circulars/new">
              <CsrfField csrf={csrf} />
              <Select
                name="reportId"
                label="季度报告"
                required
                value={typed['reportId'] ?? reports[0]?.id}
                choices={reports.map(({ id, quarter, version }) => ({
                  value: id,
                  label: `${quarterName({ quarter })}监测报告（第${version}版）${papers.has(id) ? '　已有通报，只能再拟自查报告' : ''}`,
                }))}
              />
              <Select
                name="variant"
                label="文种"
                required
                value={typed['variant'] ?? (taken ? 'self-check' : 'circular')}
                choices={ofReport.map((variant) => ({ value: variant, label: variantLabels[variant] }))}
              />
              <Issuer bodies={bodies} typed={typed} id="issuer" />
              <Field
                name="superior"
                label="报送的上级机关"
                value={typed['superior']}
                hint="只有自查报告需要填写，如：某市政务公开领导小组办公室。"
              />
              <p class="acts">
                <button class="btn pri" type="submit">
                  拟稿
                </button>
              </p>
            </form>
          )}
        </section>
        <section class="card">
          <header>
            <h2>单账号专项通报</h2>
            <p>选择同一个账号经复核确认的问题，不需要季度报告</p>
          </header>
          <form class="filter" method="get" action="/circulars/new">
            <SearchBox c={c} label="账号、单位名称" />
            <button class="btn" type="submit">
              查找
            </button>
            {total > findings.length && <span class="mut">{`列出最近 ${findings.length} 个，共 ${total} 个`}</span>}
          </form>
          {findings.length === 0 && c.req.query('q') ? (
            <Empty title="没有找到">请核对账号或单位名称，只列经复核确认的问题。</Empty>
          ) : findings.length === 0 ? (
            <Empty title="没有经复核确认的问题">问题经人工复核确认后，可以单独通报。</Empty>
          ) : (
            <form class="in" method="post" action="/circulars/new">
              <CsrfField csrf={csrf} />
              <input type="hidden" name="variant" value="single-account" />
              <Issuer bodies={bodies} typed={typed} id="issuer-single" />
              <fieldset class="fld">
                <legend>问题</legend>
                {findings.map(({ id, month, accountName, platform, unitName, indicator }) => (
                  <label class="opt">
                    <input
                      type="checkbox"
                      name="findingIds"
                      value={id}
                      checked={typed['findingIds']?.includes(id) ?? false}
                    />
                    <span>{`${monthZh(month)}　${unitName}　${accountName}（${platforms[platform].label}）　${indicatorOf(indicator).label}`}</span>
                  </label>
                ))}
              </fieldset>
              <p class="acts">
                <button class="btn" type="submit">
                  拟稿
                </button>
              </p>
            </form>
          )}
        </section>
      </div>
    </>
  )
}
