import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { blank } from '../../tests/support/asked-district.ts'
import { type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict, type SignedIn } from '../../tests/support/scene.ts'
import { deadlinesOf } from '../app/notify/deadlines.ts'
import { openTasks } from '../app/open-tasks.ts'
import { tasksFor } from '../app/workbench/tasks.ts'
import { seedCalendar } from '../holidays/index.ts'
import { stepsOf } from './queries.ts'
import { inspectionRoutes } from './routes-inspection.tsx'
import { itemRoutes } from './routes.tsx'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

// Friday 2026-10-09, 09:00 in Shanghai.
let desk: SceneDesk
const people = {} as Record<'supervisor' | 'office_head' | 'unit_editor' | 'other' | 'auditor', SignedIn>
beforeAll(async () => {
  desk = await sceneDesk('superiors', [...itemRoutes, ...inspectionRoutes], dataDir)
  await seedCalendar(desk.deps.db, desk.deps.clock.now())
  for (const role of ['supervisor', 'office_head', 'auditor'] as const) people[role] = await desk.scene.signIn(role)
  people.unit_editor = await desk.scene.signIn('unit_editor', { unit: '临湖区水务局' })
  people.other = await desk.scene.signIn('unit_editor', { unit: '临湖区民政局', name: '别的单位' })
})

const item = (more: object = {}) => ({
  level: 'city',
  issuer: '市政府办公室',
  channel: 'phone',
  title: '核查更新情况',
  asked: '请核查，<b>今日</b>17:00前反馈',
  receivedAt: '2026-10-09T08:30',
  dueAt: '2026-10-09T17:00',
  named: '水务局｜临湖水务｜微博｜说明原因\n教育局｜有无类似情况',
  file: new File([blank], '交办.png'),
  ...more,
})

it('what was typed comes back with the sentence of what is wrong; what is taken is scheduled on its page', async () => {
  const { post } = desk
  const wrong: [object, string][] = [
    [{ dueAt: '' }, '请填写反馈时限，写到时分'],
    [{ dueAt: '2026-10-09T08:00' }, '反馈时限2026年10月9日8时不晚于收到时间2026年10月9日8时30分'],
    [{ receivedAt: '2026-10-08T08:00', dueAt: '2026-10-08T17:00' }, '请勾选“时限已过，补录”'],
    [{ named: '区外局｜核查' }, '第1行单位“区外局”不在台账中'],
    [{ level: 'moon' }, '请填写层级'],
  ]
  for (const [more, sentence] of wrong) {
    const refused = await post('/superiors/new', item(more), people.supervisor)
    const page = await refused.text()
    expect([refused.status, page.includes(sentence), page.includes('市政府办公室')]).toEqual([422, true, true])
  }
  expect((await post('/superiors/new', item(), people.unit_editor)).status).toBe(403)
})

