import { describe, expect, it } from 'vitest'
import { collectingPlace } from '../../tests/support/collecting-place.ts'
import { failing } from '../../tests/support/failing.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { changeSetting, permissionTable, roles } from '../access/index.ts'
import { type CivilDate, civilDate, instant, month } from '../calendar/index.ts'
import { expireEvidence, expirePosts, expireTexts } from '../collection/index.ts'
import { readStoredFile } from '../files/index.ts'
import { closeMonth, runCheck } from '../monitoring/index.ts'
import { latestEvents } from '../trail/index.ts'
import { restingOf } from './resting.ts'
import { makeRounds } from './rounds.ts'

const system = actorOf('operator', 'system', 'system')
const supervisor = actorOf('supervisor')
const site = collectingPlace()

/** A page of 2026-09 was seen on 2026-10-12. */
async function kept() {
  const place = await site.open('page')
  site.serve(
    '<html><head><meta property="article:published_time" content="2026-09-01T08:00:00+08:00"></head><body><h1>防汛提示</h1><div><p>注意安全</p></div></body></html>',
    { 'content-type': 'text/html; charset=utf-8' },
  )
  await place.look()
  const { file_id: fileId } = await place.deps.db
    .selectFrom('evidence_content')
    .select('file_id')
    .executeTakeFirstOrThrow()
  const expire = (moment: string) => expireEvidence(place.at(moment), system, districtId, restingOf)
  const isKept = () =>
    readStoredFile(place.deps, districtId, fileId).then(
      () => true,
      () => false,
    )
  return { ...place, expire, isKept }
}

/** The month of that look is checked: silent since 2026-09-01, or the last of other days with a post, an open finding. */
async function judged(...days: string[]) {
  const place = await kept()
  if (days.length > 0) await place.posts(place.accountId, ...days)
  await place.collected(place.accountId, '2026-09-01', '2026-10-31')
  await runCheck(place.at('2026-11-01T01:00:00.000Z'), supervisor, { districtId, month: month('2026-10') })
  expect(await place.count('finding')).toBeGreaterThan(0)
  return place
}
const decide = ({ deps }: Pick<Awaited<ReturnType<typeof kept>>, 'deps'>, state: 'confirmed' | 'dismissed') =>
  deps.db
    .updateTable('finding')
    .set({ state, decided_by: 'user:reviewer', decided_at: instant('2026-11-02T01:00:00.000Z') })
    .execute()

describe('evidence on which nothing rests', () => {
  it('is looked for once a day, however often rounds are made', async () => {
    const place = await site.open('page')
    const memory = { doneOn: new Map<string, CivilDate>(), keptAsOf: new Map<string, string>() }
    const rounds = (moment: string) => makeRounds({ ...place.at(moment), ids: place.deps.ids }, failing, memory)
    await rounds('2030-10-12T01:00:00.000Z')
    site.serve(
      '<html><head><meta property="article:published_time" content="2026-09-01T08:00:00+08:00"></head><body><h1>防汛提示</h1></body></html>',
      { 'content-type': 'text/html; charset=utf-8' },
    )
    await place.look()
    const erased = async () =>
      (await place.deps.db.selectFrom('evidence_content').select('erased_because').execute()).map(
        ({ erased_because: why }) => why,
      )
    await rounds('2030-10-12T15:59:00.000Z')
    expect(await erased()).toEqual([null])
    await rounds('2030-10-12T16:00:00.000Z')
    expect(await erased()).toEqual(['expired'])
  })

  it('is erased from the day its time is over, and its digest and times stay', async () => {
    const { expire, isKept, deps } = await kept()
    expect(await expire('2028-10-11T15:59:00.000Z')).toEqual({ erased: 0 })
    expect(await isKept()).toBe(true)
    expect(await expire('2028-10-11T16:00:00.000Z')).toEqual({ erased: 1 })
    expect(await isKept()).toBe(false)
    const left = await deps.db.selectFrom('evidence_content').select(['sha256', 'erased_because']).execute()
    expect(left).toMatchObject([{ erased_because: 'expired' }])
    expect((await latestEvents(deps.db, districtId))[0]).toMatchObject({
      action: 'evidence.expired',
      after: { count: 1, sha256: [left[0]?.sha256] },
    })
    expect(await expire('2028-10-13T16:00:00.000Z')).toEqual({ erased: 0 })
  })

  it('is kept anew when it is seen again after that', async () => {
    const { expire, look, count } = await kept()
    await expire('2028-10-12T16:00:00.000Z')
    await look('2028-11-01T01:00:00.000Z')
    expect(await count('stored_file')).toBe(2)
  })

  it('is kept as long as the district set', async () => {
    const { expire, deps } = await kept()
    await changeSetting(deps, actorOf('office_head'), {
      districtId,
      key: 'evidenceOtherYears',
      value: 5,
      effectiveFrom: civilDate('2026-10-12'),
      source: '临档〔2026〕2号',
    })
    expect(await expire('2031-10-11T15:59:00.000Z')).toEqual({ erased: 0 })
    expect(await expire('2031-10-11T16:00:00.000Z')).toEqual({ erased: 1 })
  })

  it('is kept where the same content is newer evidence of another account', async () => {
    const place = await kept()
    const other = await place.account(place.unitId, '另一账号', { platform: 'weibo' })
    await place.watch(other)
    await place.look('2028-01-01T01:00:00.000Z')
    expect(await place.expire('2028-12-01T01:00:00.000Z')).toEqual({ erased: 0 })
    expect(await place.isKept()).toBe(true)
  })

  it('is erased by the program alone', async () => {
    const { deps } = await kept()
    for (const role of roles.filter((one) => !permissionTable[one]['evidence.keep']))
      await expect(expireEvidence(deps, actorOf(role), districtId, restingOf), role).rejects.toMatchObject({
        code: 'access.denied',
      })
  })
})

