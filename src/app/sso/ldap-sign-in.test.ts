import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginSecondFactor, enrolSecondFactor, pendingSecret } from '../../access/index.ts'
import { codeAt } from '../../access/second-factor/codes.ts'
import { officeDistrict as districtId, operator } from '../../../tests/support/access-place.ts'
import { directoryServer, type DirectoryEntry, message, referral } from '../../../tests/support/directory-server.ts'
import { ownCertificate } from '../../../tests/support/own-certificate.ts'
import { ssoPlace } from '../../../tests/support/sso-place.ts'
import {
  findProvider,
  isSafeDirectory,
  ldapCheck,
  linkIdentity,
  type ProviderOf,
  testProvider,
} from '../../sso/index.ts'

const host = 'ldap.example'
let tls: { cert: string; key: string }
const trusted = getCACertificates('default')
beforeAll(async () => {
  tls = await ownCertificate(host)
  setDefaultCACertificates([...trusted, tls.cert])
})
afterAll(() => setDefaultCACertificates(trusted))

const guid = Buffer.from('00ff8899aabbccddeeff001122334455', 'hex')
const people = 'ou=people,dc=example,dc=cn'
const entries: DirectoryEntry[] = [
  { dn: 'cn=reader,dc=example,dc=cn', password: 'reads', attributes: {} },
  { dn: people, attributes: {} },
  {
    dn: `uid=xu,${people}`,
    password: 'right',
    attributes: { objectClass: 'person', uid: 'xu', cn: '徐某', entryUUID: '0f1e2d3c', objectGUID: guid },
  },
  {
    dn: `uid=shi,${people}`,
    password: 'right',
    attributes: { objectClass: 'person', uid: 'a*(b)\\c', cn: '石某', entryUUID: 'aa' },
  },
  { dn: `uid=lu,${people}`, password: 'right', attributes: { objectClass: 'person', uid: 'lu', cn: '陆某' } },
  {
    dn: `uid=w1,${people}`,
    password: 'right',
    attributes: { objectClass: 'person', uid: 'w1', mail: 'w', entryUUID: 'w1' },
  },
  {
    dn: `uid=w2,${people}`,
    password: 'right',
    attributes: { objectClass: 'person', uid: 'w2', mail: 'w', entryUUID: 'w2' },
  },
]

type Changes = Partial<ProviderOf<'ldap'>['settings']>

async function office(changes: Changes = {}, mode: 'plain' | 'ldaps' | 'starttls' = 'plain') {
  const place = await ssoPlace({ now: '2026-10-12T01:00:00Z' })
  const server = await directoryServer(entries, { tls, mode })
  const settings = {
    url: `ldap://127.0.0.1:${server.port}`,
    startTls: false,
    bindDn: 'cn=reader,dc=example,dc=cn',
    baseDn: people,
    filter: '(&(objectClass=person)(uid={login}))',
    subject: 'entryUUID',
    name: 'cn',
    ...changes,
  }
  settings.url = settings.url.replace('PORT', String(server.port))
  const id = await place.addProvider({ kind: 'ldap', settings }, 'reads')
  const provider = (await findProvider(place.deps.db, id)) as ProviderOf<'ldap'>
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }])
  const ways = { ...place.ways, allow: new Set(['127.0.0.1', host, 'other.example']), resolve }
  const check = (login: string, password: string) => ldapCheck(place.deps, ways, provider, { login, password })
  const code = (login: string, password: string) =>
    check(login, password).then(
      () => 'in',
      (error: { code: string }) => error.code,
    )
  return { ...place, ways, server, id, provider, check, code }
}

