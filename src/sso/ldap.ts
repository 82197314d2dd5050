import { connect, isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { Client, Entry } from 'ldapts'
import type { Deps } from '../access/index.ts'
import { checkedAddress } from '../outgoing/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import type { ProviderOf, Vouched, Ways } from './model.ts'
import { openSecret } from './queries.ts'
import { filterFor, isLoopback, shownAs } from './rules.ts'
import { limits, Unreached } from './through-the-guard.ts'

type Ldap = ProviderOf<'ldap'>
type Needs = Pick<Deps, 'db' | 'vault'>

const library = () => import('ldapts')

/** True where what is said to the directory can be read by nobody else: TLS, or this very machine. */
export function isSafeDirectory({ url, startTls }: Pick<Ldap['settings'], 'url' | 'startTls'>): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(url)
  if (`${username}${password}${search}${hash}` !== '' || (pathname !== '' && pathname !== '/') || hostname === '')
    return false
  // The URL standard leaves a host of ldap: as it is typed.
  const host = hostname.toLowerCase()
  if (protocol === 'ldaps:') return !startTls
  return protocol === 'ldap:' && (startTls || isLoopback({ hostname: host } as URL))
}

/**
 * Whom the directory knows by this name and password: found by the filter, then bound as what was found. A password is sent
 * for an entry that was found, never an empty one (RFC 4513, 5.1.2: that is no proof of anything). `sending` is called before
 * the password goes out: from then on the directory may have looked at it, whatever it answers. Refuses `sso.away`,
 * `sso.wrong-credentials`, `sso.not-accepted`.
 */
export async function ldapCheck(
  deps: Needs,
  ways: Ways,
  provider: Ldap,
  { login, password, sending }: { login: string; password: string; sending?: () => void },
): Promise<Vouched> {
  const { label, settings } = provider
  const wrong = refuse('sso.wrong-credentials', { label })
  if (login === '' || password === '') throw wrong
  const secret = await openSecret(deps, provider.id)
  return told(provider, async () => {
    const found = await connected(provider, ways, async (client) => {
      await bindAsAsker(client, provider, secret)
      return entriesOf(client, provider, login)
    })
    if (found.length > 1) throw refuse('sso.not-accepted', { label, what: '按此用户名查到不止一人' })
    const [entry] = found
    // Somebody who isn't there takes as long as a wrong password does.
    const isTheirs = await connected(provider, ways, (client) => {
      sending?.()
      return binds(client, entry?.dn ?? `cn=nobody,${settings.baseDn}`, password)
    })
    if (!entry || !isTheirs) throw wrong
    const subject = valueOf(entry, settings.subject)
    if (subject === undefined)
      throw refuse('sso.not-accepted', { label, what: `该用户没有唯一的“${settings.subject}”属性` })
    return { subject, shown: shownAs(valueOf(entry, settings.name), login), strong: false }
  })
}

/** Connects as it would for a person, without one. Refuses as `ldapCheck`. */
export async function ldapTest(deps: Needs, ways: Ways, provider: Ldap): Promise<string[]> {
  const secret = await openSecret(deps, provider.id)
  return told(provider, () =>
    connected(provider, ways, async (client) => {
      await bindAsAsker(client, provider, secret)
      const { settings } = provider
      await client.search(settings.baseDn, { scope: 'base', filter: '(objectClass=*)', attributes: ['1.1'] })
      return [
        settings.url.startsWith('ldaps:') || settings.startTls ? '已建立加密连接' : '本机连接，未加密',
        settings.bindDn === '' ? '匿名查询' : '绑定用户的密码正确',
        `查询起点 ${settings.baseDn} 存在`,
      ]
    }),
  )
}

async function entriesOf(client: Client, { settings }: Ldap, login: string): Promise<Entry[]> {
  const { searchEntries } = await client.search(settings.baseDn, {
    scope: 'sub',
    derefAliases: 'never',
    filter: filterFor(settings.filter, login),
    attributes: [settings.subject, settings.name],
    explicitBufferAttributes: [settings.subject],
    // Two are as bad as many. What refers elsewhere is not followed: it would carry a password to another server.
    sizeLimit: 2,
    timeLimit: limits.totalMs / 1000,
  })
  return searchEntries
}

