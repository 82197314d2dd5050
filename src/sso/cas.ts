import { refuse } from '../vocabulary/refusals/index.ts'
import { readCasReply } from './cas-reply.ts'
import { type Flow, type ProviderOf, returnUrl, type Vouched, type Ways } from './model.ts'
import { isStrong, shownAs } from './rules.ts'
import { ask, Unreached } from './through-the-guard.ts'

type Cas = ProviderOf<'cas'>

// The state rides in the service: the server gives a ticket for this very address, and takes it back for no other.
const serviceUrl = (provider: Cas, state: string) =>
  `${returnUrl(provider, provider.settings.publicUrl)}?state=${encodeURIComponent(state)}`

const at = ({ settings }: Cas, path: string, query: Record<string, string>) =>
  new URL(`${settings.url.replace(/\/+$/, '')}${path}?${new URLSearchParams(query).toString()}`)

/** Where the browser goes (CAS Protocol 3.0, 2.1). */
export const casStart = (provider: Cas, flow: Flow): URL =>
  at(provider, '/login', { service: serviceUrl(provider, flow.state) })

/**
 * Whom the server vouches for by a service ticket (2.5, 2.8). A ticket of a proxy is refused: who stands behind it is not who
 * sits at this browser. Refuses `sso.away`, `sso.not-accepted`.
 */
export async function casReturn(ways: Ways, provider: Cas, flow: Flow, ticket: string): Promise<Vouched> {
  const { label, settings } = provider
  if (!/^ST-[\x21-\x7e]{1,250}$/.test(ticket)) throw refuse('sso.not-accepted', { label, what: '不是服务票据' })
  const reply = await validate(ways, provider, { service: serviceUrl(provider, flow.state), ticket })
  if ('failed' in reply) throw refuse('sso.not-accepted', { label, what: failures[reply.failed] ?? '对方没有认可票据' })
  if (reply.proxied) throw refuse('sso.not-accepted', { label, what: '是代理票据，不是本人登录的票据' })
  const said = (name: string) => reply.attributes.get(name.toLowerCase()) ?? []
  return {
    subject: reply.user,
    shown: shownAs(...said('displayName'), ...said('cn'), ...said('name'), reply.user),
    strong: isStrong(settings.strong, [said('authnContextClass'), said('authenticationMethod')]),
  }
}

const failures: Readonly<Record<string, string>> = {
  INVALID_TICKET: '票据无效、已过期或已用过',
  INVALID_SERVICE: '票据不是签发给本平台的，或本平台的回调地址没有登记',
  UNAUTHORIZED_SERVICE: '本平台的回调地址没有登记',
  UNAUTHORIZED_SERVICE_PROXY: '本平台的回调地址没有登记',
}

/** Also leaves the server. */
export const casSignOut = (provider: Cas): URL =>
  at(provider, '/logout', { service: `${provider.settings.publicUrl}/sign-in` })

/** Asks about a ticket that doesn't exist: a server that says so is there and speaks the protocol. Refuses as `casReturn`. */
export async function casTest(ways: Ways, provider: Cas): Promise<string[]> {
  const service = serviceUrl(provider, 'test')
  const reply = await validate(ways, provider, { service, ticket: 'ST-0-connection-test' })
  const unregistered = 'failed' in reply && reply.failed.startsWith('UNAUTHORIZED_SERVICE')
  return [
    '票据校验接口有应答',
    `${unregistered ? '回调地址还没有登记，请在对方登记' : '请在对方登记回调地址'} ${returnUrl(provider, provider.settings.publicUrl)}`,
  ]
}

async function validate(ways: Ways, provider: Cas, query: { service: string; ticket: string }) {
  const { label } = provider
  try {
    const reply = await ask(ways, { url: at(provider, '/p3/serviceValidate', query).href })
    const read = reply.status === 200 ? await readCasReply(reply.body.toString('utf8')) : undefined
    if (!read) throw refuse('sso.not-accepted', { label, what: '应答不是约定的格式，请核对地址' })
    return read
  } catch (error) {
    if (error instanceof Unreached) throw refuse('sso.away', { label, why: error.why })
    throw error
  }
}
