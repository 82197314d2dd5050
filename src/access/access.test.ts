import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { type Clock, fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { eventsOf, latestEvents, verifyTrail } from '../trail/index.ts'
import {
  type Actor,
  changePassword,
  changeSetting,
  chooseDistrict,
  createUser,
  type Deps,
  ensureAdministrator,
  erasePeople,
  listUsers,
  openDistrict,
  openPeople,
  operatorActor,
  readSession,
  resetPassword,
  revealPerson,
  savePerson,
  setDisabled,
  setRoles,
  setUnit,
  settingsOn,
  signIn,
  vaultWith,
} from './index.ts'
import { civilDate } from '../calendar/index.ts'

const district = {
  id: '990100',
  name: '临湖区',
  shortName: '临湖',
  officeName: '临湖区行政审批服务局',
  issuingOffice: '临湖区政务公开领导小组办公室',
}
const operator = operatorActor('test', 'r1')
const officer = (role: Actor['roles'][number], over: Partial<Actor> = {}): Actor => ({
  kind: 'user',
  id: `user:${role}`,
  districtId: district.id,
  unitId: null,
  roles: [role],
  requestId: 'r1',
  ...over,
})

let database: TestDatabase
let deps: Deps
let wall: Clock & { to(moment: string): void }

function movableClock(start: string): typeof wall {
  let clock = fixedClock(instant(start))
  return { now: () => clock.now(), today: () => clock.today(), to: (moment) => (clock = fixedClock(instant(moment))) }
}

beforeEach(async () => {
  database = await cloneDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'access-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  wall = movableClock('2026-10-12T01:00:00Z')
  deps = {
    db: database.db,
    clock: wall,
    wall,
    ids: seededIds('access-test', wall),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir,
  }
  await openDistrict(deps, operator, district)
})

const newUser = () =>
  createUser(deps, operator, { districtId: district.id, login: 'xu', displayName: '许静言', roles: ['supervisor'] })

describe('users', () => {
  it('begin with a one-time password that must be changed; other sessions end with it', async () => {
    const { id, password } = await newUser()
    const here = await signIn(deps, { login: 'xu', password })
    const elsewhere = await signIn(deps, { login: 'xu', password })
    const { csrf, actor } = (await readSession(deps, here.token, 'r'))!
    await expect(
      changePassword(deps, actor, { current: 'wrong', next: '湖边的第一场雪下得很大呢', keepCsrf: csrf }),
    ).rejects.toMatchObject({ code: 'access.wrong-credentials' })
    await changePassword(deps, actor, { current: password, next: '湖边的第一场雪下得很大呢', keepCsrf: csrf })
    expect((await readSession(deps, here.token, 'r'))?.mustChangePassword).toBe(false)
    expect(await readSession(deps, elsewhere.token, 'r')).toBeUndefined()
    expect(actor.id).toBe(id)
  })

  it('lose their sessions when disabled or reset, and their rights with their roles', async () => {
    const { id, password } = await newUser()
    const { token } = await signIn(deps, { login: 'xu', password })
    await setRoles(deps, operator, { districtId: district.id, userId: id, roles: ['reviewer'] })
    expect((await readSession(deps, token, 'r'))?.actor.roles).toEqual(['reviewer'])
    await setDisabled(deps, operator, { districtId: district.id, userId: id, disabled: true })
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    await expect(signIn(deps, { login: 'xu', password })).rejects.toMatchObject({ code: 'access.wrong-credentials' })
    await setDisabled(deps, operator, { districtId: district.id, userId: id, disabled: false })
    // Enabled again, whoever still holds the old cookie is not.
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    const { password: next } = await resetPassword(deps, operator, { districtId: district.id, userId: id })
    await expect(signIn(deps, { login: 'xu', password })).rejects.toMatchObject({ code: 'access.wrong-credentials' })
    await expect(signIn(deps, { login: 'xu', password: next })).resolves.toMatchObject({ mustChangePassword: true })
    expect(await listUsers(deps, operator, district.id)).toMatchObject([
      { login: 'xu', roles: ['reviewer'], disabled: false },
    ])
  })

  it('are made by an administrator of the district alone, each name once', async () => {
    await newUser()
    await expect(newUser()).rejects.toMatchObject({ code: 'access.login-taken' })
    const input = { districtId: district.id, login: 'a', displayName: '甲', roles: ['reviewer'] as const }
    await expect(createUser(deps, officer('supervisor'), input)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(createUser(deps, officer('administrator', { districtId: '990200' }), input)).rejects.toMatchObject({
      code: 'access.denied',
    })
    await expect(createUser(deps, officer('administrator'), input)).resolves.toBeDefined()
  })

  it('never change their own roles or state, so that nobody becomes their own reviewer', async () => {
    const admin = await createUser(deps, operator, {
      districtId: district.id,
      login: 'guan',
      displayName: '管同',
      roles: ['administrator'],
    })
    const self = officer('administrator', { id: admin.id })
    const target = { districtId: district.id, userId: admin.id }
    await expect(setRoles(deps, self, { ...target, roles: ['administrator', 'reviewer'] })).rejects.toMatchObject({
      code: 'access.own-account',
    })
    await expect(setDisabled(deps, self, { ...target, disabled: true })).rejects.toMatchObject({
      code: 'access.own-account',
    })
  })

  it('keep one administrator in the district, whoever asks, and also when two are taken away side by side', async () => {
    const make = (login: string) =>
      createUser(deps, operator, { districtId: district.id, login, displayName: login, roles: ['administrator'] })
    const [one, two] = [await make('guan'), await make('li')]
    const asks = await Promise.allSettled([
      setRoles(deps, officer('administrator', { id: two.id }), {
        districtId: district.id,
        userId: one.id,
        roles: ['reviewer'],
      }),
      setDisabled(deps, officer('administrator', { id: one.id }), {
        districtId: district.id,
        userId: two.id,
        disabled: true,
      }),
    ])
    expect(asks.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const left = (await listUsers(deps, operator, district.id)).filter(
      ({ roles, disabled }) => roles.includes('administrator') && !disabled,
    )
    expect(left).toHaveLength(1)
    await expect(
      setRoles(deps, operator, { districtId: district.id, userId: left[0]!.id, roles: ['reviewer'] }),
    ).rejects.toMatchObject({ code: 'access.last-administrator' })
  })

  it('of a city read the districts below it, one at a time, and nothing of other cities', async () => {
    await openDistrict(deps, operator, { ...district, id: '990101', name: '云渡区' })
    await openDistrict(deps, operator, { ...district, id: '980101', name: '外市某区' })
    const { password } = await createUser(deps, operator, {
      districtId: '990000',
      login: 'shi',
      displayName: '石岚',
      roles: ['upper_office'],
    })
    const { token } = await signIn(deps, { login: 'shi', password })
    const session = (await readSession(deps, token, 'r'))!
    expect(session).toMatchObject({
      user: { displayName: '石岚' },
      districtId: '990100',
      districts: [{ id: '990100' }, { id: '990101' }],
    })
    const go = (districtId: string) => chooseDistrict(deps, session.actor, { csrf: session.csrf, districtId })
    await go('990101')
    expect(await readSession(deps, token, 'r')).toMatchObject({ districtId: '990101', districtName: '云渡区' })
    await expect(go('980101')).rejects.toMatchObject({ code: 'access.denied' })
    await expect(go('990105')).rejects.toMatchObject({ code: 'district.unknown' })
    expect((await verifyTrail(deps.db)).every(({ whole }) => whole)).toBe(true)
  })

  it('of a district stay in it', async () => {
    await openDistrict(deps, operator, { ...district, id: '990101', name: '云渡区' })
    const { password } = await newUser()
    const { token } = await signIn(deps, { login: 'xu', password })
    const session = (await readSession(deps, token, 'r'))!
    expect(session.districts).toEqual([])
    await expect(
      chooseDistrict(deps, session.actor, { csrf: session.csrf, districtId: '990101' }),
    ).rejects.toMatchObject({ code: 'access.denied' })
  })

  it.each([
    ['上级主管部门 in a district itself', '990100', 'upper_office'],
    ['an office of the district in a city', '990000', 'supervisor'],
    ['a city without any district here', '970000', 'upper_office'],
  ] as const)('are refused where level and role do not fit: %s', async (_what, districtId, role) => {
    await expect(
      createUser(deps, operator, { districtId, login: 'shi', displayName: '石岚', roles: [role] }),
    ).rejects.toMatchObject({ code: 'access.not-above' })
  })

  it('of a unit need their unit, and are moved to another one on record', async () => {
    const [one, other] = [deps.ids.next(), deps.ids.next()]
    const at = wall.now()
    const row = { district_id: district.id, kind: 'department', created_at: at, updated_at: at }
    await deps.db
      .insertInto('unit')
      .values([
        { ...row, id: one, code: one, name: '临湖区水务局' },
        { ...row, id: other, code: other, name: '临湖区教育局' },
      ])
      .execute()
    const input = { districtId: district.id, login: 'tian', displayName: '甲', roles: ['unit_editor'] as const }
    await expect(createUser(deps, operator, input)).rejects.toMatchObject({ code: 'access.unit-required' })
    const { id: userId } = await createUser(deps, operator, { ...input, unitId: one })
    const user = { districtId: district.id, userId }
    await expect(setUnit(deps, operator, { ...user, unitId: null })).rejects.toMatchObject({
      code: 'access.unit-required',
    })
    await expect(setUnit(deps, officer('supervisor'), { ...user, unitId: other })).rejects.toMatchObject({
      code: 'access.denied',
    })
    await setUnit(deps, officer('administrator'), { ...user, unitId: other })
    expect((await listUsers(deps, operator, district.id))[0]).toMatchObject({ unitName: '临湖区教育局' })
    const events = await eventsOf(deps.db, district.id, { kind: 'user', id: userId }, { limit: 5 })
    expect(events[0]).toMatchObject({ action: 'user.unit-changed', before: { unitId: one }, after: { unitId: other } })
    await setRoles(deps, operator, { ...user, roles: ['supervisor'] })
    await setUnit(deps, operator, { ...user, unitId: null })
    await expect(setRoles(deps, operator, { ...user, roles: ['unit_deputy'] })).rejects.toMatchObject({
      code: 'access.unit-required',
    })
  })

  it('begin with one administrator whose password is printed once', async () => {
    expect(await ensureAdministrator(deps)).toMatchObject({ login: 'admin' })
    expect(await ensureAdministrator(deps)).toBeUndefined()
  })
})

describe('a district', () => {
  it('is opened once, under a real code, by whoever may', async () => {
    await expect(openDistrict(deps, operator, district)).rejects.toMatchObject({ code: 'district.exists' })
    await expect(openDistrict(deps, operator, { ...district, id: '12' })).rejects.toMatchObject({
      code: 'district.bad-code',
    })
    await expect(openDistrict(deps, officer('administrator'), { ...district, id: '990200' })).rejects.toMatchObject({
      code: 'access.denied',
    })
  })

  it('sets its own numbers from a day on, with their source, and keeps the earlier ones', async () => {
    const set = (value: number, effectiveFrom: string) =>
      changeSetting(deps, officer('office_head'), {
        districtId: district.id,
        key: 'maxSilentDays',
        value,
        effectiveFrom: civilDate(effectiveFrom),
        source: '临湖区通知',
      })
    await set(14, '2027-01-01')
    await set(10, '2027-07-01')
    expect((await latestEvents(deps.db, district.id, { limit: 2 })).map(({ before }) => before)).toEqual([
      { value: 14, source: '临湖区通知', effectiveFrom: '2027-01-01' },
      null,
    ])
    await expect(set(7, '2026-01-01')).rejects.toMatchObject({ code: 'setting.in-the-past' })
    expect((await settingsOn(deps.db, district.id, civilDate('2027-06-30')))['maxSilentDays']?.value).toBe(14)
    expect((await settingsOn(deps.db, district.id, civilDate('2027-07-01')))['maxSilentDays']).toMatchObject({
      value: 10,
      source: '临湖区通知',
    })
    await expect(
      changeSetting(deps, officer('supervisor'), {
        districtId: district.id,
        key: 'x',
        value: 1,
        effectiveFrom: civilDate('2026-01-01'),
        source: '',
      }),
    ).rejects.toMatchObject({ code: 'access.denied' })
  })
})

describe('personal data', () => {
  const save = () =>
    deps.db.transaction().execute((tx) => savePerson(tx, deps, district.id, { name: '张三', phone: '13800001234' }))

  it('is nowhere in the database in plain words', async () => {
    await save()
    const { rows } = await database.pool.query<{ text: string }>(
      `select encode(sealed, 'escape') || encode(wrapped_key, 'escape') as text from person`,
    )
    expect(rows[0]?.text).not.toContain('13800001234')
  })

  it('is shown in full only to who may see it, and that is recorded', async () => {
    const { id: personId } = await save()
    const input = { districtId: district.id, unitId: null, personId }
    await expect(revealPerson(deps, officer('reviewer'), input)).rejects.toMatchObject({ code: 'access.denied' })
    expect(await revealPerson(deps, officer('supervisor'), input)).toEqual({ name: '张三', phone: '13800001234' })
    expect((await latestEvents(deps.db, district.id))[0]).toMatchObject({
      action: 'person.revealed',
      subjectId: personId,
      actorId: 'user:supervisor',
    })
  })

  it('can be erased without breaking the chain', async () => {
    const { id: personId } = await save()
    await revealPerson(deps, officer('supervisor'), { districtId: district.id, unitId: null, personId })
    const erase = (actor: Actor, because: 'request' | 'expired' = 'request') =>
      deps.db
        .transaction()
        .execute((tx) => erasePeople(tx, deps, actor, { districtId: district.id, personIds: [personId], because }))
    await expect(erase(officer('supervisor'))).rejects.toMatchObject({ code: 'access.denied' })
    await expect(erase(officer('office_head'), 'expired')).rejects.toMatchObject({ code: 'access.denied' })
    expect(await erase(officer('office_head'))).toBe(1)
    expect((await openPeople(deps.db, deps.vault, district.id, [personId])).size).toBe(0)
    expect((await verifyTrail(deps.db, district.id)).every(({ whole }) => whole)).toBe(true)
    expect(await erase(officer('office_head'))).toBe(0)
  })
})
