import { describe, expect, it } from 'vitest'
import { wantsToken } from '../../support/doors/explained.ts'
import type { DoorScene, Person } from '../../support/doors/scene.ts'
import { home, host } from '../../support/doors/scene.ts'
import { nameOf, type Walked } from '../../support/doors/walk.ts'

export type AtPlace = () => { scene: DoorScene; walked: Walked }

const crossSite: readonly [what: string, fields: Record<string, string>, headers: Record<string, string>][] = [
  ['without its token', { _csrf: '' }, {}],
  ['with another token', { _csrf: 'x'.repeat(41) }, {}],
  ['from a page of another site', {}, { 'sec-fetch-site': 'cross-site' }],
  ['from a neighbouring name', {}, { 'sec-fetch-site': 'same-site' }],
  ['from another origin', {}, { origin: 'https://evil.example' }],
  ['from a sandboxed page', {}, { origin: 'null' }],
]

/** What a program of another system sends, with a signature of its own instead of a session. */
const signedByOthers = new Set(['post /weixin/:component/events'])

const elsewhere = [
  '//evil.example',
  '/\\evil.example',
  'https://evil.example/',
  '/%09//evil.example',
  'javascript:alert(1)',
  '/%0d%0aset-cookie:x=1',
]
const goingBack = 'back next return returnTo return_to redirect redirect_uri url to continue'.split(' ')

const climbing = [
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%5c..%5cwindows%5cwin.ini',
  '%2fetc%2fpasswd',
  '....%2f%2f....%2f%2fetc%2fpasswd',
  '..%252f..%252fetc%252fpasswd',
  'file%3a%2f%2f%2fetc%2fpasswd',
  'vault.key',
  '..%2fkeys%2fvault.key',
]

const headersOf = (person: Person | undefined) => ({
  host,
  accept: 'application/json',
  ...(person && { cookie: person.cookie }),
})

