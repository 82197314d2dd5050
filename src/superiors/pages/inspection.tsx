import type { Child } from 'hono/jsx'
import { formatDayZh, type Month, monthZh } from '../../calendar/index.ts'
import { classLabels, type RehearsedResult } from '../../monitoring/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, Empty, Head, Select, Status } from '../../web/index.ts'
import { rehearsalLevel, rehearsalLevelNames, rehearsalLevels, type RehearsalLevelName } from '../rehearsal/levels.ts'
import { accountsWith, type IndicatorTally, type RehearsalDocument, tallies } from '../rehearsal/rehearse-check.ts'

type Props = {
  level: RehearsalLevelName
  months: readonly Month[]
  month: Month
  rehearsal: RehearsalDocument
  seesReview: boolean
  problem: string | undefined
  folder: Child
}

const MOST_SHOWN = 200
const FEW = 5
const MOST_NAMED = 100

/** 迎检预演: by indicator and by account, with what would change it; unknown stands apart and is no finding. */
export function InspectionPage({ level, months, month, rehearsal, seesReview, problem, folder }: Props) {
  const found = accountsWith(rehearsal, 'fail')
  const unseen = accountsWith(rehearsal, 'unknown')
  const vetoed = rehearsal.accounts.filter(({ verdict }) => verdict === 'unqualified').length
  const { note, paper } = rehearsalLevel(level)
  return (
    <>
      <Head
        crumb={<a href="/superiors">上级交办</a>}
        title="迎检"
        note="按上级的指标预演：检查会查出什么。预演不是监测结论，不生成线索，不改动月度监测。"
      >
        {folder && (
          <a class="btn" href="#folder">
            导出迎检材料
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        <section class="card">
          <form class="filter" method="get" action="/inspection">
            <Select
              bare
              name="level"
              label="检查层级"
              value={level}
              choices={rehearsalLevelNames.map((value) => ({ value, label: rehearsalLevels[value].label }))}
            />
            <Select
              bare
              name="month"
              label="月份"
              value={month}
              choices={months.map((value) => ({ value, label: monthZh(value) }))}
            />
            <button class="btn" type="submit">
              预演
            </button>
          </form>
          <p class="in mut">{`监测时间点${formatDayZh(rehearsal.checkpoint)}24时。依据：${paper}。${note ?? ''}`}</p>
        </section>
        <section class="glance" aria-label="预演概况">
          <Figure label="纳入预演的账号" value={rehearsal.accounts.length} />
          <Figure label="会被查出问题的" value={found.length} />
          <Figure label="其中触及单项否决" value={vetoed} />
          <Figure label="有指标未采集，暂不能判断的" value={unseen.length} />
        </section>
        <Beside rehearsal={rehearsal} />
        <Indicators rows={tallies(rehearsal)} accounts={rehearsal.accounts.length} />
        <Found rows={found} seesReview={seesReview} rehearsal={rehearsal} />
        <Unseen rows={unseen} rehearsal={rehearsal} />
        {folder}
      </div>
    </>
  )
}

const Figure = ({ label, value }: { label: string; value: number }) => (
  <div>
    <p class="k">{label}</p>
    <p class="v">
      {value}
      <small>个</small>
    </p>
  </div>
)

function Beside({ rehearsal: { beside } }: Pick<Props, 'rehearsal'>) {
  const parts = [
    beside.leads > 0 && `不属于通知范围的单位 ${beside.leads} 个账号`,
    beside.unsettled > 0 && `单位类型待核实的 ${beside.unsettled} 个账号`,
    beside.ceased > 0 && `已注销的 ${beside.ceased} 个账号`,
  ].filter((part) => part !== false)
  if (parts.length === 0) return null
  return <Alert tone="unkn" title={`未纳入预演：${parts.join('，')}`} />
}

const forceWords = {
  'in-force': '现行口径',
  draft: '待确认口径，仅供预演',
  optional: '本区未启用也判，仅供预演',
} as const

const Indicators = ({ rows, accounts }: { rows: readonly IndicatorTally[]; accounts: number }) => (
  <section class="card">
    <header>
      <h2>按指标</h2>
      <p>{`共 ${accounts} 个账号`}</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>指标</th>
          <th>查出</th>
          <th>未采集</th>
          <th>通过</th>
          <th>不涉及</th>
          <th>没有资料</th>
          <th>口径</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <td class="t">
              {`${row.label}（${classLabels[row.class]}）`}
              <small>{row.clause}</small>
            </td>
            <td class="num" data-l="查出">
              {row.found > 0 ? <Status mark="fail" word={String(row.found)} /> : '0'}
            </td>
            <td class="num" data-l="未采集">
              {row.unknown}
            </td>
            <td class="num" data-l="通过">
              {row.passed}
            </td>
            <td class="num" data-l="不涉及">
              {row.notApplicable}
            </td>
            <td class="num" data-l="没有资料">
              {row.untold}
            </td>
            <td class="full">
              {row.lacks ? '本区没有设这项期限，不能预演' : forceWords[row.force]}
              {row.untold > 0 && !row.lacks && (
                <small>
                  {row.method === 'system' ? '这些账号没有相应资料' : '由人工检查，没有登记问题的账号不作判定'}
                </small>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

type FoundProps = { rows: ReturnType<typeof accountsWith>; seesReview: boolean; rehearsal: RehearsalDocument }

function Found({ rows, seesReview, rehearsal }: FoundProps) {
  const byId = new Map(rehearsal.indicators.map((one) => [one.id, one]))
  return (
    <section class="card">
      <header>
        <h2>会被查出的问题</h2>
        <p>按上级指标判定不通过；经人工复核的，写明复核结果</p>
      </header>
      {rows.length === 0 ? (
        <Empty title="按本组指标没有查出问题" />
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>账号</th>
              <th>指标</th>
              <th>情况</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_SHOWN).flatMap((account) =>
              account.results.map((result, at) => (
                <tr>
                  <td class="t">
                    {at === 0 && (
                      <>
                        <a
                          class="nm"
                          href={`/accounts/${account.id}`}
                        >{`${account.name}（${platforms[account.platform].label}）`}</a>
                        <small>{account.unit}</small>
                      </>
                    )}
                  </td>
                  <td data-l="指标">
                    {byId.get(result.indicator)?.label}
                    {byId.get(result.indicator)?.force === 'draft' && <small>{forceWords.draft}</small>}
                  </td>
                  <td class="full">
                    {result.sentence}
                    {result.wouldChange && <small>{result.wouldChange}</small>}
                    {result.finding && <small>{reviewed(result.finding, seesReview)}</small>}
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      )}
      {rows.length > MOST_SHOWN && (
        <p class="in mut">{`这里列出前 ${MOST_SHOWN} 个账号，共 ${rows.length} 个；全部在迎检材料的预演结果中。`}</p>
      )}
    </section>
  )
}

/** What nobody can say, by indicator and by what would tell it; accounts are folded away where they are many. */
function Unseen({ rows, rehearsal }: Omit<FoundProps, 'seesReview'>) {
  const lines = rows.flatMap((account) => account.results.map((result) => ({ account, result })))
  const groups = Map.groupBy(lines, ({ result }) => `${result.indicator}\n${result.wouldChange ?? ''}`)
  const labels = new Map(rehearsal.indicators.map(({ id, label }) => [id, label]))
  return (
    <section class="card">
      <header>
        <h2>未采集，暂不能判断的</h2>
        <p>没有采集到，不等于有问题；检查前补充采集或者人工巡查</p>
      </header>
      {rows.length === 0 ? (
        <Empty title="没有未采集的指标" />
      ) : (
        <ul class="plain rows">
          {[...groups.values()].map((group) => (
            <li>
              <p>
                <b>{labels.get(group[0]!.result.indicator)}</b>
                {`　${group.length} 个账号`}
              </p>
              {group[0]!.result.wouldChange && <p class="mut">{group[0]!.result.wouldChange}</p>}
              <details open={group.length <= FEW}>
                <summary>账号</summary>
                <dl class="dl">
                  <dt>{`${group.length} 个`}</dt>
                  <dd>
                    {group.slice(0, MOST_NAMED).map(({ account: { id, name, platform, unit } }, at) => (
                      <>
                        {at > 0 && '、'}
                        <a href={`/accounts/${id}`} title={unit}>{`${name}（${platforms[platform].label}）`}</a>
                      </>
                    ))}
                    {group.length > MOST_NAMED && `等，共 ${group.length} 个，全部在迎检材料的预演结果中`}
                  </dd>
                </dl>
              </details>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const states = {
  candidate: '待复核',
  'needs-evidence': '待补证',
  confirmed: '已经人工确认',
  dismissed: '已经人工排除',
  withdrawn: '已撤销',
  split: '已拆分，各部分另行复核',
  merged: '已并入另一条线索',
} as const

const reviewed = ({ id, state }: NonNullable<RehearsedResult['finding']>, seesReview: boolean): Child =>
  seesReview ? <a href={`/review/${id}`}>{`本月监测：${states[state]}`}</a> : `本月监测：${states[state]}`
