import { expect, it } from 'vitest'
import { districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { civilDate, instant, month } from '../calendar/index.ts'
import type { Deps } from '../access/index.ts'
import { judgeMonth } from './judging.ts'
import { liveState } from './live.ts'

const october = month('2026-10')
const today = civilDate('2026-10-12')
const begun = instant('2026-09-01T00:00:00Z')

/** Three accounts, each looked at by a source of its own. */
async function place() {
  const district = await monitoredDistrict()
  const { db } = district.database
  const unit = await district.unit('临湖区水务局')
  const source = district.deps.ids.next()
  await db
    .insertInto('collection_source')
    .values({
      district_id: districtId,
      id: source,
      kind: 'feed',
      name: '订阅',
      settings: '{}',
      state: 'on',
      created_by: 'user:s',
      created_at: begun,
    })
    .execute()
  const account = async (name: string, platform: 'weibo' | 'douyin' | 'kuaishou') => {
    const id = await district.account(unit, name, { platform })
    await db
      .insertInto('collection_target')
      .values({
        district_id: districtId,
        account_id: id,
        id: district.deps.ids.next(),
        source_id: source,
        target: JSON.stringify({ url: name }),
        state: 'on',
        next_at: begun,
        created_by: 'user:s',
        created_at: begun,
      })
      .execute()
    return id
  }
  const [silent, lively, unseen] = [
    await account('沉默', 'weibo'),
    await account('活跃', 'douyin'),
    await account('未见', 'kuaishou'),
  ]
  await district.posts(silent, '2026-09-10')
  await district.collected(silent, '2026-09-10', '2026-10-12')
  await district.posts(lively, '2026-10-12')
  /** A source looked: what it found, when, and that it did. */
  const look = async (accountId: string, when: string, ...days: string[]) => {
    await district.posts(accountId, ...days)
    await district.collected(accountId, '2026-09-20', '2026-10-12')
    await db
      .updateTable('collection_target')
      .set({ last_success_at: instant(when) })
      .where('account_id', '=', accountId)
      .execute()
  }
  // The ledger was entered before anybody watched.
  return { ...district, deps: district.at('2026-10-12T01:05:00.000Z'), silent, lively, unseen, look }
}

const said = async (deps: Deps) =>
  Object.fromEntries(
    (await liveState(deps, districtId)).accounts.map((one) => [one.name, [one.verdict, one.silentDays]]),
  )

it('judges as the month’s check does, as of today, and writes nothing', async () => {
  const { deps, count } = await place()
  expect(await said(deps)).toEqual({ 沉默: ['unqualified', 32], 活跃: ['qualified', 0], 未见: ['unknown', null] })
  const { document } = await judgeMonth(deps.db, districtId, october, today)
  expect((await liveState(deps, districtId)).accounts.map(({ id, verdict }) => [id, verdict])).toEqual(
    document.accounts.map(({ id, verdict }) => [id, verdict]),
  )
  expect(await count('check_run')).toBe(0)
})

it('sees what a source brought at once, and judges only the accounts it looked at', async () => {
  const { deps, at, silent, unseen, look, database } = await place()
  const before = await liveState(deps, districtId)
  expect((await liveState(deps, districtId)).stamp).toBe(before.stamp)
  const later = at('2026-10-12T01:10:00.000Z')
  // Changed behind the back of every source: nobody says that it was looked at, so it is not judged again.
  await database.db.deleteFrom('post').where('account_id', '=', silent).execute()
  await look(unseen, '2026-10-12T01:09:58.000Z', '2026-10-11')
  expect(await said(later)).toEqual({ 沉默: ['unqualified', 32], 活跃: ['qualified', 0], 未见: ['qualified', 1] })
  expect((await liveState(later, districtId)).stamp).not.toBe(before.stamp)
})

it('judges all of them again after an edit of the ledger, and on another day', async () => {
  const { deps, at, lively, database } = await place()
  await liveState(deps, districtId)
  const gone = {
    running_state: 'deregistered',
    ceased_on: civilDate('2026-10-01'),
    updated_at: instant('2026-10-12T01:10:00.000Z'),
  }
  await database.db.updateTable('account').set(gone).where('id', '=', lively).execute()
  expect(Object.keys(await said(at('2026-10-12T01:10:01.000Z'))).sort()).toEqual(['未见', '沉默'])
  expect((await said(at('2026-10-13T01:00:00.000Z')))['沉默']).toEqual(['unknown', null])
})

it('asks the database once in two seconds, however many pages stand open', async () => {
  const { at, unseen, look } = await place()
  await liveState(at('2026-10-12T02:20:00.000Z'), districtId)
  await look(unseen, '2026-10-12T02:20:00.500Z', '2026-10-11')
  expect((await said(at('2026-10-12T02:20:01.999Z')))['未见']).toEqual(['unknown', null])
  expect((await said(at('2026-10-12T02:20:02.000Z')))['未见']).toEqual(['qualified', 1])
})
