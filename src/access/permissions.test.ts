import { describe, expect, it } from 'vitest'
import { type Action, actions, type Role, roles } from './actions.ts'
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

/** Who may, written out a second time and by hand: a slip in the table shows here. */
const holders: Record<Action, Role[]> = {
  'score.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'district_leader',
    'upper_office',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
    'operator',
  ],
  'score.prepare': ['supervisor'],
  'score.decide': ['office_head'],
  'score.answer': ['supervisor', 'unit_editor', 'unit_deputy', 'unit_principal'],
  'orders.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'issuer',
    'auditor',
    'district_leader',
    'upper_office',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
    'operator',
  ],
  'overview.view': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'district_leader',
    'upper_office',
    'operator',
  ],
  'circulars.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'district_leader',
    'upper_office',
    'operator',
  ],
  'circulars.enter': ['supervisor'],
  'superiors.read': [
    'supervisor',
    'examiner',
    'office_head',
    'reviewer',
    'issuer',
    'auditor',
    'district_leader',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
  ],
  'superiors.handle': ['supervisor'],
  'superiors.answer': ['supervisor', 'unit_editor', 'unit_deputy', 'unit_principal'],
  'superiors.sign': ['office_head', 'issuer'],
  'inspection.rehearse': ['supervisor', 'examiner', 'office_head', 'reviewer', 'auditor', 'operator'],
  'dossier.print': ['supervisor', 'office_head', 'auditor', 'operator'],
  'inspection.export': ['supervisor', 'operator'],
  'reposts.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'upper_office',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
    'operator',
  ],
  'reposts.set': ['supervisor'],
  'reposts.claim': ['unit_editor'],
  'emergency.read': ['supervisor', 'office_head', 'auditor', 'operator'],
  'emergency.handle': ['supervisor'],
  'accountability.open': ['supervisor', 'examiner'],
  'accountability.answer': ['supervisor', 'unit_editor', 'unit_deputy', 'unit_principal'],
  'orders.prepare': ['supervisor'],
  'orders.issue': ['office_head', 'issuer'],
  'orders.answer': ['supervisor', 'unit_editor', 'unit_deputy', 'unit_principal'],
  'orders.decide': ['examiner', 'office_head'],
  'orders.recheck': ['supervisor', 'reviewer'],
  'workbench.open': [...roles],
  'ledger.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'issuer',
    'auditor',
    'district_leader',
    'upper_office',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
    'operator',
  ],
  'ledger.edit': ['supervisor', 'acceptor', 'operator'],
  'ledger.import': ['supervisor', 'acceptor', 'operator'],
  'ledger.export': ['supervisor', 'acceptor', 'examiner', 'upper_office', 'unit_editor', 'operator'],
  'people.reveal': ['supervisor', 'acceptor', 'office_head', 'operator'],
  'filing.papers': [
    'supervisor',
    'acceptor',
    'office_head',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
    'operator',
  ],
  'people.erase': ['office_head'],
  'people.expire': ['operator'],
  'evidence.keep': ['operator'],
  'files.erase': ['office_head'],
  'filing.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'district_leader',
    'upper_office',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
    'operator',
  ],
  'filing.prepare': ['supervisor'],
  'filing.open': ['office_head'],
  'filing.remind': ['supervisor', 'operator'],
  'filing.fill': ['supervisor', 'unit_editor'],
  'filing.accept': ['acceptor'],
  'filing.review': ['examiner'],
  'handover.confirm': ['supervisor', 'unit_principal'],
  'concealment.read': ['supervisor', 'examiner', 'office_head', 'auditor', 'upper_office', 'operator'],
  'concealment.run': ['supervisor', 'operator'],
  'concealment.decide': ['examiner', 'office_head'],
  'cleanup.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'district_leader',
    'upper_office',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
    'operator',
  ],
  'cleanup.sheets': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'upper_office',
    'operator',
  ],
  'national.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'auditor',
    'upper_office',
    'unit_editor',
    'operator',
  ],
  'national.record': ['supervisor', 'acceptor', 'unit_editor'],
  'national.compare': ['supervisor', 'acceptor'],
  'directory.build': ['supervisor', 'operator'],
  'cleanup.propose': ['supervisor', 'operator'],
  'cleanup.confirm': ['supervisor', 'unit_editor'],
  'cleanup.decide': ['office_head'],
  'cleanup.verify': ['supervisor', 'office_head'],
  'accountability.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'upper_office',
    'operator',
  ],
  'accountability.raise': ['supervisor', 'office_head'],
  'accountability.decide': ['office_head'],
  'posts.import': ['supervisor', 'operator'],
  'posts.undo': ['supervisor', 'operator'],
  'sources.read': ['supervisor', 'office_head', 'reviewer', 'operator'],
  'sources.change': ['supervisor', 'operator'],
  'sources.run': ['supervisor', 'operator'],
  'secrecy.handle': ['supervisor', 'office_head'],
  'authorisations.record': ['supervisor'],
  'authorisations.revoke': ['supervisor'],
  'messages.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'upper_office',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
    'operator',
  ],
  'messages.words': [
    'supervisor',
    'examiner',
    'office_head',
    'reviewer',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
  ],
  'messages.handle': ['supervisor', 'unit_editor'],
  'messages.supervise': ['supervisor'],
  'messages.import': ['supervisor', 'operator'],
  'services.enter': ['supervisor', 'unit_editor'],
  'services.check': ['supervisor', 'reviewer'],
  'check.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'upper_office',
    'unit_editor',
    'unit_deputy',
    'unit_principal',
    'operator',
  ],
  'check.run': ['supervisor', 'operator'],
  'patrol.record': ['supervisor', 'reviewer'],
  'purpose.confirm': ['supervisor', 'examiner', 'office_head'],
  'review.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'auditor',
    'upper_office',
    'operator',
  ],
  'review.decide': ['examiner', 'reviewer'],
  'month.close': ['supervisor', 'office_head'],
  'report.read': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'issuer',
    'countersigner',
    'auditor',
    'district_leader',
    'upper_office',
    'operator',
  ],
  'report.draft': [
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'issuer',
    'countersigner',
    'auditor',
    'upper_office',
    'operator',
  ],
  'report.compile': ['supervisor', 'operator'],
  'report.finalise': ['office_head', 'issuer'],
  'report.submit': ['supervisor', 'office_head'],
  'report.instruct': ['supervisor', 'office_head', 'district_leader'],
  'report.advance': ['supervisor', 'office_head', 'issuer'],
  'calendar.read': [
    'administrator',
    'supervisor',
    'acceptor',
    'examiner',
    'office_head',
    'reviewer',
    'upper_office',
    'operator',
  ],
  'calendar.import': ['administrator', 'supervisor', 'operator'],
  'settings.change': ['office_head'],
  'users.manage': ['administrator', 'operator'],
  'notify.manage': ['administrator', 'operator'],
  'trail.read': ['office_head', 'auditor', 'operator'],
  'trail.verify': ['auditor', 'operator'],
}

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
