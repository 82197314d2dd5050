import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answerBy, feed, item, place, serve, whole } from '../../../tests/support/feed-place.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { virtualClock } from '../../../tests/support/simulated-day.ts'
import { civilDate, instant, month } from '../../calendar/index.ts'
import { postsWithin, updateFacts } from '../queries.ts'
import { gapsOf } from './gaps.ts'

describe('a look at a feed', () => {
  it('keeps its posts, the days it speaks of, the look itself and when to look again', async () => {
    const { look, spans, count, target, deps, accountId } = await place()
    serve(feed(item('2026-10-10'), item('2026-10-01')))
    expect(await look()).toMatchObject({ due: 1, outcomes: { ok: 1 }, newPosts: 2 })
    expect(await spans()).toEqual(['2026-10-01 2026-10-12'])
    expect(await count('post')).toBe(2)
    expect(await target()).toMatchObject({ last_outcome: 'ok', failures: 0, claimed_by: null })
    expect((await target()).next_at > deps.wall.now()).toBe(true)
    expect(await look()).toMatchObject({ due: 0 })
    const facts = await updateFacts(deps.db, districtId, whole)
    expect(facts.get(accountId)).toMatchObject({ lastPostOn: '2026-10-10', covered: false })
  })

  it('joins the look before when it still lists what that one saw, and leaves a gap when it does not', async () => {
    const { look, spans, at, deps, accountId } = await place()
    serve(feed(item('2026-10-11'), item('2026-10-05')))
    await look()
    serve(feed(item('2026-10-19'), item('2026-10-11')))
    await look(at('2026-10-20T01:00:00.000Z'))
    expect(await spans()).toEqual(['2026-10-05 2026-10-12', '2026-10-11 2026-10-20'])
    serve(feed(item('2026-10-30'), item('2026-10-29')))
    await look(at('2026-10-31T01:00:00.000Z'))
    const { days } = await gapsOf(deps.db, districtId, accountId, {
      month: month('2026-10'),
      today: civilDate('2026-10-31'),
      now: instant('2026-10-31T01:00:00.000Z'),
    })
    const unseen = days.filter(({ seenBy }) => seenBy.length === 0).map(({ day }) => Number(day.slice(8)))
    expect(unseen).toEqual([1, 2, 3, 4, 21, 22, 23, 24, 25, 26, 27, 28])
  })

  it('that found nothing new since the look before speaks of the days between', async () => {
    const { look, spans, at, count } = await place()
    serve(feed(item('2026-10-10')), { etag: '"1"' })
    await look()
    let asked: string | undefined
    answerBy((request, response) => {
      asked = request.headers['if-none-match']
      response.writeHead(304).end()
    })
    expect(await look(at('2026-10-14T01:00:00.000Z'))).toMatchObject({ outcomes: { unchanged: 1 } })
    expect(asked).toBe('"1"')
    expect(await spans()).toContainEqual('2026-10-12 2026-10-14')
    expect(await count('post')).toBe(1)
  })

  it('takes an item that was edited or published again for the post it was', async () => {
    const { look, at, count, deps, accountId } = await place()
    serve(feed(item('2026-10-01', 'a')))
    await look()
    serve(feed(item('2026-10-14', 'a').replace('<title>a', '<title>a（更新）')))
    await look(at('2026-10-15T01:00:00.000Z'))
    expect(await count('post')).toBe(1)
    expect((await updateFacts(deps.db, districtId, whole)).get(accountId)).toMatchObject({ lastPostOn: '2026-10-01' })
  })

  it.each([
    ['without times says nothing of silence', feed(item('', 'a'), item('', 'b'))],
    ['with one new post without a time says nothing either', feed(item('2026-10-01'), item('', 'b'))],
  ])('%s', async (_what, body) => {
    const { look, spans, count } = await place()
    serve(body)
    expect(await look()).toMatchObject({ outcomes: { ok: 1 }, newPosts: 2 })
    expect(await spans()).toEqual([])
    expect(await count('post')).toBe(2)
  })

  it('with an old post pinned to its top begins after it', async () => {
    const { look, spans } = await place()
    serve(feed(item('2025-01-01'), item('2026-10-10'), item('2026-10-03')))
    await look()
    expect(await spans()).toEqual(['2026-10-03 2026-10-12'])
  })

  it('that ends after midnight speaks of the day on which it began, and posts keep the day they are of', async () => {
    const { look, spans, deps, accountId } = await place()
    const clock = virtualClock(Date.parse('2026-10-11T23:59:50+08:00'))
    await deps.db.updateTable('collection_target').set({ next_at: clock.now() }).execute()
    answerBy((_request, response) => {
      clock.set(Date.parse('2026-10-12T00:01:00+08:00'))
      response.writeHead(200).end(feed(item('2026-10-12').replace('T10:00:00', 'T00:00:30'), item('2026-10-09')))
    })
    await look({ ...deps, clock, wall: clock })
    expect(await spans()).toEqual(['2026-10-09 2026-10-11'])
    const posted = await postsWithin(deps.db, districtId, accountId, whole)
    expect(posted.map(({ publishedOn }) => publishedOn)).toEqual(['2026-10-12', '2026-10-09'])
  })

  it('that has lost all its items is broken, not silent', async () => {
    const { look, spans, at } = await place()
    serve(feed(item('2026-10-10')))
    await look()
    serve(feed())
    expect(await look(at('2026-10-14T01:00:00.000Z'))).toMatchObject({ outcomes: { malformed: 1 } })
    expect(await spans()).toEqual(['2026-10-10 2026-10-12'])
  })
})