it('a unit reads its own part and no other, answers it, and the office sees what is left', async () => {
  const { post, get, deps, scene } = desk
  const path = (await post('/superiors/new', item(), people.supervisor)).headers.get('location')!
  const page = async (who: SignedIn) => (await get(path, who)).text()
  expect(await page(people.supervisor)).toContain('请核查，&lt;b&gt;今日')
  expect((await get(path, people.unit_editor)).status).toBe(404)
  await post(path, { action: 'distribute', version: '1' }, people.supervisor)
  const own = await page(people.unit_editor)
  expect([own.includes('说明原因'), own.includes('有无类似情况'), own.includes('交办.png')]).toEqual([
    true,
    false,
    false,
  ])
  expect((await get(path, people.other)).status).toBe(404)
  expect((await get(`${path}/files/1-1`, people.unit_editor)).status).toBe(404)
  expect((await get(`${path}/files/1-1`, people.supervisor)).status).toBe(200)
  // It stands among what the unit owes, in its calendar and in the office's.
  const unitId = scene.units['临湖区水务局']!
  expect(await openTasks(deps, sceneDistrict, unitId)).toContainEqual(
    expect.objectContaining({ kind: '上级交办', href: path }),
  )
  const labels = async (who: SignedIn) => (await deadlinesOf(deps, who.actor, sceneDistrict)).map(({ label }) => label)
  expect(await labels(people.unit_editor)).toContain('反馈上级交办')
  expect(await labels(people.supervisor)).toContain('报送上级交办')
  const answer = { action: 'answer', form: `answer-${unitId}`, unitId, version: '1' }
  const kept = await post(path, { ...answer, note: ' ' }, people.unit_editor)
  expect([kept.status, (await kept.text()).includes('须写明情况或理由')]).toEqual([422, true])
  const theirs = await post(
    path,
    { ...answer, unitId: scene.units['临湖区教育局']!, note: '替别人' },
    people.unit_editor,
  )
  expect(theirs.status).toBe(403)
  await post(
    path,
    { ...answer, note: '9月9日后未更新，联系13812345678', 'file-1': new File([blank], '证明.png') },
    people.unit_editor,
  )
  for (const who of [people.supervisor, people.unit_editor]) {
    expect(await page(who)).toContain('9月9日后未更新，联系138****5678')
    expect(await page(who)).not.toContain('13812345678')
  }
  const tasks = await tasksFor({ var: { deps, actor: people.supervisor.actor } }, sceneDistrict)
  expect(tasks.map(({ title }) => title)).toContain('核对单位反馈 1 件')
  // Letters, and what other units proved, are the office's: no address leads a unit there.
  const school = { action: 'answer', unitId: scene.units['临湖区教育局']!, version: '1', note: '没有' }
  const sent = await post(path, { ...school, 'file-1': new File([blank], '教育局.png') }, people.supervisor)
  expect(sent.status).toBe(303)
  const { files } = await stepsOf(deps.db, sceneDistrict, path.split('/').at(-1)!)
  const [proof] = files.filter(({ name }) => name === '教育局.png')
  const theirProof = `${path}/files/${proof!.step}-${proof!.serial}`
  expect([
    (await get(theirProof, people.supervisor)).status,
    (await get(theirProof, people.unit_editor)).status,
    (await get(`${path}/letter/1/pdf`, people.unit_editor)).status,
  ]).toEqual([200, 404, 403])
  // A second person with an older page overwrites nobody, and finds the words again.
  const late = await post(path, { ...answer, note: '另一个人写的' }, people.unit_editor)
  const lateWords = await late.text()
  expect([late.status, lateWords.includes('另一个人写的')]).toEqual([409, true])
})

it('a letter that goes without a unit says so on the schedule, and claims no haste that nobody measured', async () => {
  const { post, get } = desk
  const made = await post('/superiors/new', item({ title: '核查留言情况' }), people.supervisor)
  const path = made.headers.get('location')!
  await post(path, { action: 'distribute', version: '1' }, people.supervisor)
  await post(path, { action: 'compile', form: 'compile', version: '2', note: '时限将至' }, people.supervisor)
  const compiled = await (await get(path, people.supervisor)).text()
  expect(compiled).toMatch(/单位反馈<\/td><td[^>]*>[^<]*<\/td><td[^>]*>—<\/td><td[^>]*><span[^>]*>未收齐即汇总/)
  expect([compiled.includes('收悉。我们已分办到有关单位核查'), compiled.includes('立即分办')]).toEqual([true, false])
})

it('the rehearsal is for who may, and the folder for who may export; a purpose that is missing is asked for', async () => {
  const { get, post } = desk
  const rehearsal = await (await get('/inspection?month=2026-09', people.auditor)).text()
  expect([rehearsal.includes('会被查出的问题'), rehearsal.includes('action="/inspection/folder"')]).toEqual([
    true,
    false,
  ])
  expect((await get('/inspection', people.unit_editor)).status).toBe(403)
  expect((await post('/inspection/folder', { period: '2026-09' }, people.auditor)).status).toBe(403)
  const asked = await post('/inspection/folder', { period: '2026-09', phones: 'full', purpose: '' }, people.supervisor)
  expect([asked.status, (await asked.text()).includes('须写明用途')]).toEqual([422, true])
  const wrong = await post('/inspection/folder', { period: '2026' }, people.supervisor)
  expect(wrong.status).toBe(422)
})
