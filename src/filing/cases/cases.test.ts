import { createCanvas, loadImage } from '@napi-rs/canvas'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptor, blank, officeHead, supervisor } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { type Actor, roles } from '../../access/index.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { qrPng } from '../../files/index.ts'
import { eventsOf } from '../../trail/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import { type Answers, codeText } from '../forms/index.ts'
import { entriesOf } from '../national/queries/entries.ts'
import { latestStatuses } from '../national/queries/ledger.ts'
import { recordPatrol } from '../../monitoring/index.ts'
import { inTransaction } from '../../database/index.ts'
import { type RaisedTrigger, listTriggers, raiseTrigger } from '../triggers/index.ts'
import {
  acceptCase,
  approveCase,
  archiveCase,
  executeCase,
  registerCase,
  rejectCase,
  enterNational,
  reportNational,
  reviewCase,
  sendCaseBack,
} from './decide-case.ts'
import { beginCase, caseHash, fillCase, printCase, readCasePrint, submitCase, uploadCaseScan } from './file-case.ts'
import { type CaseAction, type CaseKind, nextCaseState } from './model.ts'
import { listCases, opinionsOf, readCase } from './records.ts'
import { revokeCase, withdrawCase } from './withdraw-case.ts'

const examiner = actorOf('examiner')

const contact = { contactName: '许静言', contactPhone: '13800001111' }
const opening: Answers = {
  ...contact,
  name: '临湖水务',
  platform: 'wechat_official',
  purpose: 'publish',
  certifiedEntity: '临湖区水务局',
  reason: '发布供水抢修信息',
  exceptionReason: '供水抢修信息须即时直达用户，区主账号不能承接',
  organisation: '局办公室负责，分管副局长主抓',
  operationMode: 'self',
  budgetYuan: '0',
  rules: '三审三校、值班值守',
}
const closing: Answers = {
  ...contact,
  reason: '无力维护',
  decision: 'meeting',
  successor: '“临湖发布”微信公众号',
  stopsOn: '2026年7月1日',
}
const renaming: Answers = {
  ...contact,
  newName: '临湖水利',
  changedOn: '2026-06-10',
  reason: '机构改革',
  announcementUrl: 'https://www.example.gov.cn/notice/1',
}

