import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import {
  continueSignIn,
  type Deps,
  forgetPasswordAttempt,
  returnPasswordAttempt,
  takePasswordAttempt,
} from '../../access/index.ts'
import { inTransaction, isUuid } from '../../database/index.ts'
import {
  beginFlow,
  casReturn,
  casSignOut,
  casStart,
  findProvider,
  flowMinutes,
  ldapCheck,
  oidcReturn,
  oidcSignOut,
  oidcStart,
  openFlow,
  type Provider,
  type ProviderOf,
  recognise,
  sealFlow,
  type Vouched,
  type Ways,
} from '../../sso/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  Alert,
  Field,
  goOn,
  ownPath,
  readForm,
  refuseOtherOrigin,
  render,
  type RouteDefinition,
  ssoOutCookie,
  visitorOf,
  type WebContext,
} from '../../web/index.ts'
import { openLeaving, sealLeaving } from './leaving.ts'

const flowCookie = 'govmedia_sso'
const flowPlace = { path: '/sso', httpOnly: true, sameSite: 'Lax' } as const

// A page is read by way of the pool for pages; what a sign-in writes goes by the same, one row each.
async function openProvider(c: WebContext): Promise<Provider> {
  const id = c.req.param('id') ?? ''
  const found = isUuid(id) ? await findProvider(c.var.deps.db, id) : undefined
  if (!found?.enabled) throw refuse('sso.off')
  return found
}

async function start(c: WebContext, ways: Ways): Promise<Response> {
  const { deps } = c.var
  const provider = await openProvider(c)
  const back = ownPath(c.req.query('back'))
  if (provider.kind === 'ldap') return directoryPage(c, provider, { back })
  const flow = beginFlow(deps, { providerId: provider.id, back })
  const target = provider.kind === 'oidc' ? await oidcStart(deps, ways, provider, flow) : casStart(provider, flow)
  const secure = provider.settings.publicUrl.startsWith('https:')
  setCookie(c, flowCookie, sealFlow(deps, flow), { ...flowPlace, secure, maxAge: flowMinutes * 60 })
  return c.redirect(target.href, 303)
}

async function comeBack(c: WebContext, ways: Ways): Promise<Response> {
  const { deps } = c.var
  const provider = await openProvider(c)
  if (provider.kind === 'ldap') throw refuse('sso.off')
  const carried = { carried: getCookie(c, flowCookie), state: c.req.query('state') }
  // One return for one leaving, however it ends.
  deleteCookie(c, flowCookie, flowPlace)
  const flow = openFlow(deps, { providerId: provider.id, ...carried })
  const { search } = new URL(c.req.url)
  const vouched =
    provider.kind === 'oidc'
      ? await oidcReturn(deps, ways, provider, flow, search)
      : await casReturn(ways, provider, flow, c.req.query('ticket') ?? '')
  return letIn(c, provider, vouched, { back: flow.back })
}

// `typed`: the name of a sign-in whose password went through us, by which its browser is known again.
async function letIn(
  c: WebContext,
  provider: Provider,
  vouched: Vouched,
  { back, typed }: { back: string; typed?: string },
): Promise<Response> {
  const { deps } = c.var
  const identified = await recognise(deps, provider, vouched)
  const known = typed === undefined ? identified : { ...identified, countedAs: countedAs(provider, typed) }
  const outcome = await continueSignIn(deps, known, visitorOf(c))
  if (provider.kind !== 'ldap')
    setCookie(c, ssoOutCookie, sealLeaving(deps, { providerId: provider.id, idToken: vouched.idToken }), {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure: provider.settings.publicUrl.startsWith('https:'),
    })
  return goOn(c, outcome, back)
}

async function leaveThere(c: WebContext, ways: Ways): Promise<Response> {
  const { deps } = c.var
  const leaving = openLeaving(deps, getCookie(c, ssoOutCookie))
  deleteCookie(c, ssoOutCookie, { path: '/' })
  const provider = leaving && (await findProvider(deps.db, leaving.providerId))
  if (!provider || provider.kind === 'ldap') return c.redirect('/sign-in', 303)
  const target =
    provider.kind === 'oidc' ? await oidcSignOut(deps, ways, provider, leaving.idToken) : casSignOut(provider)
  if (!target) throw refuse('sso.no-sign-out', { label: provider.label })
  return c.redirect(target.href, 303)
}

