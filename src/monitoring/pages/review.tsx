import { isUuid } from '../../database/index.ts'
import { may, permittedScope } from '../../access/index.ts'
import { type Month, monthZh } from '../../calendar/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import {
  Alert,
  type Choice,
  Empty,
  Head,
  Pager,
  pageFrom,
  pageSize,
  render,
  Select,
  Status,
  type WebContext,
} from '../../web/index.ts'
import { type FindingFilter, listFindings } from '../findings.ts'
import { indicatorOf, indicators } from '../indicators/index.ts'
import { classLabels, type FindingRow, type FindingState, findingStateLabels } from '../model.ts'
import { checkedMonths } from '../page-queries.ts'
import { factLine, findingMarks, monthParam, partWords, platformLabel } from './words.ts'

const open: readonly FindingState[] = ['candidate', 'needs-evidence']
const stateChoices: readonly Choice[] = [
  { value: 'open', label: '待办理' },
  ...Object.entries(findingStateLabels).map(([value, label]) => ({ value, label })),
  { value: 'all', label: '全部状态' },
]

/** 人工复核: what the machine found, for people to look at. Shows what waits unless asked otherwise. */
export async function reviewPage(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId, unitId } = permittedScope(actor, 'review.read', session.districtId)
  const months = await checkedMonths(deps.db, districtId)
  const filter = { ...filterOf(c), unitId }
  const { findings, total, page } = await listFindings(deps.db, districtId, filter, pageFrom(c), pageSize)
  const first = findings.find(({ state }) => open.includes(state))
  return render(
    c,
    <>
      <Head title="人工复核" note="系统发现线索，由人确认或排除；只有确认的进入报告">
        {first && may(actor, 'review.decide', { districtId }) && (
          <a class="btn pri" href={`/review/${first.id}`}>
            开始复核
          </a>
        )}
      </Head>
      {c.req.query('done') !== undefined && <AllDone month={filter.month} left={total} />}
      <Alert tone="pend" title={sentences.candidatesOnly} />
      <section class="card">
        <Filters c={c} months={months} />
        {findings.length === 0 ? (
          <Empty title="没有符合条件的线索">
            {months.length === 0 ? '开展月度监测后，系统发现的线索列在这里。' : '换一个月份或状态再看。'}
          </Empty>
        ) : (
          <Findings findings={findings} />
        )}
        <Pager c={c} page={page} total={total} />
        {filter.month && (
          <p class="in">
            <a href={`/months/${filter.month}/sample`}>抽查本月排除的线索</a>
          </p>
        )}
      </section>
    </>,
    { title: '人工复核', current: '/review' },
  )
}

const AllDone = ({ month, left }: { month: Month | undefined; left: number }) => (
  <Alert tone="pass" title={left === 0 ? '本月线索已全部复核' : `本月待复核线索已办完，还有 ${left} 条待补证`}>
    {month && <a href={`/months/${month}`}>{`回到${monthZh(month)}监测，办理未采集账号和月度办结`}</a>}
  </Alert>
)

function filterOf(c: WebContext): FindingFilter {
  const { month, indicator, account, state = account ? 'all' : 'open' } = c.req.query()
  return {
    month: month ? monthParam(month) : undefined,
    indicator: indicators.some(({ id }) => id === indicator) ? indicator : undefined,
    accountId: account && isUuid(account) ? account : undefined,
    states: statesOf(state),
  }
}

function statesOf(state: string): readonly FindingState[] | undefined {
  if (state === 'all') return undefined
  return Object.hasOwn(findingStateLabels, state) ? [state as FindingState] : open
}

function Filters({ c, months }: { c: WebContext; months: readonly Month[] }) {
  const { month, indicator, state, account } = c.req.query()
  return (
    <form class="filter" method="get" action="/review">
      {account && <input type="hidden" name="account" value={account} />}
      <Select
        name="month"
        label="月份"
        bare
        value={month}
        choices={[{ value: '', label: '全部月份' }, ...months.map((one) => ({ value: one, label: monthZh(one) }))]}
      />
      <Select name="state" label="状态" bare value={state ?? (account ? 'all' : 'open')} choices={stateChoices} />
      <Select
        name="indicator"
        label="指标"
        bare
        value={indicator}
        choices={[{ value: '', label: '全部指标' }, ...indicators.map(({ id, label }) => ({ value: id, label }))]}
      />
      <button class="btn" type="submit">
        筛选
      </button>
    </form>
  )
}

function Findings({ findings }: { findings: readonly FindingRow[] }) {
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>账号</th>
          <th>主办单位</th>
          <th>月份</th>
          <th>线索</th>
          <th>类别</th>
          <th>状态</th>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding) => (
          <FindingLine finding={finding} />
        ))}
      </tbody>
    </table>
  )
}

function FindingLine({ finding }: { finding: FindingRow }) {
  const { mark, word } = findingMarks[finding.state]
  return (
    <tr>
      <td class="t">
        <a class="nm" href={`/review/${finding.id}`}>
          {finding.accountName}
        </a>
        <small>{platformLabel(finding.platform)}</small>
      </td>
      <td data-l="单位">{finding.unitName}</td>
      <td class="num" data-l="月份">
        {finding.month}
      </td>
      <td class="full">
        <b>{`${indicatorOf(finding.indicator).label}${partWords(finding)}`}</b>
        <small>{factLine(finding.indicator, finding.facts, finding.checkpoint)}</small>
      </td>
      <td>
        <span class="tag">{classLabels[finding.class]}</span>
      </td>
      <td class="s">
        <Status mark={mark} word={finding.firstConfirmedBy && finding.state === 'candidate' ? '待第二人复核' : word} />
        {finding.factsChanged && <small>事实已有变化</small>}
      </td>
    </tr>
  )
}
