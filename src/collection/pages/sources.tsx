import { formatMinute, type Instant } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, Empty, Head, Pager, Select, type WebContext } from '../../web/index.ts'
import { inForce, type MaintenanceWindow, nextAfter, sendsAgainAt, type Stretch } from '../maintenance/model.ts'
import { type Health, SILENT_HOURS, type TargetRow } from '../running/page-queries.ts'
import { isCollected, outcomeLabels } from '../sources/contract.ts'
import { minuteOr, reasonOf, TargetMark } from './words.tsx'

type Props = {
  c: WebContext
  health: Health
  /** 维护时段 of now and later. */
  windows: readonly MaintenanceWindow[]
  now: Instant
  rows: readonly TargetRow[]
  total: number
  page: number
  /** Suspected secrets that wait for their handover; null for whoever doesn't handle them. */
  toHandOver: number | null
  mayChangeYears: boolean
  mayChange: boolean
}

/** 系统采集: how collecting goes, what waits for a person, each account with its source. */
export function SourcesPage(props: Props) {
  const { c, health, windows, now, rows, total, page, toHandOver, mayChangeYears, mayChange } = props
  return (
    <>
      <Head title="系统采集" note="采集不到的一律按未采集处理，不等于未更新">
        {toHandOver !== null && (
          <a class="btn" href="/sources/secrecy">
            疑似涉密内容移交
          </a>
        )}
        {mayChangeYears && (
          <a class="btn" href="/sources/retention">
            保存期限
          </a>
        )}
        <a class="btn" href="/sources/gaps">
          采集缺口
        </a>
        <a class="btn" href="/sources/feeds">
          订阅源清单
        </a>
        {mayChange && (
          <a class="btn" href="/sources/component">
            第三方平台
          </a>
        )}
        <a class="btn" href="/sources/windows">
          维护时段
        </a>
      </Head>
      <Maintenance windows={windows} now={now} />
      <Glance health={health} />
      {toHandOver !== null && toHandOver > 0 && (
        <Alert tone="fail" title={`${toHandOver} 件疑似涉密内容待移交`}>
          内容未保存。请立即联系保密部门，并在“疑似涉密内容移交”登记移交情况。
        </Alert>
      )}
      {health.held > 0 && (
        <Alert tone="fail" title={`${health.held} 个采集来源已暂停，等待处理`}>
          多次未能采集，原因列在下表。核对网址后，在账号的采集页恢复；在此之前请安排人工巡查。
          <Only state="held" c={c} />
        </Alert>
      )}
      {health.silent > 0 && (
        <Alert tone="warn" title={`${health.silent} 个采集来源超过 ${SILENT_HOURS} 小时没有采集成功`}>
          来源可能已经失效，所采集账号的近期情况按未采集处理。请核对网址，或者安排人工巡查。
          <Only state="silent" c={c} />
        </Alert>
      )}
      <section class="card gap">
        <Filter c={c} />
        {rows.length === 0 ? (
          <NoTargets isFiltered={Boolean(c.req.query('q') || c.req.query('state'))} />
        ) : (
          <Targets rows={rows} windows={windows} now={now} />
        )}
        <Pager c={c} page={page} total={total} />
      </section>
    </>
  )
}

const Only = ({ state, c }: { state: string; c: WebContext }) =>
  c.req.query('state') === state ? null : (
    <p>
      <a href={`/sources?state=${state}`}>只看这些来源</a>
    </p>
  )

const untilWords = ({ from, to }: Stretch) => `${formatMinute(from)} 至 ${formatMinute(to)}`

/** The window in force, and the next one. */
function Maintenance({ windows, now }: Pick<Props, 'windows' | 'now'>) {
  const present = inForce(windows, now)
  const next = nextAfter(windows, now)
  const coming = next && `下一维护时段：${untilWords(next)}（${next.reason}）`
  if (!present) return coming ? <p class="mut gap">{coming}</p> : null
  return (
    <Alert tone="warn" title={`正在维护：${untilWords(present)}，不向外发送任何请求`}>
      {`${present.reason}。到期的采集顺延到结束以后进行。`}
      {coming && <p>{coming}</p>}
    </Alert>
  )
}