describe('evidence on which a finding rests', () => {
  const far = '2099-01-01T01:00:00.000Z'

  it('stays while the finding is open, and while its month is not closed', async () => {
    const place = await judged()
    expect(await place.expire(far)).toEqual({ erased: 0 })
    await decide(place, 'confirmed')
    expect(await place.expire(far)).toEqual({ erased: 0 })
  })

  it.each(['confirmed', 'dismissed'] as const)(
    'stays ten years after it was %s and its month closed',
    async (state) => {
      const place = await judged()
      await decide(place, state)
      await closeMonth(place.at('2026-11-03T01:00:00.000Z'), supervisor, { districtId, month: month('2026-10') })
      expect(await place.expire('2036-11-02T15:59:00.000Z')).toEqual({ erased: 0 })
      expect(await place.expire('2036-11-02T16:00:00.000Z')).toEqual({ erased: 1 })
    },
  )

  it('stays while the report of its quarter is a draft', async () => {
    const place = await judged()
    await decide(place, 'confirmed')
    await closeMonth(place.at('2026-11-03T01:00:00.000Z'), supervisor, { districtId, month: month('2026-10') })
    await place.deps.db
      .insertInto('quarterly_report')
      .values({
        district_id: districtId,
        id: place.deps.ids.next(),
        quarter: '2026Q4',
        version: 1,
        state: 'draft',
        cut_off: civilDate('2026-12-31'),
        content: '{}',
        digest: '',
        created_by: supervisor.id,
        created_at: place.deps.clock.now(),
      })
      .execute()
    expect(await place.expire(far)).toEqual({ erased: 0 })
    await place.deps.db.updateTable('quarterly_report').set({ state: 'final', progress: 'reviewed' }).execute()
    expect(await place.expire(far)).toEqual({ erased: 1 })
  })
})

it('evidence of an account with an open clean-up item stays', async () => {
  const place = await kept()
  await place.deps.db
    .insertInto('cleanup_item')
    .values({
      district_id: districtId,
      id: place.deps.ids.next(),
      account_id: place.accountId,
      unit_id: place.unitId,
      as_of: civilDate('2026-10-12'),
      proposal: '{}',
      needs_reason: false,
      state: 'executing',
      proposed_by: 'system',
      proposed_at: place.deps.clock.now(),
    })
    .execute()
  expect(await place.expire('2099-01-01T01:00:00.000Z')).toEqual({ erased: 0 })
  await place.deps.db.updateTable('cleanup_item').set({ state: 'closed' }).execute()
  expect(await place.expire('2099-01-01T01:00:00.000Z')).toEqual({ erased: 1 })
})

