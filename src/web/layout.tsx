import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Session } from '../access/index.ts'
import { assetPath } from './assets.ts'
import { CsrfField } from './components/field.tsx'
import { sessionOf, type WebContext } from './context.ts'
import { directoryFor } from './navigation.ts'

/**
 * `current` is the path of the directory entry the page belongs to; `islands` are the small scripts it uses; `paper`: printed
 * with narrow margins, for a page that is read whole.
 */
export type PageMeta = { title: string; current: string; islands?: readonly Island[]; paper?: 'dense' }

/** The small scripts a page may ask for; `keys` is on every page. */
export const islands = [
  'contradictions',
  'editor',
  'live',
  'manuscript',
  'progress',
  'shrink-image',
  'text-check',
  'turns',
  'unsaved',
] as const
type Island = (typeof islands)[number]

/** Renders a page inside the frame: red head, directory in the notice's order, footer. */
export function render(c: WebContext, content: Child, meta: PageMeta, status = 200): Response | Promise<Response> {
  const session = sessionOf(c)
  c.status(status as never)
  const site = `${c.var.districtName}政务新媒体监管平台`
  const answered = c.req.method === 'POST'
  const inside = { meta, answered, demo: c.var.demo, elder: c.var.elder, here: ownAddress(c, meta), siteName: site }
  const page = (
    <Document meta={meta} elder={c.var.elder} siteName={site}>
      {session && session.districtId ? (
        <Frame {...inside} session={session}>
          {content}
        </Frame>
      ) : (
        <Gate {...inside}>{content}</Gate>
      )}
    </Document>
  )
  return c.html(html`<!doctype html>${page}`)
}

// Where to come back to after a switch: this list with its filter. An answer to a form can't be asked for again.
const ownAddress = (c: WebContext, { current }: PageMeta) =>
  c.req.method === 'GET' ? c.req.path + new URL(c.req.url).search : current || '/'

