import { rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { virtualClock } from '../../../tests/support/simulated-day.ts'
import type { Deps } from '../../access/index.ts'
import { civilDate, instant, month } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { openSender, type Sender } from '../../outgoing/index.ts'
import { postsWithin, spansOf, updateFacts } from '../queries.ts'
import { addSource, addTarget } from '../sources/set-up.ts'
import { collectDue, type Collecting } from './collect-due.ts'
import { gapsOf } from './gaps.ts'
import { paced } from './pace.ts'
import { claimDue } from './queries.ts'
import { storeBatch } from './store-batch.ts'
import { storeLooks } from './store-looks.ts'

const supervisor = actorOf('supervisor')
const whole = { from: civilDate('2026-09-01'), to: civilDate('2026-10-12') }

let answer: (request: IncomingMessage, response: ServerResponse) => void
let address: string
let sender: Sender
const server = createServer((request, response) => answer(request, response))
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  address = `http://127.0.0.1:${port}`
  sender = openSender({ allow: new Set([`127.0.0.1:${port}`]) })
})
afterAll(async () => {
  await sender.close()
  await new Promise((done) => server.close(done))
})
beforeEach(() => {
  answer = (_request, response) => response.writeHead(500).end()
})

const item = (day: string, id = day) =>
  `<item><title>${id}</title><link>https://a.example/${id}</link>${day && `<pubDate>${day}T10:00:00+08:00</pubDate>`}</item>`
const feed = (...items: string[]) => `<rss><channel><title>临湖水务</title>${items.join('')}</channel></rss>`
const serve = (body: string, headers: Record<string, string> = {}) => {
  answer = (_request, response) => response.writeHead(200, headers).end(body)
}

async function place() {
  const district = await monitoredDistrict('2026-10-12T01:00:00.000Z')
  const accountId = await district.account(await district.unit('临湖区水务局'), '临湖水务')
  const source = await addSource(district.deps, supervisor, { districtId, kind: 'feed', name: '订阅', settings: {} })
  const sees = (id: string, path: string) =>
    addTarget(district.deps, supervisor, {
      districtId,
      accountId: id,
      sourceId: source.id,
      target: { url: `${address}${path}` },
    })
  const { id: targetId } = await sees(accountId, '/feed.xml')
  /** A second account of the district, with a feed of its own. */
  const beside = async (path: string) => {
    const id = await district.account(await district.unit('临湖区教育局'), '临湖教育')
    return { accountId: id, targetId: (await sees(id, path)).id }
  }
  const defects: unknown[] = []
  const look = (
    deps: Deps = district.deps,
    worker = '00000000-0000-7000-8000-000000000001',
    more: Partial<Collecting> = {},
  ) =>
    collectDue(deps, supervisor, districtId, {
      send: sender.send,
      atPace: paced({ atOnce: 4, betweenMs: 0 }),
      worker,
      decisiveDays: [7, 10, 13, 15],
      onDefect: (error) => defects.push(error),
      ...more,
    })
  const at = (moment: string) => ({ ...district.at(moment), ids: district.deps.ids })
  const spans = async () =>
    (await spansOf(district.deps.db, districtId, accountId, whole)).map(({ from, to }) => `${from} ${to}`).sort()
  const target = () =>
    district.deps.db.selectFrom('collection_target').selectAll().where('id', '=', targetId).executeTakeFirstOrThrow()
  return { ...district, at, accountId, targetId, beside, look, defects, spans, target }
}

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
    answer = (request, response) => {
      asked = request.headers['if-none-match']
      response.writeHead(304).end()
    }
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
    answer = (_request, response) => {
      clock.set(Date.parse('2026-10-12T00:01:00+08:00'))
      response.writeHead(200).end(feed(item('2026-10-12').replace('T10:00:00', 'T00:00:30'), item('2026-10-09')))
    }
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
    answer = (_request, response) => response.writeHead(status, headers).end()
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
    answer = (_request, response) => response.writeHead(404).end()
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
    answer = (_request, response) => response.writeHead(418).end()
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

