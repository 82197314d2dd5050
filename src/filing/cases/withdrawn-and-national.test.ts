import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptor, blank, officeHead, supervisor } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { roles } from '../../access/index.ts'
import { entriesOf } from '../national/queries/entries.ts'
import { latestStatuses } from '../national/queries/ledger.ts'
import { type CaseAction, nextCaseState } from './model.ts'
import { listCases, opinionsOf } from './records.ts'
import { closing, examiner, office, opening } from '../../../tests/support/case-office.ts'

describe('撤回', () => {
  const before = ['print', 'upload', 'submit', 'check', 'accept', 'review'] as const

  it.each([0, 3, 6])(
    'after %i steps a case is withdrawn with a reason, and the account is free again',
    async (steps) => {
      const place = await office('deregister', closing)
      for (const step of before.slice(0, steps)) await place[step]()
      await expect(place.withdraw(' ')).rejects.toMatchObject({ code: 'case.opinion-required' })
      await place.withdraw()
      expect((await place.now()).state).toBe('withdrawn')
      expect((await opinionsOf(place.deps.db, districtId, place.caseId)).at(-1)).toMatchObject({
        action: 'withdraw',
        opinion: '选错账号',
      })
      await place.begin()
    },
  )

  it('of an approved case is for who approves; the account that was being closed runs again', async () => {
    const place = await office('suspend', closing)
    await place.approved()
    expect((await place.account())?.running_state).toBe('closing')
    await expect(place.withdraw()).rejects.toMatchObject({ code: 'case.action-not-allowed' })
    await expect(place.revoke(place.editor)).rejects.toMatchObject({ code: 'access.denied' })
    await place.revoke()
    expect((await place.now()).state).toBe('withdrawn')
    expect((await place.account())?.running_state).toBe('running')
    await place.begin()
  })

  it('is refused once the unit has acted on the platform', async () => {
    const place = await office('suspend', closing)
    await place.approved()
    await place.execute()
    await expect(place.revoke()).rejects.toMatchObject({ code: 'case.action-not-allowed' })
  })

  it('is for who files for the unit, and for nobody else', async () => {
    const place = await office('suspend', closing)
    for (const role of roles.filter((one) => !['operator', 'unit_editor', 'supervisor'].includes(one)))
      await expect(place.withdraw('选错账号', { ...actorOf(role), unitId: place.unitId }), role).rejects.toMatchObject({
        code: 'access.denied',
      })
    await place.withdraw('选错账号', supervisor)
    expect((await place.now()).enteredForUnitBy).toBeNull()
  })
})

describe('four eyes', () => {
  it('who accepted does not review, and who reviewed does not approve', async () => {
    const place = await office('open', opening)
    for (const step of ['print', 'upload', 'submit', 'check', 'accept'] as const) await place[step]()
    await expect(place.review({ ...examiner, id: acceptor.id })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    await place.review()
    await expect(place.approve({ ...officeHead, id: examiner.id })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    await expect(place.approve(supervisor)).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('sends back with an opinion', async () => {
    const place = await office('open', opening)
    for (const step of ['print', 'upload', 'submit'] as const) await place[step]()
    await place.back()
    expect((await listCases(place.deps.db, { districtId }, { state: 'open', offset: 0, limit: 9 })).rows).toMatchObject(
      [{ kind: 'open', state: 'returned', accountName: '临湖水务' }],
    )
  })
})

describe('全国系统: 主办单位与主管单位双方都要填报', () => {
  const executed = async () => {
    const place = await office('open', opening)
    await place.approved()
    await place.execute()
    return place
  }

  it.each([
    ['the unit first', ['report', 'enter']],
    ['the office first', ['enter', 'report']],
  ] as const)('the case goes on when both have entered, %s', async (_, [first, second]) => {
    const place = await executed()
    await place[first]()
    expect((await place.now()).state).toBe('executed')
    await expect(place.register()).rejects.toMatchObject({ code: 'case.action-not-allowed' })
    await expect(place[first]()).rejects.toMatchObject({ code: 'case.national-recorded' })
    await place[second]()
    expect((await place.now()).state).toBe('national-reported')
    const { accountId, id } = await place.now()
    const kept = await entriesOf(place.deps.db, districtId, { caseId: id })
    expect(kept.map(({ side }) => side).toSorted()).toEqual(['office', 'unit'])
    expect(kept).toMatchObject([{ on: '2026-06-16' }, { on: '2026-06-16' }])
    await place.register()
    const both = ['unit', 'office'] as const
    for (const side of both)
      expect((await latestStatuses(place.deps.db, districtId, [accountId], side)).get(accountId)).toMatchObject({
        status: 'reported',
      })
  })

  it('a receipt is asked for, and without one a reason', async () => {
    const place = await executed()
    for (const more of [{}, { noReceiptReason: '  ' }]) {
      await expect(place.report(more)).rejects.toMatchObject({ code: 'national.receipt-required' })
      await expect(place.enter(supervisor, more)).rejects.toMatchObject({ code: 'national.receipt-required' })
    }
    await place.report({ receipt: { name: '回执.png', bytes: blank } })
    const [kept] = await entriesOf(place.deps.db, districtId, { caseId: place.caseId })
    expect(kept).toMatchObject({ side: 'unit', noReceiptReason: null, receiptFileId: expect.any(String) })
  })

  it.each([['supervisor'], ['acceptor']] as const)('the office’s entry is recorded by the %s', async (role) => {
    const place = await executed()
    await place.enter(actorOf(role))
    expect((await entriesOf(place.deps.db, districtId, { caseId: place.caseId })).map(({ side }) => side)).toEqual([
      'office',
    ])
  })

  it.each([['unit_editor'], ['examiner'], ['office_head'], ['reviewer']] as const)(
    'the office’s entry is not recorded by %s',
    async (role) => {
      const place = await executed()
      const actor = role === 'unit_editor' ? { ...actorOf(role), unitId: place.unitId } : actorOf(role)
      await expect(place.enter(actor)).rejects.toMatchObject({ code: 'access.denied' })
    },
  )

  it('a case that went on with the unit’s entry alone waits for the office’s before it is registered', async () => {
    const place = await executed()
    await place.report()
    await place.deps.db.updateTable('filing_case').set({ state: 'national-reported' }).execute()
    await expect(place.register()).rejects.toMatchObject({ code: 'case.national-missing' })
    await place.enter()
    expect(await place.register()).toEqual({ number: '990100-2026-0001' })
  })
})

it('no order of steps reaches a state that the table does not allow', async () => {
  const actions = [
    'fillIn',
    'print',
    'upload',
    'submit',
    'check',
    'accept',
    'back',
    'review',
    'approve',
    'reject',
    'execute',
    'report',
    'enter',
    'register',
    'archive',
    'withdraw',
    'revoke',
  ] as const
  const named: Partial<Record<(typeof actions)[number], CaseAction>> = {
    fillIn: 'fill',
    back: 'send-back',
    report: 'report-national',
    enter: 'enter-national',
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...actions), { minLength: 8, maxLength: 20 }), async (steps) => {
      const place = await office('open', opening)
      for (const step of steps) {
        const before = (await place.now()).state
        const done = await place[step]().then(
          () => true,
          () => false,
        )
        const action = named[step] ?? (step as CaseAction)
        // Of the two entries in the national system the first leaves the case where it stands.
        const half = action === 'report-national' || action === 'enter-national'
        const allowed = done ? [nextCaseState[before][action], ...(half ? [before] : [])] : [before]
        expect(allowed).toContain((await place.now()).state)
      }
    }),
    { numRuns: 12 },
  )
}, 120_000)
