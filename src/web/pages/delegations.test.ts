import { expect, it } from 'vitest'
import { sceneDesk } from '../../../tests/support/pages.ts'

it('who has nobody to stand in for him reads so, and a form without a deputy is told which field is missing', async () => {
  const { scene, get, post } = await sceneDesk('delegations-page', [])
  const alone = await scene.signIn('unit_editor', { unit: '临湖区水务局' })
  const nobody = '本单位没有其他在用的用户，请系统管理员先添加。'
  expect(await (await get('/delegations', alone)).text()).toContain(nobody)
  const role = `${alone.actor.id} unit_editor`
  const sent = { what: role, fromDay: '2026-10-10', toDay: '2026-10-12', reason: '出差' }
  const refused = await post('/delegations', sent, alone)
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('请选择代理人。')])
  await scene.signIn('unit_deputy', { unit: '临湖区水务局' })
  expect(await (await get('/delegations', alone)).text()).not.toContain(nobody)
})