/** A unit with one account, on 2026-06-16, and a case of a kind with its steps. */
async function office(kind: CaseKind, answers: Answers, unitKind: UnitKind = 'department') {
  const place = await monitoredDistrict()
  const unitId = await place.unit('临湖区水务局', { kind: unitKind })
  const accountId = await place.account(unitId, '旧号', { platform: 'weibo', filing_state: 'filed' })
  const deps = place.at('2026-06-16T01:00:00.000Z')
  const editor = { ...actorOf('unit_editor'), unitId }
  const begin = (of: CaseKind = kind) => beginCase(deps, editor, { districtId, unitId, kind: of, accountId, answers })
  const { id: caseId } = await begin()
  const now = async () => (await readCase(place.deps.db, place.deps.vault, districtId, caseId))!.one
  const here = async () => ({ districtId, caseId, version: (await now()).version })
  const opinion = '情况属实，同意'
  const steps = {
    fillIn: async (more: Answers = {}) =>
      fillCase(deps, editor, { ...(await here()), answers: { ...answers, ...more } }),
    print: async () => printCase(deps, editor, await here()),
    upload: async (bytes: Uint8Array = blank) =>
      uploadCaseScan(deps, editor, { ...(await here()), name: '备案表.png', bytes }),
    submit: async (at = '2026-06-16T01:00:00.000Z') => submitCase(place.at(at), editor, await here()),
    accept: async (actor = acceptor, at = '2026-06-16T01:00:00.000Z') =>
      acceptCase(place.at(at), actor, { ...(await here()), signed: true, sealed: true, opinion }),
    back: async () => sendCaseBack(deps, acceptor, { ...(await here()), opinion: '缺少管理制度' }),
    review: async (actor = examiner) => reviewCase(deps, actor, { ...(await here()), opinion }),
    approve: async (actor = officeHead) => approveCase(deps, actor, { ...(await here()), opinion }),
    reject: async (actor = officeHead) => rejectCase(deps, actor, { ...(await here()), opinion: '区主账号可以承接' }),
    execute: async (on = '2026-06-16') =>
      executeCase(deps, editor, { ...(await here()), on: civilDate(on), url: 'https://weibo.com/u/1' }),
    report: async (more: object = { noReceiptReason: '全国系统未出具回执' }) =>
      reportNational(deps, editor, { ...(await here()), on: civilDate('2026-06-16'), ...more }),
    enter: async (actor = supervisor, more: object = { noReceiptReason: '全国系统未出具回执' }) =>
      enterNational(deps, actor, { ...(await here()), on: civilDate('2026-06-16'), ...more }),
    register: async () => registerCase(deps, acceptor, await here()),
    withdraw: async (reason = '选错账号', actor: Actor = editor) =>
      withdrawCase(deps, actor, { ...(await here()), reason }),
    revoke: async (actor: Actor = officeHead) => revokeCase(deps, actor, { ...(await here()), reason: '改为保留' }),
    archive: async () => archiveCase(deps, acceptor, await here()),
  }
  const national = async () => {
    await steps.report()
    await steps.enter()
  }
  const approved = async () => {
    for (const step of ['print', 'upload', 'submit', 'accept', 'review', 'approve'] as const) await steps[step]()
  }
  const account = (id = accountId) =>
    place.deps.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
  return { ...place, ...steps, national, deps, editor, unitId, accountId, caseId, begin, now, here, approved, account }
}

describe('开设: 先批后开', () => {
  it('goes from the first word to the ledger, and the account is there only when all is done', async () => {
    const place = await office('open', opening)
    await place.approved()
    const { accountId } = await place.now()
    expect(await place.account(accountId)).toBeUndefined()
    await place.execute()
    await place.national()
    expect(await place.register()).toEqual({ number: '990100-2026-0001' })
    await place.archive()
    expect(await place.account(accountId)).toMatchObject({
      name: '临湖水务',
      filing_state: 'filed',
      opened_on: '2026-06-16',
      profile_url: 'https://weibo.com/u/1',
    })
    expect((await opinionsOf(place.deps.db, districtId, place.caseId)).map(({ action }) => action)).toEqual([
      'accept',
      'review',
      'approve',
    ])
    expect((await listTriggers(place.deps.db, { districtId })).total).toBe(0)
  })

  it.each<[UnitKind, boolean]>([
    ['department', true],
    ['township', true],
    ['subdistrict', true],
    ['institution', false],
  ])('asks a %s for the reason of the exception: %s', async (kind, asked) => {
    const place = await office('open', { ...opening, exceptionReason: '' }, kind)
    const printed = await place.print().catch((error: { code: string }) => error.code)
    expect(printed === 'case.not-complete').toBe(asked)
  })

  it('raises F-01 when the account was opened before it was approved', async () => {
    const place = await office('open', opening)
    await place.approved()
    await place.execute('2026-06-15')
    const { rows } = await listTriggers(place.deps.db, { districtId })
    expect(rows).toMatchObject([
      { rule: 'F-01', facts: { reason: '未批先建', executedOn: '2026-06-15', approvedOn: '2026-06-16' } },
    ])
  })

  it('belongs to the clue that a list of found accounts has raised before, and raises none beside it', async () => {
    const place = await office('open', opening)
    const found: RaisedTrigger = {
      districtId,
      rule: 'F-01',
      unitId: place.unitId,
      accountId: null,
      subject: { kind: 'found-account', id: 'wechat/1' },
      facts: { fact: '未备案运营', account: '临湖水务', platform: platforms.wechat_official.label },
    }
    const id = await inTransaction(place.deps.db, (tx) => raiseTrigger(tx, place.deps, supervisor, found))
    await place.approved()
    await place.execute('2026-06-15')
    expect((await listTriggers(place.deps.db, { districtId })).rows.map((one) => one.id)).toEqual([id])
    const [event] = await eventsOf(place.deps.db, districtId, { kind: 'case', id: place.caseId })
    expect(event).toMatchObject({ action: 'case.execute', after: { early: true, triggerId: id } })
  })

  it('is not taken for a unit outside the notice', async () => {
    await expect(office('open', opening, 'party')).rejects.toMatchObject({ code: 'case.unit-out-of-scope' })
  })
})