describe('the text of a post', () => {
  const withText = async (place: Awaited<ReturnType<typeof kept>>) => {
    const { id } = await place.deps.db.selectFrom('post').select('id').executeTakeFirstOrThrow()
    await place.deps.db
      .insertInto('published_text')
      .values({
        district_id: districtId,
        account_id: place.accountId,
        post_id: id,
        text: '注意安全',
        read_by: 'collection',
        read_at: instant('2026-10-12T01:00:00.000Z'),
      })
      .execute()
    return (moment: string) => expireTexts(place.at(moment), system, districtId, restingOf)
  }

  it('is deleted from the day its time is over, and the post stays', async () => {
    const place = await kept()
    const expire = await withText(place)
    expect(await expire('2028-10-11T15:59:00.000Z')).toEqual({ deleted: 0 })
    expect(await expire('2028-10-11T16:00:00.000Z')).toEqual({ deleted: 1 })
    const left = await place.deps.db.selectFrom('published_text').select('post_id').execute()
    expect([left.length, await place.count('post')]).toEqual([0, 1])
    expect((await latestEvents(place.deps.db, districtId))[0]).toMatchObject({
      action: 'post-texts.expired',
      after: { count: 1 },
    })
  })

  it('is kept while a finding is open that may rest on it, and for the whole time after that', async () => {
    const place = await judged()
    const expire = await withText(place)
    expect(await expire('2040-01-01T01:00:00.000Z')).toEqual({ deleted: 0 })
    await decide(place, 'dismissed')
    await closeMonth(place.at('2026-11-03T01:00:00.000Z'), supervisor, { districtId, month: month('2026-10') })
    expect(await expire('2036-11-02T15:59:00.000Z')).toEqual({ deleted: 0 })
    expect(await expire('2036-11-02T16:00:00.000Z')).toEqual({ deleted: 1 })
  })
})

describe('a post', () => {
  /** Three posts of one account: of 2026-09-01 as it was seen on 2026-10-12, and two more. */
  async function withPosts() {
    const place = await judged('2026-09-05', '2026-09-08')
    const days = async () =>
      (await place.deps.db.selectFrom('post').select('published_on').orderBy('published_on').execute()).map(
        ({ published_on: day }) => day,
      )
    const expire = (moment: string) => expirePosts(place.at(moment), system, districtId, restingOf)
    return { ...place, days, expire }
  }
  const settle = async (place: Awaited<ReturnType<typeof withPosts>>) => {
    await decide(place, 'dismissed')
    await closeMonth(place.at('2026-11-03T01:00:00.000Z'), supervisor, { districtId, month: month('2026-10') })
  }

  it('stays while something open rests on its days', async () => {
    const place = await withPosts()
    expect(await place.expire('2099-01-01T01:00:00.000Z')).toEqual({ deleted: 0 })
  })

  it('goes ten years after it came in with what was counted of it, and the newest of its account never', async () => {
    const place = await withPosts()
    await settle(place)
    expect(await place.expire('2036-11-02T15:59:00.000Z')).toEqual({ deleted: 0 })
    expect(await place.expire('2036-11-02T16:00:00.000Z')).toEqual({ deleted: 2 })
    const sightings = await place.deps.db.selectFrom('post_sighting').select('post_id').execute()
    expect([await place.days(), sightings.length]).toEqual([['2026-09-08'], 0])
    expect((await latestEvents(place.deps.db, districtId))[0]).toMatchObject({
      action: 'posts.expired',
      after: { count: 2, from: '2026-09-01', until: '2026-09-05' },
    })
    expect(await place.expire('2099-01-01T01:00:00.000Z')).toEqual({ deleted: 0 })
    expect(await place.days()).toEqual(['2026-09-08'])
  })

  it('is counted from when it came in, not from its own day, and kept as long as the district set', async () => {
    const place = await withPosts()
    await settle(place)
    await place.deps.db
      .updateTable('post')
      .set({ first_seen_at: instant('2035-01-01T01:00:00.000Z') })
      .execute()
    expect(await place.expire('2044-12-31T15:59:00.000Z')).toEqual({ deleted: 0 })
    await changeSetting(place.deps, actorOf('office_head'), {
      districtId,
      key: 'postsKeptYears',
      value: 12,
      effectiveFrom: civilDate('2026-10-12'),
      source: '临档〔2026〕2号',
    })
    expect(await place.expire('2046-12-31T15:59:00.000Z')).toEqual({ deleted: 0 })
    expect(await place.expire('2047-01-01T16:00:00.000Z')).toEqual({ deleted: 2 })
  })

  it('goes with the rounds of a day', async () => {
    const place = await withPosts()
    await settle(place)
    const defects: unknown[] = []
    await makeRounds(place.at('2037-01-01T01:00:00.000Z'), (error) => defects.push(error))
    expect([defects, await place.days()]).toEqual([[], ['2026-09-08']])
  })
})
