import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptor, blank, officeHead, supervisor } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import type { Answers } from '../forms/index.ts'
import { listTriggers } from '../triggers/index.ts'
import {
  acceptCase,
  approveCase,
  archiveCase,
  executeCase,
  registerCase,
  rejectCase,
  reportNational,
  reviewCase,
  sendCaseBack,
} from './decide-case.ts'
import { beginCase, fillCase, printCase, submitCase, uploadCaseScan } from './file-case.ts'
import { type CaseAction, type CaseKind, nextCaseState } from './model.ts'
import { listCases, opinionsOf, readCase } from './records.ts'

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
    upload: async () => uploadCaseScan(deps, editor, { ...(await here()), name: '备案表.png', bytes: blank }),
    submit: async () => submitCase(deps, editor, await here()),
    accept: async (actor = acceptor, at = '2026-06-16T01:00:00.000Z') =>
      acceptCase(place.at(at), actor, { ...(await here()), signed: true, sealed: true, opinion }),
    back: async () => sendCaseBack(deps, acceptor, { ...(await here()), opinion: '缺少管理制度' }),
    review: async (actor = examiner) => reviewCase(deps, actor, { ...(await here()), opinion }),
    approve: async (actor = officeHead) => approveCase(deps, actor, { ...(await here()), opinion }),
    reject: async () => rejectCase(deps, officeHead, { ...(await here()), opinion: '区主账号可以承接' }),
    execute: async (on = '2026-06-16') =>
      executeCase(deps, editor, { ...(await here()), on: civilDate(on), url: 'https://weibo.com/u/1' }),
    national: async () => reportNational(deps, editor, { ...(await here()), on: civilDate('2026-06-16') }),
    register: async () => registerCase(deps, acceptor, await here()),
    archive: async () => archiveCase(deps, acceptor, await here()),
  }
  const approved = async () => {
    for (const step of ['print', 'upload', 'submit', 'accept', 'review', 'approve'] as const) await steps[step]()
  }
  const account = (id = accountId) =>
    place.deps.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
  return { ...place, ...steps, deps, unitId, accountId, caseId, begin, now, here, approved, account }
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
  ])('filed on %s is %i working days late', async (at, late) => {
    const place = await office('change', renaming)
    for (const step of ['print', 'upload', 'submit'] as const) await place[step]()
    await place.accept(acceptor, at)
    expect((await place.now()).daysLate).toBe(late)
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
    'national',
    'register',
    'archive',
  ] as const
  const named: Partial<Record<(typeof actions)[number], CaseAction>> = {
    fillIn: 'fill',
    back: 'send-back',
    national: 'report-national',
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
        expect((await place.now()).state).toBe(done ? nextCaseState[before][action] : before)
      }
    }),
    { numRuns: 12 },
  )
}, 120_000)
