import { type Deps, readSession } from '../../src/access/index.ts'
import { ssoRoutes } from '../../src/app/sso/routes.tsx'
import { openSender } from '../../src/outgoing/index.ts'
import { type ProviderSettings, setProvider, switchProvider, type Ways } from '../../src/sso/index.ts'
import { accessPlace, officeDistrict, operator } from './access-place.ts'
import { pagesOf } from './pages.ts'

/** The address that people use, of a program that is reached as 127.0.0.1 here. */
export const publicUrl = 'https://media.example.gov.cn'

/** An office whose sign-in page has a provider on this machine, and a browser that keeps cookies of both. */
export async function ssoPlace({ now = new Date().toISOString() } = {}) {
  const place = await accessPlace()
  place.wall.to(now)
  const allow = new Set(['127.0.0.1'])
  const ways: Ways = { send: openSender({ allow }).send, allow }
  const { app } = pagesOf(
    place.deps,
    ssoRoutes(() => ways),
  )
  return {
    ...place,
    app,
    ways,
    async addProvider(provider: ProviderSettings, secret?: string) {
      const id = await setProvider(place.deps, operator, {
        districtId: officeDistrict,
        label: '区统一身份认证平台',
        secret,
        ...provider,
      })
      await switchProvider(place.deps, operator, { districtId: officeDistrict, id, enabled: true })
      return id
    },
    browser: () => browserOf(app, place.deps),
  }
}

function browserOf(app: ReturnType<typeof pagesOf>['app'], deps: Deps) {
  const jars = new Map<string, Map<string, string>>()
  const take = (site: string, headers: Headers) => {
    const jar = jars.get(site) ?? new Map<string, string>()
    jars.set(site, jar)
    for (const line of headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
  }
  const cookie = (site: string) => [...(jars.get(site) ?? [])].map((pair) => pair.join('=')).join('; ')
  const own = async (path: string, init: { method?: string; body?: FormData } = {}) => {
    const reply = await app.request(path, { ...init, headers: { host: '127.0.0.1:8080', cookie: cookie('own') } })
    take('own', reply.headers)
    return reply
  }
  const there = async (url: string) => {
    const reply = await fetch(url, { redirect: 'manual', headers: { cookie: cookie('there') } })
    take('there', reply.headers)
    return reply
  }
  return {
    cookies: () => jars.get('own') ?? new Map<string, string>(),
    there,
    get: (path: string) => own(path),
    post: (path: string, fields: Record<string, string>) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields)) body.append(name, value)
      return own(path, { method: 'POST', body })
    },
    /** Leaves for the provider and goes where it sends, until it sends back; the address it then named. */
    async leave(id: string, back = '/'): Promise<string> {
      const start = await own(`/sso/${id}/start?back=${encodeURIComponent(back)}`)
      let target = start.headers.get('location') ?? ''
      for (let hop = 0; hop < 10 && !target.startsWith(publicUrl); hop++) {
        const reply = await there(target)
        const next = reply.headers.get('location')
        if (next === null) throw new Error(`${reply.status} at ${target}: ${await reply.text()}`)
        target = new URL(next, target).href
      }
      return target
    },
    /** Takes the address at which the provider sent us back to the program. */
    arrive: (target: string) => own(target.slice(publicUrl.length)),
    /** Who is signed in with this browser. */
    async who(): Promise<string | undefined> {
      const token = jars.get('own')?.get('govmedia_session')
      return token === undefined ? undefined : (await readSession(deps, token, 'r'))?.user.login
    },
  }
}
