import type { Sender } from '../../outgoing/index.ts'
import { describe, expect, it } from 'vitest'
import { address, answerBy, feed, item, place, sender, serve, supervisor } from '../../../tests/support/feed-place.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { spansOf, updateFacts } from '../queries.ts'
import { addTarget } from '../sources/set-up.ts'
import { paced } from './pace.ts'
import { claimDue } from './queries.ts'
import { storeBatch } from './store-batch.ts'
import { storeLooks } from './store-looks.ts'

describe('what one source brings and the database can’t take', () => {
  it('is taken out of its texts: a zero character and half a character lose no post, here or beside', async () => {
    const { look, beside, count, deps, defects } = await place()
    await beside('/other.xml')
    const json = {
      version: 'https://jsonfeed.org/version/1.1',
      title: '水务',
      items: [{ id: 'a', title: '停\0水\ud83d通知' }],
    }
    answerBy((request, response) =>
      response.writeHead(200).end(request.url === '/other.xml' ? feed(item('2026-10-10')) : JSON.stringify(json)),
    )
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
    answerBy((request, response) =>
      response.writeHead(200).end(request.url === '/feed.xml' ? feed(item('2026-10-01')) : feed(...news(until))),
    )
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
