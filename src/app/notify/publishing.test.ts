import { expect, it } from 'vitest'
import { manuscriptDesk, nothingFound } from '../../../tests/support/manuscript-desk.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { sceneDesk } from '../../../tests/support/pages.ts'
import { sceneDistrict } from '../../../tests/support/scene.ts'
import { type Actor, type Deps } from '../../access/index.ts'
import { civilDate, fixedClock, instantFromLocal } from '../../calendar/index.ts'
import { findManuscript } from '../../publishing/manuscripts/queries.ts'
import { recordPublication } from '../../publishing/manuscripts/verbs/publish.ts'
import { setAdoption, setDuty, signGates, submitManuscript, createManuscript } from '../../publishing/index.ts'
import { openTasks } from '../open-tasks.ts'
import { countsFor } from './counts.ts'
import { deadlinesOf } from './deadlines.ts'

const at = (text: string) => instantFromLocal(text)!

it('a calendar holds reposts, plans and the hours of an emergency, by day and number, of who may see them', async () => {
  const desk = await manuscriptDesk()
  const { draft, submit, sign, editor, deputy, unitId, accountId } = desk
  const clock = fixedClock(at('2026-10-12 09:00'))
  const deps: Deps = { ...desk.deps, clock, wall: clock }
  const supervisor = actorOf('supervisor')
  const guest = { ...actorOf('unit_editor', 'u:guest'), unitId: await desk.unit('临湖区自然资源局') }
  const told = async (who: Actor) =>
    (await deadlinesOf(deps, who, districtId)).map(({ day, label, count }) => `${day} ${label} ${count}`)
  for (const who of [editor, deputy, supervisor, guest]) expect(await told(who)).toEqual([])

  const duty = { districtId, source: '临湖区人民政府网站', of: { ids: [accountId] }, issuedOn: civilDate('2026-10-11') }
  await setDuty(deps, supervisor, { ...duty, title: '关于做好秋季防火工作的提示', dueAt: at('2026-10-16 17:00') })
  await setDuty(deps, supervisor, { ...duty, title: '关于开展秋季灭蚊工作的提示', dueAt: at('2026-10-11 17:00') })
  const [planned, second, urgent] = [
    await draft(),
    await draft({ title: '节水倡议书' }),
    await draft({ title: '水管爆裂通报' }),
  ]
  await submit(planned, { plannedAt: at('2026-10-14 09:00') })
  await submit(second, { plannedAt: at('2026-10-14 15:00') })
  // The first five hours are over at nine.
  await submit(urgent, { urgentSince: at('2026-10-12 03:40'), urgentReason: '城东水管爆裂' })
  const own = ['2026-10-14 加急稿件48小时时限 1', '2026-10-14 稿件计划发布 2', '2026-10-16 转载任务 1']
  for (const who of [editor, deputy]) expect(await told(who)).toEqual(own)
  expect(await told(supervisor)).toEqual(['2026-10-16 转载任务 1'])
  expect(await told(guest)).toEqual([])
  const inTime = fixedClock(at('2026-10-12 08:00'))
  const early = await deadlinesOf({ ...deps, clock: inTime }, editor, districtId)
  expect(early.map(({ label }) => label)).toContain('加急稿件5小时时限')

  // What is out has no hours left.
  await sign(deputy, urgent)
  const { version } = (await findManuscript(deps.db, { districtId, all: true }, urgent))!
  const out = { accountId, link: 'https://demo.example.cn/1', publishedAt: at('2026-10-12 08:50') }
  await recordPublication(deps, editor, { districtId, manuscriptId: urgent, version, ...out })
  expect(await told(editor)).toEqual(own.slice(1))

  // Handed over with the post: the repost, also when it is late; never a manuscript, which the district doesn't read.
  const tasks = await openTasks(deps, districtId, unitId)
  expect(tasks.map(({ kind, note }) => [kind, note])).toEqual([
    ['转载任务', '2026-10-11 17:00 前转载'],
    ['转载任务', '2026-10-16 17:00 前转载'],
  ])
  expect(await openTasks(deps, districtId, guest.unitId)).toEqual([])
})

it('a digest counts reposts, and of manuscripts what waits for this person: to sign, to publish, to look at afterwards', async () => {
  const { deps, scene } = await sceneDesk('digest', [])
  const unit = '临湖区水务局'
  const unitId = scene.units[unit]!
  const accountId = Object.entries(scene.accounts).find(([name]) => name.startsWith(unit))![1]
  const { actor: editor } = await scene.signIn('unit_editor', { unit })
  const { actor: second } = await scene.signIn('unit_editor', { unit, name: '第二人' })
  const { actor: deputy } = await scene.signIn('unit_deputy', { unit })
  const { actor: guest } = await scene.signIn('unit_editor', { unit: '临湖区民政局', name: '别的单位' })
  const { actor: supervisor } = await scene.signIn('supervisor')
  const by = async (who: Actor) => {
    const { by: kinds } = await countsFor(deps)(sceneDistrict, who.id)
    return kinds
      .filter(({ label }) => label.includes('稿件') || label === '转载任务')
      .map((one) => `${one.label} ${one.count}`)
  }
  const duty = { districtId: sceneDistrict, source: '临湖区人民政府网站', of: { ids: [accountId] } }
  const when = { issuedOn: civilDate('2026-10-08'), dueAt: at('2026-10-16 17:00') }
  await setDuty(deps, supervisor, { ...duty, ...when, title: '关于做好秋季防火工作的提示' })
  await setAdoption(deps, deputy, { districtId: sceneDistrict, unitId, levels: 3 })
  const text = { title: '水管爆裂通报', html: '<p>正在抢修。</p>', author: '卢景行', accountIds: [accountId] }
  const { id } = await createManuscript(deps, editor, { districtId: sceneDistrict, unitId, text })
  const input = { districtId: sceneDistrict, manuscriptId: id }
  const urgency = { urgentSince: at('2026-10-08 07:40'), urgentReason: '城东水管爆裂' }
  await submitManuscript(deps, editor, { ...input, version: 1, textNumber: 1, ...urgency }, nothingFound)
  expect(await by(deputy)).toEqual(['稿件审核 1', '转载任务 1'])
  expect(await by(editor)).toEqual(['转载任务 1'])
  const gates = (['political', 'legal', 'policy', 'secrecy', 'wording'] as const).map((gate) => ({
    gate,
    outcome: 'pass' as const,
  }))
  await signGates(deps, deputy, { ...input, version: 2, step: 1, gates })
  expect(await by(editor)).toEqual(['稿件待发布 1', '转载任务 1'])
  expect(await by(second)).toEqual(['稿件待发布 1', '加急稿件补审 1', '转载任务 1'])
  expect(await by(deputy)).toEqual(['转载任务 1'])
  for (const who of [guest, supervisor]) expect(await by(who)).toEqual([])
})
