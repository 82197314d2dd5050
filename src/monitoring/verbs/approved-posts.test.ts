import { expect, it } from 'vitest'
import { manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { civilDate, month } from '../../calendar/index.ts'
import { approvedGround, enterPublishedText, matchedPosts, matchOfPost } from '../../publishing/index.ts'
import { enterRow, lexiconKind, sourcesKind } from '../../publishing/index.ts'
import { verifyTrail } from '../../trail/index.ts'
import { decideFinding } from './decide-finding.ts'
import { listFindings } from '../findings.ts'
import { runCheck } from './run-check.ts'
import { approvedText, publishedPost } from '../../../tests/support/published-posts.ts'

const supervisor = actorOf('supervisor')
const day = civilDate
const october = { from: day('2026-10-01'), to: day('2026-10-31') }
const water = '<p>10月15日8时至18时，城东片区停水检修，请提前储水。</p>'

it('a post that was changed after approval becomes a candidate, with the words that differ; nobody decides it who brought it in', async () => {
  const desk = await manuscriptDesk()
  const { deps, accountId, collected } = desk
  await collected(accountId, '2026-09-01', '2026-10-31')
  await approvedText(desk, { title: '关于停水检修的通知', html: water })
  const changed = await publishedPost(desk, accountId, '关于停水检修的通知', '2026-10-12 11:00')
  const [never] = [await publishedPost(desk, accountId, '我区举办丰收节', '2026-10-12 12:00')]
  const scope = { districtId }
  const of = async () =>
    (await matchedPosts(deps.db, scope, october)).map(({ id, standing, why }) => [id, standing, why.at(-1)])
  expect(await of()).toEqual([
    [never, 'never', 'nothing-like-it'],
    [changed, 'title-only', 'title'],
  ])
  const entered = { districtId, accountId, postId: changed }
  await expect(enterPublishedText(deps, desk.editor, { ...entered, text: '正文' })).rejects.toMatchObject({
    code: 'access.denied',
  })
  await expect(enterPublishedText(deps, supervisor, { ...entered, text: ' ' })).rejects.toMatchObject({
    code: 'approved.text',
  })
  await enterPublishedText(deps, supervisor, { ...entered, text: '10月15日8时至20时，城东片区停水检修，请提前储水。' })
  expect((await of())[1]).toEqual([changed, 'edited', 'text-changed'])
  const found = (await matchOfPost(deps.db, { districtId, accountId }, changed))!
  expect(found.text!.plain).toContain('8时至18时')
  expect(found.post.text).toContain('8时至20时')

  await runCheck(desk.at('2026-11-01T01:00:00Z'), supervisor, { districtId, month: month('2026-10') })
  const { findings } = await listFindings(deps.db, districtId, { states: ['candidate'], indicator: 'D-JS-09' })
  expect(findings).toHaveLength(1)
  expect(findings[0]!.facts).toMatchObject({
    reports: 2,
    what: ['《关于停水检修的通知》审后改动', '《我区举办丰收节》未经审核发布'],
  })
  const finding = {
    districtId,
    findingId: findings[0]!.id,
    decision: 'confirm' as const,
    version: 1,
    reason: '已打开原文核对',
  }
  await expect(decideFinding(deps, { ...actorOf('reviewer'), id: supervisor.id }, finding)).rejects.toMatchObject({
    code: 'access.maker-is-checker',
  })
  await decideFinding(deps, actorOf('reviewer'), finding)
  expect((await approvedGround(deps.db, districtId, accountId, october)).posts.map(({ id }) => id)).toEqual([
    never,
    changed,
  ])
  expect((await verifyTrail(deps.db, districtId))[0]).toMatchObject({ whole: true })
})

it('advertisements and sources that no list of the district has are candidates; a person decides, none who brought the posts in', async () => {
  const desk = await manuscriptDesk()
  const { deps, accountId, collected, unit, account } = desk
  await collected(accountId, '2026-09-01', '2026-10-31')
  const other = await account(await unit('临湖区教育局'), '临湖教育')
  await publishedPost(desk, other, '本店限时抢购，欢迎光临', '2026-10-12 10:00')
  await publishedPost(desk, accountId, '停水检修通知', '2026-10-12 10:00')
  const reposted = await publishedPost(desk, accountId, '国务院常务会议召开', '2026-10-12 11:00')
  const local = await publishedPost(desk, accountId, '开学安排', '2026-10-12 12:00')
  const found = async (at: string) => {
    await runCheck(desk.at(at), supervisor, { districtId, month: month('2026-10') })
    const { findings } = await listFindings(deps.db, districtId, { states: ['candidate'] })
    return findings.filter(({ indicator }) => /^N-123-0[13]$/.test(indicator))
  }
  const text = (postId: string, words: string) =>
    enterPublishedText(deps, supervisor, { districtId, accountId, postId, text: words })
  await text(reposted, '会议部署工作。\n来源：生活小贴士')
  await text(local, '开学安排如下。\n来源：临湖区教育局')
  const collectedFrom = await publishedPost(desk, accountId, '秋季养生', '2026-10-12 13:00')
  await text(collectedFrom, '秋季宜早睡。（来源：中国政府网客户端、某某养生　编辑：某某）')
  const reported = await publishedPost(desk, accountId, '全国降水情况', '2026-10-12 14:00')
  await text(reported, '据某某资讯报道，全国大部有降水。\n图片来源：某某图库')
  // What a unit wrote with its manuscript doesn't outweigh what the post itself says.
  const own = await desk.draft({ title: '国庆假期安排', html: '<p>放假七天。</p>', source: '中国政府网' })
  await desk.submit(own)
  for (const who of [desk.second, desk.deputy]) await desk.sign(who, own)
  const holiday = await publishedPost(desk, accountId, '国庆假期安排', '2026-10-12 15:00')
  await text(holiday, '放假七天。\n转自：某某资讯')
  // Without lists nobody is judged.
  expect(await found('2026-11-01T01:00:00Z')).toEqual([])
  const listed = (kind: typeof lexiconKind, ...written: [string, string][]) =>
    enterRow(deps, supervisor, { districtId, kind, unitId: null, written: new Map(written) })
  await listed(lexiconKind, ['错误用语', '限时抢购'], ['依据', '国办发〔2018〕123号'], ['类别', '商业广告'])
  await listed(sourcesKind, ['稿源名称', '中国政府网'], ['依据', '国办发〔2018〕123号'])
  const candidates = (await found('2026-11-01T02:00:00Z')).toSorted((a, b) => (a.indicator < b.indicator ? -1 : 1))
  expect(candidates.map(({ indicator, facts }) => [indicator, facts['what']])).toEqual([
    ['N-123-01', ['《本店限时抢购，欢迎光临》中有“限时抢购”']],
    [
      'N-123-03',
      ['《国务院常务会议召开》来源为“生活小贴士”', '《秋季养生》来源为“某某养生”', '《国庆假期安排》来源为“某某资讯”'],
    ],
  ])
  const finding = {
    districtId,
    findingId: candidates[1]!.id,
    decision: 'confirm' as const,
    version: 1,
    reason: '已核对',
  }
  await expect(decideFinding(deps, { ...actorOf('reviewer'), id: supervisor.id }, finding)).rejects.toMatchObject({
    code: 'access.maker-is-checker',
  })
  await decideFinding(deps, actorOf('reviewer'), finding)
})
