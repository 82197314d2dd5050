import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, type MockInstance, onTestFinished, vi } from 'vitest'
import { createUser, type Deps, operatorActor, vaultWith } from '../../src/access/index.ts'
import { logDefect } from '../../src/app/log.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { contentDisposition, createWeb } from '../../src/web/index.ts'
import { cloneDatabase } from '../support/database.ts'
import { hostileInput } from '../support/hostile/inputs.ts'
import { buildScene, sceneDistrict, sceneNow } from '../support/scene.ts'

const host = '127.0.0.1:8080'
const clock = fixedClock(instant(sceneNow))
const jobs = { enqueue: () => Promise.reject(new Error('none')), stop: () => Promise.resolve() }

function webOver(deps: Deps): ReturnType<typeof createWeb> {
  return createWeb({ deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes: allRoutes, logDefect })
}

describe('what a request carries', () => {
  let write: MockInstance<typeof process.stderr.write>
  beforeEach(() => {
    write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  })
  afterEach(() => write.mockRestore())

  const secrets = {
    password: 'Sehr-Geheim-4711',
    cookie: 'kuki'.repeat(11),
    csrf: 'csrf'.repeat(12),
    phone: '13912345678',
    feed: 'f33d'.repeat(8),
    bearer: 'gm_tok3n'.repeat(6),
  }

  it('never stands in the log, and forges no line of it, on whichever route the program fails', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-secrets-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    // Nothing can be asked of a database that isn't there: every route ends as a defect.
    const broken = {
      db: undefined as never,
      clock,
      wall: clock,
      ids: seededIds('secrets', clock),
      vault: vaultWith(Buffer.alloc(32)),
      dataDir,
    }
    const { app, routeTable } = webOver(broken)
    for (const { method, path } of routeTable) {
      const address = path
        .replace(/:feed|:file/g, `${secrets.feed}.ics`)
        .replace(/:\w+/g, `1%0a{"level":"forged"}`.replace('%0a', '%E2%80%A8'))
      const headers = {
        host,
        cookie: `govmedia_session=${secrets.cookie}`,
        authorization: `Bearer ${secrets.bearer}`,
        'x-csrf': secrets.csrf,
      }
      const asked = new URLSearchParams({ q: secrets.phone, token: secrets.bearer })
      if (method === 'get') await app.request(`${address}?${asked.toString()}`, { headers })
      else {
        const body = new URLSearchParams({
          _csrf: secrets.csrf,
          login: 'x',
          password: secrets.password,
          phone: secrets.phone,
          'secret.appSecret': secrets.password,
        })
        await app.request(address, { method: 'POST', headers, body })
      }
    }
    const lines = write.mock.calls.map(([text]) => String(text))
    expect(lines.length).toBeGreaterThan(400)
    for (const line of lines) {
      expect(line).toMatch(/^[^\n\r\u2028\u2029\u0085]+\n$/)
      expect(JSON.parse(line)).toMatchObject({ level: 'defect', part: 'web' })
      for (const [name, secret] of Object.entries(secrets))
        expect(line.includes(secret), `${name}: ${line}`).toBe(false)
    }
  })
})

describe('a session', () => {
  it('is a cookie that no script reads and no other site sends, secure where the way is; leaving clears what the browser kept', async () => {
    const { db } = await cloneDatabase()
    const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-cookies-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    const deps: Deps = {
      db,
      clock,
      wall: clock,
      ids: seededIds('cookies', clock),
      vault: vaultWith(Buffer.alloc(32, 7)),
      dataDir,
    }
    const scene = await buildScene(deps, { check: false })
    const { password } = await createUser(deps, operatorActor('test', 'r'), {
      districtId: sceneDistrict,
      login: 'newcomer',
      displayName: '许静言',
      roles: ['supervisor'],
    })
    const { app } = webOver(deps)
    const signIn = (more: Record<string, string> = {}) =>
      app.request('/sign-in', {
        method: 'POST',
        headers: { host, ...more },
        body: new URLSearchParams({ login: 'newcomer', password }),
      })
    const plain = await signIn()
    const [session, browser, ...more] = plain.headers.getSetCookie()
    expect(session).toMatch(/^govmedia_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(browser).toMatch(/^govmedia_browser=[\w-]{32}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(more).toEqual([])
    expect(plain.headers.get('strict-transport-security')).toBeNull()
    const secure = await signIn({ 'x-forwarded-proto': 'https' })
    for (const cookie of secure.headers.getSetCookie()) expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Lax$/)
    expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    const other = await signIn()
    expect(other.headers.get('set-cookie')).not.toBe(plain.headers.get('set-cookie'))
    const person = await scene.signIn('supervisor')
    const left = await app.request('/sign-out', {
      method: 'POST',
      headers: { ...person.headers, host },
      body: new URLSearchParams({ _csrf: person.csrf }),
    })
    expect(left.headers.get('clear-site-data')).toBe('"cache", "storage"')
    const after = await app.request('/accounts', { headers: { ...person.headers, host } })
    expect(after.headers.get('location')).toMatch(/^\/sign-in/)
    const display = await app.request('/display?mode=elder', { headers: { host } })
    expect(display.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/)
  })
})

describe('the name of a download', () => {
  it('adds no header and no second name, whatever it is', () => {
    const names = [
      'a\r\nSet-Cookie: x=1',
      'a"; filename="evil.exe',
      '../../etc/passwd',
      'ä\u0000b',
      '\ud800',
      "x''y*()",
      '关于通报.docx',
    ]
    const strange = Array.from({ length: 300 }, (_, n) =>
      new TextDecoder()
        .decode(
          hostileInput(
            n,
            names.map((name) => new TextEncoder().encode(name)),
          ),
        )
        .slice(0, 500),
    )
    for (const name of [...names, ...strange]) {
      const header = contentDisposition(name)
      expect(header, JSON.stringify(name)).toMatch(/^attachment; filename="[\w.-]*"; filename\*=UTF-8''[\w.!~%-]*$/)
      expect(new Headers({ 'Content-Disposition': header }).get('content-disposition')).toBe(header)
    }
  })
})
