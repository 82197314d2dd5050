import { formatMinute, type Month, monthZh } from '../../calendar/index.ts'
import type { Account } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, CsrfField, Empty, Field, Head, Select, type WebContext } from '../../web/index.ts'
import type { EvidenceRow } from '../evidence/model.ts'
import type { Gaps } from '../running/gaps.ts'
import type { FigureRow, LookRow, TargetRow } from '../running/page-queries.ts'
import { type Look, outcomeLabels } from '../sources/contract.ts'
import { sources } from '../sources/index.ts'
import { EvidenceList } from './evidence-list.tsx'
import { Figures } from './figures.tsx'
import { Gapped, GapCalendar, GapReasons } from './gap-calendar.tsx'
import { minuteOr, OutcomeMark, reasonOf, TargetMark } from './words.tsx'

export type Typed = { kind: string; url: string }

type Props = {
  c: WebContext
  account: Account
  targets: readonly TargetRow[]
  gaps: Gaps
  thisMonth: Month
  looks: readonly LookRow[]
  figures: readonly FigureRow[]
  evidence: readonly EvidenceRow[]
  mayChange: boolean
  typed?: Typed | undefined
  tested?: Look | undefined
  error?: string | undefined
  /** Why a change to one of the targets was not made. */
  refused?: string | undefined
}

/** One account: what looks at it, which days of a month were seen and by whom, and what came of the last looks. */
export function AccountSourcesPage(props: Props) {
  const { c, account, targets, gaps, looks, figures, evidence, mayChange, typed, tested, error, refused, thisMonth } =
    props
  const { month } = gaps
  const { days, seen } = gaps.coverage
  const isPresent = month === thisMonth
  return (
    <>
      <Head
        crumb={<a href={`/accounts/${account.id}`}>{account.name}</a>}
        title="采集"
        note={`${platforms[account.platform].label}　${isPresent ? '本月' : monthZh(month)} ${days} 天中已采集 ${seen} 天`}
      />
      {refused && <Alert tone="fail" title={refused} />}
      {isPresent && <Gapped gaps={gaps} />}
      <div class="cols c2">
        <div class="stackv">
          <Targets c={c} account={account} targets={targets} mayChange={mayChange} />
          {mayChange && <NewTarget c={c} account={account} typed={typed} tested={tested} error={error} />}
        </div>
        <div class="stackv">
          <GapCalendar accountId={account.id} gaps={gaps} thisMonth={thisMonth} />
          <GapReasons gaps={gaps} />
          <Looks looks={looks} />
          {figures.length > 0 && <Figures figures={figures} />}
          {evidence.length > 0 && <EvidenceList evidence={evidence} />}
        </div>
      </div>
    </>
  )
}

/** Those that are set up with an address and nothing else. */
const openSources = [...sources.values()].filter(({ needsAuthorisation }) => !needsAuthorisation)

type TargetsProps = Pick<Props, 'c' | 'account' | 'targets' | 'mayChange'>

