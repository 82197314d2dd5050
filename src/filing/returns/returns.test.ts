import { describe, expect, it } from 'vitest'
import { askedDistrict as district, blank, supervisor, typed } from '../../../tests/support/asked-district.ts'
import { sayDuty } from '../../../tests/support/duties.ts'
import type { Actor } from '../../access/index.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { latestEvents } from '../../trail/index.ts'
import type { Answers } from '../forms/index.ts'
import { timeliness } from '../rules.ts'
import { papersOf } from './content.ts'
import { chooseKind, dropEntry, saveEntry } from './fill.ts'

describe('a return from the first word to 受理', () => {
  it('brings what was signed into the ledger, with a 备案号', async () => {
    const place = await district()
    await place.handedIn()
    await place.check()
    const { numbers } = await place.accept()
    expect(numbers).toEqual(['990100-2026-0001'])
    expect(await place.now()).toMatchObject({
      state: 'accepted',
      acceptedPrint: 1,
      firstSubmittedAt: '2026-06-18T01:00:00.000Z',
    })
    const account = await place.deps.db
      .selectFrom('account')
      .select([
        'filing_state',
        'followers',
        'reads',
        'reads_found',
        'opened_on',
        'opened_precision',
        'functions',
        'staff_count',
      ])
      .executeTakeFirstOrThrow()
    expect(account).toEqual({
      filing_state: 'filed',
      followers: 8412,
      reads: 210_000,
      reads_found: '约21万',
      opened_on: '2019-06-01',
      opened_precision: 'month',
      functions: ['publish', 'spread', 'interact'],
      staff_count: 2,
    })
    const told = JSON.stringify(await latestEvents(place.deps.db, districtId, { limit: 50 }))
    expect(told).toContain('return.accepted')
    expect(told).not.toMatch(/许静言|13800001111|秦予安/)
  })

  it('is filled in already with what the ledger knows', async () => {
    const place = await district()
    await place.choose()
    expect((await place.entries())[0]).toMatchObject({ accountId: place.accountIds[0], answers: { name: '临湖水务' } })
  })

  it('begins with 直接责任人 as 分管领导, until the unit names somebody else', async () => {
    const place = await district()
    const who = { districtId, unitId: place.unitId, duty: 'direct' as const, state: 'filled' as const }
    await sayDuty(place.start, supervisor, { ...who, name: '程望舒', phone: '13700001111' })
    await place.choose()
    expect((await place.entries())[0]?.answers).toMatchObject({ leaderName: '程望舒', leaderPhone: '13700001111' })
    await place.fillIn({ leaderName: '许静言', leaderPhone: '13800001111' })
    await place.choose()
    expect((await place.entries())[0]?.answers).toMatchObject({ leaderName: '许静言' })
  })

  it('registers an account that the ledger did not know', async () => {
    const place = await district()
    await place.whole()
    const { accountId } = await saveEntry(place.start, place.editor, {
      districtId,
      returnId: place.returnId,
      answers: { ...typed, name: '临湖水利', platform: 'weibo' },
    })
    await place.print()
    await place.scan()
    await place.submit()
    await place.check()
    expect((await place.accept()).numbers).toHaveLength(2)
    const added = await place.deps.db
      .selectFrom('account')
      .select(['id', 'filing_state'])
      .where('name', '=', '临湖水利')
      .execute()
    expect(added).toEqual([{ id: accountId, filing_state: 'filed' }])
  })

  it('takes no account twice: not typed, not printed, not accepted', async () => {
    const place = await district({ accounts: ['临湖水务', ['临湖节水', 'weibo']] })
    const add = (name: string, accountId?: string) =>
      saveEntry(place.start, place.editor, {
        districtId,
        returnId: place.returnId,
        ...(accountId && { accountId, version: 1 }),
        answers: { ...typed, name, platform: 'weibo' },
      })
    const twice = {
      code: 'return.account-twice',
      params: { accountId: place.accountIds[1], account: '临湖节水　新浪微博' },
    }
    await place.whole()
    await place.fillIn({}, 1)
    await expect(add(' 临湖节水 ')).rejects.toMatchObject({ params: { accountId: place.accountIds[1] } })
    const { accountId } = await add('临湖水利')
    await expect(add('临湖水利')).rejects.toMatchObject({ params: { accountId } })
    await expect(add('临湖节水', accountId)).rejects.toMatchObject(twice)
    await place.print()
    await place.scan()
    // The ledger changes after the paper was signed.
    const rename = (name: string) =>
      place.deps.db.updateTable('account').set({ name }).where('id', '=', place.accountIds[1]!).execute()
    await rename('临湖水利')
    await expect(place.submit()).rejects.toMatchObject({ code: 'return.account-twice' })
    await expect(place.print()).rejects.toMatchObject({ code: 'return.account-twice' })
    await rename('临湖节水')
    await place.submit()
    await place.check()
    await rename('临湖水利')
    await expect(place.accept()).rejects.toMatchObject({ code: 'return.account-registered' })
  })

  it('lets an added account be taken away again as it was shown, and none that the ledger knows', async () => {
    const place = await district()
    await place.choose()
    const { accountId } = await saveEntry(place.start, place.editor, {
      districtId,
      returnId: place.returnId,
      answers: { name: '误加' },
    })
    const drop = async (one: string, entryVersion: number) =>
      dropEntry(place.start, place.editor, { ...(await place.here()), accountId: one, entryVersion })
    // Somebody else fills it in meanwhile: what was typed is not thrown away unseen.
    const named = { districtId, returnId: place.returnId, accountId, version: 1, answers: { name: '临湖节水' } }
    await saveEntry(place.start, place.editor, named)
    await expect(drop(accountId, 1)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    expect(await place.entries()).toHaveLength(2)
    await drop(accountId, 2)
    expect(await place.entries()).toHaveLength(1)
    await expect(drop(place.accountIds[0]!, 1)).rejects.toMatchObject({ code: 'record.not-found' })
  })

  it('keeps what was typed however unfinished, and prints only when nothing is missing, named all at once', async () => {
    const place = await district()
    await place.choose()
    await place.reporter()
    await place.fillIn({ leaderPhone: '138', budgetYuan: '', plans1y: '' })
    expect((await place.entries())[0]?.answers['leaderPhone']).toBe('138')
    const refused = await place.print().catch((error: Error) => error)
    expect(refused).toMatchObject({ code: 'return.not-complete' })
    for (const word of ['分管领导联系方式', '经费保障', '规划计划类'])
      expect((refused as Error).message).toContain(word)
  })

  it('asks for an explanation where 认证主体 is another than 主办单位', async () => {
    const place = await district()
    await place.choose()
    await place.reporter()
    await place.fillIn({ certifiedEntity: '临湖文化传播有限公司' })
    await expect(place.print()).rejects.toMatchObject({ code: 'return.not-complete' })
    await place.fillIn({ certifiedEntity: '临湖文化传播有限公司', disposition: 'change' })
    await place.print()
  })
})

describe('零报告 and 无变化确认', () => {
  it('takes 零报告 of a unit without accounts, signed and sealed as any other', async () => {
    const place = await district({ accounts: [] })
    await place.choose('zero')
    await place.reporter()
    await place.print()
    await expect(place.submit()).rejects.toMatchObject({ code: 'return.nothing-scanned' })
    await place.scan()
    await place.submit()
    await place.check()
    expect((await place.accept()).numbers).toEqual(['990100-2026-0001'])
  })

  it('refuses 零报告 where accounts run, by name', async () => {
    const place = await district()
    await expect(place.choose('zero')).rejects.toMatchObject({
      code: 'return.zero-with-accounts',
      params: { count: 1, names: '临湖水务（微信公众号）' },
    })
  })

  it('takes 无变化确认 only after a return was accepted that covers every account', async () => {
    const place = await district()
    await expect(place.choose('unchanged')).rejects.toMatchObject({ code: 'return.unchanged-without-last' })
  })
})

describe('who may, and when', () => {
  it('refuses another unit, and writes 代录 where the supervisor types for a unit', async () => {
    const place = await district()
    const stranger = { ...place.editor, unitId: '00000009-0000-7000-8000-000000000009' }
    await expect(chooseKind(place.start, stranger, { ...(await place.here()), kind: 'full' })).rejects.toMatchObject({
      code: 'access.denied',
    })
    await chooseKind(place.start, supervisor, { ...(await place.here()), kind: 'full' })
    expect((await place.now()).enteredForUnitBy).toBe(supervisor.id)
  })

  it('never lets who typed it in accept it', async () => {
    const place = await district()
    const both: Actor = { ...supervisor, roles: ['supervisor', 'acceptor'] }
    await place.whole()
    await place.print()
    await place.scan(blank, both)
    await place.submit()
    await place.check()
    await expect(place.accept(both)).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
  })

  it('lets two people fill in two accounts at once, and nobody overwrite another', async () => {
    const place = await district({ accounts: ['临湖水务', '临湖节水'] })
    await place.choose()
    const [one, two] = await place.entries()
    const save = (entry: typeof one, answers: Answers) =>
      saveEntry(place.start, place.editor, {
        districtId,
        returnId: place.returnId,
        accountId: entry!.accountId,
        version: entry!.version,
        answers,
      })
    await Promise.all([save(one, { name: '甲' }), save(two, { name: '乙' })])
    await expect(save(one, { name: '丙' })).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    expect((await place.entries()).map(({ answers }) => answers['name'])).toEqual(['甲', '乙'])
  })

  it.each([
    ['2026-06-21T15:59:59.000Z', { state: 'in-time', minutes: 0 }],
    ['2026-06-21T16:00:00.000Z', { state: 'late', minutes: 1 }],
  ])('is late to the minute: handed in at %s', async (moment, expected) => {
    const place = await district()
    await place.whole()
    await place.print()
    await place.scan()
    await place.submit(moment)
    expect(timeliness(place.campaign, await place.now(), place.start.clock.now())).toEqual(expected)
  })
})

it('asks 应用程序备案表 of an app, prints it as a paper of its own, and keeps what was answered', async () => {
  const place = await district()
  await place.choose()
  await place.reporter()
  await place.fillIn()
  const { accountId } = await saveEntry(place.start, place.editor, {
    districtId,
    returnId: place.returnId,
    answers: { ...typed, name: '临湖水费', platform: 'app', handlerName: '秦予安' },
  })
  await expect(place.print()).rejects.toMatchObject({ code: 'return.not-complete' })
  const entry = (await place.entries()).find((one) => one.accountId === accountId)
  expect(entry?.answers['name']).toBe('临湖水费')
  expect(
    papersOf({ kind: 'full', forms: ['annex1', 'annex2'], entries: await place.entries() }).map(({ form }) => form),
  ).toEqual(['annex1', 'annex1', 'annex2', 'govapp'])
})
