import { describe, expect, it } from 'vitest'
import {
  acceptor,
  askedDistrict,
  foundOn,
  blank,
  type AskedDistrict,
  officeHead,
  supervisor,
  typed,
} from '../../../tests/support/asked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import type { Actor } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { prepareCampaign } from '../campaigns/prepare.ts'
import { campaignBoard, readCampaign } from '../campaigns/queries.ts'
import { closeCampaign, openCampaign } from '../campaigns/run.ts'
import { acceptReturn } from './accept.ts'
import { checkPapers } from './check.ts'
import { paperHash, papersOf } from './content.ts'
import { chooseKind, saveEntry, saveReporter } from './fill.ts'
import { submitReturn, uploadScan } from './hand-in.ts'
import { lastReporter } from './known-people.ts'
import { formsOf } from './papers.ts'
import { printReturn, readPrint } from './print.ts'
import { lastAnswers, readEntries, readReturn, saidNoOf } from './records.ts'
import { signedWordsOf } from './signed-words.ts'

/** A second campaign in autumn, after the return of summer was accepted. */
async function autumn() {
  const place = await askedDistrict()
  await place.handedIn()
  await place.check()
  await place.accept()
  const day = place.at('2026-09-16T01:00:00.000Z')
  const { id: campaignId } = await prepareCampaign(day, supervisor, {
    districtId,
    title: '2026年秋季专项排查',
    basis: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》',
    basisNumber: '临政办〔2026〕9号',
    unitKinds: ['department'],
    forms: ['annex1', 'annex2'],
    filingUntil: civilDate('2026-09-21'),
    reminderDays: [1],
    contact: '区行政审批服务局监管股',
    repeatReason: '机构改革后账号变动较大',
  })
  await openCampaign(day, officeHead, { districtId, campaignId, version: 1 })
  const campaign = (await readCampaign(place.deps.db, districtId, campaignId))!
  const board = await campaignBoard(place.deps.db, districtId, campaign, day.clock.now(), { offset: 0, limit: 9 })
  const returnId = board.rows[0]!.id
  const now = async () => (await readReturn(place.deps.db, districtId, returnId))!.one
  const here = async () => ({ districtId, returnId, version: (await now()).version })
  const { editor } = place
  const entries = () => readEntries(place.deps.db, place.deps.vault, districtId, returnId)
  const choose = async (kind: 'full' | 'unchanged') => chooseKind(day, editor, { ...(await here()), kind })
  const change = async () => {
    const [entry] = await entries()
    const { accountId, version } = entry!
    const answers = { ...entry!.answers, followers: '999999', adminPhone: '13900009999' }
    return saveEntry(day, editor, { districtId, returnId, accountId, version, answers })
  }
  const add = () =>
    saveEntry(day, editor, { districtId, returnId, answers: { ...typed, name: '临湖新号', platform: 'douyin' } })
  const steps = {
    print: async () => printReturn(day, editor, await here()),
    scan: async () => uploadScan(day, editor, { ...(await here()), name: '扫描件.png', bytes: blank }),
    submit: async () => submitReturn(day, editor, await here()),
    check: async () =>
      checkPapers(day, acceptor, {
        ...(await here()),
        checks: [
          {
            paper: 'unchanged',
            signedBy: 'principal',
            sealed: true,
            matches: true,
            ...(await foundOn(place, await now())),
          },
        ],
      }),
    accept: async () => acceptReturn(day, acceptor, await here()),
    reporter: async (name = '许静言') => saveReporter(day, editor, { ...(await here()), name, phone: '13800001111' }),
  }
  return { ...place, ...steps, choose, change, add, entries, now }
}

const ledger = ({ deps }: Pick<AskedDistrict, 'deps'>) =>
  deps.db.selectFrom('account').select(['name', 'platform', 'followers', 'followers_on']).orderBy('id').execute()

describe('填报人', () => {
  it('of the return before is offered to the unit and kept by nobody but the unit', async () => {
    const place = await autumn()
    const offered = await lastReporter(place.deps.db, place.deps.vault, districtId, await place.now())
    expect(offered).toMatchObject({ name: '许静言', phone: '13800001111' })
    await place.choose('full')
    await expect(place.print()).rejects.toMatchObject({ code: 'return.reporter-required' })
    await place.deps.db.updateTable('filing_return').set({ submitted_at: null }).execute()
    expect(await lastReporter(place.deps.db, place.deps.vault, districtId, await place.now())).toBeUndefined()
  })
})

describe('填报人 of several returns', () => {
  it('is the one of the return that was handed in last', async () => {
    const place = await autumn()
    await place.choose('unchanged')
    await place.reporter('陆知行')
    for (const step of ['print', 'scan', 'submit'] as const) await place[step]()
    const offered = await lastReporter(place.deps.db, place.deps.vault, districtId, await place.now())
    expect(offered).toMatchObject({ name: '陆知行' })
  })
})

