import { expect, it, describe } from 'vitest'
import { closedMonth, finalReport } from '../../../tests/support/closed-month.ts'
import { handedFiles } from '../../../tests/support/handed-files.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { permissionTable, roles, withWords } from '../../access/index.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { restingOnDays } from '../../reporting/index.ts'
import { latestEvents, verifyTrail } from '../../trail/index.ts'
import { postsOf, updateFacts } from '../queries.ts'
import { saveSightings, savePosts } from '../saving.ts'
import { importPosts, type PostImportInput } from './import-posts.ts'
import { undoImport, whyNotUndone } from './undo-import.ts'

const supervisor = actorOf('supervisor')
const head = '账号,平台,标题,链接,发布时间,阅读'
const csv = (...lines: string[]) => new TextEncoder().encode([head, ...lines].join('\n'))
const post = (link: string, time = '2026-09-05', title = '停水通知', reads = '') =>
  `临湖水务,公众号,${title},https://example.cn/${link},${time},${reads}`
const window = { from: civilDate('2026-09-01'), to: civilDate('2026-09-30') }

async function waterOffice() {
  const place = await monitoredDistrict()
  const accountId = await place.account(await place.unit('临湖区水务局'), '临湖水务')
  let minute = 0
  // One after the other, as people import.
  const later = () => ({
    ...place.at(`2026-10-12T02:${String(++minute).padStart(2, '0')}:00.000Z`),
    ids: place.deps.ids,
  })
  const take = async (bytes: Uint8Array, more: Partial<PostImportInput> = {}) => {
    const result = await importPosts(later(), supervisor, { districtId, fileName: '九月.csv', bytes, ...more })
    expect(result.outcome).toBe('written')
    return result.importId ?? ''
  }
  const undo = (importId: string, reason = '报错了单位', actor = supervisor) =>
    undoImport(later(), actor, { districtId, importId, reason }, restingOnDays)
  /** All that is kept of posts, days and figures, without the ids that a second run gives anew. */
  const kept = async () => {
    const { db } = place.deps
    const posts = await db
      .selectFrom('post')
      .select(['link_key', 'url', 'title', 'published_at', 'published_on', 'time_precision', 'original', 'automatic'])
      .orderBy('link_key')
      .execute()
    const samples = await db
      .selectFrom('post_sample as s')
      .innerJoin('post as p', 'p.id', 's.post_id')
      .select(['p.link_key', 's.metric', 's.value', 's.precision', 's.source', 's.collected_at'])
      .orderBy('p.link_key')
      .orderBy('s.collected_at')
      .execute()
    const spans = await db
      .selectFrom('collection_span')
      .select(['source', 'from_day', 'to_day', 'collected_at'])
      .orderBy('collected_at')
      .execute()
    const figures = await db
      .selectFrom('collection_sample')
      .select(['key', 'value', 'source', 'observed_at'])
      .orderBy('observed_at')
      .orderBy('key')
      .orderBy('source')
      .execute()
    return { posts, samples, spans, figures }
  }
  return { ...place, accountId, take, undo, kept, later }
}

it('takes an import back whole, and leaves its raw file and both events', async () => {
  const { take, undo, kept, deps, count } = await waterOffice()
  const importId = await take(csv(post('1', '2026-09-01', '停水通知', '10'), post('2', '', '无时间')), {
    covers: window,
  })
  expect(await undo(importId)).toMatchObject({
    takenPosts: 2,
    keptPosts: 0,
    samples: 1,
    spans: 1,
    fileName: '九月.csv',
  })
  expect(await kept()).toEqual({ posts: [], samples: [], spans: [], figures: [] })
  const [undone, imported] = await latestEvents(deps.db, districtId, { limit: 2 })
  expect(imported).toMatchObject({ action: 'posts.imported', subjectId: importId })
  expect(undone).toMatchObject({
    action: 'posts.undone',
    subjectId: importId,
    before: { takenPosts: 2, digest: expect.stringMatching(/^sm3:/) },
    after: { reason: { digest: expect.stringMatching(/^sm3:/) } },
  })
  expect(await withWords(deps, districtId, [undone!])).toMatchObject([{ after: { reason: '报错了单位' } }])
  expect(await verifyTrail(deps.db, districtId)).toMatchObject([{ whole: true }])
  const { fileId } = imported!.after as { fileId: string }
  expect((await readStoredFile(deps, districtId, fileId)).name).toBe('九月.csv')
  expect(await count('stored_file')).toBe(1)
})

