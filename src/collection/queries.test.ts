import { describe, expect, it } from 'vitest'
import { districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { civilDate, instant } from '../calendar/index.ts'
import { lastUpdates, postsOf, postsPerDay, updateFacts } from './queries.ts'

const range = { from: civilDate('2026-09-16'), to: civilDate('2026-09-30') }

async function twoAccounts() {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  const [lively, silent] = [await place.account(unit, '活跃'), await place.account(unit, '沉默', { platform: 'weibo' })]
  await place.posts(lively, '2026-09-15', '2026-09-16', '2026-09-30', '2026-09-30', '2026-10-01')
  return { ...place, lively, silent }
}

describe('the facts of a window', () => {
  it('count both edge days, and look for the last update no later than the window', async () => {
    const { deps, lively, silent } = await twoAccounts()
    const facts = await updateFacts(deps.db, districtId, range)
    expect(facts.get(lively)).toMatchObject({ lastPostOn: '2026-09-30', postsInWindow: 3 })
    expect(facts.get(silent)).toEqual({ lastPostOn: null, postsInWindow: 0, covered: false, coveredUntil: null })
  })

  it('take no automatic post and no post without a time for an update (docs/decisions/001)', async () => {
    const { deps, silent } = await twoAccounts()
    const seen = instant('2026-09-30T00:00:00Z')
    const post = { district_id: districtId, account_id: silent, title: '早安', first_seen_at: seen }
    const timeless = { ...post, id: deps.ids.next(), link_key: 'a', time_precision: 'none' }
    const automatic = {
      ...post,
      id: deps.ids.next(),
      link_key: 'b',
      time_precision: 'day',
      published_on: range.to,
      automatic: true,
    }
    await deps.db.insertInto('post').values(timeless).execute()
    await deps.db.insertInto('post').values(automatic).execute()
    expect((await updateFacts(deps.db, districtId, range)).get(silent)).toMatchObject({
      lastPostOn: null,
      postsInWindow: 0,
    })
    expect((await postsOf(deps.db, districtId, silent)).total).toBe(2)
  })

  it('never look into another district', async () => {
    const { deps, lively } = await twoAccounts()
    expect(await updateFacts(deps.db, '990200', range)).toEqual(new Map())
    expect(await lastUpdates(deps.db, '990200', [lively])).toEqual(new Map())
  })
})

it('counts posts a day for a heat map, leaving days without a post out', async () => {
  const { deps, lively, silent } = await twoAccounts()
  expect(await postsPerDay(deps.db, districtId, [lively, silent], range)).toEqual([
    { accountId: lively, day: '2026-09-16', posts: 1 },
    { accountId: lively, day: '2026-09-30', posts: 2 },
  ])
})

it('knows the last update of each account, up to a day where asked', async () => {
  const { deps, lively, silent } = await twoAccounts()
  expect(await lastUpdates(deps.db, districtId, [lively, silent])).toEqual(new Map([[lively, '2026-10-01']]))
  expect(await lastUpdates(deps.db, districtId, [lively], civilDate('2026-09-20'))).toEqual(
    new Map([[lively, '2026-09-16']]),
  )
})

it('pages an account’s posts, newest first', async () => {
  const { deps, lively } = await twoAccounts()
  const second = await postsOf(deps.db, districtId, lively, 2, 2)
  expect([second.total, second.posts.map(({ publishedOn }) => publishedOn)]).toEqual([5, ['2026-09-30', '2026-09-16']])
})
