import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import {
  type Actor,
  createUser,
  type Deps,
  openDistrict,
  operatorActor,
  type Role,
  vaultWith,
} from '../../src/access/index.ts'
import { type Clock, fixedClock, instant } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { cloneDatabase } from './database.ts'

export const officeDistrict = '990100'
export const operator = operatorActor('test', 'r1')

export type MovableClock = Clock & { to(moment: string): void }

export function movableClock(start: string): MovableClock {
  let clock = fixedClock(instant(start))
  return { now: () => clock.now(), today: () => clock.today(), to: (moment) => (clock = fixedClock(instant(moment))) }
}

/** Somebody of the district by a role, without a user behind. */
export const officer = (role: Role, over: Partial<Actor> = {}): Actor => ({
  kind: 'user',
  id: `user:${role}`,
  districtId: officeDistrict,
  unitId: null,
  roles: [role],
  requestId: 'r1',
  ...over,
})

/** A district without anybody, at nine o'clock of 12 October 2026, with a clock that can be moved. */
export async function accessPlace(): Promise<{
  deps: Deps
  wall: MovableClock
  hire(login: string, ...roles: Role[]): Promise<{ id: string; password: string; actor: Actor }>
}> {
  const { db } = await cloneDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'access-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const wall = movableClock('2026-10-12T01:00:00Z')
  const vault = vaultWith(Buffer.alloc(32, 7))
  const deps: Deps = { db, clock: wall, wall, ids: seededIds('access-place', wall), vault, dataDir }
  await openDistrict(deps, operator, {
    id: officeDistrict,
    name: '临湖区',
    shortName: '临湖',
    officeName: '临湖区行政审批服务局',
    issuingOffice: '临湖区政务公开领导小组办公室',
  })
  return {
    deps,
    wall,
    async hire(login, ...roles) {
      const user = await createUser(deps, operator, {
        districtId: officeDistrict,
        login,
        displayName: `${login}同志`,
        roles,
      })
      return { ...user, actor: officer(roles[0]!, { id: user.id, roles }) }
    },
  }
}