describe('无变化确认', () => {
  it('confirms the ledger as it stands: what was typed or added before gives way to it', async () => {
    const place = await autumn()
    await place.choose('full')
    await place.change()
    await place.add()
    await place.choose('unchanged')
    expect((await place.entries()).map(({ answers }) => [answers['name'], answers['followers']])).toEqual([
      ['临湖水务', '8412'],
    ])
  })

  it('takes no changed answer and no new account', async () => {
    const place = await autumn()
    await place.choose('unchanged')
    await expect(place.change()).rejects.toMatchObject({ code: 'return.kind-takes-no-entries' })
    await expect(place.add()).rejects.toMatchObject({ code: 'return.kind-takes-no-entries' })
  })

  it('is accepted where nothing has changed, and changes nothing in the ledger', async () => {
    const place = await autumn()
    const before = await ledger(place)
    await place.choose('unchanged')
    for (const step of ['reporter', 'print', 'scan', 'submit', 'check', 'accept'] as const) await place[step]()
    expect(await place.now()).toMatchObject({ state: 'accepted' })
    expect(await ledger(place)).toEqual(before)
  })

  it('names each account with its platform and the number under which it stands', async () => {
    const place = await autumn()
    await place.choose('unchanged')
    for (const step of ['reporter', 'print'] as const) await place[step]()
    const { id: returnId, printNumber: number } = await place.now()
    const content = (await readPrint(place.deps.db, place.deps.vault, districtId, { returnId, number }))!
    const [form] = (await formsOf({ returnId, number, content })).forms
    const { lines } = form!.rows[3]!.cells[0]!
    expect(lines.at(-1)).toBe('1. 临湖水务　微信公众号　备案号 990100-2026-0001')
    const renumbered = content.entries.map((entry) => ({ ...entry, number: '990100-2026-0009' }))
    const [paper] = papersOf(content)
    expect(paperHash({ ...content, entries: renumbered }, paper!)).not.toBe(paperHash(content, paper!))
  })

  it.each(['print', 'submit', 'accept'] as const)('is refused at %s where the ledger says otherwise', async (last) => {
    const place = await autumn()
    await place.choose('unchanged')
    const steps = ['reporter', 'print', 'scan', 'submit', 'check', 'accept'] as const
    for (const step of steps.slice(0, steps.indexOf(last))) await place[step]()
    await place.deps.db.updateTable('account').set({ followers: 9999 }).execute()
    const code = last === 'accept' ? 'return.signed-stale' : 'return.ledger-changed'
    await expect(place[last]()).rejects.toMatchObject({ code })
  })
})

describe('what is on no signed paper', () => {
  const crafted = {
    platform: 'weibo',
    certifiedEntity: '别的公司',
    profileUrl: 'https://example.cn/other',
    identifier: 'other-id',
    operatingStatus: 'stopped',
    disposition: 'deregister',
    opsTeam: '别的团队',
  }
  const facts = [
    'platform',
    'certified_entity',
    'profile_url',
    'identifier',
    'operating_status',
    'disposition',
  ] as const

  it('is not taken from whoever sends it, and stays out of the ledger where 附件1 alone is asked', async () => {
    const place = await askedDistrict({ forms: ['annex1'] })
    const before = await place.deps.db.selectFrom('account').select(facts).execute()
    await place.choose()
    await place.reporter()
    await place.fillIn(crafted)
    const [entry] = await place.entries()
    expect(entry?.answers).toMatchObject({ followers: '8412', platform: 'wechat_official' })
    expect(Object.keys(entry!.answers)).not.toEqual(expect.arrayContaining(['disposition']))
    await place.print()
    expect((await place.printed()).entries[0]?.answers).not.toHaveProperty('certifiedEntity')
    await place.scan()
    await place.submit()
    await place.check()
    await place.accept()
    expect(await place.deps.db.selectFrom('account').select(facts).execute()).toEqual(before)
  })

  it('stays out of the ledger where 附件2 is asked, too: 账号标识 and 主页链接 are not printed', async () => {
    const place = await askedDistrict()
    await place.choose()
    await place.reporter()
    await place.fillIn({ platform: 'weibo', profileUrl: 'https://example.cn/other', identifier: 'other-id' })
    await place.print()
    await place.scan()
    await place.submit()
    await place.check()
    await place.accept()
    expect(await place.deps.db.selectFrom('account').select(facts).execute()).toMatchObject([
      { platform: 'wechat_official', profile_url: null, identifier: null, disposition: 'keep' },
    ])
  })

  it('is no place for an account that the ledger does not know', async () => {
    const place = await askedDistrict({ forms: ['annex1'] })
    await place.choose()
    const answers = { ...typed, name: '临湖水利', platform: 'weibo' }
    await expect(
      saveEntry(place.start, place.editor, { districtId, returnId: place.returnId, answers }),
    ).rejects.toMatchObject({ code: 'return.added-not-on-paper' })
  })
})

