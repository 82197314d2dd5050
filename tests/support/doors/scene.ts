import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Deps, openDistrict, operatorActor, type Role, roles } from '../../../src/access/index.ts'
import { needsUnit } from '../../../src/access/permissions.ts'
import { demoDistrict } from '../../../src/app/demo/cast.ts'
import { ensureDemo } from '../../../src/app/demo/index.ts'
import { allRoutes, recordWords } from '../../../src/app/routes.ts'
import { openWorkplace } from '../../../src/app/workplace.ts'
import { seededIds } from '../../../src/database/index.ts'
import { stopPress } from '../../../src/documents/index.ts'
import { namesOfThings } from '../../../src/registry/index.ts'
import { createWeb } from '../../../src/web/index.ts'
import { quickFolder } from '../quick-folder.ts'
import { type Address, addressBook } from './addresses.ts'
import { addWhatTheDemoLacks } from './lacking.ts'
import { type Forgetful, forgetful } from './one-connection.ts'

export const home = demoDistrict.id
export const abroad = {
  ...demoDistrict,
  id: '990206',
  name: '望岳区',
  shortName: '望岳',
  officeName: '望岳区政务公开办',
}
const [cityAbove, cityElsewhere] = ['990100', '990200']
export const host = '127.0.0.1:8080'

/** Where a person stands to the thing that is asked for. */
export type Place = 'own unit' | 'other unit' | 'own district' | 'other district'
export type Person = {
  role: Role
  place: Place
  unitId: string | null
  districtId: string
  csrf: string
  cookie: string
}

export type DoorScene = {
  deps: Deps
  web: ReturnType<typeof createWeb>
  defects: { error: unknown; path: string }[]
  during: Forgetful['during']
  /** On the connection of the request that runs. */
  query: Forgetful['query']
  /** The last link of the home district's chain before any request. */
  seq: number
  units: string[]
  /** Everybody: of a unit's role one in every unit, of any other role one in the district and one in another. */
  people: Person[]
  addressOf: (path: string) => Address
  /** A thing of the other district, by its table. */
  abroadIds: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** The demonstration, a second district, and a person of each role everywhere; requests leave nothing behind. */
export async function doorScene(): Promise<DoorScene> {
  const dataDir = mkdtempSync(join(quickFolder(), 'govmedia-doors-'))
  await ensureDemo({ dataDir, onStep: () => undefined })
  const workplace = await openWorkplace({ dataDir, role: 'cli' })
  const client = await workplace.database.pool.connect()
  const { db, during, query } = forgetful(client)
  const ids = seededIds('doors', workplace.deps.clock)
  await openDistrict({ ...workplace.deps, ids }, operatorActor('test', 'doors'), abroad)
  await addWhatTheDemoLacks(workplace.database.pool, home)
  const { rows } = await workplace.database.pool.query<{ id: string }>(
    `select u.id from unit u where district_id = $1 and state = 'active' order by (name = '临湖区水务局') desc, name`,
    [home],
  )
  const units = rows.map(({ id }) => id)
  const abroadIds = await settleAbroad(workplace, ids)
  const people = await Promise.all(
    seats(units, abroadIds['unit']!).map(async (seat) => ({
      ...seat,
      ...(await seatPerson(workplace, ids.next(), seat)),
    })),
  )
  const {
    rows: [head],
  } = await workplace.database.pool.query<{ seq: string }>('select seq from trail_head where district_id = $1', [home])
  const seq = head!.seq
  const deps: Deps = { ...workplace.deps, db, ids }
  const defects: DoorScene['defects'] = []
  const web = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.resolve({ runId: ids.next() }), stop: () => Promise.resolve() },
    demo: true,
    host: '127.0.0.1',
    routes: allRoutes,
    recordWords,
    namesOfThings,
    logDefect: (error, context) => defects.push({ error, path: context['path'] ?? '' }),
  })
  return {
    deps,
    web,
    defects,
    during,
    query,
    seq: Number(seq),
    units,
    people,
    abroadIds,
    addressOf: await addressBook(workplace.database.pool, home),
    async close() {
      client.release()
      await workplace.close()
      stopPress()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function settleAbroad(
  { database: { pool } }: Awaited<ReturnType<typeof openWorkplace>>,
  ids: Deps['ids'],
): Promise<Record<string, string>> {
  const [unit, account, person, user] = [ids.next(), ids.next(), ids.next(), ids.next()]
  const statements: [sql: string, values: unknown[]][] = [
    [
      `insert into unit (district_id, id, code, name, kind, created_at, updated_at) values ($1, $2, 'W1', '望岳区水务局', 'department', now(), now())`,
      [abroad.id, unit],
    ],
    [
      `insert into account (district_id, id, unit_id, name, platform, purpose, filing_state, created_at, updated_at)
       values ($1, $2, $3, '望岳水务', 'weibo', 'publish', 'filed', now(), now())`,
      [abroad.id, account, unit],
    ],
    ['insert into person (district_id, id, created_at) values ($1, $2, now())', [abroad.id, person]],
    [
      `insert into app_user (id, district_id, login, password_hash, must_change_password, created_at) values ($1, $2, 'wangyue', '不能登录', false, now())`,
      [user, abroad.id],
    ],
  ]
  for (const [sql, values] of statements) await pool.query(sql, values)
  return { unit, account, person, app_user: user }
}

type Seat = Omit<Person, 'csrf' | 'cookie'>

function seats(units: readonly string[], abroadUnit: string): Seat[] {
  return roles.flatMap((role): Seat[] => {
    if (role === 'upper_office')
      return [
        { role, place: 'own district', unitId: null, districtId: cityAbove },
        { role, place: 'other district', unitId: null, districtId: cityElsewhere },
      ]
    if (!needsUnit(role))
      return [
        { role, place: 'own district', unitId: null, districtId: home },
        { role, place: 'other district', unitId: null, districtId: abroad.id },
      ]
    return [
      ...units.map((unitId): Seat => ({ role, place: 'own unit', unitId, districtId: home })),
      { role, place: 'other district', unitId: abroadUnit, districtId: abroad.id },
    ]
  })
}

async function seatPerson(
  { database: { pool } }: Awaited<ReturnType<typeof openWorkplace>>,
  id: string,
  { role, unitId, districtId }: Seat,
): Promise<{ csrf: string; cookie: string }> {
  const [csrf, token] = [`csrf-${id}`, `token-${id}`]
  await pool.query(
    `insert into app_user (id, district_id, unit_id, login, password_hash, must_change_password, created_at)
     values ($1, $2, $3, $4, '不能登录', false, now())`,
    [id, districtId, unitId, `walker-${id}`],
  )
  await pool.query('insert into user_role (user_id, role, granted_at) values ($1, $2, now())', [id, role])
  await pool.query(
    `insert into session (token_digest, user_id, csrf, created_at, last_seen_at, expires_at)
     values ($1, $2, $3, now(), now(), now() + interval '12 hours')`,
    [createHash('sha256').update(token).digest(), id, csrf],
  )
  return { csrf, cookie: `govmedia_session=${token}` }
}