describe('变更', () => {
  it('renames the account and keeps its former name', async () => {
    const place = await office('change', renaming)
    await place.approved()
    await place.execute()
    await place.national()
    await place.register()
    expect(await place.account()).toMatchObject({ name: '临湖水利', renamed_from: '旧号', renamed_on: '2026-06-10' })
  })

  it('needs the public announcement, and something that changes', async () => {
    const place = await office('change', { ...renaming, announcementUrl: '' })
    await expect(place.print()).rejects.toMatchObject({ code: 'case.not-complete' })
    await place.fillIn({ announcementUrl: renaming['announcementUrl'] ?? '', newName: '' })
    await expect(place.print()).rejects.toMatchObject({ code: 'case.not-complete' })
  })

  // 2026-06-10 is a Wednesday; 端午 06-19 to 06-21: the fifth working day is 06-17.
  it.each([
    ['2026-06-17T01:00:00.000Z', 0],
    ['2026-06-18T01:00:00.000Z', 1],
  ])('handed in on %s is %i working days late, whenever it is accepted', async (at, late) => {
    const place = await office('change', renaming)
    for (const step of ['print', 'upload'] as const) await place[step]()
    await place.submit(at)
    await place.accept(acceptor, '2026-07-01T01:00:00.000Z')
    expect((await place.now()).daysLate).toBe(late)
  })

  it('that is sent back for mending is late by the day on which it was handed in first', async () => {
    const place = await office('change', renaming)
    for (const step of ['print', 'upload', 'submit', 'back', 'fillIn', 'print', 'upload'] as const) await place[step]()
    await place.submit('2026-06-25T01:00:00.000Z')
    await place.accept(acceptor, '2026-07-01T01:00:00.000Z')
    expect((await place.now()).daysLate).toBe(0)
  })
})

describe('经办与复核分开', () => {
  const everything: Actor = { ...supervisor, roles: ['supervisor', 'acceptor', 'examiner', 'office_head'] }

  it('refuses who typed a case in at each desk, also when somebody else handed it in', async () => {
    const place = await office('open', opening)
    await fillCase(place.deps, everything, { ...(await place.here()), answers: opening })
    for (const step of ['print', 'upload', 'submit'] as const) await place[step]()
    const refused = { code: 'access.maker-is-checker' }
    await expect(place.accept(everything)).rejects.toMatchObject(refused)
    await place.accept()
    await expect(place.review(everything)).rejects.toMatchObject(refused)
    await place.review()
    await expect(place.approve(everything)).rejects.toMatchObject(refused)
    await expect(place.reject(everything)).rejects.toMatchObject(refused)
    await place.approve()
  })
})

describe('the scan of a case', () => {
  const photo = async (place: Awaited<ReturnType<typeof office>>, hash: string) => {
    const text = codeText({ form: 'open', version: '2026', returnId: place.caseId, printNumber: 1, hash })
    const canvas = createCanvas(600, 600)
    canvas.getContext('2d').drawImage(await loadImage(Buffer.from(await qrPng(text))), 100, 100, 300, 300)
    return canvas.encode('png')
  }

  it('is taken when its code names what was printed, and no other words', async () => {
    const place = await office('open', opening)
    await place.print()
    await expect(place.upload(await photo(place, '0123456789abcdef'))).rejects.toMatchObject({
      code: 'scan.other-content',
    })
    const content = await readCasePrint(place.deps.db, place.deps.vault, districtId, {
      caseId: place.caseId,
      number: 1,
    })
    await place.upload(await photo(place, caseHash(content!)))
  })
})

