import { createCanvas, loadImage } from '@napi-rs/canvas'
import { civilDate } from '../../calendar/index.ts'
import { describe, expect, it } from 'vitest'
import { acceptor, officeHead, supervisor } from '../../../tests/support/asked-district.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { type Actor } from '../../access/index.ts'
import { instant } from '../../calendar/index.ts'
import { qrPng } from '../../files/index.ts'
import { eventsOf } from '../../trail/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import { codeText } from '../forms/index.ts'
import { recordPatrol } from '../../monitoring/index.ts'
import { inTransaction } from '../../database/index.ts'
import { type RaisedTrigger, listTriggers, raiseTrigger } from '../triggers/index.ts'
import { approveCase, executeCase } from './decide-case.ts'
import { beginCase, caseHash, fillCase, readCasePrint } from './file-case.ts'
import { opinionsOf } from './records.ts'
import { closing, office, opening, renaming } from '../../../tests/support/case-office.ts'

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

  it('needs something that changes', async () => {
    const place = await office('change', { ...renaming, newName: '' })
    await expect(place.print()).rejects.toMatchObject({ code: 'case.not-complete' })
  })

  it('is filed before it happens; its announcement follows and is asked for with what was done', async () => {
    const place = await office('change', { ...renaming, changedOn: '2026-06-30', announcementUrl: '' })
    await place.approved()
    expect((await place.now()).daysLate).toBe(0)
    const done = async (url?: string) =>
      executeCase(place.at('2026-07-02T01:00:00.000Z'), place.editor, {
        ...(await place.here()),
        on: civilDate('2026-07-01'),
        ...(url && { url }),
      })
    await expect(done()).rejects.toMatchObject({ code: 'case.announcement-required' })
    await done('https://www.example.gov.cn/notice/2')
    await place.national()
    await place.register()
    expect((await place.now()).executedUrl).toBe('https://www.example.gov.cn/notice/2')
    expect(await place.account()).toMatchObject({ name: '临湖水利', renamed_on: '2026-07-01' })
  })

  it('that happened before it was filed is registered by its own day and asks nobody twice', async () => {
    const place = await office('change', renaming)
    await place.approved()
    await executeCase(place.deps, place.editor, { ...(await place.here()), on: civilDate('2026-06-10'), isSure: false })
    expect(await place.now()).toMatchObject({ executedOn: '2026-06-10', executedUrl: renaming['announcementUrl'] })
    expect((await listTriggers(place.deps.db, { districtId })).total).toBe(0)
  })

  // 2026-06-10 is a Wednesday; 端午 06-19 to 06-21: the fifth working day is 06-17.
  const handedIn = async (at: string, answers = renaming) => {
    const place = await office('change', answers)
    for (const step of ['print', 'upload'] as const) await place[step]()
    await place.submit(at)
    const clues = async () => (await listTriggers(place.deps.db, { districtId })).rows
    return { ...place, clues }
  }

  it.each([
    ['its last day', '2026-06-17T15:59:00.000Z', 0],
    ['the first day after it', '2026-06-17T16:00:00.000Z', 1],
    ['a day of rest, which counts as the next working day', '2026-06-20T01:00:00.000Z', 2],
  ])('handed in on %s (%s) is %i working days late, whenever it is accepted', async (_day, at, late) => {
    const place = await handedIn(at)
    expect((await place.now()).daysLate).toBe(late)
    expect(await place.clues()).toHaveLength(late > 0 ? 1 : 0)
    await place.check()
    await place.accept(acceptor, '2026-07-01T01:00:00.000Z')
    expect((await place.now()).daysLate).toBe(late)
    expect(await place.clues()).toHaveLength(late > 0 ? 1 : 0)
  })

  it('that is late raises F-04 with its days and its clause, which a person decides', async () => {
    const place = await handedIn('2026-06-18T01:00:00.000Z')
    const [clue] = await place.clues()
    expect(clue).toMatchObject({
      rule: 'F-04',
      state: 'raised',
      unitName: '临湖区水务局',
      accountName: '旧号',
      facts: {
        reason: '变更后逾期备案',
        caseId: place.caseId,
        changedOn: '2026-06-10',
        filingUntil: '2026-06-17',
        filedOn: '2026-06-18',
        daysLate: 1,
      },
    })
    expect(clue!.facts['clause']).toContain('国办发〔2018〕123号四（一）')
    expect((await listTriggers(place.deps.db, { districtId }, { caseId: place.caseId })).total).toBe(1)
  })

  it('of which only the month is known is late when its last day would be', async () => {
    const month = { ...renaming, changedOn: '2026年6月' }
    expect(await (await handedIn('2026-07-07T01:00:00.000Z', month)).clues()).toEqual([])
    expect(await (await handedIn('2026-07-08T01:00:00.000Z', month)).clues()).toHaveLength(1)
  })

  it('that is sent back for mending is late by the day on which it was handed in first', async () => {
    const place = await office('change', renaming)
    for (const step of ['print', 'upload', 'submit', 'back', 'fillIn', 'print', 'upload'] as const) await place[step]()
    await place.submit('2026-06-25T01:00:00.000Z')
    await place.check()
    await place.accept(acceptor, '2026-07-01T01:00:00.000Z')
    expect((await place.now()).daysLate).toBe(0)
    expect((await listTriggers(place.deps.db, { districtId })).total).toBe(0)
  })
})

