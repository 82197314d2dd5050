import { describe, expect, it } from 'vitest'
import { accessPlace, officeDistrict as districtId, officer, operator } from '../../tests/support/access-place.ts'
import { instant } from '../calendar/index.ts'
import { eventsOf } from '../trail/index.ts'
import {
  changePolicy,
  changePassword,
  confirmPerson,
  createUser,
  type Deps,
  endOtherSessions,
  endSession,
  listSessions,
  ownSessions,
  policyOf,
  readSession,
  setRoles,
  signIn,
} from './index.ts'

const open = async (deps: Deps, login: string, password: string) => {
  const { token } = await signIn(deps, { login, password, visitor: { address: '10.1.1.1', browser: 'Firefox/140' } })
  return { token, session: (await readSession(deps, token, 'r'))! }
}

describe('a session', () => {
  it('ends after half an hour without anybody, and after twelve hours in any case', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    const { token } = await open(deps, 'xu', password)
    wall.to('2026-10-12T01:29:59Z')
    expect(await readSession(deps, token, 'r')).toBeDefined()
    wall.to('2026-10-12T01:59:59Z')
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    const other = await open(deps, 'xu', password)
    for (let minutes = 29; minutes < 720; minutes += 29) {
      wall.to(new Date(Date.parse('2026-10-12T01:59:59Z') + minutes * 60_000).toISOString())
      expect(await readSession(deps, other.token, 'r'), `${minutes}`).toBeDefined()
    }
    wall.to('2026-10-12T13:59:59Z')
    expect(await readSession(deps, other.token, 'r')).toBeUndefined()
  })

  it('ends as its office rules now, and only that office', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    const { token } = await open(deps, 'xu', password)
    await changePolicy(deps, officer('security_officer'), { districtId, changes: { idleMinutes: 5 } })
    wall.to('2026-10-12T01:04:59Z')
    expect(await readSession(deps, token, 'r', { quiet: true })).toBeDefined()
    wall.to('2026-10-12T01:05:00Z')
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    expect(await policyOf(deps.db, '990200')).toMatchObject({ idleMinutes: 30 })
  })

  it('is shown to its owner and ended from another place', async () => {
    const { deps, hire } = await accessPlace()
    const { password, id } = await hire('xu', 'supervisor')
    const here = await open(deps, 'xu', password)
    const there = await open(deps, 'xu', password)
    expect(await ownSessions(deps, here.session.actor)).toMatchObject([
      { address: '10.1.1.1', browser: 'Firefox/140' },
      { login: 'xu' },
    ])
    await endSession(deps, here.session.actor, { districtId, sessionId: there.session.id })
    expect(await readSession(deps, there.token, 'r')).toBeUndefined()
    await open(deps, 'xu', password)
    expect(await endOtherSessions(deps, here.session.actor, here.session.id)).toBe(1)
    expect(await readSession(deps, here.token, 'r')).toBeDefined()
    const told = await eventsOf(deps.db, districtId, { kind: 'user', id })
    expect(told.filter(({ action }) => action === 'session.ended')).toHaveLength(2)
  })

  it('of somebody else is ended by the security officer of the district alone', async () => {
    const { deps, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    const { session, token } = await open(deps, 'xu', password)
    const input = { districtId, sessionId: session.id }
    for (const role of ['administrator', 'auditor', 'office_head', 'reviewer'] as const)
      await expect(endSession(deps, officer(role), input)).rejects.toMatchObject({ code: 'access.denied' })
    const elsewhere = officer('security_officer', { districtId: '990200' })
    await expect(endSession(deps, elsewhere, input)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(endSession(deps, elsewhere, { ...input, districtId: '990200' })).rejects.toMatchObject({
      code: 'session.not-found',
    })
    await expect(listSessions(deps, officer('administrator'), districtId)).rejects.toMatchObject({
      code: 'access.denied',
    })
    expect(await listSessions(deps, officer('security_officer'), districtId)).toHaveLength(1)
    await endSession(deps, officer('security_officer'), input)
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    await expect(endSession(deps, officer('security_officer'), input)).rejects.toMatchObject({
      code: 'session.not-found',
    })
  })
})

