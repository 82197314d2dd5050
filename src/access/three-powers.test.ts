import { describe, expect, it } from 'vitest'
import { accessPlace, officeDistrict as districtId, officer, operator } from '../../tests/support/access-place.ts'
import { eventsOf } from '../trail/index.ts'
import type { Role } from './actions.ts'
import { addRole, createUser, readRights, reviewRights, setDisabled, setRoles } from './index.ts'
import { holdsPowersTogether, requireSeparatePowers } from './three-powers.ts'

const together = { code: 'access.powers-together' }

describe('三员', () => {
  it.each<[Role[], boolean]>([
    [['administrator'], false],
    [['security_officer', 'supervisor', 'reviewer'], false],
    [['administrator', 'auditor'], true],
    [['administrator', 'security_officer'], true],
    [['security_officer', 'auditor'], true],
    [['administrator', 'security_officer', 'auditor'], true],
  ])('%s held by one person: %s', (held, isTogether) => {
    expect(holdsPowersTogether(held)).toBe(isTogether)
    const refused = () => {
      try {
        requireSeparatePowers(held)
        return undefined
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    expect(refused()).toBe(isTogether ? together.code : undefined)
  })

  it('and the two offices that countersign manuscripts are not one person either', async () => {
    const { hire } = await accessPlace()
    const offices = { code: 'access.offices-together' }
    await expect(hire('liang', 'propaganda_office', 'secrecy_office')).rejects.toMatchObject(offices)
    await hire('xuan', 'propaganda_office', 'countersigner')
    await hire('bao', 'secrecy_office')
  })

  it('are refused in one hand when a user is made, given a role or given others, by the operator too', async () => {
    const { deps, hire } = await accessPlace()
    await expect(hire('both', 'administrator', 'auditor')).rejects.toMatchObject(together)
    const { id } = await hire('guan', 'administrator')
    await hire('second', 'administrator')
    const target = { districtId, userId: id }
    await expect(addRole(deps, operator, { ...target, role: 'security_officer' })).rejects.toMatchObject(together)
    await expect(
      setRoles(deps, officer('administrator'), { ...target, roles: ['security_officer', 'auditor'] }),
    ).rejects.toMatchObject(together)
    await setRoles(deps, officer('administrator'), { ...target, roles: ['security_officer'] })
  })

  it('held together from before lock nobody out: the person works on, is disabled and freed of one like others', async () => {
    const { deps, hire } = await accessPlace()
    const { id } = await hire('guan', 'administrator')
    const at = deps.wall.now()
    await deps.db.insertInto('user_role').values({ user_id: id, role: 'auditor', granted_at: at }).execute()
    const old = officer('administrator', { id, roles: ['administrator', 'auditor'] })
    const user = { districtId, login: 'lu', displayName: '陆知行', roles: ['security_officer'] as const }
    await createUser(deps, old, user)
    await setDisabled(deps, operator, { districtId, userId: id, disabled: false })
    await setRoles(deps, operator, { districtId, userId: id, roles: ['administrator'] })
    const held = await deps.db.selectFrom('user_role').select('role').where('user_id', '=', id).execute()
    expect(held).toEqual([{ role: 'administrator' }])
  })
})

describe('权限复核', () => {
  it('is the security officer’s, of what was seen, and stands in the trail', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { id } = await hire('xu', 'supervisor')
    const me = officer('security_officer')
    for (const role of ['administrator', 'auditor', 'office_head'] as const) {
      await expect(readRights(deps, officer(role), districtId)).rejects.toMatchObject({ code: 'access.denied' })
      await expect(reviewRights(deps, officer(role), { districtId, seen: '' })).rejects.toMatchObject({
        code: 'access.denied',
      })
    }
    const elsewhere = officer('security_officer', { districtId: '990200' })
    await expect(readRights(deps, elsewhere, districtId)).rejects.toMatchObject({ code: 'access.denied' })
    const first = await readRights(deps, me, districtId)
    expect([first.reviewed, first.lines.map(({ login }) => login)]).toEqual([undefined, ['xu']])
    await setRoles(deps, operator, { districtId, userId: id, roles: ['reviewer'] })
    await expect(reviewRights(deps, me, { districtId, seen: first.digest })).rejects.toMatchObject({
      code: 'rights.changed-meanwhile',
    })
    const { digest } = await readRights(deps, me, districtId)
    await expect(reviewRights(deps, { ...me, unconfirmed: true }, { districtId, seen: digest })).rejects.toMatchObject({
      code: 'access.confirm-first',
    })
    wall.to('2026-10-12T01:05:00Z')
    await reviewRights(deps, me, { districtId, seen: digest })
    const { reviewed, lines } = await readRights(deps, me, districtId)
    expect(reviewed).toEqual({ at: wall.now(), by: me.id })
    expect(lines[0]!.changedAt < reviewed!.at).toBe(true)
    const [told] = await eventsOf(deps.db, districtId, { kind: 'rights', id: districtId })
    expect(told).toMatchObject({ action: 'rights.reviewed', after: { count: 1, digest } })
  })
})
