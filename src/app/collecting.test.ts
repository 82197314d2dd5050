import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import type { Deps } from '../access/index.ts'
import { addSource, addTarget } from '../collection/sources/set-up.ts'
import { startCollecting } from './collecting.ts'

let answer: (response: ServerResponse) => void
const server = createServer((_request, response) => answer(response))
let host: string
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((done) => server.close(done)))

async function place() {
  const district = await monitoredDistrict()
  const { deps } = district
  const accountId = await district.account(await district.unit('临湖区水务局'), '临湖水务')
  const supervisor = actorOf('supervisor')
  const { id: sourceId } = await addSource(deps, supervisor, { districtId, kind: 'feed', name: '订阅', settings: {} })
  const target = { url: `http://${host}/feed` }
  await addTarget(deps, supervisor, { districtId, accountId, sourceId, target })
  const outcome = async () =>
    (
      await deps.db
        .selectFrom('collection_target')
        .select('last_outcome as is')
        .where('district_id', '=', districtId)
        .executeTakeFirstOrThrow()
    ).is
  const defects: unknown[] = []
  const start = (allowed: string) => startCollecting(deps, (error) => defects.push(error), allowed)
  return { ...district, outcome, start, defects }
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 200 && !(await done()); look++) await pause(50)
}

it('the running program looks at what is due, and at an intranet only where it was named', async () => {
  answer = (response) =>
    response.end(
      '<rss><channel><item><title>通知</title><pubDate>2026-10-11T10:00:00+08:00</pubDate></item></channel></rss>',
    )
  for (const [allowed, wanted] of [
    ['', 'refused-address'],
    [host, 'ok'],
  ] as const) {
    const { outcome, start, defects } = await place()
    const stop = start(allowed)
    await until(async () => (await outcome()) !== null)
    await stop()
    expect(await outcome()).toBe(wanted)
    expect(defects).toEqual([])
  }
})

it('what fails in one district is told, and the others are looked at all the same', async () => {
  answer = (response) => response.end('<rss><channel><item><title>通知</title></item></channel></rss>')
  const { database, deps, outcome, start, defects } = await place()
  const fails = '990001'
  await otherDistrict(deps, fails)
  await database.owner(async (owner) => {
    await owner.query(
      `create function fails() returns trigger language plpgsql as $$ begin raise 'the district fails'; end $$`,
    )
    await owner.query(`create trigger fails before insert on collection_attempt for each row
      when (new.district_id = '${fails}') execute function fails()`)
  })
  const stop = start(host)
  await until(async () => (await outcome()) !== null)
  await stop()
  await database.owner((owner) => owner.query('drop function fails cascade'))
  expect(await outcome()).toBe('ok')
  expect(defects).toMatchObject([{ message: expect.stringContaining('the district fails') }])
})

/** A second district, before the first by its number, with a feed of its own. */
async function otherDistrict({ db, clock, ids, ...more }: Deps, other: string) {
  const at = clock.now()
  const created = { created_at: at, updated_at: at }
  const named = {
    name: '湖东区',
    short_name: '湖东',
    office_name: '湖东区办公室',
    issuing_office: '湖东区领导小组办公室',
  }
  const [unit, account] = [ids.next(), ids.next()]
  await db
    .insertInto('district')
    .values({ id: other, ...named, created_at: at })
    .execute()
  const of = { district_id: other, ...created }
  await db
    .insertInto('unit')
    .values({ ...of, id: unit, code: 'K', name: '湖东区水务局', kind: 'department' })
    .execute()
  await db
    .insertInto('account')
    .values({ ...of, id: account, unit_id: unit, name: '湖东水务', platform: 'toutiao' })
    .execute()
  const operator = actorOf('operator')
  const deps = { db, clock, ids, ...more }
  const source = await addSource(deps, operator, { districtId: other, kind: 'feed', name: '', settings: {} })
  const target = { url: `http://${host}/other` }
  await addTarget(deps, operator, { districtId: other, accountId: account, sourceId: source.id, target })
}

it('a program that ends cuts off the look under way, and nothing is said of the account', async () => {
  let asked = false
  answer = () => (asked = true)
  const { outcome, start, count, defects } = await place()
  const stop = start(host)
  await until(() => Promise.resolve(asked))
  // Without an answer from the other side; whoever waited for it would wait for twenty seconds.
  await stop()
  expect(await outcome()).toBeNull()
  expect(await count('collection_span')).toBe(0)
  expect(defects).toEqual([])
})
