import { describe, expect, it } from 'vitest'
import { holders } from '../../tests/support/right-holders.ts'
import { actions, type Role, roles } from './actions.ts'
import { permissionTable } from './grants.ts'
import { type Actor, may, permit, scopeOf } from './permissions.ts'

const district = '430699'
const unit = '01990000-0000-7000-8000-000000000001'
const otherUnit = '01990000-0000-7000-8000-000000000002'

const person = (role: Role, over: Partial<Actor> = {}): Actor => ({
  kind: role === 'operator' ? 'operator' : 'user',
  id: 'u1',
  districtId: district,
  unitId: unit,
  roles: [role],
  requestId: 'r1',
  ...over,
})

describe('who may do what', () => {
  it.each(actions)('grants “%s” to exactly the roles the office named', (action) => {
    const granted = roles.filter((role) => permissionTable[role][action] !== undefined)
    expect(granted.sort()).toEqual([...holders[action]].sort())
  })

  it.each(actions)('lets nobody do “%s” without a role', (action) => {
    expect(may(person('supervisor', { roles: [] }), action, { districtId: district })).toBe(false)
  })

  it('keeps a district officer inside the own district', () => {
    expect(may(person('supervisor'), 'ledger.edit', { districtId: district, unitId: otherUnit })).toBe(true)
    expect(may(person('supervisor'), 'ledger.edit', { districtId: '430602' })).toBe(false)
  })

  it('keeps a unit inside its own accounts', () => {
    expect(may(person('unit_editor'), 'ledger.read', { districtId: district, unitId: unit })).toBe(true)
    expect(may(person('unit_editor'), 'ledger.read', { districtId: district, unitId: otherUnit })).toBe(false)
    expect(may(person('unit_editor'), 'ledger.read', { districtId: district })).toBe(false)
    expect(scopeOf(person('unit_editor'), 'ledger.read', district)).toEqual({ districtId: district, unitId: unit })
    expect(scopeOf(person('unit_editor', { unitId: null }), 'ledger.read', district)).toBeUndefined()
  })

  it.each([
    ['430600', '430699', true],
    ['430000', '430699', true],
    ['430700', '430699', false],
    ['440000', '430699', false],
  ])('lets an upper office %s see district %s: %s', (upper, seen, expected) => {
    expect(may(person('upper_office', { districtId: upper, unitId: null }), 'ledger.read', { districtId: seen })).toBe(
      expected,
    )
  })

  it('never lets a signed-in person act as the operator of the server', () => {
    expect(may(person('operator', { kind: 'user' }), 'check.run', { districtId: district })).toBe(false)
    expect(may(person('operator'), 'review.decide', { districtId: district })).toBe(false)
  })

  it('refuses by the name of the action', () => {
    // One right for both: the sentence fits whichever was tried.
    expect(() => permit(person('unit_editor'), 'filing.open', { districtId: district })).toThrow('备案事项')
    expect(() => permit(person('reviewer'), 'users.manage', { districtId: district })).toThrow('“管理用户与权限”')
  })
})