describe('signing in by a directory', () => {
  it('lets in the linked user whose name and password the directory takes', async () => {
    const { deps, hire, id, browser } = await office()
    const { id: userId } = await hire('xu', 'supervisor')
    await linkIdentity(deps, operator, { districtId, providerId: id, subject: '0f1e2d3c', userId })
    const visitor = browser()
    const page = await (await visitor.get(`/sso/${id}/start?back=/ledger`)).text()
    expect(page).toContain(`action="/sso/${id}/sign-in"`)
    await visitor.post(`/sso/${id}/sign-in`, { login: 'xu', password: 'wrong', back: '/ledger' })
    expect(await visitor.who()).toBeUndefined()
    const reply = await visitor.post(`/sso/${id}/sign-in`, { login: ' XU ', password: 'right', back: '/ledger' })
    expect(reply.status).toBe(303)
    expect(await visitor.who()).toBe('xu')
  })

  it('makes nobody of who is unknown here', async () => {
    const { deps, id, browser } = await office()
    const reply = await browser().post(`/sso/${id}/sign-in`, { login: 'xu', password: 'right' })
    expect(reply.status).toBe(403)
    expect(await reply.text()).toContain('已列入待关联名单')
    expect(await deps.db.selectFrom('sso_pending').select('subject').execute()).toEqual([{ subject: '0f1e2d3c' }])
  })

  it('waits after five wrong passwords, before the directory is asked', async () => {
    const { id, browser, server } = await office()
    const attempt = () => browser().post(`/sso/${id}/sign-in`, { login: 'xu', password: 'wrong' })
    for (let n = 0; n < 5; n++) expect((await attempt()).status).toBe(401)
    const asked = server.asked.length
    expect((await attempt()).status).toBe(423)
    expect(server.asked).toHaveLength(asked)
  })

  it('holds a network up that tries one password on name after name, before the directory is asked, and nobody at a browser known there', async () => {
    const { deps, hire, id, browser, server } = await office()
    const { id: userId } = await hire('zhang', 'supervisor')
    await linkIdentity(deps, operator, { districtId, providerId: id, subject: '0f1e2d3c', userId })
    const [known, other] = [browser(), browser()]
    const signIn = (visitor: typeof known, login: string, password: string) =>
      visitor.post(`/sso/${id}/sign-in`, { login, password })
    expect((await signIn(known, 'xu', 'right')).status).toBe(303)
    const statuses = []
    for (let n = 0; n < 61; n++) statuses.push((await signIn(other, `name${n}`, 'Spring2026')).status)
    expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 401))
    const asked = server.asked.length
    const held = await signIn(other, 'xu', 'right')
    expect([statuses[60], held.status, server.asked.length]).toEqual([423, 423, asked])
    expect(await held.text()).toContain('您所在的网络登录失败的次数过多')
    // A browser is known for the name it signed in with there, whatever its user is called here, and for no other.
    expect((await signIn(known, 'XU', 'right')).status).toBe(303)
    expect((await signIn(known, 'lu', 'right')).status).toBe(423)
    expect((await signIn(known, 'zhang', 'right')).status).toBe(423)
  })

  it('knows a browser again that showed a second factor between', async () => {
    const { deps, id, browser, hire, wall } = await office()
    const { id: userId, actor } = await hire('zhang', 'supervisor')
    await linkIdentity(deps, operator, { districtId, providerId: id, subject: '0f1e2d3c', userId })
    await beginSecondFactor(deps, actor)
    const { text } = (await pendingSecret(deps, { id: userId, login: 'zhang' }))!
    await enrolSecondFactor(deps, actor, codeAt(text, wall.now()))
    wall.to('2026-10-12T01:05:00Z')
    const [known, other] = [browser(), browser()]
    const signIn = () => known.post(`/sso/${id}/sign-in`, { login: 'xu', password: 'right' })
    expect((await signIn()).headers.get('location')).toBe('/sign-in/code')
    await known.post('/sign-in/code', { code: codeAt(text, wall.now()) })
    expect(await known.who()).toBe('zhang')
    for (let n = 0; n < 61; n++) await other.post(`/sso/${id}/sign-in`, { login: `name${n}`, password: 'Spring2026' })
    expect((await other.post(`/sso/${id}/sign-in`, { login: 'xu', password: 'right' })).status).toBe(423)
    expect((await signIn()).status).toBe(303)
  })

  it('counts no guess while the directory is away', async () => {
    const { deps, id, browser, server } = await office()
    await server.close()
    for (let n = 0; n < 8; n++)
      expect((await browser().post(`/sso/${id}/sign-in`, { login: 'xu', password: 'right' })).status).toBe(503)
    const { rows } = await sql<{ failures: number; waits: boolean }>`
      select failures, waits_until is not null as waits from sign_in_attempt`.execute(deps.db)
    expect(rows).toEqual([
      { failures: 0, waits: false },
      { failures: 0, waits: false },
    ])
  })

  it('lets nobody wait for a directory that was away, whatever was guessed before', async () => {
    const { id, browser, server, wall } = await office()
    const signIn = async (password: string) =>
      (await browser().post(`/sso/${id}/sign-in`, { login: 'xu', password })).status
    for (let n = 0; n < 5; n++) expect(await signIn('wrong')).toBe(401)
    wall.to('2026-10-12T01:02:00Z')
    server.state.hangsUpOn = 'bind cn=reader,dc=example,dc=cn with a password'
    expect([await signIn('right'), await signIn('right')]).toEqual([503, 503])
    delete server.state.hangsUpOn
    // Back at once; the five are still known, and the sixth waits longer than the fifth did.
    expect([await signIn('wrong'), await signIn('right')]).toEqual([401, 423])
    wall.to('2026-10-12T01:03:30Z')
    expect(await signIn('right')).toBe(423)
  })

  it('counts a password that went out to a directory which then says nothing of it', async () => {
    const { id, browser, server } = await office()
    server.state.hangsUpOn = `bind uid=xu,${people} with a password`
    const signIn = async () => (await browser().post(`/sso/${id}/sign-in`, { login: 'xu', password: 'wrong' })).status
    for (let n = 0; n < 5; n++) expect(await signIn()).toBe(503)
    expect(await signIn()).toBe(423)
  })

  it.each([
    ['nobody’s name', 'nobody', 'right'],
    ['a wrong password', 'xu', 'wrong'],
    ['an empty password, which a directory would take', 'xu', ''],
    ['an empty name', '', 'right'],
    ['a name that would be a filter', '*', 'right'],
    ['a name that would end the filter', 'xu)(|(uid=*)', 'right'],
  ])('refuses %s', async (_, login, password) => {
    const { code, server } = await office()
    expect(await code(login, password)).toBe('sso.wrong-credentials')
    expect(server.asked.filter((line) => line.endsWith('without a password'))).toEqual([])
  })

  it('asks as many times for a name that isn’t there as for a wrong password', async () => {
    const { code, server } = await office()
    const asking = async (login: string) => {
      server.asked.length = 0
      await code(login, 'wrong')
      return server.asked.map((line) => line.split(' ')[0])
    }
    expect(await asking('nobody')).toEqual(await asking('xu'))
  })

  it('finds a name that holds the signs of a filter', async () => {
    const { check } = await office()
    expect(await check('a*(b)\\c', 'right')).toMatchObject({ subject: 'aa', shown: '石某（a*(b)\\c）' })
  })

  it('takes a binary identity in hexadecimal, and nobody who has none', async () => {
    const { check, code } = await office({ subject: 'objectGUID' })
    expect(await check('xu', 'right')).toMatchObject({ subject: guid.toString('hex'), strong: false })
    expect(await code('lu', 'right')).toBe('sso.not-accepted')
  })

  it('refuses a name that is two people’s', async () => {
    const { check } = await office({ filter: '(mail={login})' })
    await expect(check('w', 'right')).rejects.toMatchObject({ params: { what: '按此用户名查到不止一人' } })
  })

  it('follows no reference to another directory', async () => {
    const { code, server } = await office()
    const elsewhere = await directoryServer(entries)
    server.state.searchAnswer = (id) => referral(id, `ldap://127.0.0.1:${elsewhere.port}/${people}`)
    expect(await code('xu', 'right')).toBe('sso.wrong-credentials')
    server.state.searchAnswer = (id) => message(id, 0x65, 10)
    expect(await code('xu', 'right')).toBe('sso.not-accepted')
    expect(elsewhere.asked).toEqual([])
  })

  it('says that the directory is away', async () => {
    const { check, server } = await office()
    await server.close()
    await expect(check('xu', 'right')).rejects.toMatchObject({ code: 'sso.away', params: { why: '对方拒绝连接' } })
  })

  it.each([
    ['ldaps', { url: `ldaps://${host}:PORT` }],
    ['starttls', { url: `ldap://${host}:PORT`, startTls: true }],
  ] as const)('speaks %s to a server whose certificate is its own', async (mode, changes) => {
    const { check } = await office(changes, mode)
    expect(await check('xu', 'right')).toMatchObject({ subject: '0f1e2d3c' })
  })

  it.each([
    ['ldaps', { url: 'ldaps://other.example:PORT' }],
    ['starttls', { url: 'ldap://other.example:PORT', startTls: true }],
  ] as const)('says no password over %s to a server with another’s certificate', async (mode, changes) => {
    const { check, server } = await office(changes, mode)
    await expect(check('xu', 'right')).rejects.toMatchObject({ code: 'sso.away', params: { why: '对方证书有误' } })
    expect(server.asked).toEqual([])
  })

  it('goes on in the clear with no server that doesn’t speak STARTTLS', async () => {
    const { code, server } = await office({ url: `ldap://${host}:PORT`, startTls: true })
    expect(await code('xu', 'right')).toBe('sso.not-accepted')
    expect(server.asked).toEqual([])
  })

  it.each([
    ['ldaps://ldap.example.gov.cn', false, true],
    ['ldap://ldap.example.gov.cn', true, true],
    ['ldap://ldap.example.gov.cn', false, false],
    ['ldap://127.0.0.1:3389', false, true],
    ['ldap://[::1]', false, true],
    ['ldap://localhost', false, true],
    ['ldap://localhost.example.cn', false, false],
    ['ldaps://ldap.example.gov.cn', true, false],
    ['ldaps://user:word@ldap.example.gov.cn', false, false],
    ['ldaps://ldap.example.gov.cn/dc=cn', false, false],
    ['https://ldap.example.gov.cn', false, false],
    ['ldap.example.gov.cn', false, false],
  ])('%s with STARTTLS %s is safe: %s', (url, startTls, safe) => {
    expect(isSafeDirectory({ url, startTls })).toBe(safe)
  })

  it('is tested by the administrator without anybody’s password', async () => {
    const { deps, ways, id } = await office()
    const place = { districtId, id }
    expect(await testProvider(deps, operator, ways, place)).toEqual({
      ok: true,
      found: ['本机连接，未加密', '绑定用户的密码正确', `查询起点 ${people} 存在`],
    })
    expect(await testProvider(deps, operator, { ...ways, allow: new Set<string>() }, place)).toMatchObject({
      ok: false,
    })
  })
})