const NoTargets = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="没有符合条件的采集设置">请更换单位、账号或情况后再筛选。</Empty>
  ) : (
    <Empty title="还没有采集设置">
      在账号页打开“采集”，添加订阅源、网页，或登记授权书后通过接口采集；都没有的，请导入发布数据或人工巡查。
    </Empty>
  )

function Glance({ health }: { health: Health }) {
  const { accounts, withTarget, failing, looks } = health
  const times = looks.reduce((sum, look) => sum + look.times, 0)
  const seen = looks.filter(({ outcome }) => isCollected(outcome)).reduce((sum, look) => sum + look.times, 0)
  const others = looks.filter(({ outcome }) => !isCollected(outcome))
  return (
    <section class="glance" aria-label="采集情况">
      <div>
        <div class="k">已设置采集</div>
        <div class="v">
          {withTarget}
          <small>个账号</small>
        </div>
        <div class="n">{`登记 ${accounts} 个，其余 ${Math.max(accounts - withTarget, 0)} 个靠导入和巡查`}</div>
      </div>
      <div>
        <div class="k">近24小时采集</div>
        <div class="v">
          {times}
          <small>次</small>
        </div>
        <div class="n">{`成功 ${seen} 次`}</div>
      </div>
      <div>
        <div class="k">未能采集</div>
        <div class="v">
          {times - seen}
          <small>次</small>
        </div>
        <div class="n">
          {others.map(({ outcome, times: count }) => `${outcomeLabels[outcome]} ${count}`).join('，') || '没有'}
        </div>
      </div>
      <div>
        <div class="k">正在重试</div>
        <div class="v">
          {failing}
          <small>个来源</small>
        </div>
        <div class="n">间隔逐次加长，连续失败后暂停</div>
      </div>
    </section>
  )
}

const states = [
  { value: '', label: '全部情况' },
  { value: 'held', label: '待处理' },
  { value: 'failing', label: '正在重试' },
  { value: 'silent', label: `超过 ${SILENT_HOURS} 小时未成功` },
  { value: 'on', label: '启用' },
  { value: 'off', label: '已停用' },
]

const Filter = ({ c }: { c: WebContext }) => (
  <form class="filter" method="get" action="/sources">
    <label class="vh" for="search">
      单位、账号
    </label>
    <input type="search" id="search" name="q" value={c.req.query('q') ?? ''} placeholder="单位、账号" />
    <Select bare name="state" label="情况" value={c.req.query('state')} choices={states} />
    <button class="btn" type="submit">
      筛选
    </button>
  </form>
)

/** When a look is really made: not in a 维护时段. One that is late says since when it is due. */
function nextLookAt({ nextAt }: TargetRow, windows: readonly MaintenanceWindow[], now: Instant): Instant {
  const soonest = nextAt > now ? nextAt : now
  const opens = sendsAgainAt(windows, soonest)
  return opens > soonest ? opens : nextAt
}

const Targets = ({ rows, windows, now }: Pick<Props, 'rows' | 'windows' | 'now'>) => (
  <table class="cards stick">
    <thead>
      <tr>
        <th>账号</th>
        <th>主办单位</th>
        <th>来源</th>
        <th>最近一次成功</th>
        <th>下次采集</th>
        <th>情况</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((target) => (
        <tr>
          <td class="t">
            <a href={`/sources/accounts/${target.accountId}`}>{target.accountName}</a>
            <small>{platforms[target.platform].label}</small>
          </td>
          <td data-l="主办单位">{target.unitName}</td>
          <td data-l="来源">{target.sourceName}</td>
          <td data-l="最近一次成功" class="num">
            {minuteOr(target.lastSuccessAt, '还没有')}
          </td>
          <td data-l="下次采集" class="num">
            {target.state === 'on' ? formatMinute(nextLookAt(target, windows, now)) : '—'}
          </td>
          <td class={reasonOf(target) ? 's full' : 's'}>
            <TargetMark target={target} />
            {reasonOf(target) && <small>{reasonOf(target)}</small>}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