const Targets = ({ c, account, targets, mayChange }: TargetsProps) => (
  <section class="card">
    <header>
      <h2>采集来源</h2>
      {[...sources.values()].some(({ platform }) => platform === account.platform) && (
        <p>
          <a href={`/sources/accounts/${account.id}/api`}>接口采集和授权书</a>
        </p>
      )}
    </header>
    {targets.length === 0 ? (
      <Empty title="还没有采集来源">
        请添加订阅源、网页，或登记授权书后通过接口采集；都没有的，请导入发布数据或人工巡查。
      </Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>来源</th>
            <th>最近一次成功</th>
            <th>情况</th>
            {mayChange && <th>办理</th>}
          </tr>
        </thead>
        <tbody>
          {targets.map((target) => (
            <tr>
              <td class="t">
                {target.sourceName}
                {target.url && <small class="url">{target.url}</small>}
              </td>
              <td data-l="最近一次成功" class="num">
                {minuteOr(target.lastSuccessAt, '还没有')}
              </td>
              <td class={reasonOf(target) ? 's full' : 's'}>
                <TargetMark target={target} />
                {reasonOf(target) && <small>{reasonOf(target)}</small>}
              </td>
              {mayChange && (
                <td class="full">
                  <form method="post" action={`/sources/accounts/${account.id}/${target.id}`}>
                    <CsrfField csrf={c.var.session.csrf} />
                    <input type="hidden" name="version" value={String(target.version)} />
                    <p class="acts">
                      {target.state !== 'on' && (
                        <button class="btn sm" type="submit" name="state" value="on">
                          恢复
                        </button>
                      )}
                      {target.state !== 'off' && (
                        <button class="btn sm" type="submit" name="state" value="off">
                          停用
                        </button>
                      )}
                    </p>
                  </form>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

function NewTarget({ c, account, typed, tested, error }: Pick<Props, 'c' | 'account' | 'typed' | 'tested' | 'error'>) {
  return (
    <form class="card" method="post" action={`/sources/accounts/${account.id}`}>
      <header>
        <h2>添加来源</h2>
      </header>
      <div class="in stack">
        <CsrfField csrf={c.var.session.csrf} />
        <Select
          name="kind"
          label="来源"
          value={typed?.kind}
          choices={openSources.map(({ kind, label }) => ({ value: kind, label }))}
        />
        <Field name="url" label="网址" value={typed?.url} required error={error} maxlength={1000} />
        {tested && <Tested look={tested} />}
        <p class="acts">
          <button class="btn" type="submit" name="do" value="test">
            试采集
          </button>
          <button class="btn pri" type="submit" name="do" value="add">
            添加
          </button>
        </p>
        <ul class="hint">
          {openSources.map(({ label, sees }) => (
            <li>{`${label}：${sees}`}</li>
          ))}
        </ul>
      </div>
    </form>
  )
}

/** What a trial brought; nothing of it is kept. */
function Tested({ look }: { look: Look }) {
  const posts = look.samples.filter((sample) => sample.kind === 'post')
  const title = `试采集：${outcomeLabels[look.outcome]}${look.why ? `，${look.why}` : ''}`
  const seen = look.outcome === 'ok' || look.outcome === 'empty'
  return (
    <Alert tone={seen ? 'pass' : 'warn'} title={title}>
      {posts.length > 0 && (
        <ul>
          {posts.slice(0, 5).map(({ title: name, publishedOn }) => (
            <li>{`${publishedOn ?? '无发布时间'}　${name}`}</li>
          ))}
        </ul>
      )}
      {posts.length > 5 && `共 ${posts.length} 条。`}
      {look.outcome === 'refused-address' && '内部网络的网址，请系统管理员按日常维护手册设置允许访问的主机后再试。'}
      结果未保存。
    </Alert>
  )
}

/** Whether a list came at all: of one that didn't change, or of none, no number is told. */
const listed = (outcome: LookRow['outcome']) => outcome === 'ok' || outcome === 'empty'

const Looks = ({ looks }: { looks: readonly LookRow[] }) => (
  <section class="card">
    <header>
      <h2>最近采集</h2>
    </header>
    {looks.length === 0 ? (
      <Empty title="还没有采集过">到期后自动采集。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>时间</th>
            <th>来源</th>
            <th class="r">列出</th>
            <th class="r">新增</th>
            <th>结果</th>
          </tr>
        </thead>
        <tbody>
          {looks.map(({ finishedAt, sourceName, outcome, why, notOpened, posts, newPosts, covers }) => (
            <tr>
              <td class="t num">{formatMinute(finishedAt)}</td>
              <td data-l="来源">{sourceName}</td>
              <td data-l="列出" class="r num">
                {listed(outcome) ? posts : '—'}
              </td>
              <td data-l="新增" class="r num">
                {listed(outcome) ? newPosts : '—'}
              </td>
              <td class={why || notOpened || covers ? 's full' : 's'}>
                <OutcomeMark result={{ outcome, notOpened }} />
                {(why ?? notOpened) && <small>{why ?? notOpened}</small>}
                {covers && <small>{`采集范围 ${covers.from} 至 ${covers.to}`}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)