describe('what can’t be seen', () => {
  it.each([
    [418, {}, 'blocked'],
    [432, {}, 'blocked'],
    [403, {}, 'blocked'],
    [401, {}, 'unauthorised'],
    [404, {}, 'not-found'],
    [410, {}, 'not-found'],
    [429, { 'retry-after': '7200' }, 'rate-limited'],
    [500, {}, 'unreachable'],
    [503, {}, 'unreachable'],
  ])('%i is no silence', async (status, headers, outcome) => {
    const { look, spans, target, deps } = await place()
    answerBy((_request, response) => response.writeHead(status, headers).end())
    expect(await look()).toMatchObject({ outcomes: { [outcome]: 1 } })
    expect(await spans()).toEqual([])
    expect(await target()).toMatchObject({ failures: 1, last_success_at: null })
    const wait = Date.parse((await target()).next_at) - Date.parse(deps.wall.now())
    expect(wait).toBeGreaterThan(status === 429 ? 6_000_000 : 600_000)
  })

  it('a page that asks for a captcha, with 200, is no feed', async () => {
    const { look, spans } = await place()
    serve('<html><body>环境异常，完成验证后即可继续访问</body></html>')
    expect(await look()).toMatchObject({ outcomes: { malformed: 1 } })
    expect(await spans()).toEqual([])
  })

  it('an address of the inner network is not looked at', async () => {
    const { look, deps } = await place()
    await deps.db
      .updateTable('collection_target')
      .set({ target: JSON.stringify({ url: 'http://10.0.0.1/x' }) })
      .execute()
    expect(await look()).toMatchObject({ outcomes: { 'refused-address': 1 } })
  })

  it('what fails five times in a row waits for a person, with the reason', async () => {
    const { look, deps, target } = await place()
    answerBy((_request, response) => response.writeHead(404).end())
    for (let time = 0; time < 5; time++) {
      await deps.db.updateTable('collection_target').set({ next_at: deps.wall.now() }).execute()
      await look()
    }
    expect(await target()).toMatchObject({ state: 'held', held_reason: expect.stringContaining('连续 5 次未能采集') })
    await deps.db.updateTable('collection_target').set({ next_at: deps.wall.now() }).execute()
    expect(await look()).toMatchObject({ due: 0 })
  })

  it('each look stands in the gap log with its outcome, on the days that nobody speaks of', async () => {
    const { look, deps, accountId } = await place()
    answerBy((_request, response) => response.writeHead(418).end())
    await look()
    const gaps = await gapsOf(deps.db, districtId, accountId, {
      month: month('2026-10'),
      today: civilDate('2026-10-12'),
      now: deps.wall.now(),
    })
    expect(gaps.coverage).toEqual({ days: 12, seen: 0 })
    expect(gaps.days.at(-1)?.tried).toEqual([
      { source: 'feed', outcome: 'blocked', why: '平台拒绝访问（418）', times: 1 },
    ])
    serve(feed(item('2026-10-11')))
    await deps.db.updateTable('collection_target').set({ next_at: deps.wall.now() }).execute()
    await look()
    const seen = { month: month('2026-10'), today: civilDate('2026-10-12'), now: deps.wall.now() }
    const { days } = await gapsOf(deps.db, districtId, accountId, seen)
    expect(days.slice(-3).map(({ seenBy, tried }) => [seenBy, tried])).toEqual([
      [[], []],
      [['订阅'], []],
      [['订阅'], []],
    ])
  })
})

