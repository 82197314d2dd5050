import {
  endOtherSessions,
  endSession,
  listSessions,
  namesOfUsers,
  ownSessions,
  type SessionLine,
} from '../../access/index.ts'
import { isUuid } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { CsrfField } from '../components/field.tsx'
import { Empty, Head } from '../components/head.tsx'
import { Pager, pageFrom, pageSize } from '../components/paging.tsx'
import { SearchBox, searchFrom } from '../components/search.tsx'
import { trailPanel } from '../components/trail-panel.tsx'
import type { WebContext } from '../context.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'
import { shownMinute } from '../shown-time.ts'

type Who = (line: SessionLine) => string

function Sessions({
  c,
  lines,
  action,
  who,
}: {
  c: WebContext
  lines: readonly SessionLine[]
  action: string
  who?: Who
}) {
  const { session } = c.var
  return (
    <table class="cards long">
      <thead>
        <tr>
          {who && <th>姓名</th>}
          <th>浏览器</th>
          <th>网络地址</th>
          <th>登录时间</th>
          <th>最近使用</th>
          <th>办理</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr>
            {who && (
              <td class="t">
                {who(line)} <span class="mut sm">{line.login}</span>
              </td>
            )}
            <td class={who ? undefined : 't'}>{browserName(line.browser)}</td>
            <td class="mono">{line.address ?? '未记录'}</td>
            <td class="num" data-l="登录">
              {shownMinute(c, line.startedAt)}
            </td>
            <td class="num" data-l="最近使用">
              {shownMinute(c, line.lastSeenAt)}
            </td>
            <td class="full">
              {line.id === session.id ? (
                <span class="st pass">本次登录</span>
              ) : (
                <form class="inl" method="post" action={`${action}/${line.id}/end`}>
                  <CsrfField csrf={session.csrf} />
                  <button
                    class="btn txt"
                    type="submit"
                    aria-label={`结束登录：${who ? who(line) : browserName(line.browser)}`}
                  >
                    结束登录
                  </button>
                </form>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const families = [
  [/Edg\/(\d+)/, 'Edge'],
  [/360|QIHU/i, '360 浏览器'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/Chrome\/(\d+)/, 'Chromium'],
  [/Version\/(\d+).*Safari/, 'Safari'],
] as const
const systems = [
  [/Windows NT/, 'Windows'],
  [/Android/, '安卓'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const

/** What a browser says about itself, as a person would: Chromium 126，Windows. */
export function browserName(agent: string | null): string {
  if (!agent) return '未记录'
  const family = families.find(([sign]) => sign.test(agent))
  const system = systems.find(([sign]) => sign.test(agent))?.[1]
  const version = family && family[0].exec(agent)?.[1]
  const name = family ? [family[1], version].filter(Boolean).join(' ') : '其他程序'
  return system ? `${name}，${system}` : name
}

async function ownPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const lines = await ownSessions(deps, actor, session.policy)
  const others = lines.filter(({ id }) => id !== session.id).length
  const page = (
    <>
      <Head title="我的登录" note={`用户名 ${session.user.login}　${session.user.roleLabels.join('、')}`}>
        <a class="btn" href="/delegations">
          代理
        </a>
        <a class="btn" href="/second-factor">
          动态口令
        </a>
        <a class="btn" href="/password">
          修改密码
        </a>
      </Head>
      <div class="stackv">
        <section class="card">
          <header>
            <h2>正在登录的地方</h2>
            <p>{`${lines.length} 处`}</p>
          </header>
          <Sessions c={c} lines={lines} action="/own-sign-ins" />
          <div class="in">
            <p class="mut sm">有不认识的，先结束登录，再修改密码，并告知安全保密员。</p>
            {others > 0 && (
              <form method="post" action="/own-sign-ins/end-others">
                <CsrfField csrf={session.csrf} />
                <button class="btn" type="submit">
                  {`结束其他 ${others} 处登录`}
                </button>
              </form>
            )}
          </div>
        </section>
        {await trailPanel(c, { kind: 'user', id: actor.id })}
      </div>
    </>
  )
  return render(c, page, { title: '我的登录', current: '' })
}

async function districtPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const all = await listSessions(deps, actor, session.districtId, session.policy)
  const names = await namesOfUsers(
    deps,
    session.districtId,
    all.map(({ userId }) => userId),
  )
  const nameOf: Who = ({ userId, login }) => names.get(userId) ?? login
  const sought = searchFrom(c)
  const lines = all.filter((line) => sought === '' || line.login.includes(sought) || nameOf(line).includes(sought))
  const page = pageFrom(c)
  const body = (
    <>
      <Head title="登录情况" note="本区用户正在登录的地方；结束登录后，该处须重新登录才能继续" />
      <form class="filter" method="get" action="/sign-ins">
        <SearchBox c={c} label="查姓名、用户名" />
        <button class="btn" type="submit">
          查找
        </button>
      </form>
      <section class="card">
        {lines.length === 0 ? (
          <Empty title="没有符合条件的登录">换一个姓名或用户名再查。</Empty>
        ) : (
          <>
            <Sessions
              c={c}
              lines={lines.slice((page - 1) * pageSize, page * pageSize)}
              action="/sign-ins"
              who={nameOf}
            />
            <Pager c={c} page={page} total={lines.length} path="/sign-ins" />
          </>
        )}
      </section>
    </>
  )
  return render(c, body, { title: '登录情况', current: '/sign-ins' })
}

const end = (page: string) => async (c: WebContext) => {
  const id = c.req.param('id') ?? ''
  if (!isUuid(id)) throw refuse('session.not-found')
  const ownAlone = page === '/own-sign-ins'
  await endSession(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, sessionId: id, ownAlone })
  return c.redirect(page, 303)
}

export const ownSignInRoutes = defineRoutes([
  { method: 'get', path: '/own-sign-ins', door: 'signed-in', handle: ownPage },
  { method: 'post', path: '/own-sign-ins/:id/end', door: 'signed-in', handle: end('/own-sign-ins') },
  {
    method: 'post',
    path: '/own-sign-ins/end-others',
    door: 'signed-in',
    async handle(c) {
      await endOtherSessions(c.var.deps, c.var.actor, c.var.session.id)
      return c.redirect('/own-sign-ins', 303)
    },
  },
])

export const signInsRoutes = defineRoutes([
  { method: 'get', path: '/sign-ins', door: 'sessions.end', handle: districtPage },
  { method: 'post', path: '/sign-ins/:id/end', door: 'sessions.end', handle: end('/sign-ins') },
])
