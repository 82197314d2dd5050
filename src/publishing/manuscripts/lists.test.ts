import { beforeAll, expect, it } from 'vitest'
import { type SceneDesk, sceneDesk } from '../../../tests/support/pages.ts'
import { sceneDistrict, type SignedIn } from '../../../tests/support/scene.ts'
import { nothingFound } from '../../../tests/support/manuscript-desk.ts'
import { instantFromLocal } from '../../calendar/index.ts'
import { openSender } from '../../outgoing/index.ts'
import { setAdoption } from './adoption.ts'
import { manuscriptOutgoingRoutes, manuscriptRoutes } from './routes.tsx'
import { createManuscript } from './verbs/save-text.ts'
import { signGates } from './verbs/sign-gates.ts'
import { type Submission, submitManuscript } from './verbs/submit.ts'
import { checkUrgent } from './verbs/take-back.ts'

let desk: SceneDesk
type Unit = { editor: SignedIn; second: SignedIn; deputy: SignedIn; unitId: string; accountId: string }
const units = {} as Record<'water' | 'town', Unit>
const at = (text: string) => instantFromLocal(text)!

beforeAll(async () => {
  const outgoing = manuscriptOutgoingRoutes(() => openSender({ resolve: async () => [] }))
  desk = await sceneDesk('lists', [...manuscriptRoutes, ...outgoing])
  const { scene, deps } = desk
  for (const [key, unit] of [
    ['water', '临湖区水务局'],
    ['town', '石埠镇人民政府'],
  ] as const) {
    units[key] = {
      editor: await scene.signIn('unit_editor', { unit, name: `${unit}撰稿` }),
      second: await scene.signIn('unit_editor', { unit, name: `${unit}审核` }),
      deputy: await scene.signIn('unit_deputy', { unit, name: `${unit}分管` }),
      unitId: scene.units[unit]!,
      accountId: Object.entries(scene.accounts).find(([name]) => name.startsWith(unit))![1],
    }
    await setAdoption(deps, units[key].deputy.actor, {
      districtId: sceneDistrict,
      unitId: scene.units[unit]!,
      levels: 3,
    })
  }
})

/** A manuscript of a unit that was sent to review. */
async function sent({ editor, unitId, accountId }: Unit, title: string, over: Partial<Submission>): Promise<string> {
  const text = { title, html: '<p>10月15日停水。</p>', author: '卢景行', accountIds: [accountId] }
  const { id } = await createManuscript(desk.deps, editor.actor, { districtId: sceneDistrict, unitId, text })
  const input = { districtId: sceneDistrict, manuscriptId: id, version: 1, textNumber: 1, ...over }
  await submitManuscript(desk.deps, editor.actor, input, nothingFound)
  return id
}

const page = async (path: string, who: SignedIn) => {
  const answer = await desk.get(path, who)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}

it('发布日程 shows what is planned on its day and hour, two weeks on a page, and nothing of another unit', async () => {
  const { water, town } = units
  const id = await sent(water, '关于停水检修的通知', { plannedAt: at('2026-10-14 09:05') })
  await sent(water, '关于恢复供水的通知', { plannedAt: at('2026-10-28 16:00') })
  await sent(water, '昨天应发的通知', { plannedAt: at('2026-10-08 10:00') })
  await sent(town, '石埠镇赶集安排', { plannedAt: at('2026-10-14 10:00') })
  /** What stands under a day, up to the next. */
  const under = (text: string, day: string) => text.split('<h2>').find((part) => part.startsWith(`${day}<`)) ?? ''
  const first = await page('/manuscripts/calendar?from=2026-10-12', water.second)
  expect(first.match(/<h2>\d+月\d+日/g)).toHaveLength(14)
  expect(under(first, '10月14日')).toMatch(
    new RegExp(`09:05</span>\\s*<a href="/manuscripts/${id}">关于停水检修的通知</a>[\\s\\S]*审核中`),
  )
  for (const day of ['10月13日', '10月15日']) expect(under(first, day)).toContain('没有安排')
  for (const absent of ['关于恢复供水的通知', '石埠镇赶集安排', '昨天应发的通知']) expect(first).not.toContain(absent)
  const next = await page('/manuscripts/calendar?from=2026-10-27', water.second)
  expect(under(next, '10月28日')).toContain('16:00</span> <a')
  expect(next).not.toContain('关于停水检修的通知')
  // What should have been out says so; whoever asks for no day gets the present weeks.
  const now = await page('/manuscripts/calendar', water.second)
  expect(under(now, '10月8日')).toMatch(/昨天应发的通知<\/a>[\s\S]*已过计划时间，未登记发布/)
  const others = await page('/manuscripts/calendar?from=2026-10-12', town.editor)
  expect(under(others, '10月14日')).toContain('石埠镇赶集安排')
  expect(others).not.toContain('停水')
})

it('加急补审 shows what went the urgent way with its clocks, what nobody looked at since first, and nothing of another unit', async () => {
  const { water, town } = units
  expect(await page('/manuscripts/urgent', water.second)).toContain('没有走加急通道的稿件')
  const urgency = { urgentSince: at('2026-10-08 20:30'), urgentReason: '城东水管爆裂' }
  const [open, signed] = [await sent(water, '正在抢修的通报', urgency), await sent(water, '水管爆裂情况通报', urgency)]
  await sent(town, '石埠镇山火通报', urgency)
  const gates = (['political', 'legal', 'policy', 'secrecy', 'wording'] as const).map((gate) => ({
    gate,
    outcome: 'pass' as const,
  }))
  const input = { districtId: sceneDistrict, manuscriptId: signed }
  expect(await page('/manuscripts/urgent', water.second)).toContain('没有待补审的稿件')
  await signGates(desk.deps, water.deputy.actor, { ...input, version: 2, step: 1, gates })
  const row = (text: string, id: string) => text.split('<tr').find((one) => one.includes(`/manuscripts/${id}"`)) ?? ''
  const waiting = await page('/manuscripts/urgent', water.second)
  expect(waiting).toContain('待补审 1 件')
  expect(waiting.indexOf(signed)).toBeLessThan(waiting.indexOf(open))
  expect(row(waiting, signed)).toMatch(
    /重大突发事件发布权威信息（5小时）应在2026-10-09 01:30前[\s\S]*48小时[\s\S]*待补审/,
  )
  expect(row(waiting, open)).not.toContain('待补审')
  expect(waiting).not.toContain('石埠镇山火通报')
  await checkUrgent(desk.deps, water.second.actor, { ...input, version: 3, opinion: '已补审，表述准确' })
  const done = await page('/manuscripts/urgent', water.second)
  expect(done).toContain('没有待补审的稿件')
  expect(row(done, signed)).toMatch(/\d\d:\d\d补审/)
  expect(await page('/manuscripts/urgent', town.editor)).toContain('石埠镇山火通报')
})