export function addressesNobodyMeant(at: AtPlace): void {
  describe('every form', () => {
    it('that another site sends, or that lacks its token, is refused and does nothing', async () => {
      const { scene, walked } = at()
      let sent = 0
      for (const route of scene.web.routeTable.filter(({ method }) => method === 'post')) {
        if (signedByOthers.has(nameOf(route)) || wantsToken(route.path)) continue
        const person = walked.allowed.get(nameOf(route)) ?? scene.people[0]!
        const { path } = scene.addressOf(route.path)
        await scene.during(async () => {
          for (const [what, fields, headers] of crossSite) {
            if (route.door === 'public' && '_csrf' in fields) continue
            const body = new URLSearchParams({ _csrf: person.csrf, ...fields })
            const answer = await scene.web.app.request(path, {
              method: 'POST',
              body,
              headers: { ...headersOf(person), ...headers },
            })
            const { code } = (await answer.json()) as { code: string }
            expect([answer.status, code], `${nameOf(route)} ${what}`).toEqual([403, 'access.csrf'])
            sent++
          }
          const { rows } = await scene.query(
            'select from trail_event where district_id = $1 and seq > $2 and action not like $3',
            [home, scene.seq, '%.refused'],
          )
          expect(rows, nameOf(route)).toEqual([])
        })
      }
      expect(sent).toBeGreaterThan(1_400)
    }, 120_000)
  })

  describe('every address', () => {
    it('leads back to pages of our own alone, whatever it is asked to lead to', async () => {
      const { scene, walked } = at()
      for (const route of scene.web.routeTable) {
        const person = walked.allowed.get(nameOf(route))
        const { path } = scene.addressOf(route.path)
        for (const target of route.method === 'get' ? elsewhere.slice(0, 1) : elsewhere.slice(2, 3)) {
          const asked = new URLSearchParams(
            goingBack.map((name): [string, string] => [name, decodeURIComponent(target)]),
          )
          const answer = await scene.during(async () =>
            route.method === 'get'
              ? scene.web.app.request(`${path}${path.includes('?') ? '&' : '?'}${asked.toString()}`, {
                  headers: headersOf(person),
                })
              : scene.web.app.request(path, {
                  method: 'POST',
                  headers: headersOf(person),
                  body: new URLSearchParams([...asked, ['_csrf', person?.csrf ?? '']]),
                }),
          )
          expect(answer.headers.get('location') ?? '/', `${nameOf(route)} ${target}`).toMatch(/^\/(?![/\\])[^\r\n]*$/)
        }
      }
      for (const target of elsewhere)
        for (const path of [`/display?mode=elder&back=${target}`, `/sign-in?back=${target}`]) {
          const answer = await scene.during(async () => scene.web.app.request(path, { headers: { host } }))
          expect(answer.headers.get('location') ?? '/', path).toMatch(/^\/(?![/\\])/)
          expect(answer.headers.get('set-cookie') ?? '').not.toMatch(/x=1/)
          const shown = answer.status === 200 ? await answer.text() : ''
          expect(shown, path).not.toContain('value="/evil')
        }
    }, 120_000)

    it('that climbs out of its folder, or says a path of the machine, finds nothing', async () => {
      const { scene, walked } = at()
      let asked = 0
      for (const route of scene.web.routeTable.filter(({ method, path }) => method === 'get' && path.includes(':'))) {
        const person = walked.allowed.get(nameOf(route))
        const real = scene.addressOf(route.path).path.split('?')[0]!.split('/')
        for (const [position, part] of route.path.split('/').entries()) {
          if (!part.startsWith(':')) continue
          for (const climb of climbing.filter((_climb, nth) => (nth + route.path.length) % 3 === 0)) {
            const path = real.with(position, climb).join('/')
            const answer = await scene.during(async () => scene.web.app.request(path, { headers: headersOf(person) }))
            expect(answer.status, `${path} ${String(scene.defects.at(-1)?.error)}`).toBeLessThan(500)
            const shown = answer.status === 200 ? await answer.text() : ''
            expect(shown, path).not.toMatch(/root:.*:0:0|BEGIN|\[fonts\]/)
            asked++
          }
        }
      }
      for (const climb of [
        '..%2f..%2fpackage.json',
        '../../package.json',
        '%2e%2e/%2e%2e/package.json',
        'islands/..%2f..%2f..%2fpackage.json',
        '/etc/passwd',
        '..%5c..%5cpackage.json',
      ]) {
        const answer = await scene.web.app.request(`/static/${climb}`, { headers: { host } })
        expect([404, 303], climb).toContain(answer.status)
        expect(await answer.text()).not.toContain('"dependencies"')
      }
      expect(asked).toBeGreaterThan(400)
    }, 120_000)

    it('is found only under a name of ours, whatever else the request says of names', async () => {
      const { scene, walked } = at()
      for (const route of scene.web.routeTable) {
        const person = walked.allowed.get(nameOf(route))
        const { path } = scene.addressOf(route.path)
        const init =
          route.method === 'post' ? { method: 'POST', body: new URLSearchParams({ _csrf: person?.csrf ?? '' }) } : {}
        for (const name of [
          'evil.example',
          '127.0.0.1.evil.example',
          'localhost@evil.example',
          '127.0.0.1:80:80',
          '',
        ]) {
          const answer = await scene.web.app.request(path, { ...init, headers: { ...headersOf(person), host: name } })
          expect(answer.status, `${nameOf(route)} ${name}`).toBe(400)
          expect(await answer.text()).not.toContain('evil.example')
        }
        if (route.method === 'post') continue
        const forwarded = {
          'x-forwarded-host': 'evil.example',
          forwarded: 'host=evil.example',
          'x-original-url': '/users',
        }
        const answer = await scene.during(async () =>
          scene.web.app.request(path, { headers: { ...headersOf(person), ...forwarded } }),
        )
        expect(
          `${answer.headers.get('location')} ${/^text|json/.test(answer.headers.get('content-type') ?? '') ? await answer.text() : ''}`,
        ).not.toContain('evil.example')
      }
    }, 120_000)
  })
}