const directoryForm = z.object({
  login: z.string('请填写用户名。').max(100, '用户名过长，请核对。'),
  password: z.string('请填写密码。').max(1000, '密码过长，请核对。'),
  back: z.string().optional(),
})

type Shown = { back: string; login?: string; problem?: string; fields?: Record<string, string>; status?: number }

function directoryPage(
  c: WebContext,
  { id, label }: ProviderOf<'ldap'>,
  { back, login, problem, fields = {}, status = 200 }: Shown,
) {
  const page = (
    <div class="gate-grid">
      <form class="card" method="post" action={`/sso/${id}/sign-in`}>
        <header>
          <h1>{label}</h1>
        </header>
        <div class="in">
          {problem && <Alert tone="fail" title={problem} />}
          <input type="hidden" name="back" value={back} />
          <Field
            name="login"
            label="用户名"
            value={login}
            required
            autocomplete="username"
            error={fields['login']}
            hint={`“${label}”的用户名，不是本平台的用户名。`}
          />
          <Field
            name="password"
            label="密码"
            type="password"
            required
            autocomplete="current-password"
            error={fields['password']}
          />
          <button class="btn pri wide" type="submit">
            登录
          </button>
          <p>
            <a href="/sign-in">用本平台的用户名和密码登录</a>
          </p>
        </div>
      </form>
    </div>
  )
  return render(c, page, { title: label, current: '' }, status)
}

async function signInByDirectory(c: WebContext, ways: Ways): Promise<Response> {
  refuseOtherOrigin(c)
  const provider = await openProvider(c)
  if (provider.kind !== 'ldap') throw refuse('sso.off')
  const read = await readForm(c, directoryForm)
  if (!read.ok) {
    const { back = '/', login = '' } = read.values
    const shown = { back: ownPath(String(back)), login: String(login), fields: read.errors, status: 422 }
    return directoryPage(c, provider, shown)
  }
  const { login, password } = read.value
  const back = ownPath(read.value.back)
  try {
    const vouched = await checkedThere(c, ways, provider, { login, password })
    return await letIn(c, provider, vouched, { back, typed: login })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return directoryPage(c, provider, { back, login, problem: error.message, status: error.status })
  }
}

// Counted as guesses of a password of our own are, by name, source and network: a directory is not to be tried out through us.
async function checkedThere(
  c: WebContext,
  ways: Ways,
  provider: ProviderOf<'ldap'>,
  typed: { login: string; password: string },
): Promise<Vouched> {
  const deps: Deps = c.var.deps
  const attempt = [countedAs(provider, typed.login), visitorOf(c)] as const
  await takePasswordAttempt(deps, ...attempt)
  let isSent = false
  try {
    const vouched = await ldapCheck(deps, ways, provider, { ...typed, sending: () => (isSent = true) })
    await inTransaction(deps.db, (tx) => forgetPasswordAttempt(tx, deps, ...attempt))
    return vouched
  } catch (error) {
    // While the directory is away nothing is guessed, and nobody is to be held up when it is back. One that was sent the
    // password and then says nothing, as some do of a wrong one, may have looked at it.
    if (!isSent && error instanceof Refusal && error.code === 'sso.away')
      await inTransaction(deps.db, (tx) => returnPasswordAttempt(tx, deps, ...attempt))
    throw error
  }
}

const countedAs = ({ id }: Provider, login: string) => `sso/${id}/${login.toLowerCase()}`

/** What somebody reaches who is not signed in yet. Leaving for a provider is a link, not a form: no form of ours leads away. */
export const visitorRoutes = (ways: () => Ways): RouteDefinition[] => [
  { method: 'get', path: '/sso/sign-out', door: 'public', handle: (c) => leaveThere(c, ways()) },
  { method: 'get', path: '/sso/:id/start', door: 'public', handle: (c) => start(c, ways()) },
  { method: 'get', path: '/sso/:id/return', door: 'public', handle: (c) => comeBack(c, ways()) },
  { method: 'post', path: '/sso/:id/sign-in', door: 'public', handle: (c) => signInByDirectory(c, ways()) },
]
