import { beforeAll, expect, it } from 'vitest'
import { type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { type Scene, sceneDistrict, type SignedIn } from '../../tests/support/scene.ts'
import type { Deps } from '../access/index.ts'
import { inTransaction } from '../database/index.ts'
import { beginCase } from './cases/file-case.ts'
import { caseRoutes } from './routes-cases.tsx'
import { triggerRoutes } from './routes-triggers.tsx'
import { listTriggers, raiseTrigger } from './triggers/index.ts'

let deps: Deps
let scene: Scene
let supervisor: SignedIn
let head: SignedIn
let web: SceneDesk

beforeAll(async () => {
  web = await sceneDesk('unknown-words', [...caseRoutes, ...triggerRoutes])
  deps = web.deps
  scene = web.scene
  supervisor = await scene.signIn('supervisor')
  head = await scene.signIn('office_head')
})

const post = (path: string, fields: Record<string, string>, who: SignedIn) => web.post(path, fields, who)
const unitId = () => scene.units['临湖区水务局'] ?? ''

it('an opinion on a clue that is neither 认定 nor 排除 decides nothing', async () => {
  const triggerId = await inTransaction(deps.db, (tx) =>
    raiseTrigger(tx, deps, supervisor.actor, {
      districtId: sceneDistrict,
      rule: 'F-01',
      unitId: unitId(),
      accountId: null,
      subject: { kind: 'found-account', id: 'one' },
      facts: {},
    }),
  )
  const answer = await post(`/accountability/${triggerId}`, { state: 'x', reason: '说不清', version: '1' }, head)
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('没有收到可以识别的“处理意见”')
  const { rows } = await listTriggers(deps.db, { districtId: sceneDistrict })
  expect(rows).toMatchObject([{ state: 'raised' }])
})

it('a case of an unknown kind is not begun, and a word that is no step sends nothing back', async () => {
  const begun = await post('/cases/new', { kind: 'x', unitId: unitId(), accountId: '' }, supervisor)
  expect(begun.status).toBe(422)
  expect(await begun.text()).toContain('没有收到可以识别的“事项”')
  expect(await deps.db.selectFrom('filing_case').select('id').execute()).toEqual([])
  const input = { districtId: sceneDistrict, unitId: unitId(), kind: 'open' as const, answers: {} }
  const { id } = await beginCase(deps, supervisor.actor, input)
  await deps.db.updateTable('filing_case').set({ state: 'submitted' }).execute()
  const answer = await post(`/cases/${id}/decide`, { action: 'x', opinion: '同意', version: '1' }, head)
  expect(answer.status).toBe(422)
  expect(await deps.db.selectFrom('filing_case').select('state').execute()).toEqual([{ state: 'submitted' }])
})

it.each([
  [{ unitId: 'x' }, 'record.not-found'],
  [{ accountId: 'x', kind: 'change' as const }, 'record.not-found'],
  [{ kind: 'change' as const }, 'case.account-required'],
])('a case of %o is refused with %s', async (over, code) => {
  const input = { districtId: sceneDistrict, unitId: unitId(), kind: 'open' as const, answers: {}, ...over }
  await expect(beginCase(deps, supervisor.actor, input)).rejects.toMatchObject({ code })
})
