import { expect, it } from 'vitest'
import { manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { approvedText, publishedPost } from '../../../tests/support/published-posts.ts'
import { blank } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { civilDate, fixedClock, instant } from '../../calendar/index.ts'
import { oneRow } from '../../database/index.ts'
import { type Account, readAccounts, saveAccount } from '../../registry/index.ts'
import { withdrawManuscript } from '../manuscripts/verbs/publish.ts'
import { approvedFacts, approvedGround } from './facts.ts'
import { matchedPosts, matchOfPost, unpublishedTexts } from './queries.ts'
import { listSamples, waitingSamples } from './samples.ts'
import { enterPublishedText } from './verbs/enter-text.ts'
import { drawSamples, handInSheet, judgeSample } from './verbs/sample.ts'

const supervisor = actorOf('supervisor')
const day = civilDate
const october = { from: day('2026-10-01'), to: day('2026-10-31') }

it('tells what did not pass, was flagged or withdrawn and went out anyway, what stands nowhere, and passes what is the same', async () => {
  const desk = await manuscriptDesk()
  const { deps, accountId, collected, unit, account } = desk
  await desk.database.owner((owner) => owner.query(`update publishing_adoption set adopted_at = '2026-09-01'`))
  await collected(accountId, '2026-09-01', '2026-10-31')
  const late = desk.at('2026-10-31T12:00:00Z')
  const same = await approvedText(desk, { title: '节水宣传周活动安排', html: '<p>本周六在湖滨广场举办。</p>' })
  const flag = {
    start: 0,
    end: 2,
    observed: '攻府',
    kind: 'lexicon',
    gate: 'wording',
    severity: 'confirm',
    rule: 't',
    source: 't',
    confidence: 1,
    why: 't',
  } as const
  await approvedText(desk, { title: '全区防汛工作部署', html: '<p>各级攻府要落实责任。</p>' }, [
    { ...flag, severity: 'advise' },
  ])
  const returned = await desk.draft({ title: '水费调整说明' })
  await desk.submit(returned)
  await desk.sign(desk.second, returned, { fail: 'policy' })
  const withdrawn = await approvedText(desk, { title: '水库开放公告' })
  const nowhere = await approvedText(desk, { title: '河长制工作进展' })
  const ids = {
    same: await publishedPost(desk, accountId, '节水宣传周活动安排', '2026-10-13 09:00'),
    advised: await publishedPost(desk, accountId, '全区防汛工作部署', '2026-10-13 10:00'),
    returned: await publishedPost(desk, accountId, '水费调整说明', '2026-10-13 11:00'),
    withdrawn: await publishedPost(desk, accountId, '水库开放公告', '2026-10-14 11:00'),
  }
  await withdrawManuscript(desk.at('2026-10-13T01:00:00Z'), desk.deputy, {
    districtId,
    manuscriptId: withdrawn,
    version: 5,
    reason: '情况有变',
  })
  const standingOf = async () =>
    Object.fromEntries(
      (await matchedPosts(deps.db, { districtId }, october)).map(({ id, standing, why }) => [
        Object.entries(ids).find(([, one]) => one === id)![0],
        `${standing} ${why.at(-1)}`,
      ]),
    )
  expect(await standingOf()).toEqual({
    same: 'title-only title',
    advised: 'title-only title',
    returned: 'flagged returned',
    withdrawn: 'flagged withdrawn',
  })
  const held = (await matchOfPost(deps.db, { districtId, accountId }, ids.withdrawn))!.text!
  expect(held).toMatchObject({
    manuscriptId: withdrawn,
    withdrawnAt: '2026-10-13T01:00:00.000Z',
    removedAt: null,
    corrections: [],
  })
  const unpublished = await unpublishedTexts(deps.db, { districtId }, october, late.clock.now())
  expect(unpublished.map(({ manuscriptId, standing }) => [manuscriptId, standing])).toEqual([[nowhere, 'missing']])
  await enterPublishedText(deps, supervisor, {
    districtId,
    accountId,
    postId: ids.same,
    text: '本周六在湖滨广场举办。',
  })
  expect((await standingOf())['same']).toBe('same title')
  // Of a unit that doesn't write here nothing is said, and nothing can be entered.
  const other = await account(await unit('临湖区教育局'), '临湖教育')
  const foreign = await publishedPost(desk, other, '开学通知', '2026-10-13 09:00')
  expect((await matchedPosts(deps.db, { districtId }, october)).map(({ id }) => id)).not.toContain(foreign)
  await expect(
    enterPublishedText(deps, supervisor, { districtId, accountId: other, postId: foreign, text: '正文' }),
  ).rejects.toMatchObject({ code: 'approved.not-compared' })
  expect([...(await approvedFacts(deps.db, districtId, october)).keys()]).toEqual([accountId])
  expect(same).not.toBe(nowhere)
})

it('a post of no known day is compared, told with the day on which it was seen, and no fact against anybody', async () => {
  const desk = await manuscriptDesk()
  const { deps, accountId } = desk
  await approvedText(desk, { title: '节水宣传周活动安排', html: '<p>本周六在湖滨广场举办。</p>' })
  const known = await publishedPost(desk, accountId, '节水宣传周活动安排', null)
  const unlike = await publishedPost(desk, accountId, '我区举办丰收节', null)
  const before = await publishedPost(desk, accountId, '旧闻', null, instant('2026-09-30T15:59:59Z'))
  const posts = await matchedPosts(deps.db, { districtId }, october)
  expect(posts.map(({ id, on, standing, why }) => [id, on, standing, why])).toEqual([
    [known, null, 'title-only', ['title', 'day-unknown']],
    [unlike, null, 'unclear', ['day-unknown']],
  ])
  expect(posts.map(({ id }) => id)).not.toContain(before)
  expect((await approvedFacts(deps.db, districtId, october)).size).toBe(0)
  const entered = { districtId, accountId, postId: known, text: '本周六在湖滨广场举办。' }
  await enterPublishedText(deps, supervisor, entered)
  expect((await matchOfPost(deps.db, { districtId, accountId }, known))!.post).toMatchObject({ standing: 'same' })
})

it('asks nobody for what an account published under another unit', async () => {
  const desk = await manuscriptDesk()
  const { deps, accountId, unit } = desk
  await publishedPost(desk, accountId, '水务的帖文', '2026-10-12 12:00')
  expect(await matchedPosts(deps.db, { districtId }, october)).toHaveLength(1)
  const [before] = await readAccounts(deps.db, districtId, { orIds: [accountId] })
  const later = { ...deps, wall: fixedClock(instant('2026-10-13T01:00:00Z')) }
  const move = async (unitId: string) => {
    const [{ name, platform, version }] = (await readAccounts(deps.db, districtId, { orIds: [accountId] })) as [Account]
    await saveAccount(later, supervisor, { districtId, id: accountId, version, unitId, facts: { name, platform } })
  }
  await move(await unit('临湖区教育局'))
  const draw = { districtId, range: october, count: 2, dueOn: day('2026-10-19') }
  await expect(drawSamples(deps, supervisor, draw)).rejects.toMatchObject({ code: 'approved.nothing-to-sample' })
  // Back where it was: what it published before it left can no longer be told from what it published away.
  await move(before!.unitId)
  expect(await matchedPosts(deps.db, { districtId }, october)).toEqual([])
})

it('draws sheets at random from units that do not write here, which hand them in; what is not in order is a fact, what is is none', async () => {
  const desk = await manuscriptDesk()
  const { deps, accountId, unit, account } = desk
  const unitId = await unit('临湖区教育局')
  const other = await account(unitId, '临湖教育')
  await publishedPost(desk, accountId, '水务的帖文', '2026-10-12 12:00')
  for (const n of [1, 2, 3]) await publishedPost(desk, other, `开学通知之${n}`, `2026-10-0${n} 09:00`)
  const draw = { districtId, range: october, count: 2, dueOn: day('2026-10-19') }
  await expect(drawSamples(deps, supervisor, { ...draw, dueOn: day('2026-10-18') })).rejects.toMatchObject({
    code: 'approved.sample-due',
  })
  await expect(drawSamples(deps, supervisor, { ...draw, count: 0 })).rejects.toMatchObject({
    code: 'approved.sample-size',
  })
  expect(await drawSamples(deps, supervisor, draw, () => 0)).toMatchObject({ drawn: 2 })
  const rows = async () =>
    (await listSamples(deps.db, { districtId }, { offset: 0, limit: 9 })).rows.toSorted((a, b) =>
      a.title < b.title ? -1 : 1,
    )
  const [first, second] = await rows()
  expect([first!.title, second!.title]).toEqual(['开学通知之1', '开学通知之2'])
  const editor = { ...actorOf('unit_editor', 'u:school'), unitId }
  const sheet = { name: '审签单.png', bytes: blank }
  const of = (one: typeof first) => ({ districtId, sampleId: one!.id, version: 1 })
  await expect(judgeSample(deps, supervisor, { ...of(first), outcome: 'proper', reason: '' })).rejects.toMatchObject({
    code: 'approved.sheet-first',
  })
  await expect(
    judgeSample(deps, supervisor, { ...of(second), outcome: 'missing', reason: '未报' }),
  ).rejects.toMatchObject({ code: 'approved.not-due' })
  await expect(handInSheet(deps, desk.editor, { ...of(first), file: sheet })).rejects.toMatchObject({
    code: 'access.denied',
  })
  await expect(handInSheet(deps, editor, { ...of(first), file: undefined })).rejects.toMatchObject({
    code: 'approved.sheet-file',
  })
  await handInSheet(deps, editor, { ...of(first), file: sheet })
  const later = desk.at('2026-10-20T01:00:00Z')
  expect(await oneRow(deps.db, waitingSamples({ districtId }, later.clock.today()))).toEqual({ owed: 1, toJudge: 2 })
  await judgeSample(later, supervisor, { ...of(first), version: 2, outcome: 'proper', reason: '' })
  await expect(
    judgeSample(later, supervisor, { ...of(second), outcome: 'missing', reason: ' ' }),
  ).rejects.toMatchObject({ code: 'approved.reason' })
  await judgeSample(later, supervisor, { ...of(second), outcome: 'missing', reason: '限期内未报送' })
  await expect(handInSheet(later, editor, { ...of(second), version: 2, file: sheet })).rejects.toMatchObject({
    code: 'approved.sample-judged',
  })
  expect((await approvedFacts(deps.db, districtId, october)).get(other)).toEqual([
    { seenOn: '2026-10-02', what: '《开学通知之2》没有发布审签单' },
  ])
  expect((await approvedGround(deps.db, districtId, other, october)).by).toEqual([supervisor.id])
  await drawSamples(deps, supervisor, { ...draw, count: 9 })
  await expect(drawSamples(deps, supervisor, draw)).rejects.toMatchObject({ code: 'approved.nothing-to-sample' })
})