describe('关停、注销', () => {
  it('keeps the account monitored from the approval until it is gone', async () => {
    const place = await office('deregister', closing)
    await place.approved()
    expect((await place.account())?.running_state).toBe('closing')
    await place.execute()
    await place.national()
    expect((await place.account())?.running_state).toBe('closing')
    await place.register()
    expect(await place.account()).toMatchObject({ running_state: 'closed', ceased_on: null })
  })

  it('can be deregistered after it was closed', async () => {
    const place = await office('suspend', closing)
    await place.approved()
    await place.execute()
    await place.national()
    await place.register()
    const { id } = await place.begin('deregister')
    const again = { ...place, caseId: id }
    expect((await again.account())?.running_state).toBe('closed')
    await place.deps.db.updateTable('filing_case').set({ state: 'reviewing' }).where('id', '=', id).execute()
    const version = { districtId, caseId: id, version: 1 }
    await approveCase(place.deps, officeHead, { ...version, opinion: '同意' })
    expect((await place.account())?.running_state).toBe('closed')
  })

  it('raises F-02 when the account was gone before it was approved', async () => {
    const place = await office('deregister', closing)
    await place.approved()
    await place.execute('2026-06-01')
    expect((await listTriggers(place.deps.db, { districtId })).rows).toMatchObject([
      { rule: 'F-02', accountName: '旧号' },
    ])
  })

  it('belongs to the clue that a patrol has raised before, and raises none beside it', async () => {
    const place = await office('deregister', closing)
    await recordPatrol(place.deps, supervisor, {
      districtId,
      accountId: place.accountId,
      checkedAt: instant('2026-06-15T01:00:00.000Z'),
      reachable: 'gone',
    })
    const before = (await listTriggers(place.deps.db, { districtId })).rows
    expect(before).toMatchObject([{ rule: 'F-02', state: 'raised' }])
    await place.approved()
    await place.execute('2026-06-01')
    expect((await listTriggers(place.deps.db, { districtId })).rows).toEqual(before)
  })

  it('is of an account of the unit that files, and says whose another one is', async () => {
    const place = await office('deregister', closing)
    const asked = { districtId, unitId: await place.unit('临湖区教育局'), kind: 'suspend' as const, answers: {} }
    await expect(beginCase(place.deps, supervisor, asked)).rejects.toMatchObject({
      code: 'case.account-required',
      message: '办理关停须选择账号。',
    })
    await expect(beginCase(place.deps, supervisor, { ...asked, accountId: place.accountId })).rejects.toMatchObject({
      code: 'case.account-of-other-unit',
      message: '所选账号“旧号”属临湖区水务局，与主办单位不一致，请改选。',
    })
  })

  it('is one case an account at a time', async () => {
    const place = await office('deregister', closing)
    await expect(place.begin()).rejects.toMatchObject({ code: 'case.account-busy' })
  })
})

describe('撤回', () => {
  const before = ['print', 'upload', 'submit', 'accept', 'review'] as const

  it.each([0, 3, 5])(
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
    for (const step of ['print', 'upload', 'submit', 'accept'] as const) await place[step]()
    await expect(place.review({ ...examiner, id: acceptor.id })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    await place.review()
    await expect(place.approve({ ...officeHead, id: examiner.id })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    await expect(place.approve(supervisor)).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('sends back with an opinion, and refuses without signature or seal', async () => {
    const place = await office('open', opening)
    for (const step of ['print', 'upload', 'submit'] as const) await place[step]()
    const signed = { ...(await place.here()), signed: true, sealed: false, opinion: '同意' }
    await expect(acceptCase(place.deps, acceptor, signed)).rejects.toMatchObject({ code: 'case.not-signed' })
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
