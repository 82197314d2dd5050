import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { atTerminal } from '../../tests/support/terminal.ts'
import { cloneDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { type Deps, operatorActor, vaultWith } from '../access/index.ts'
import { fixedClock, instant, month } from '../calendar/index.ts'
import { isGenerated, seededIds } from '../database/index.ts'
import { runCheck } from '../monitoring/index.ts'
import { verifyTrail } from '../trail/index.ts'

const clock = fixedClock(instant('2026-11-12T01:00:00Z'))
let database: TestDatabase
let deps: Deps
let results: string[]
let said: string[]

const run = (...words: string[]) => atTerminal(deps, words, { results, said })

beforeEach(async () => {
  database = await cloneDatabase()
  const { db } = database
  deps = {
    db,
    clock,
    wall: clock,
    ids: seededIds('scale', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir: '/nonexistent',
  }
  vi.stubEnv('DATABASE_URL', database.urlForOwner)
  ;[results, said] = [[], []]
})
afterEach(() => vi.unstubAllEnvs())

const counts = async () => {
  const { rows } = await database.pool.query<{
    districts: number
    accounts: number
    posts: number
    last: string
    made: number
  }>(
    `select (select count(*)::int from district) as districts, (select count(*)::int from account) as accounts, count(*)::int as posts,
       max(published_on)::text as last, (select count(*)::int from district where name like '演示%') as made from post`,
  )
  return rows[0]!
}

it('fills an empty database with made-up districts of a province’s share, and says that they are made up', async () => {
  expect(await run('scale', 'generate', '--districts', '3')).toBe(0)
  expect(await counts()).toEqual({ districts: 3, accounts: 120, posts: 22_640, last: '2026-09-30', made: 3 })
  expect(said.join()).toContain('全部是虚构数据')
  expect(results.join()).toContain('3 个虚构地区、120 个账号、22640 条发布')
  expect(await isGenerated(deps.db)).toBe(true)
  expect((await verifyTrail(deps.db)).every(({ whole }) => whole)).toBe(true)
  const checked = await runCheck(deps, operatorActor('test', 'r'), { districtId: '990201', month: month('2026-09') })
  expect(checked).toBeDefined()
})

it('touches nothing where there is a district, and takes no number that is none', async () => {
  await run('scale', 'generate', '--districts', '1')
  const before = await counts()
  expect(await run('scale', 'generate', '--districts', '2')).toBe(1)
  expect(said.at(-1)).toContain('演示第1区')
  expect(await counts()).toEqual(before)
  for (const wrong of ['0', '1.5', '9001', 'viele'])
    expect(await run('scale', 'generate', '--districts', wrong)).toBe(2)
})
