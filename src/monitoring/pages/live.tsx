import { permittedScope, scopeOf } from '../../access/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import type { Child } from 'hono/jsx'
import { sentences } from '../../vocabulary/sentences.ts'
import {
  Alert,
  Empty,
  Head,
  Pager,
  pageFrom,
  pageSize,
  render,
  shownMinute,
  Status,
  type WebContext,
} from '../../web/index.ts'
import { type LiveAccount, type LiveState, liveState } from '../live.ts'
import { platformLabel } from './words.ts'

/** What an account is counted as now; each number opens its list. */
const kinds = {
  overdue: { label: '已超过两周', note: '疑似内容不更新', fits: ({ overdue }: LiveAccount) => overdue },
  warned: { label: '更新预警', note: '尚在期限内，可提醒', fits: ({ warned }: LiveAccount) => warned },
  unseen: { label: '未采集', note: '不等于未更新', fits: ({ verdict }: LiveAccount) => verdict === 'unknown' },
  today: { label: '今天有更新', note: '', fits: ({ silentDays }: LiveAccount) => silentDays === 0 },
} as const
type Kind = keyof typeof kinds

async function stateFor(c: WebContext): Promise<LiveState> {
  const { actor, session, deps } = c.var
  const { districtId, unitId } = permittedScope(actor, 'check.read', session.districtId)
  const state = await liveState(deps, districtId)
  return unitId ? { ...state, accounts: state.accounts.filter((one) => one.unitId === unitId) } : state
}

/** The card on the workbench; it asks for itself anew and is answered 304 while nothing changed. */
export async function liveCard(c: WebContext): Promise<Child> {
  const { actor, session, deps } = c.var
  const scope = scopeOf(actor, 'check.read', session.districtId)
  if (!scope || scope.unitId) return null
  return (
    <div data-live="/live/card">
      <Card c={c} state={await liveState(deps, session.districtId)} />
    </div>
  )
}

function Card({ c, state }: { c: WebContext; state: LiveState }) {
  const longest = state.accounts
    .filter(({ overdue, warned }) => overdue || warned)
    .toSorted((a, b) => (b.silentDays ?? Infinity) - (a.silentDays ?? Infinity))
    .slice(0, 5)
  return (
    <section class="card" aria-label="实时情况">
      <header>
        <h2>实时情况</h2>
        <p>{`截至 ${shownMinute(c, state.judgedAt)}`}</p>
      </header>
      <div class="in stack">
        <p class="sm">{sentences.candidatesOnly}</p>
        <dl class="dl">
          {(Object.keys(kinds) as Kind[]).map((kind) => (
            <>
              <dt>{kinds[kind].label}</dt>
              <dd>
                <a href={`/live?show=${kind}`}>{`${state.accounts.filter(kinds[kind].fits).length} 个`}</a>
                {kinds[kind].note && <small class="mut">{`　${kinds[kind].note}`}</small>}
              </dd>
            </>
          ))}
        </dl>
        {longest.length > 0 && (
          <dl class="dl">
            <dt>最久未更新</dt>
            <dd>
              {longest.map((one, at) => (
                <>
                  {at > 0 && <br />}
                  <a href={`/accounts/${one.id}`}>{one.name}</a>
                  {`　${platformLabel(one.platform)}　${silenceWords(one)}　`}
                  <Status {...markOf(one)} />
                </>
              ))}
            </dd>
          </dl>
        )}
      </div>
    </section>
  )
}

/** The card alone, for the page that stands open. */
export async function liveFragment(c: WebContext): Promise<Response> {
  const state = await stateFor(c)
  const tag = `"${state.stamp}"`
  const headers = { etag: tag, 'cache-control': 'private, no-cache' }
  if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers)
  return c.html(<Card c={c} state={state} />, 200, headers)
}

/** 实时情况: every account as the machine sees it now, the longest silent first. */
export async function livePage(c: WebContext): Promise<Response> {
  const state = await stateFor(c)
  const show = c.req.query('show') ?? ''
  const kind = Object.hasOwn(kinds, show) ? (show as Kind) : undefined
  const accounts = state.accounts
    .filter(kind ? kinds[kind].fits : () => true)
    .toSorted((a, b) => (b.silentDays ?? -1) - (a.silentDays ?? -1))
  const page = Math.min(pageFrom(c), Math.max(1, Math.ceil(accounts.length / pageSize)))
  const body = (
    <>
      <Head
        crumb={<a href="/months">月度监测</a>}
        title={`实时情况${kind ? `　${kinds[kind].label}` : ''}`}
        note={`以${formatDayZh(state.asOf)}为监测时间点，${shownMinute(c, state.judgedAt)} 判定，不计入任何月份`}
      />
      <Alert tone="pend" title={sentences.candidatesOnly} />
      <section class="card">
        <p class="in">
          <a href="/live">全部</a>
          {(Object.keys(kinds) as Kind[]).map((one) => (
            <>
              {'　'}
              <a href={`/live?show=${one}`} aria-current={one === kind ? 'true' : undefined}>
                {`${kinds[one].label} ${state.accounts.filter(kinds[one].fits).length}`}
              </a>
            </>
          ))}
        </p>
        {accounts.length === 0 ? (
          <Empty title="没有这样的账号">换一类再看。</Empty>
        ) : (
          <AccountTable accounts={accounts.slice((page - 1) * pageSize, page * pageSize)} />
        )}
        <Pager c={c} page={page} total={accounts.length} />
      </section>
    </>
  )
  return render(c, body, { title: '实时情况', current: '/months' })
}

const AccountTable = ({ accounts }: { accounts: readonly LiveAccount[] }) => (
  <table class="cards">
    <thead>
      <tr>
        <th>账号</th>
        <th>主办单位</th>
        <th>最后更新</th>
        <th>未更新</th>
        <th>情况</th>
      </tr>
    </thead>
    <tbody>
      {accounts.map((one) => (
        <tr>
          <td class="t">
            <a class="nm" href={`/accounts/${one.id}`}>
              {one.name}
            </a>
            <small>{platformLabel(one.platform)}</small>
          </td>
          <td data-l="单位">{one.unitName}</td>
          <td class="num" data-l="最后更新">
            {one.lastUpdateOn ?? '未知'}
          </td>
          <td class="num" data-l="未更新">
            {silenceWords(one)}
          </td>
          <td class="s">
            <Status {...markOf(one)} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const silenceWords = ({ silentDays, overdue }: LiveAccount) =>
  silentDays === null ? (overdue ? '未见发布' : '未知') : `${silentDays} 天`

const markOf = ({ overdue, warned, verdict }: LiveAccount) =>
  overdue
    ? ({ mark: 'pend', word: '疑似超期' } as const)
    : warned
      ? ({ mark: 'warn', word: '预警' } as const)
      : verdict === 'unknown'
        ? ({ mark: 'unkn', word: '未采集' } as const)
        : ({ mark: 'pass', word: '正常' } as const)
