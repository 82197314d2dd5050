import { describe, expect, it } from 'vitest'
import { accessPlace, officeDistrict as districtId, officer, operator } from '../../../tests/support/access-place.ts'
import { civilDate } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append, eventsOf, latestEvents, verifyTrail } from '../../trail/index.ts'
import {
  chooseCapacity,
  endDelegation,
  lendRole,
  listDelegations,
  may,
  readSession,
  refuseMaker,
  resetPassword,
  setDisabled,
  setRoles,
  setUnit,
  signIn,
} from '../index.ts'

async function office() {
  const place = await accessPlace()
  const lender = await place.hire('shen', 'office_head')
  const deputy = await place.hire('xu', 'supervisor')
  const { deps } = place
  const lend = (over: Partial<Parameters<typeof lendRole>[2]> = {}, by = lender.actor) =>
    lendRole(deps, by, {
      districtId,
      lenderId: lender.id,
      deputyId: deputy.id,
      role: 'office_head',
      fromDay: civilDate('2026-10-12'),
      toDay: civilDate('2026-10-14'),
      reason: '出差',
      ...over,
    })
  const { token } = await signIn(deps, { login: 'xu', password: deputy.password })
  const session = async () => (await readSession(deps, token, 'r'))!
  /** Four hours later or more, with the session still open. */
  const at = async (moment: string) => {
    place.wall.to(moment)
    await deps.db
      .updateTable('session')
      .set({
        last_seen_at: place.wall.now(),
        created_at: place.wall.now(),
        expires_at: '2027-12-01T00:00:00.000Z' as never,
      })
      .execute()
  }
  return { ...place, lender, deputy, lend, session, at }
}

const code = (refused: string) => ({ code: refused })