describe('of two files that overlap', () => {
  const [first, second] = [
    csv(post('1', '2026-09-01', '停水通知', '10'), post('2', '2026-09-05', '甲说', '7'), post('4', '', '没有时间')),
    csv(post('2', '2026-09-05', '乙说', '9'), post('3', '2026-09-20', '河长巡河'), post('4', '2026-09-09', '没有时间')),
  ]
  // What stands after undoing one is what would stand had only the other been imported.
  it.each(['the first', 'the second'])('%s taken back leaves exactly what the other brought', async (which) => {
    const alone = await waterOffice()
    if (which === 'the first') alone.later()
    await alone.take(which === 'the first' ? second : first, { fileName: which === 'the first' ? '乙.csv' : '甲.csv' })
    const expected = await alone.kept()
    const { take, undo, kept } = await waterOffice()
    const [one, two] = [await take(first, { fileName: '甲.csv' }), await take(second, { fileName: '乙.csv' })]
    const taken = await undo(which === 'the first' ? one : two)
    expect(taken).toMatchObject({ takenPosts: 1, keptPosts: 2 })
    expect(await kept()).toEqual(expected)
  })

  it('neither leaves anything, whichever goes first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { take, undo, kept } = await waterOffice()
      const ids = [await take(first), await take(second)]
      for (const at of order) await undo(ids[at] ?? '')
      expect(await kept()).toEqual({ posts: [], samples: [], spans: [], figures: [] })
    }
  })
})

it('leaves the counts of the same file that was imported twice', async () => {
  const { take, undo, kept } = await waterOffice()
  const collectedAt = instant('2026-10-01T09:00:00+08:00')
  const file = csv(post('1', '2026-09-05', '停水通知', '10'))
  const first = await take(file, { collectedAt })
  const before = await kept()
  await take(file, { collectedAt })
  expect((await kept()).samples).toEqual(before.samples)
  expect(await undo(first)).toMatchObject({ takenPosts: 0, keptPosts: 1, samples: 0 })
  expect(await kept()).toEqual(before)
})

it('gives a known post its time back that a person had corrected by the file', async () => {
  const { take, undo, deps, accountId } = await waterOffice()
  await take(csv(post('1', '2026-09-05')))
  const wrong = await take(csv(post('1', '2026-09-28')), { correctTimes: true })
  const lastPost = async () => (await updateFacts(deps.db, districtId, window)).get(accountId)?.lastPostOn
  expect(await lastPost()).toBe('2026-09-28')
  expect(await undo(wrong)).toMatchObject({ takenPosts: 0, keptPosts: 1, restoredPosts: 1 })
  expect(await lastPost()).toBe('2026-09-05')
})

it('leaves a post that a source of our own has seen since, as that source saw it', async () => {
  const { take, undo, deps, accountId, later } = await waterOffice()
  const importId = await take(csv(post('1', '2026-09-05', '文件里的标题', '10'), post('2')))
  const seen = later()
  const row = {
    accountId,
    sheet: '',
    row: 0,
    collectedAt: seen.clock.now(),
    post: {
      linkKey: 'example.cn/1',
      url: 'https://example.cn/1',
      title: '网站上的标题',
      publishedAt: null,
      publishedOn: civilDate('2026-09-05'),
      timePrecision: 'day' as const,
      original: null,
      counts: {},
    },
  }
  await inTransaction(deps.db, async (tx) => {
    await savePosts(tx, deps.ids, { districtId, importId: null, source: '网站', seenAt: seen.clock.now() }, [row])
    const how = { districtId, byImport: false, seenAt: seen.clock.now() }
    await saveSightings(tx, how, [{ row, originId: deps.ids.next() }])
  })
  expect(await undo(importId)).toMatchObject({ takenPosts: 1, keptPosts: 1 })
  expect((await postsOf(deps.db, districtId, accountId)).posts).toMatchObject([{ title: '网站上的标题', counts: {} }])
})