describe('what one source brings and the database can’t take', () => {
  it('is taken out of its texts: a zero character and half a character lose no post, here or beside', async () => {
    const { look, beside, count, deps, defects } = await place()
    await beside('/other.xml')
    const json = {
      version: 'https://jsonfeed.org/version/1.1',
      title: '水务',
      items: [{ id: 'a', title: '停\0水\ud83d通知' }],
    }
    answer = (request, response) =>
      response.writeHead(200).end(request.url === '/other.xml' ? feed(item('2026-10-10')) : JSON.stringify(json))
    expect(await look()).toMatchObject({ due: 2, outcomes: { ok: 2 }, newPosts: 2 })
    expect(await count('post')).toBe(2)
    const titles = await deps.db.selectFrom('post').select('title').orderBy('title').execute()
    expect(titles.map(({ title }) => title)).toEqual(['2026-10-10', '停水\ufffd通知'])
    expect(defects).toEqual([])
  })

  it('is told as a defect where it breaks the look: the look waits longer each time, the other one is kept', async () => {
    const { look, beside, count, defects, target, deps } = await place()
    await beside('/other.xml')
    serve(feed(item('2026-10-10')))
    const send: Sender['send'] = (request) => {
      if (request.url.endsWith('/feed.xml')) throw new Error('the source broke')
      return sender.send(request)
    }
    expect(await look(deps, undefined, { send })).toMatchObject({
      due: 2,
      outcomes: { ok: 1, malformed: 1 },
      newPosts: 1,
    })
    expect(await count('post')).toBe(1)
    expect(defects).toMatchObject([{ message: 'the source broke' }])
    expect(await target()).toMatchObject({ last_outcome: 'malformed', failures: 1, claimed_by: null })
    expect((await target()).next_at > deps.wall.now()).toBe(true)
  })

  it('is told as a defect where it can’t be stored: everything else of its batch is kept', async () => {
    const { beside, count, defects, target, deps } = await place()
    await beside('/other.xml')
    const now = deps.wall.now()
    const work = { districtId, worker: '00000000-0000-7000-8000-000000000001', decisiveDays: [], send: sender.send }
    const due = await claimDue(deps.db, { ...work, now, until: instant('2026-10-12T02:00:00.000Z'), limit: 2 })
    const post = (likes: number) => ({
      kind: 'post' as const,
      linkKey: 'a',
      url: null,
      title: 'a',
      publishedAt: null,
      publishedOn: civilDate('2026-10-10'),
      timePrecision: 'day' as const,
      original: null,
      automatic: false,
      counts: { likes: { value: likes, precision: 'exact' as const } },
    })
    const looked = due.map((one) => {
      // A count that fits no column.
      const samples = [post(JSON.stringify(one.target).includes('/feed.xml') ? 1e20 : 1)]
      return {
        target: one,
        look: { outcome: 'ok' as const, why: null, samples, memory: {} },
        startedAt: now,
        finishedAt: now,
      }
    })
    const onDefect = (error: unknown) => defects.push(error)
    const atPace = paced({ atOnce: 4, betweenMs: 0 })
    const stored = await storeBatch(deps, supervisor, { ...work, atPace, onDefect }, due, looked)
    expect(stored.map(({ outcome }) => outcome).toSorted()).toEqual(['malformed', 'ok'])
    expect([await count('post'), defects.length]).toEqual([1, 1])
    expect(await target()).toMatchObject({ last_why: '采集到的内容无法保存，已记录', failures: 1, claimed_by: null })
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

describe('feeds of one host that all fell silent at once', () => {
  it('are not collected, say why, and speak of the days between once the host brings something new', async () => {
    const { look, at, deps, target, accountId, unit, account } = await place()
    const october = { from: civilDate('2026-10-01'), to: civilDate('2026-10-31') }
    const newest = async () => {
      const [span] = await spansOf(deps.db, districtId, accountId, october)
      return span && `${span.from} ${span.to}`
    }
    const source = await deps.db.selectFrom('collection_source').select('id').executeTakeFirstOrThrow()
    const school = await unit('临湖区教育局')
    for (const n of [1, 2, 3, 4]) {
      const other = await account(school, `临湖教育${n}`)
      const asked = { districtId, accountId: other, sourceId: source.id, target: { url: `${address}/${n}.xml` } }
      await addTarget(deps, supervisor, asked)
    }
    const morning = (day: number) => at(`2026-10-${day}T01:00:00.000Z`)
    // Eight days on which the others post, and one of them that has long been silent.
    const news = (until: number) => Array.from({ length: until - 11 }, (_, n) => item(`2026-10-${until - n}`))
    let until = 12
    answer = (request, response) =>
      response.writeHead(200).end(request.url === '/feed.xml' ? feed(item('2026-10-01')) : feed(...news(until)))
    for (; until < 20; until++) await look(morning(until))
    expect(await newest()).toBe('2026-10-18 2026-10-19')
    // The relay is dead: what it had it goes on to answer.
    until = 19
    await look(morning(23))
    expect(await newest()).toBe('2026-10-19 2026-10-23')
    expect(await look(morning(26))).toMatchObject({ due: 5, outcomes: { unreachable: 5 } })
    expect(await newest()).toBe('2026-10-19 2026-10-23')
    expect(await target()).toMatchObject({
      state: 'on',
      last_why: '该主机上各账号的订阅源自10月19日以后都没有任何新内容，可能已停止更新，请核对',
    })
    until = 27
    await look(morning(27))
    await look(morning(28))
    expect(await newest()).toBe('2026-10-23 2026-10-28')
    const window = { from: civilDate('2026-10-14'), to: civilDate('2026-10-28') }
    expect((await updateFacts(deps.db, districtId, window)).get(accountId)).toMatchObject({ covered: true })
  })
})

it('any number of samples is stored with a batch', async () => {
  const { deps, target } = await place()
  const work = { districtId, worker: '00000000-0000-7000-8000-000000000001', decisiveDays: [] }
  const now = deps.wall.now()
  const [due] = await claimDue(deps.db, { ...work, now, until: instant('2026-10-12T02:00:00.000Z'), limit: 1 })
  const samples = Array.from({ length: 7_000 }, (_, n) => ({
    kind: 'message' as const,
    key: `comment:${n}`,
    value: { n },
    observedAt: now,
    confidence: 'exact' as const,
  }))
  const look = { outcome: 'ok' as const, why: null, samples, memory: {} }
  const looked = [{ target: due!, look, startedAt: now, finishedAt: now }]
  await inTransaction(deps.db, (tx) => storeLooks(tx, deps, supervisor, work, looked))
  const { kept } = await deps.db
    .selectFrom('collection_sample')
    .select(({ fn }) => fn.countAll<number>().as('kept'))
    .executeTakeFirstOrThrow()
  expect(kept).toBe(7_000)
  expect(await target()).toMatchObject({ last_outcome: 'ok' })
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
    answer = (_request, response) => {
      void deps.db
        .updateTable('collection_target')
        .set({ claimed_by: other })
        .execute()
        .then(() => response.writeHead(200).end(feed(item('2026-10-10'))))
    }
    expect(await look()).toMatchObject({ due: 1, newPosts: 0, targets: [] })
    expect(await count('post')).toBe(0)
  })
})
