import { expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { createUser, type Deps, openDistrict, operatorActor, readSession, signIn, vaultWith } from './index.ts'

it('a page that stands open and asks by itself keeps no session alive', async () => {
  const { db } = await cloneDatabase()
  const at = (moment: string): Deps => {
    const clock = fixedClock(instant(moment))
    return {
      db,
      clock,
      wall: clock,
      ids: seededIds('quiet', clock),
      vault: vaultWith(Buffer.alloc(32, 7)),
      dataDir: '/tmp',
    }
  }
  const begun = at('2026-10-12T01:00:00Z')
  const operator = operatorActor('test', 'r1')
  const office = {
    name: '临湖区',
    shortName: '临湖',
    officeName: '临湖区行政审批服务局',
    issuingOffice: '临湖区政务公开领导小组办公室',
  }
  await openDistrict(begun, operator, { id: '990100', ...office })
  const { password } = await createUser(begun, operator, {
    login: 'xu',
    displayName: '许',
    districtId: '990100',
    roles: ['supervisor'],
  })
  const { token } = await signIn(begun, { login: 'xu', password })
  const read = (moment: string, quiet: boolean) => readSession(at(moment), token, 'r', { quiet })
  expect(await read('2026-10-12T01:25:00Z', true)).toBeDefined()
  expect(await read('2026-10-12T01:40:00Z', true)).toBeUndefined()
  expect(await read('2026-10-12T01:25:00Z', false)).toBeDefined()
  expect(await read('2026-10-12T01:40:00Z', true)).toBeDefined()
})