describe('lending a role', () => {
  it('of 系统管理员 gives no way into the account of the lender, and nobody moves themselves to another unit', async () => {
    const { deps, hire } = await office()
    const guan = await hire('guan', 'administrator')
    const deputy = officer('administrator', { id: 'user:deputy', onBehalfOf: guan.id })
    const own = code('access.own-account')
    const target = { districtId, userId: guan.id }
    await expect(resetPassword(deps, deputy, target)).rejects.toMatchObject(own)
    await expect(setUnit(deps, deputy, { ...target, unitId: null })).rejects.toMatchObject(own)
    await expect(setUnit(deps, guan.actor, { ...target, unitId: null })).rejects.toMatchObject(own)
    await expect(resetPassword(deps, operator, target)).resolves.toBeDefined()
  })

  it('puts two of 三员 into one hand neither at once, nor one after the other, nor by a role given meanwhile', async () => {
    const { deps, hire, deputy, lend } = await office()
    const [guan, shen] = [await hire('guan', 'administrator'), await hire('audit', 'auditor')]
    const together = code('access.powers-together')
    const first = await lend({ lenderId: guan.id, role: 'administrator' }, guan.actor)
    const audit = { lenderId: shen.id, role: 'auditor' } as const
    await expect(lend({ ...audit, fromDay: civilDate('2026-10-14') }, shen.actor)).rejects.toMatchObject(together)
    const target = { districtId, userId: deputy.id, roles: ['supervisor', 'auditor'] as const }
    await expect(setRoles(deps, operator, target)).rejects.toMatchObject(together)
    const later = { fromDay: civilDate('2026-10-15'), toDay: civilDate('2026-10-15') }
    const second = await lend({ ...audit, ...later }, shen.actor)
    await endDelegation(deps, guan.actor, { districtId, delegationId: first.id })
    await endDelegation(deps, shen.actor, { districtId, delegationId: second.id })
    await lend(audit, shen.actor)
    await expect(
      setRoles(deps, operator, { ...target, roles: ['supervisor', 'security_officer'] }),
    ).rejects.toMatchObject(together)
    await setRoles(deps, operator, { ...target, roles: ['supervisor', 'reviewer'] })
  })

  it('is for the lender and for 系统管理员, never to oneself, and asks who sits there', async () => {
    const { lend, lender, deputy, deps, hire } = await office()
    await expect(lend({}, deputy.actor)).rejects.toMatchObject(code('access.denied'))
    for (const role of ['security_officer', 'auditor', 'reviewer'] as const)
      await expect(lend({}, officer(role))).rejects.toMatchObject(code('access.denied'))
    const admin = await hire('guan', 'administrator')
    await expect(lend({ deputyId: admin.id }, admin.actor)).rejects.toMatchObject(code('access.own-account'))
    await expect(lend({}, officer('administrator', { districtId: '990200' }))).rejects.toMatchObject(
      code('access.denied'),
    )
    await expect(lend({}, { ...lender.actor, unconfirmed: true })).rejects.toMatchObject(code('access.confirm-first'))
    await expect(lend({}, { ...lender.actor, onBehalfOf: 'somebody' })).rejects.toMatchObject(
      code('delegation.not-lent-on'),
    )
    await lend({}, admin.actor)
    expect(await listDelegations(deps, deputy.actor, districtId)).toHaveLength(1)
    expect(await listDelegations(deps, admin.actor, districtId)).toHaveLength(1)
    const { actor: other } = await hire('lu', 'reviewer')
    expect(await listDelegations(deps, other, districtId)).toHaveLength(0)
  })

  it.each([
    [{ fromDay: civilDate('2026-10-11') }, 'delegation.days'],
    [{ toDay: civilDate('2026-10-11') }, 'delegation.days'],
    [{ toDay: civilDate('2027-04-14') }, 'delegation.days'],
    [{ role: 'issuer' as const }, 'delegation.not-held'],
    [{ reason: ' 公 ' }, 'delegation.reason-required'],
    [{ deputyId: '00000000-0000-7000-8000-000000000000' }, 'access.unknown-user'],
  ])('is refused with %j as %s', async (over, refused) => {
    const { lend } = await office()
    await expect(lend(over)).rejects.toMatchObject(code(refused))
  })

  it('may last half a year to the day, and one role isn’t lent twice at a time', async () => {
    const { lend, deps, lender } = await office()
    const { id } = await lend({ toDay: civilDate('2027-04-13') })
    await expect(lend({ fromDay: civilDate('2027-04-13'), toDay: civilDate('2027-04-20') })).rejects.toMatchObject(
      code('delegation.overlaps'),
    )
    await endDelegation(deps, lender.actor, { districtId, delegationId: id })
    await lend()
  })

  it('doesn’t bring two of the three powers into one hand', async () => {
    const { lend, hire } = await office()
    const audit = await hire('dai', 'auditor')
    const admin = await hire('guan', 'administrator')
    const over = { lenderId: audit.id, deputyId: admin.id, role: 'auditor' as const }
    await expect(lend(over, audit.actor)).rejects.toMatchObject(code('access.powers-together'))
  })
})