describe('经办与复核分开', () => {
  const everything: Actor = { ...supervisor, roles: ['supervisor', 'acceptor', 'examiner', 'office_head'] }

  it('refuses who typed a case in at each desk, also when somebody else handed it in', async () => {
    const place = await office('open', opening)
    await fillCase(place.deps, everything, { ...(await place.here()), answers: opening })
    for (const step of ['print', 'upload', 'submit'] as const) await place[step]()
    const refused = { code: 'access.maker-is-checker' }
    await expect(place.check({}, everything)).rejects.toMatchObject(refused)
    await place.check()
    await expect(place.accept(everything)).rejects.toMatchObject(refused)
    await place.accept()
    await expect(place.review(everything)).rejects.toMatchObject(refused)
    await place.review()
    await expect(place.approve(everything)).rejects.toMatchObject(refused)
    await expect(place.reject(everything)).rejects.toMatchObject(refused)
    await place.approve()
  })
})

describe('审核 that does not agree', () => {
  it('sends the case back with its reason, by who could have agreed, and it comes again', async () => {
    const place = await office('open', opening)
    for (const step of ['print', 'upload', 'submit', 'check', 'accept'] as const) await place[step]()
    const both: Actor = { ...acceptor, roles: ['acceptor', 'examiner'] }
    await expect(place.disagree(both)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await expect(place.disagree(acceptor)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(place.disagree(undefined, ' ')).rejects.toMatchObject({ code: 'case.opinion-required' })
    await place.disagree()
    expect((await place.now()).state).toBe('returned')
    const said = (await opinionsOf(place.deps.db, districtId, place.caseId)).at(-1)
    expect(said).toMatchObject({ action: 'disagree', opinion: '拟用名称与职责不符' })
    const trail = JSON.stringify(await eventsOf(place.deps.db, districtId, { kind: 'case', id: place.caseId }))
    expect(trail).not.toContain('拟用名称')
    expect(trail).toContain(place.deps.vault.digest(said!.opinion, Buffer.from(said!.id)))
    for (const step of ['fillIn', 'print', 'upload', 'submit', 'check', 'accept', 'review'] as const)
      await place[step]()
    expect((await place.now()).state).toBe('reviewing')
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

  it('asks again before a day that lies before the approval is recorded for good', async () => {
    const place = await office('deregister', closing)
    await place.approved()
    const early = { ...(await place.here()), on: civilDate('2026-06-01'), isSure: false }
    await expect(executeCase(place.deps, place.editor, early)).rejects.toMatchObject({ code: 'case.early-unsure' })
    expect((await listTriggers(place.deps.db, { districtId })).rows).toEqual([])
    await executeCase(place.deps, place.editor, { ...early, isSure: true })
    expect((await listTriggers(place.deps.db, { districtId })).rows).toMatchObject([{ rule: 'F-02' }])
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