it('takes figures back of one file and leaves the same figures of another', async () => {
  const { take, undo, kept } = await waterOffice()
  const first = await take(handedFiles.users(), { account: '临湖水务', fileName: '甲.csv' })
  await take(handedFiles.users(), { account: '临湖水务', fileName: '乙.csv' })
  expect(await undo(first)).toMatchObject({ figures: 4 })
  expect((await kept()).figures.map(({ source }) => source)).toEqual(['乙.csv', '乙.csv', '乙.csv', '乙.csv'])
})

describe('a closed month', () => {
  it('that knew of an import keeps it, and is named with its final report', async () => {
    const place = await waterOffice()
    const importId = await place.take(csv(post('1', '2026-09-05')))
    await closedMonth(place.deps, place.accountId, '2026-09', '2026-10-12T03:00:00.000Z')
    await finalReport(place.deps, '2026Q3', 2)
    const before = await place.kept()
    await expect(place.undo(importId)).rejects.toMatchObject({
      code: 'posts.undo-rests',
      message: expect.stringMatching(/2026年9月办结.*2026年第三季度报告（第 2 版）/),
    })
    expect(await place.kept()).toEqual(before)
    const one = { id: importId, fileName: '九月.csv', undoable: true }
    const whyNot = await inTransaction(place.deps.db, (tx) => whyNotUndone(tx, districtId, one, restingOnDays))
    expect(whyNot).toContain('2026年9月办结')
  })

  it.each([
    ['was closed before the import', '2026-09', '2026-10-12T01:30:00.000Z', '2026-09-05'],
    ['ended before anything the import brought', '2026-08', '2026-10-12T03:00:00.000Z', '2026-09-05'],
    ['knew only of a post without a time', '2026-09', '2026-10-12T03:00:00.000Z', ''],
  ])('that %s does not stand in the way', async (_what, month, at, day) => {
    const place = await waterOffice()
    const importId = await place.take(csv(post('1', day)))
    await closedMonth(place.deps, place.accountId, month, at)
    expect(await place.undo(importId)).toMatchObject({ takenPosts: 1 })
  })

  it('does not stand in the way where another file brought the same posts, and only figures go', async () => {
    const place = await waterOffice()
    const importId = await place.take(handedFiles.users(), { account: '临湖水务' })
    await closedMonth(place.deps, place.accountId, '2026-09', '2026-10-12T03:00:00.000Z')
    expect(await place.undo(importId)).toMatchObject({ figures: 4 })
  })
})

describe('it is refused', () => {
  it('a second time, without a reason, for a preview, and for an import that left no traces', async () => {
    const { take, undo, deps } = await waterOffice()
    const importId = await take(csv(post('1')))
    for (const reason of ['', '  ', '字'.repeat(201)])
      await expect(undo(importId, reason)).rejects.toMatchObject({ code: 'posts.undo-reason' })
    await undo(importId)
    await expect(undo(importId)).rejects.toMatchObject({ code: 'posts.undo-state' })
    const old = await take(csv(post('1')))
    await deps.db.updateTable('import_run').set({ undoable: false }).where('id', '=', old).execute()
    await expect(undo(old)).rejects.toMatchObject({ code: 'posts.undo-untraced' })
    await expect(undo(deps.ids.next())).rejects.toMatchObject({ code: 'record.not-found' })
  })

  it('to whoever may not', async () => {
    const { take, undo } = await waterOffice()
    const importId = await take(csv(post('1')))
    for (const role of roles.filter((one) => !permissionTable[one]['posts.undo']))
      await expect(undo(importId, '试', actorOf(role))).rejects.toMatchObject({ code: 'access.denied' })
    expect(await undo(importId, '试')).toMatchObject({ takenPosts: 1 })
  })
})

it('an undone file may be imported again', async () => {
  const { take, undo, kept } = await waterOffice()
  const file = csv(post('1', '2026-09-05', '停水通知', '3'))
  const collectedAt = instant('2026-10-01T09:00:00+08:00')
  const importId = await take(file, { collectedAt })
  const before = await kept()
  await undo(importId)
  await take(file, { collectedAt })
  expect(await kept()).toEqual(before)
})
