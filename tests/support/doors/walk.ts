import type { RouteDefinition } from '../../../src/web/index.ts'
import type { Address } from './addresses.ts'
import { expectedOf } from './expected.ts'
import * as explained from './explained.ts'
import { type Form, formsOf } from './forms.ts'
import { home, host, type DoorScene, type Person, type Place } from './scene.ts'

export const nameOf = ({ method, path }: RouteDefinition) => `${method} ${path}`

/** One door tried by one person. */
type Cell = { route: RouteDefinition; address: Address; person: Person; place: Place }
type Answer = { status: number; code: string; text: string; headers: Headers }

/** A form of a page as somebody who may send it saw it. */
export type SeenForm = { form: Form; person: Person; page: RouteDefinition }

export type Walked = {
  cells: number
  unexplained: string[]
  /** Answers whose headers are not as strict as every answer's. */
  loose: string[]
  forms: SeenForm[]
  /** Per route one person whom the table lets in to the thing of the address. */
  allowed: Map<string, Person>
}

const strict: Readonly<Record<string, RegExp>> = {
  'content-security-policy':
    /^default-src 'none'; (?!.*(?:unsafe|\*|https?:)).*frame-ancestors 'none'; base-uri 'none'$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
}

/** Numbers that a page asks for again and again, kept by the browser and asked about each time. */
const askedAgain = new Set(['/overview/now', '/live/card'])

// What is released to everybody may be kept by anybody.
const mayBeKept = (path: string, control: string) =>
  path.startsWith('/public-data/') ||
  explained.forEverybody.has(path) ||
  /no-store/.test(control) ||
  (askedAgain.has(path) && control === 'private, no-cache')

export const looseHeaders = (headers: Headers, path = ''): string[] => [
  ...Object.entries(strict).flatMap(([name, wanted]) =>
    wanted.test(headers.get(name) ?? '') ? [] : [`${name}: ${headers.get(name)}`],
  ),
  ...(mayBeKept(path, headers.get('cache-control') ?? '') ? [] : [`cache-control: ${headers.get('cache-control')}`]),
  ...[...headers]
    .filter(([name]) => ['server', 'x-powered-by', 'access-control-allow-origin'].includes(name))
    .map(String),
]

// The door looks at the role before anything is looked up: `npm test` tries who is refused there from one place, `npm run soak` from each.
const thorough = process.env['GOVMEDIA_DOORS'] === 'all'
const isHome = (place: Place) => place === 'own unit' || place === 'own district'
export const leastCells = thorough ? 16_000 : 9_000

/** Every route × role × place, each request on the same scene. */
export async function walkDoors(scene: DoorScene): Promise<Walked> {
  const walked: Walked = { cells: 0, unexplained: [], loose: [], forms: [], allowed: new Map() }
  const walker = new Walker(scene, walked, await ownersOf(scene))
  for (const route of scene.web.routeTable) await walker.walk(route)
  return walked
}

/** Ids of the home district's accounts and units, and whose they are. */
async function ownersOf({ query }: DoorScene): Promise<Map<string, string>> {
  const { rows } = await query<{ id: string; unit: string }>(
    `select id, unit_id as unit from account where district_id = $1 union all select id, id from unit where district_id = $1`,
    [home],
  )
  return new Map(rows.map(({ id, unit }) => [id, unit]))
}

class Walker {
  readonly #scene: DoorScene
  readonly #walked: Walked
  readonly #owners: Map<string, string>
  readonly #seen = new Set<string>()

  constructor(scene: DoorScene, walked: Walked, owners: Map<string, string>) {
    this.#scene = scene
    this.#walked = walked
    this.#owners = owners
  }