function Document({
  meta,
  siteName: site,
  elder,
  children,
}: {
  meta: PageMeta
  siteName: string
  elder: boolean
  children: Child
}) {
  const scripts = new Set([...(meta.islands ?? []), 'keys'].flatMap((name) => assetPath(name) ?? []))
  return (
    <html lang="zh-CN" data-mode={elder ? 'elder' : undefined} data-paper={meta.paper}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>{`${meta.title} · ${site}`}</title>
        <link rel="stylesheet" href={assetPath('style')} />
        <link rel="icon" href="data:," />
        {[...scripts].map((src) => (
          <script src={src} defer></script>
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          跳到正文
        </a>
        {children}
      </body>
    </html>
  )
}

type Inside = {
  meta: PageMeta
  answered: boolean
  siteName: string
  demo: boolean
  elder: boolean
  here: string
  children: Child
}

function Frame({
  meta,
  answered,
  session,
  siteName: site,
  demo,
  elder,
  here,
  children,
}: Inside & { session: Session }) {
  return (
    <>
      <header class="mast">
        <div class="mast-in">
          <a class="mark" href="/">
            {site}
          </a>
          {demo && <span class="demo">演示数据</span>}
          <form class="find" role="search" method="get" action="/accounts">
            <label class="vh" for="q">
              查找账号或单位
            </label>
            <input type="search" id="q" name="q" placeholder="查账号、单位、认证主体" />
            <kbd>/</kbd>
          </form>
          <div class="mast-r">
            <DistrictChoice session={session} desk />
            <CapacityChoice session={session} desk />
            <ModeSwitch elder={elder} here={here} desk />
            <a class="desk" href="/own-sign-ins">
              {whoIsThere(session)}
            </a>
            <a class="desk" href="/own-reminders">
              我的提醒
            </a>
            <form class="desk" method="post" action="/sign-out">
              <CsrfField csrf={session.csrf} />
              <button type="submit">退出</button>
            </form>
            <a class="phone" href="#nav">
              目录
            </a>
          </div>
        </div>
        <hr class="ww" />
      </header>
      <div class="shell">
        <nav class="side" id="nav" aria-label="主导航">
          <a class="x" href="#main">
            收起目录
          </a>
          {directoryFor(session.actor, session).map(({ heading, entries }) => (
            <>
              {heading && <h2>{heading}</h2>}
              {entries.map((entry) => (
                <a href={entry.path} aria-current={entry.path === meta.current ? 'page' : undefined}>
                  {entry.label}
                </a>
              ))}
            </>
          ))}
          <div class="phone">
            <h2>本人</h2>
            <DistrictChoice session={session} />
            <CapacityChoice session={session} />
            <ModeSwitch elder={elder} here={here} />
            <a href="/own-reminders">我的提醒</a>
            <a href="/own-sign-ins">我的登录</a>
            <a href="/delegations">代理</a>
            <a href="/password">修改密码</a>
            <form method="post" action="/sign-out">
              <CsrfField csrf={session.csrf} />
              <button class="btn txt" type="submit">
                退出登录
              </button>
            </form>
          </div>
        </nav>
        <Main answered={answered}>
          <div class="wrap">
            {children}
            <footer class="foot">
              <span>{session.officeName}</span>
              {demo && <span>演示数据，账号、单位、人员均为虚构</span>}
            </footer>
          </div>
        </Main>
      </div>
    </>
  )
}

/** `answered`: the page is the answer to a form, and the keyboard goes to what came of it (islands/keys.ts). */
const Main = ({ answered, ...rest }: { answered: boolean; class?: string; children: Child }) => (
  <main id="main" tabindex={-1} data-answered={answered || undefined} {...rest} />
)

// 上级主管部门 sees the districts below its code, one at a time.
function DistrictChoice({ session, desk }: { session: Session; desk?: boolean }) {
  if (session.districts.length < 2) return null
  const id = desk ? 'district-desk' : 'district-phone'
  return (
    <form class={desk ? 'pick desk' : 'pick'} method="post" action="/district">
      <CsrfField csrf={session.csrf} />
      <label class="vh" for={id}>
        查看的地区
      </label>
      <select id={id} name="districtId">
        {session.districts.map(({ id: code, name }) => (
          <option value={code} selected={code === session.districtId}>
            {name}
          </option>
        ))}
      </select>
      <button class={desk ? undefined : 'btn sml'} type="submit">
        切换
      </button>
    </form>
  )
}

const whoIsThere = ({ user: { displayName, roleLabels }, actingFor }: Session) =>
  `${displayName}${actingFor === null ? '' : `（代 ${actingFor}）`}　${roleLabels.slice(0, 2).join('、')}`

// A deputy says as whom they go on: nobody acts for another by accident, and the trail can tell it.
function CapacityChoice({ session: { lent, capacity, csrf }, desk }: { session: Session; desk?: boolean }) {
  if (lent.length === 0) return null
  const id = desk ? 'capacity-desk' : 'capacity-phone'
  return (
    <form class={desk ? 'pick desk' : 'pick'} method="post" action="/capacity">
      <CsrfField csrf={csrf} />
      <label class="vh" for={id}>
        以谁的名义办理
      </label>
      <select id={id} name="capacity">
        <option value="" selected={capacity === null}>
          本人办理
        </option>
        {lent.map((one) => (
          <option value={one.id} selected={one.id === capacity}>
            {`代 ${one.lender}（${one.role}）`}
          </option>
        ))}
      </select>
      <button class={desk ? undefined : 'btn sml'} type="submit">
        切换
      </button>
    </form>
  )
}

/** Pages before sign-in, and the first steps after it. */
function Gate({ answered, demo, elder, siteName: site, here, children }: Inside) {
  return (
    <>
      <header>
        <div class="gate-top">
          <p class="org">{site}</p>
        </div>
        <hr class="ww" />
      </header>
      <Main answered={answered} class="gate">
        {demo && (
          <p>
            <span class="demo">演示数据</span>
          </p>
        )}
        {children}
        <footer class="foot">
          <span>建议使用 Chromium 86 及以上内核浏览器，1366×768 及以上分辨率</span>
          <ModeSwitch elder={elder} here={here} />
        </footer>
      </Main>
    </>
  )
}

function ModeSwitch({ elder, here, desk }: { elder: boolean; here: string; desk?: boolean }) {
  const href = `/display?mode=${elder ? 'standard' : 'elder'}&back=${encodeURIComponent(here)}`
  return (
    <a class={desk ? 'desk' : undefined} href={href}>
      {elder ? '标准模式' : '长者模式'}
    </a>
  )
}
