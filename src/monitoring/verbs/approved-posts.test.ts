import { expect, it } from 'vitest'
import { manuscriptDesk } from '../../../tests/support/manuscript-desk.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { civilDate, month } from '../../calendar/index.ts'
import { approvedGround, enterPublishedText, matchedPosts, matchOfPost } from '../../publishing/index.ts'
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