describe('a list that is empty', () => {
  it('says of each day that nothing was published, until a post of its account is known from anywhere', async () => {
    const { look, spans, at, deps, accountId, target } = await place()
    serve(feed())
    expect(await look()).toMatchObject({ outcomes: { empty: 1 } })
    expect(await look(at('2026-10-13T01:00:00.000Z'))).toMatchObject({ outcomes: { unchanged: 1 } })
    expect(await spans()).toEqual(['2026-10-12 2026-10-12', '2026-10-12 2026-10-13'])
    await deps.db
      .insertInto('post')
      .values({
        district_id: districtId,
        account_id: accountId,
        id: deps.ids.next(),
        link_key: 'from-a-file',
        title: '停水通知',
        published_on: civilDate('2026-09-01'),
        time_precision: 'day',
        first_seen_at: deps.wall.now(),
      })
      .execute()
    for (const [day, body] of [
      [15, feed()],
      [17, feed().replace('临湖水务', '水务')],
    ] as const) {
      serve(body)
      expect(await look(at(`2026-10-${day}T01:00:00.000Z`))).toMatchObject({ outcomes: { malformed: 1 } })
      expect(await target()).toMatchObject({ last_why: '列出的内容为空，而该账号已有发布记录，请核对来源' })
    }
    expect(await spans()).toHaveLength(2)
  })
})

describe('several workers', () => {
  const other = '00000000-0000-7000-8000-000000000002'
  it('never look at one account together', async () => {
    const { look, count, deps } = await place()
    serve(feed(item('2026-10-10')))
    const both = await Promise.all([look(), look(deps, other)])
    expect(both.map(({ due }) => due).toSorted((a, b) => a - b)).toEqual([0, 1])
    expect(await count('post')).toBe(1)
  })

  it('one that died lets go, and what it claimed is looked at by the next', async () => {
    const { look, deps, at, count } = await place()
    await deps.db
      .updateTable('collection_target')
      .set({ claimed_by: other, claimed_until: '2026-10-12T01:10:00.000Z' as never })
      .execute()
    serve(feed(item('2026-10-10')))
    expect(await look()).toMatchObject({ due: 0 })
    expect(await look(at('2026-10-12T01:10:00.000Z'))).toMatchObject({ due: 1 })
    expect(await count('post')).toBe(1)
  })

  it('whose evidence can’t be written fails, keeps nothing of that batch, and the next look brings it all', async () => {
    const { look, deps, at, count } = await place()
    serve(feed(item('2026-10-10')))
    // Where the folder of evidence should be stands something else: the disk refuses.
    writeFileSync(join(deps.dataDir, 'files'), 'in the way')
    await expect(look()).rejects.toThrow(/ENOTDIR|EEXIST/)
    expect(await count('post')).toBe(0)
    expect(await count('stored_file')).toBe(0)
    rmSync(join(deps.dataDir, 'files'))
    expect(await look(at('2026-10-12T01:10:00.000Z'))).toMatchObject({ due: 1, newPosts: 1 })
    expect(await count('stored_file')).toBe(1)
  })

  it('one that was so slow that another began is not heard', async () => {
    const { look, deps, count } = await place()
    answerBy((_request, response) => {
      void deps.db
        .updateTable('collection_target')
        .set({ claimed_by: other })
        .execute()
        .then(() => response.writeHead(200).end(feed(item('2026-10-10'))))
    })
    expect(await look()).toMatchObject({ due: 1, newPosts: 0, targets: [] })
    expect(await count('post')).toBe(0)
  })
})