describe('an account that was registered meanwhile', () => {
  const steps = ['print', 'scan', 'submit', 'check', 'accept'] as const

  it.each(['print', 'submit', 'accept'] as const)('refuses 零报告 at %s', async (last) => {
    const place = await askedDistrict({ accounts: [] })
    await place.choose('zero')
    await place.reporter()
    for (const step of steps.slice(0, steps.indexOf(last))) await place[step]()
    await place.account(place.unitId, '后登记的号', { platform: 'weibo' })
    // Who accepts can't choose anew: the unit is told by 退回补正.
    const code = last === 'accept' ? 'return.signed-stale' : 'return.zero-with-accounts'
    await expect(place[last]()).rejects.toMatchObject({ code, params: { count: 1 } })
  })

  it.each(['print', 'submit', 'accept'] as const)('is missing in 逐号填报 at %s, by name', async (last) => {
    const place = await askedDistrict()
    await place.whole()
    for (const step of steps.slice(0, steps.indexOf(last))) await place[step]()
    await place.account(place.unitId, '后登记的号', { platform: 'weibo' })
    await expect(place[last]()).rejects.toMatchObject({
      code: last === 'accept' ? 'return.signed-stale' : 'return.accounts-missing',
      params: { names: '后登记的号（新浪微博）' },
    })
  })

  it('comes into the return when 逐号填报 is chosen again', async () => {
    const place = await askedDistrict()
    await place.whole()
    await place.account(place.unitId, '后登记的号', { platform: 'weibo' })
    await place.choose()
    expect((await place.entries()).map(({ answers }) => answers['name'])).toEqual(['临湖水务', '后登记的号'])
  })
})

describe('what was accepted', () => {
  const past = async ({ deps, accountIds }: AskedDistrict) => ({
    answers: (await lastAnswers(deps.db, deps.vault, districtId, accountIds)).get(accountIds[0]!)?.['followers'],
    saidNo: (await saidNoOf(deps.db, districtId)).get(accountIds[0]!)?.length,
    words: (await signedWordsOf(deps.db, districtId, accountIds)).map(({ disposition, print }) => [disposition, print]),
  })

  it('stands as it was signed while the return is open again and filled in anew', async () => {
    const place = await askedDistrict()
    await place.whole()
    await place.fillIn({ others: 'no' })
    await place.print()
    await place.scan()
    await place.submit()
    await place.check()
    await place.accept()
    const before = { answers: '8412', saidNo: 1, words: [['keep', 1]] }
    expect(await past(place)).toEqual(before)
    await place.reopen()
    expect(await past(place)).toEqual(before)
    await place.fillIn({ followers: '1', disposition: 'deregister' })
    expect(await past(place)).toEqual(before)
    await place.print()
    await place.scan()
    await place.submit()
    expect(await past(place)).toEqual(before)
    await place.check()
    await place.accept()
    expect(await past(place)).toEqual({ answers: '1', saidNo: 0, words: [['deregister', 2]] })
  })

  it('is not opened again once the campaign has ended', async () => {
    const place = await askedDistrict()
    await place.handedIn()
    await place.check()
    await place.accept()
    const { id: campaignId, version } = place.campaign
    await closeCampaign(place.at('2026-06-30T01:00:00.000Z'), officeHead, { districtId, campaignId, version })
    await expect(place.reopen()).rejects.toMatchObject({ code: 'return.campaign-closed' })
    expect(await place.now()).toMatchObject({ state: 'accepted' })
  })
})

describe('经办与复核分开', () => {
  const typist: Actor = { ...actorOf('supervisor', 'user:typist'), roles: ['supervisor', 'acceptor'] }
  const courier = actorOf('supervisor', 'user:courier')

  it('refuses everybody who had a hand in it, not only the last', async () => {
    const place = await askedDistrict()
    await chooseKind(place.start, typist, { ...(await place.here()), kind: 'full' })
    await place.reporter()
    await place.fillIn()
    await place.print()
    await place.scan()
    await submitReturn(place.start, courier, await place.here())
    expect((await place.now()).handledBy).toEqual([typist.id, place.editor.id, courier.id])
    const content = await place.printed()
    const checks = papersOf(content).map(({ key }) => ({
      paper: key,
      signedBy: 'principal' as const,
      sealed: true,
      matches: true,
    }))
    await expect(checkPapers(place.start, typist, { ...(await place.here()), checks })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    await place.check()
    await expect(place.accept(typist)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await place.accept()
  })
})

it('keeps the words of a defect in the return, and in the trail only how many there were and their digest', async () => {
  const place = await askedDistrict()
  await place.handedIn()
  await place.back()
  const [event] = await latestEvents(place.deps.db, districtId, { limit: 1 })
  expect(event?.after).toMatchObject({ defects: 2, defectsDigest: expect.stringMatching(/^sm3:/) as string })
  expect(JSON.stringify(event)).not.toContain('公章')
})
