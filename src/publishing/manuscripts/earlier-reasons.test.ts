import { beforeAll, describe, expect, it } from 'vitest'
import { type SceneDesk, sceneDesk } from '../../../tests/support/pages.ts'
import { sceneDistrict, type SignedIn } from '../../../tests/support/scene.ts'
import { openSender } from '../../outgoing/index.ts'
import { setAdoption } from './adoption.ts'
import { withAlike } from './earlier-reasons.ts'
import type { CheckWords } from './check-words.ts'
import { findManuscript, roundsOf, stepsOf } from './queries.ts'
import { manuscriptOutgoingRoutes, manuscriptRoutes } from './routes.tsx'
import { createManuscript } from './verbs/save-text.ts'
import { submitManuscript } from './verbs/submit.ts'

const finding = (observed: string, kind: 'typo' | 'privacy' = 'typo') => ({
  start: 0,
  end: 2,
  observed,
  kind,
  gate: 'wording' as const,
  severity: 'confirm' as const,
  rule: 'test',
  source: '测试',
  confidence: 1,
  why: '请核对。',
})
const found = [finding('警钟常鸣'), finding('秸杆'), finding('警钟常鸣'), finding('警钟常鸣')]
const check: CheckWords = async () => ({ findings: found, notChecked: [] })

let desk: SceneDesk
const people = {} as Record<'editor' | 'second' | 'third', SignedIn>
const unit = '临湖区水务局'
let id = ''

beforeAll(async () => {
  const outgoing = manuscriptOutgoingRoutes(() => openSender({ resolve: async () => [] }))
  desk = await sceneDesk('reasons', [...manuscriptRoutes, ...outgoing])
  const { scene, deps } = desk
  people.editor = await scene.signIn('unit_editor', { unit })
  people.second = await scene.signIn('unit_editor', { unit, name: '第二人' })
  people.third = await scene.signIn('unit_editor', { unit, name: '第三人' })
  const deputy = await scene.signIn('unit_deputy', { unit })
  const unitId = scene.units[unit]!
  await setAdoption(deps, deputy.actor, { districtId: sceneDistrict, unitId, levels: 3 })
  const accountId = Object.entries(scene.accounts).find(([name]) => name.startsWith(unit))![1]
  const text = { title: '走访记', html: '<p>走访。</p>', author: '卢景行', accountIds: [accountId] }
  id = (await createManuscript(deps, people.editor.actor, { districtId: sceneDistrict, unitId, text })).id
})

const read = async () => (await findManuscript(desk.deps.db, { districtId: sceneDistrict, all: true }, id))!
async function submit() {
  const { version, textNumber } = await read()
  const input = { districtId: sceneDistrict, manuscriptId: id, version, textNumber }
  await submitManuscript(desk.deps, people.editor.actor, input, check)
}
const bench = async (who: SignedIn) => (await desk.get(`/manuscripts/${id}/review`, who)).text()
async function sign(who: SignedIn, values: Record<string, string>) {
  const answer = await desk.post(
    `/manuscripts/${id}/review`,
    { version: String((await read()).version), ...values },
    who,
  )
  return { status: answer.status, text: await answer.text() }
}
const valueOf = (page: string, at: number) => new RegExp(`name="confirm-${at}"[^>]*value="([^"]*)"`).exec(page)?.[1]
/** What was confirmed in the present round, place by place. */
async function confirmed() {
  const { round } = await read()
  const steps = (await stepsOf(desk.deps.db, sceneDistrict, id)).filter((step) => step.round === round)
  return steps.flatMap(({ gates }) => gates.flatMap((gate) => gate.confirmed)).map((one) => one.finding)
}

describe('reasons for what the machine asks about', () => {
  it('one reason does for all that is alike where the reviewer says so, and only there', async () => {
    await submit()
    const first = await bench(people.second)
    expect(first).toContain('后面同样的 2 处一并说明')
    expect(first.match(/name="alike-/g)).toHaveLength(1)
    expect(valueOf(first, 0) ?? '').toBe('')
    const signed = { step: '1', 'gate-policy': 'pass', 'gate-wording': 'pass', 'confirm-0': '小区名称' }
    const refused = await sign(people.second, { ...signed, 'confirm-1': '地名' })
    expect(refused.status).toBe(422)
    expect([valueOf(refused.text, 0), valueOf(refused.text, 2) ?? '']).toEqual(['小区名称', ''])
    expect((await sign(people.second, { ...signed, 'alike-0': 'yes' })).status).toBe(422)
    expect((await sign(people.second, { ...signed, 'alike-0': 'yes', 'confirm-1': '地名' })).status).toBe(303)
    expect((await confirmed()).toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3])
  })

  it('what somebody gave as his reason stands there when the text comes again; another reads it and gives his own', async () => {
    const gates = { 'gate-legal': 'fail', 'opinion-legal': '依据过期', 'gate-secrecy': 'pass', 'gate-wording': 'pass' }
    expect((await sign(people.third, { step: '2', ...gates })).status).toBe(303)
    expect((await read()).state).toBe('returned')
    await submit()
    const again = await bench(people.second)
    expect([0, 1, 2].map((at) => valueOf(again, at))).toEqual(['小区名称', '地名', '小区名称'])
    // Once at each of the three places.
    expect(again.match(/第1次送审时第二人\S*确认：小区名称/g)).toHaveLength(3)
    expect(again).toContain('已填入本人上次的理由')
    const other = await bench(people.third)
    expect(other).toMatch(/第1次送审时第二人\S*确认：地名/)
    expect([0, 1].map((at) => valueOf(other, at) ?? '')).toEqual(['', ''])
    // What was cleared on purpose isn't put back by the page that refuses it.
    const cleared = await sign(people.second, {
      step: '1',
      'gate-policy': 'pass',
      'gate-wording': 'pass',
      'confirm-0': '',
    })
    expect([cleared.status, valueOf(cleared.text, 0) ?? '']).toEqual([422, ''])
  })

  it('a reason that was given beside a 不通过 is kept for the next time', async () => {
    const gates = { 'gate-policy': 'fail', 'opinion-policy': '数据无出处', 'gate-wording': 'pass' }
    expect((await sign(people.third, { step: '1', ...gates, 'confirm-1': '沿用原名' })).status).toBe(303)
    expect(await confirmed()).toEqual([1])
    await submit()
    expect(valueOf(await bench(people.third), 1)).toBe('沿用原名')
    expect(await roundsOf(desk.deps.db, sceneDistrict, id)).toHaveLength(3)
  })

  it('of persons, who are masked and may be two, no reason goes over to another place', () => {
    const masked = [finding('138****5678', 'privacy'), finding('138****5678', 'privacy')]
    const values = { 'confirm-0': '本人同意公开', 'alike-0': 'yes' }
    expect(withAlike(values, masked)).toEqual(values)
    expect(withAlike(values, [finding('秸杆'), finding('秸杆')])['confirm-1']).toBe('本人同意公开')
  })
})
