import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Actor, type Deps, type Role, vaultWith } from '../../src/access/index.ts'
import { type CivilDate, civilDate, fixedClock, instant, startOfDay } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import type { Platform } from '../../src/vocabulary/platforms.ts'
import type { UnitKind } from '../../src/vocabulary/units.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'
import { atFileEnd } from './file-end.ts'

export const districtId = '990100'

// One database a file, emptied for each test: a fifth of the time that a clone a test takes.
let shared: TestDatabase | undefined
atFileEnd(() => {
  shared = undefined
})

async function emptied(): Promise<TestDatabase> {
  if (!shared) return (shared = await cloneDatabase({ forFile: true }))
  await shared.owner(async (owner) => {
    const { rows } = await owner.query(`select string_agg(format('%I', tablename), ', ') as tables from pg_tables
      where schemaname = 'public' and tablename not like '%migration%'`)
    await owner.query(`truncate ${rows[0].tables}`)
  })
  return shared
}

/** A fictional district with units, accounts, posts and collected days, as a test needs them. */
export type MonitoredDistrict = {
  database: TestDatabase
  deps: Deps
  /** The same district at another business moment. */
  at: (moment: string) => Deps
  unit: (
    name: string,
    more?: { kind?: UnitKind; duties?: Partial<Record<Duty, 'filled' | 'vacant'>> },
  ) => Promise<string>
  account: (unitId: string, name: string, more?: AccountFields) => Promise<string>
  /** Posts at noon of these days; days with `automatic` or without a time are inserted by tests themselves. */
  posts: (accountId: string, ...days: string[]) => Promise<void>
  collected: (accountId: string, from: string, to: string) => Promise<void>
  count: (
    table: 'post' | 'post_sample' | 'collection_span' | 'check_run' | 'finding' | 'trail_event' | 'stored_file',
  ) => Promise<number>
}
type Duty = 'primary' | 'direct' | 'staff'
type AccountFields = {
  platform?: Platform
  purpose?: string
  running_state?: string
  filing_state?: string
  certified_entity?: string
  profile_url?: string
}

export function actorOf(
  role: Role,
  id = `user:${role}`,
  kind: Actor['kind'] = role === 'operator' ? 'operator' : 'user',
): Actor {
  return {
    kind,
    id,
    districtId: role === 'operator' ? null : districtId,
    unitId: null,
    roles: [role],
    requestId: 'test',
  }
}

/** Opens a district of its own for one test; `now` is both business and real time. */
export async function monitoredDistrict(now = '2026-10-12T01:00:00.000Z'): Promise<MonitoredDistrict> {
  const database = await emptied()
  const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const clock = fixedClock(instant(now))
  const ids = seededIds('monitored-district', clock)
  const deps: Deps = { db: database.db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const created = { created_at: clock.now(), updated_at: clock.now() }
  await database.db
    .insertInto('district')
    .values({
      id: districtId,
      name: '临湖区',
      short_name: '临湖',
      office_name: '临湖区行政审批服务局',
      issuing_office: '临湖区政务公开领导小组办公室',
      created_at: clock.now(),
    })
    .execute()
  const nextId = () => ids.next()
  return {
    database,
    deps,
    at: (moment) => ({ ...deps, clock: fixedClock(instant(moment)), wall: fixedClock(instant(moment)) }),
    async unit(name, { kind = 'department', duties = {} } = {}) {
      const id = nextId()
      await database.db
        .insertInto('unit')
        .values({ district_id: districtId, id, code: id, name, kind, ...created })
        .execute()
      for (const [duty, state] of Object.entries(duties))
        await saveDuty(database, nextId(), id, duty, state, clock.now())
      return id
    },
    async account(unitId, name, { platform = 'wechat_official', ...more } = {}) {
      const id = nextId()
      await database.db
        .insertInto('account')
        .values({ district_id: districtId, id, unit_id: unitId, name, platform, ...more, ...created })
        .execute()
      return id
    },
    async posts(accountId, ...days) {
      await database.db
        .insertInto('post')
        .values(days.map((day) => postOn(civilDate(day), accountId, nextId())))
        .execute()
    },
    async collected(accountId, from, to) {
      const span = { district_id: districtId, account_id: accountId, id: nextId(), source: '测试文件.csv' }
      await database.db
        .insertInto('collection_span')
        .values({ ...span, from_day: civilDate(from), to_day: civilDate(to), collected_at: startOfDay(civilDate(to)) })
        .execute()
    },
    async count(table) {
      const found = await database.db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow()
      return found.rows
    },
  }
}

function postOn(day: CivilDate, accountId: string, id: string) {
  const published_at = instant(`${day}T12:00:00+08:00`)
  const post = { district_id: districtId, account_id: accountId, id, link_key: id, title: `${day} 的内容` }
  return { ...post, published_at, published_on: day, time_precision: 'moment', first_seen_at: published_at }
}

async function saveDuty(
  database: TestDatabase,
  personId: string,
  unitId: string,
  duty: string,
  state: string,
  at: ReturnType<typeof instant>,
) {
  if (state === 'filled')
    await database.db.insertInto('person').values({ district_id: districtId, id: personId, created_at: at }).execute()
  const person_id = state === 'filled' ? personId : null
  await database.db
    .insertInto('unit_duty')
    .values({ district_id: districtId, unit_id: unitId, duty, state, person_id, changed_at: at })
    .execute()
}