async function bindAsAsker(client: Client, { label, settings }: Ldap, secret: string | undefined): Promise<void> {
  if (settings.bindDn === '') return
  if (!secret || !(await binds(client, settings.bindDn, secret)))
    throw refuse('sso.not-accepted', { label, what: '绑定用户的密码不正确' })
}

async function binds(client: Client, dn: string, password: string): Promise<boolean> {
  const { InvalidCredentialsError, InvalidDNSyntaxError, NoSuchObjectError } = await library()
  try {
    await client.bind(dn, password)
    return true
  } catch (error) {
    if ([InvalidCredentialsError, NoSuchObjectError, InvalidDNSyntaxError].some((kind) => error instanceof kind))
      return false
    throw error
  }
}

/** One value, as text where it is text, in hexadecimal where it is not (objectGUID). */
function valueOf(entry: Entry, name: string): string | undefined {
  const key = Object.keys(entry).find((one) => one.toLowerCase() === name.toLowerCase() && one !== 'dn')
  const values = key === undefined ? [] : [entry[key] ?? []].flat()
  const [value] = values
  if (value === undefined || values.length > 1 || value.length === 0) return undefined
  if (typeof value === 'string') return value
  const text = value.toString('utf8')
  return Buffer.from(text, 'utf8').equals(value) && !/[\u0000-\u001f\u007f]/.test(text) ? text : value.toString('hex')
}

// To the address that passed the door; the name is for the certificate alone.
async function connected<T>(provider: Ldap, ways: Ways, work: (client: Client) => Promise<T>): Promise<T> {
  const { settings } = provider
  if (!isSafeDirectory(settings)) throw new Unreached('目录地址须用 ldaps 或 STARTTLS')
  const url = new URL(settings.url)
  const isTls = url.protocol === 'ldaps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (isTls ? 636 : 389))
  const address = await checkedAddress({ host: url.hostname, port }, { ...ways, totalMs: limits.totalMs })
  if (typeof address !== 'string') throw new Unreached(address.why)
  const named: ConnectionOptions = isIP(host) === 0 ? { servername: host } : {}
  const { Client: Made } = await library()
  const client = new Made({
    url: `${isTls ? 'ldaps' : 'ldap'}://${address.includes(':') ? `[${address}]` : address}:${port}`,
    timeout: limits.totalMs,
    connectTimeout: limits.totalMs,
    // Any DN that a directory answers with is good for binding to it.
    strictDN: false,
    createConnection: connect,
    ...(isTls && { tlsOptions: named }),
  })
  try {
    if (settings.startTls) await client.startTLS(named)
    return await work(client)
  } finally {
    await client.unbind().catch(() => undefined)
  }
}

async function told<T>({ label }: Ldap, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw (await refusalFor(label, error)) ?? error
  }
}

async function refusalFor(label: string, error: unknown): Promise<Refusal | undefined> {
  const { MessageParserError, ResultCodeError, SizeLimitExceededError } = { ...(await library()) }
  if (error instanceof Refusal) return error
  if (error instanceof Unreached) return refuse('sso.away', { label, why: error.why })
  if (error instanceof SizeLimitExceededError)
    return refuse('sso.not-accepted', { label, what: '按此用户名查到不止一人' })
  if (error instanceof ResultCodeError)
    return refuse('sso.not-accepted', { label, what: `目录没有办理查询（${error.code}）` })
  if (error instanceof MessageParserError) return refuse('sso.not-accepted', { label, what: '应答不是约定的格式' })
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return refuse('sso.away', { label, why: '对方证书有误' })
  if (code === 'ECONNREFUSED') return refuse('sso.away', { label, why: '对方拒绝连接' })
  const text = error instanceof Error ? error.message : ''
  if (/timeout|timed out/i.test(text)) return refuse('sso.away', { label, why: '超时未应答' })
  if (code !== '' || /socket|connection/i.test(text)) return refuse('sso.away', { label, why: '连接中断' })
  return undefined
}
