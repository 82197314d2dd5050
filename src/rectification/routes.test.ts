import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { blank } from '../../tests/support/asked-district.ts'
import { sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict, type SignedIn } from '../../tests/support/scene.ts'
import { inTransaction } from '../database/index.ts'
import { decideTrigger, raiseTrigger } from '../filing/triggers/index.ts'
import { rectificationRoutes } from './routes.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

it('a circular that is refused comes back as it was typed, and one that is taken is read on the page of its unit', async () => {
  const { scene, get, post } = await sceneDesk('circular-pages', rectificationRoutes(), dataDir)
  const supervisor = await scene.signIn('supervisor')
  const send = (named: string) =>
    post(
      '/upper-circulars/new',
      {
        level: 'city',
        issuer: '市政府办公室',
        title: '第三季度通报',
        issuedOn: '2026-10-01',
        pointsDeducted: 'yes',
        named,
        file: new File([blank], '通报.png'),
      },
      supervisor,
    )
  const refused = await send('区外局｜未更新')
  const page = await refused.text()
  expect([refused.status, page.includes('第1行单位“区外局”不在台账中'), page.includes('区外局｜未更新')]).toEqual([
    422,
    true,
    true,
  ])
  const taken = await send('水务局｜<b>未更新</b>')
  const one = await (await get(taken.headers.get('location')!, supervisor)).text()
  expect(one).toContain('&lt;b&gt;未更新')
  expect(one).toContain('通报扣分')
  expect(await (await get('/upper-circulars', supervisor)).text()).toContain('第三季度通报')
  // Corrected: what rests on it is said first, and what was typed comes back.
  const path = taken.headers.get('location')!
  const asked = await (await get(`${path}/correct`, supervisor)).text()
  expect(asked).toContain('的线索F-11（待处理）')
  expect(asked).toContain('｜&lt;b&gt;未更新')
  const fields = { level: 'city', issuer: '市政府办公室', title: '第三季度通报', issuedOn: '2026-10-02', version: '1' }
  const typed = { ...fields, pointsDeducted: 'yes', named: '水务局｜<b>未更新</b>', reason: '日期录错' }
  const unsaid = await post(`${path}/correct`, typed, supervisor)
  expect([unsaid.status, (await unsaid.text()).includes('日期录错')]).toEqual([409, true])
  expect((await post(`${path}/correct`, { ...typed, knowing: 'yes' }, supervisor)).status).toBe(303)
  const corrected = await (await get(path, supervisor)).text()
  expect(corrected).toContain('成文日期：原为“2026年10月1日”，更正为“2026年10月2日”')
  expect(corrected).toContain('不能撤回')
  const kept = await post(`${path}/withdraw`, { version: '2', reason: '重复' }, supervisor)
  expect(kept.status).toBe(409)
})

it('a unit reads its case when it was told and not before, and what it typed is kept when it is refused', async () => {
  const desk = await sceneDesk('case-pages', rectificationRoutes(), dataDir)
  const { deps, scene, get, post } = desk
  const people = {} as Record<'supervisor' | 'office_head' | 'unit_editor', SignedIn>
  for (const role of ['supervisor', 'office_head'] as const) people[role] = await scene.signIn(role)
  people.unit_editor = await scene.signIn('unit_editor', { unit: '临湖区水务局' })
  const unitId = scene.units['临湖区水务局']!
  const triggerId = await inTransaction(deps.db, (tx) =>
    raiseTrigger(tx, deps, people.supervisor.actor, {
      districtId: sceneDistrict,
      rule: 'F-04',
      unitId,
      accountId: null,
      subject: { kind: 'return', id: 'r' },
      facts: {},
    }),
  )
  await decideTrigger(deps, people.office_head.actor, {
    districtId: sceneDistrict,
    triggerId,
    state: 'upheld',
    reason: '属实',
    version: 1,
  })
  expect(await (await get('/accountability-cases', people.supervisor)).text()).toContain(`?unitId=${unitId}`)
  const form = { unitId, triggers: triggerId, note: '逾期三次', fileNote: '催报记录' }
  const little = await post('/accountability-cases/new', form, people.supervisor)
  expect(little.status).toBe(422)
  expect(await little.text()).toContain('逾期三次')
  const file = new File([blank], '催报.png')
  const made = await post('/accountability-cases/new', { ...form, file }, people.supervisor)
  const path = made.headers.get('location')!
  expect((await get(path, people.unit_editor)).status).toBe(404)
  await post(path, { action: 'notify', version: '1', note: '拟通报批评' }, people.supervisor)
  const seen = await (await get(path, people.unit_editor)).text()
  expect(seen).toContain('相互独立 2 条')
  expect(seen).toContain('value="state"')
  expect(seen).not.toContain('value="decide"')
  // Nothing leads a unit where it may not go.
  expect(seen).not.toContain('href="/accountability-cases"')
  const early = await post(
    path,
    { action: 'decide', measure: 'interview', version: '2', note: '约谈' },
    people.office_head,
  )
  expect([early.status, (await early.text()).includes('尚未陈述申辩')]).toEqual([409, true])
  const stale = await post(path, { action: 'state', version: '1', note: '已按电话通知补报' }, people.unit_editor)
  expect([stale.status, (await stale.text()).includes('已按电话通知补报')]).toEqual([409, true])
  expect((await post(path, { action: 'state', version: '2', note: '已补报' }, people.unit_editor)).status).toBe(303)
  // The system proposes in the head of the page; what is decided, a person chooses.
  const deciding = await (await get(path, people.office_head)).text()
  const [measures = ''] = /<select[^>]*name="measure"[\s\S]*?<\/select>/.exec(deciding) ?? []
  expect([measures.includes('请选择'), / selected/.test(measures.replace(/value="" selected/, ''))]).toEqual([
    true,
    false,
  ])
})