describe('what weighs', () => {
  const newcomer = { districtId, login: 'lu', displayName: '陆知行', roles: ['reviewer'] as const }

  it('asks again who sits there when the last answer is older than a quarter of an hour', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password } = await hire('guan', 'administrator')
    const { token } = await open(deps, 'guan', password)
    wall.to('2026-10-12T01:14:59Z')
    expect((await readSession(deps, token, 'r'))!.actor.unconfirmed).toBeUndefined()
    wall.to('2026-10-12T01:15:00Z')
    const { actor, ...session } = (await readSession(deps, token, 'r'))!
    await expect(createUser(deps, actor, newcomer)).rejects.toMatchObject({ code: 'access.confirm-first' })
    await confirmPerson(deps, { ...session, actor }, password)
    const fresh = (await readSession(deps, token, 'r'))!.actor
    const { id } = await createUser(deps, fresh, newcomer)
    await expect(setRoles(deps, actor, { districtId, userId: id, roles: ['auditor'] })).rejects.toMatchObject({
      code: 'access.confirm-first',
    })
  })

  it('says first who may not at all, and never asks the terminal', async () => {
    const { deps } = await accessPlace()
    const stale = officer('supervisor', { unconfirmed: true })
    await expect(createUser(deps, stale, newcomer)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(createUser(deps, operator, newcomer)).resolves.toBeDefined()
  })

  it('ends the session at the fifth wrong word, also when they come side by side', async () => {
    const { deps, hire } = await accessPlace()
    const { password } = await hire('guan', 'administrator')
    const { token, session } = await open(deps, 'guan', password)
    for (let n = 0; n < 4; n++)
      await expect(confirmPerson(deps, session, 'wrong')).rejects.toMatchObject({ code: 'access.confirm-wrong' })
    await confirmPerson(deps, session, password)
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => confirmPerson(deps, session, n === 11 ? password : `wrong-${n}`)),
    )
    expect(tries.map(({ status }) => status)).not.toContain('fulfilled')
    expect(await readSession(deps, token, 'r')).toBeUndefined()
  })

  it('ends at the fifth wrong present password beside a new one, and not for new ones that are too plain', async () => {
    const { deps, hire } = await accessPlace()
    const { password } = await hire('guan', 'administrator')
    const { token, session } = await open(deps, 'guan', password)
    const change = (current: string, next = '湖边的第一场雪下得很大呢') =>
      changePassword(deps, session.actor, { current, next, keepCsrf: session.csrf })
    for (let n = 0; n < 6; n++)
      await expect(change(password, 'short')).rejects.toMatchObject({ code: 'access.password-too-short' })
    for (let n = 0; n < 5; n++)
      await expect(change('guess')).rejects.toMatchObject({ code: 'access.wrong-credentials' })
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    await expect(change(password)).rejects.toMatchObject({ code: 'access.wrong-credentials' })
  })

  it('takes no password of whoever signs in by a provider alone', async () => {
    const { deps, hire } = await accessPlace()
    const { id, password } = await hire('guan', 'administrator')
    const { session } = await open(deps, 'guan', password)
    await deps.db.updateTable('app_user').set({ password_off: true }).where('id', '=', id).execute()
    await expect(confirmPerson(deps, session, password)).rejects.toMatchObject({ code: 'access.confirm-wrong' })
  })

  it('in a lent role sets no shorter password than the own roles ask for', async () => {
    const { deps, hire } = await accessPlace()
    const { password } = await hire('guan', 'administrator')
    const { session } = await open(deps, 'guan', password)
    const lent = { ...session.actor, roles: ['reviewer'] as const, onBehalfOf: 'somebody' }
    await expect(
      changePassword(deps, lent, { current: password, next: '湖边的雪下得很大', keepCsrf: session.csrf }),
    ).rejects.toMatchObject({ code: 'access.password-too-short' })
  })
})

describe('settings of safety', () => {
  it('are the security officer’s, within bounds, and stand in the trail', async () => {
    const { deps } = await accessPlace()
    const change = (role: 'administrator' | 'auditor' | 'security_officer', idleMinutes: number) =>
      changePolicy(deps, officer(role), { districtId, changes: { idleMinutes } })
    await expect(change('administrator', 60)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(change('auditor', 60)).rejects.toMatchObject({ code: 'access.denied' })
    for (const off of [4, 121, 30.5, Number.NaN])
      await expect(change('security_officer', off)).rejects.toMatchObject({ code: 'security.out-of-bounds' })
    await change('security_officer', 5)
    await change('security_officer', 120)
    expect(await policyOf(deps.db, districtId)).toMatchObject({ idleMinutes: 120, absoluteHours: 12 })
    const [last] = await eventsOf(deps.db, districtId, { kind: 'security', id: districtId })
    expect(last).toMatchObject({ action: 'security.changed', before: { idleMinutes: 5 }, after: { idleMinutes: 120 } })
  })

  it('of the installation hold for a district without its own', async () => {
    const { deps } = await accessPlace()
    await changePolicy(deps, operator, { districtId: '000000', changes: { idleMinutes: 15 } })
    expect(await policyOf(deps.db, districtId)).toMatchObject({ idleMinutes: 15 })
    expect(await policyOf(deps.db, null)).toMatchObject({ idleMinutes: 15 })
    await changePolicy(deps, officer('security_officer'), { districtId, changes: { idleMinutes: 20 } })
    expect(await policyOf(deps.db, districtId)).toMatchObject({ idleMinutes: 20 })
    const [mine] = await eventsOf(deps.db, '000000', { kind: 'security', id: '000000' })
    expect(mine?.occurredAt).toBe(instant('2026-10-12T01:00:00Z'))
  })
})