describe('a deputy', () => {
  it('acts in the lent role from the first day to the last, when they say so, and then as themselves', async () => {
    const { deps, lend, session, at, lender } = await office()
    const { id } = await lend({ fromDay: civilDate('2026-10-13') })
    expect((await session()).lent).toEqual([])
    await expect(chooseCapacity(deps, await session(), id)).rejects.toMatchObject(code('delegation.not-now'))
    await at('2026-10-12T16:00:00Z')
    expect((await session()).lent).toEqual([{ id, lender: 'shen同志', role: '负责人' }])
    expect((await session()).actor).toMatchObject({ roles: ['supervisor'] })
    await chooseCapacity(deps, await session(), id)
    const acting = await session()
    expect(acting).toMatchObject({ actingFor: 'shen同志', capacity: id })
    expect(acting.actor).toMatchObject({ roles: ['office_head'], onBehalfOf: lender.id })
    expect(may(acting.actor, 'circulars.sign', { districtId })).toBe(true)
    expect(may(acting.actor, 'check.run', { districtId })).toBe(false)
    await at('2026-10-14T15:59:59Z')
    expect((await session()).actor.onBehalfOf).toBe(lender.id)
    await at('2026-10-14T16:00:00Z')
    expect(await session()).toMatchObject({ lent: [], actingFor: null, actor: { roles: ['supervisor'] } })
    expect((await session()).actor.onBehalfOf).toBeUndefined()
  })

  it('stands in the trail with whose act it was, and the chain holds it', async () => {
    const { deps, lend, session, lender, deputy } = await office()
    const { id } = await lend()
    await chooseCapacity(deps, await session(), id)
    const { actor } = await session()
    const entry = { districtId, actor, action: 'user.signed-in', subject: { kind: 'user', id: deputy.id } }
    await inTransaction(deps.db, (tx) => append(tx, deps.ids, { ...entry, at: deps.wall.now() }))
    const [last, before] = await latestEvents(deps.db, districtId)
    expect(last).toMatchObject({ actorId: deputy.id, onBehalfOf: lender.id })
    expect(before?.onBehalfOf).toBeNull()
    expect(await verifyTrail(deps.db, districtId)).toMatchObject([{ whole: true }])
  })

  it('and who lent count as one person where maker and checker differ, both ways, a quarter longer', async () => {
    const { deps, lend, session, at, lender, deputy } = await office()
    await lend()
    const lenderToken = await signIn(deps, { login: 'shen', password: lender.password })
    const lenderActor = async () => (await readSession(deps, lenderToken.token, 'r'))!.actor
    expect(() => refuseMaker({ ...deputy.actor }, lender.id)).not.toThrow()
    for (const moment of ['2026-10-12T02:00:00Z', '2026-10-20T02:00:00Z', '2027-01-14T02:00:00Z']) {
      await at(moment)
      const [mine, theirs] = [(await session()).actor, await lenderActor()]
      expect(() => refuseMaker(mine, lender.id), moment).toThrow('经办人')
      expect(() => refuseMaker(theirs, deputy.id), moment).toThrow('经办人')
      expect(() => refuseMaker(theirs, 'somebody-else')).not.toThrow()
    }
    await at('2027-01-15T02:00:00Z')
    expect((await session()).actor.onePerson).toBeUndefined()
    expect((await lenderActor()).onePerson).toBeUndefined()
  })

  it('loses it when it is ended, or the lender the role or the right to sign in', async () => {
    const { deps, lend, session, lender, hire } = await office()
    await hire('second', 'office_head')
    const { id } = await lend()
    await chooseCapacity(deps, await session(), id)
    const acts = async () => (await session()).actor.onBehalfOf !== undefined
    const target = { districtId, userId: lender.id }
    expect(await acts()).toBe(true)
    await setRoles(deps, operator, { ...target, roles: ['examiner'] })
    expect(await acts()).toBe(false)
    await setRoles(deps, operator, { ...target, roles: ['office_head'] })
    expect(await acts()).toBe(true)
    await setDisabled(deps, operator, { ...target, disabled: true })
    expect(await acts()).toBe(false)
    await setDisabled(deps, operator, { ...target, disabled: false })
    await expect(endDelegation(deps, officer('reviewer'), { districtId, delegationId: id })).rejects.toMatchObject(
      code('record.not-found'),
    )
    await endDelegation(deps, (await session()).actor, { districtId, delegationId: id })
    expect(await acts()).toBe(false)
    await expect(endDelegation(deps, lender.actor, { districtId, delegationId: id })).rejects.toMatchObject(
      code('delegation.over'),
    )
    const told = await eventsOf(deps.db, districtId, { kind: 'delegation', id })
    expect(told.map(({ action }) => action)).toEqual(['delegation.ended', 'delegation.made'])
  })
})