  async walk(route: RouteDefinition): Promise<void> {
    const { during } = this.#scene
    const all = this.#cellsOf(route).map((cell) => ({
      cell,
      expected: expectedOf(route, cell.address, { role: cell.person.role, place: cell.place }),
    }))
    const refused = all.filter(({ cell, expected }) => expected === 'refused' && (thorough || isHome(cell.place)))
    await during(async () => {
      for (const { cell, expected } of refused) this.#note(cell, expected, await this.#ask(cell), [])
      const done = await this.#deeds()
      if (done.length > 0) this.#walked.unexplained.push(`${nameOf(route)}: done by who was refused: ${done.join(',')}`)
    })
    for (const { cell, expected } of all.filter((one) => one.expected !== 'refused'))
      await during(async () => {
        const answer = await this.#ask(cell)
        this.#note(cell, expected, answer, expected === 'open' ? [] : await this.#deeds())
        if (expected === 'open') this.#keep(cell, answer)
      })
  }

  /** Who tries a route: everybody of the district's and another's, and of a unit's roles one of the thing's unit and one of another. */
  #cellsOf(route: RouteDefinition): Cell[] {
    const { units, people, addressOf } = this.#scene
    const address = addressOf(route.path)
    const own = address.units[0] ?? units[0]!
    const other = units.find((unit) => unit !== own && !address.units.includes(unit))
    return people.flatMap((person): Cell[] => {
      if (person.place !== 'own unit') return [{ route, address, person, place: person.place }]
      if (person.unitId === own) return [{ route, address, person, place: 'own unit' }]
      return person.unitId === other ? [{ route, address, person, place: 'other unit' }] : []
    })
  }

  async #ask({ route: { method }, address, person }: Cell): Promise<Answer> {
    const headers = { host, cookie: person.cookie, accept: 'application/json' }
    const form = method === 'post' && { method: 'POST', body: new URLSearchParams({ _csrf: person.csrf }) }
    const answer = await this.#scene.web.app.request(address.path, { headers, ...form })
    const type = answer.headers.get('content-type') ?? ''
    const text = /^text|json/.test(type) ? await answer.text() : ''
    const refusal =
      answer.status >= 400 && type.includes('json') ? (JSON.parse(text) as { code: string }) : { code: '' }
    return { status: answer.status, code: refusal.code, text, headers: answer.headers }
  }

  /** What was done in the home district since the scene began; that somebody was refused is no deed. */
  async #deeds(): Promise<string[]> {
    const { rows } = await this.#scene.query<{ action: string }>(
      `select action from trail_event where district_id = $1 and seq > $2 and action not like '%.refused'`,
      [home, this.#scene.seq],
    )
    return rows.map(({ action }) => action)
  }

  #note(cell: Cell, expected: string, answer: Answer, done: string[]): void {
    const { route, person, place } = cell
    const who = `${nameOf(route)} as ${person.role}, ${place}`
    this.#walked.cells++
    const wrong = wrongWith(cell, expected, answer, done)
    if (wrong !== undefined) this.#walked.unexplained.push(`${who}: ${expected}, but ${wrong}`)
    const others = expected === 'refused' ? [] : this.#strangers(cell, answer.text)
    if (others.length > 0 && !(nameOf(route) in explained.namesOthers))
      this.#walked.unexplained.push(`${who}: names ${others.length} of others, ${others[0]}`)
    const loose = looseHeaders(answer.headers, route.path)
    if (loose.length > 0) this.#walked.loose.push(`${who}: ${loose.join('; ')}`)
  }

  /** Ids in a page that are none of the reader's business: of another district, or of another unit than the own. */
  #strangers({ route, address, person, place }: Cell, text: string): string[] {
    if (route.door === 'public' || (place !== 'other district' && person.unitId === null)) return []
    const named = new Set(text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))
    return [...named].filter((id) => {
      const owner = this.#owners.get(id)
      return owner !== undefined && owner !== person.unitId && !address.path.includes(id)
    })
  }

  #keep({ route, person, place }: Cell, { status, text }: Answer): void {
    if (place === 'other district' || place === 'other unit' || person.role === 'operator') return
    const name = nameOf(route)
    if (!this.#walked.allowed.has(name)) this.#walked.allowed.set(name, person)
    if (route.method !== 'get' || status !== 200) return
    for (const form of formsOf(text)) {
      const key = [
        form.action.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id'),
        ...form.fields.map(([field]) => field),
      ].join(' ')
      if (this.#seen.has(key) || form.action === '/sign-out') continue
      this.#seen.add(key)
      this.#walked.forms.push({ form, person, page: route })
    }
  }
}

/** Undefined: as the table says. */
function wrongWith(
  { route, address }: Cell,
  expected: string,
  { status, code }: Answer,
  done: string[],
): string | undefined {
  const said = `${status} ${code} ${done.join(',')}`
  if (status >= 500) return said
  if (expected === 'refused') return status === 403 && code === 'access.denied' && done.length === 0 ? undefined : said
  if (expected === 'token')
    return status === 401 && code === 'api.token-required' && done.length === 0 ? undefined : said
  if (expected === 'closed') return status >= 400 && done.length === 0 ? undefined : said
  const nothing = explained.nothingToDo[nameOf(route)]?.status === status || (!address.isThere && status === 404)
  if (nothing) return undefined
  if (route.method === 'get') return status === 200 || status === 303 ? undefined : said
  return status === 404 || (status === 403 && code === 'access.denied') ? said : undefined
}
