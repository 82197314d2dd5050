import { createCanvas, loadImage } from '@napi-rs/canvas'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import { stopPress } from '../../documents/index.ts'
import { qrPng } from '../../files/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { type CampaignInput, prepareCampaign } from '../campaigns/prepare.ts'
import { campaignBoard, readCampaign } from '../campaigns/queries.ts'
import { openCampaign } from '../campaigns/run.ts'
import type { Answers } from '../forms/index.ts'
import { codeText } from '../forms/index.ts'
import { nextReturnState, type ReturnAction, type ReturnState } from '../model.ts'
import { timeliness } from '../rules.ts'
import { acceptReturn, reopenReturn } from './accept.ts'
import {
  checkPapers,
  confirmCorrections,
  correctionsOf,
  defectsFound,
  sendBack,
  transcribeCorrection,
} from './check.ts'
import { papersOf } from './content.ts'
import { chooseKind, dropEntry, saveEntry, saveReporter } from './fill.ts'
import { scansOf, submitReturn, uploadScan } from './hand-in.ts'
import { printReturn, readPrint } from './print.ts'
import { readEntries, readReturn } from './records.ts'

const acceptor = actorOf('acceptor')
const officeHead = actorOf('office_head')
const supervisor = actorOf('supervisor')

const wanted: CampaignInput = {
  districtId,
  title: '2026年政务新媒体专项排查',
  basis: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》',
  basisNumber: '临政办〔2026〕6号',
  unitKinds: ['department'],
  forms: ['annex1', 'annex2'],
  filingUntil: civilDate('2026-06-21'),
  reminderDays: [1],
  contact: '区行政审批服务局监管股',
}

/** What the ledger can't know of 临湖水务. */
const typed: Answers = {
  openedOn: '2019年6月',
  followers: '8412',
  reads: '约21万',
  readsScope: 'total',
  operationMode: 'self',
  budgetYuan: '0',
  leaderName: '许静言',
  leaderPhone: '13800001111',
  adminName: '陆知行',
  adminPhone: '2345678',
  fnPublish: 'yes',
  fnSpread: 'yes',
  fnGuide: 'no',
  fnInteract: 'yes',
  fnService: 'no',
  dynamics14d: 'yes',
  notices6m: 'yes',
  policies6m: 'na',
  personnel1y: 'na',
  plans1y: 'na',
  others: 'na',
  onlineService: 'na',
  reply7d: 'yes',
  certifiedEntity: '临湖区水务局',
  principalName: '梁怀远',
  principalPhone: '2345678',
  contactName: '秦予安',
  contactPhone: '13900002222',
  operatorUnit: '临湖区水务局',
  pushFrequency: '每周3次',
  dedicated: 'yes',
  staffCount: '2',
  operatingStatus: 'normal',
  disposition: 'keep',
}

let blank: Uint8Array
beforeAll(async () => {
  blank = await createCanvas(200, 200).encode('png')
})
afterAll(stopPress)

async function photoOf(text: string): Promise<Uint8Array> {
  const canvas = createCanvas(900, 1200)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, 900, 1200)
  pen.drawImage(await loadImage(Buffer.from(await qrPng(text))), 600, 900, 180, 180)
  return canvas.encode('jpeg', 70)
}

/** One unit with one account, asked on 6月16日; `editor` files for it. */
async function district({ accounts = ['临湖水务'] }: { accounts?: string[] } = {}) {
  const place = await monitoredDistrict()
  const unitId = await place.unit('临湖区水务局')
  const accountIds: string[] = []
  for (const name of accounts) accountIds.push(await place.account(unitId, name, { platform: 'wechat_official' }))
  const start = place.at('2026-06-16T01:00:00.000Z')
  const { id: campaignId } = await prepareCampaign(start, supervisor, wanted)
  await openCampaign(start, officeHead, { districtId, campaignId, version: 1 })
  const campaign = (await readCampaign(place.deps.db, districtId, campaignId))!
  const { rows } = await campaignBoard(place.deps.db, districtId, campaign, start.clock.now(), { offset: 0, limit: 9 })
  const returnId = rows[0]!.id
  const editor = { ...actorOf('unit_editor'), unitId }
  const now = async () => (await readReturn(place.deps.db, districtId, returnId))!.one
  const here = async () => ({ districtId, returnId, version: (await now()).version })
  const entries = () => readEntries(place.deps.db, place.deps.vault, districtId, returnId)
  const steps = {
    choose: async (kind: 'full' | 'zero' | 'unchanged' = 'full') =>
      chooseKind(start, editor, { ...(await here()), kind }),
    reporter: async () => saveReporter(start, editor, { ...(await here()), name: '许静言', phone: '13800001111' }),
    fill: async (more: Answers = {}, at = 0) => {
      const entry = (await entries())[at]!
      const answers = { ...entry.answers, ...typed, ...more }
      return saveEntry(start, editor, {
        districtId,
        returnId,
        accountId: entry.accountId,
        version: entry.version,
        answers,
      })
    },
    print: async () => printReturn(start, editor, await here()),
    scan: async (bytes = blank, actor = editor) =>
      uploadScan(start, actor, { ...(await here()), name: '扫描件.png', bytes }),
    submit: async (moment = '2026-06-18T01:00:00.000Z') => submitReturn(place.at(moment), editor, await here()),
    check: async (more: object = {}) => {
      const { printNumber } = await now()
      const content = (await readPrint(place.deps.db, place.deps.vault, districtId, { returnId, number: printNumber }))!
      const checks = papersOf(content).map(({ key }) => ({
        paper: key,
        signedBy: 'principal' as const,
        sealed: true,
        matches: true,
        ...more,
      }))
      return checkPapers(start, acceptor, { ...(await here()), checks })
    },
    back: async () =>
      sendBack(start, acceptor, {
        ...(await here()),
        defects: [{ sentence: '附件1没有加盖单位公章' }, { sentence: '联系电话少一位' }],
        until: civilDate('2026-06-21'),
      }),
    accept: async (actor = acceptor) => acceptReturn(start, actor, await here()),
    reopen: async () => reopenReturn(start, acceptor, { ...(await here()), reason: '单位来函更正粉丝量' }),
  }
  const whole = async () => {
    await steps.choose()
    await steps.reporter()
    await steps.fill()
  }
  const handedIn = async () => {
    await whole()
    await steps.print()
    await steps.scan()
    await steps.submit()
  }
  return {
    ...place,
    ...steps,
    start,
    unitId,
    accountIds,
    returnId,
    campaign,
    editor,
    now,
    here,
    entries,
    whole,
    handedIn,
  }
}

type District = Awaited<ReturnType<typeof district>>

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

  it('lets an added account be taken away again, and none that the ledger knows', async () => {
    const place = await district()
    await place.choose()
    const { accountId } = await saveEntry(place.start, place.editor, {
      districtId,
      returnId: place.returnId,
      answers: { name: '误加' },
    })
    await dropEntry(place.start, place.editor, { ...(await place.here()), accountId })
    expect(await place.entries()).toHaveLength(1)
    await expect(
      dropEntry(place.start, place.editor, { ...(await place.here()), accountId: place.accountIds[0]! }),
    ).rejects.toMatchObject({ code: 'record.not-found' })
  })

  it('keeps what was typed however unfinished, and prints only when nothing is missing, named all at once', async () => {
    const place = await district()
    await place.choose()
    await place.reporter()
    await place.fill({ leaderPhone: '138', budgetYuan: '', plans1y: '' })
    expect((await place.entries())[0]?.answers['leaderPhone']).toBe('138')
    const refused = await place.print().catch((error: Error) => error)
    expect(refused).toMatchObject({ code: 'return.not-complete' })
    for (const word of ['分管领导联系方式', '经费保障', '规划计划类']) expect(String(refused)).toContain(word)
  })

  it('asks for an explanation where 认证主体 is another than 主办单位', async () => {
    const place = await district()
    await place.choose()
    await place.reporter()
    await place.fill({ certifiedEntity: '临湖文化传播有限公司' })
    await expect(place.print()).rejects.toMatchObject({ code: 'return.not-complete' })
    await place.fill({ certifiedEntity: '临湖文化传播有限公司', disposition: 'change' })
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
      params: { count: 1, names: '临湖水务' },
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
    const both = { ...supervisor, roles: ['supervisor', 'acceptor'] as const }
    await place.whole()
    await place.print()
    await place.scan(blank, { ...both, unitId: null } as never)
    await place.submit()
    await place.check()
    await expect(place.accept({ ...both, unitId: null } as never)).rejects.toMatchObject({
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

describe('the scan', () => {
  const code = (returnId: string, printNumber: number) =>
    codeText({ form: 'annex2', version: '2019', returnId, printNumber, hash: '0123456789abcdef' })

  it('is taken when its code is of this printing', async () => {
    const place = await district()
    await place.whole()
    await place.print()
    expect(await place.scan(await photoOf(code(place.returnId, 1)))).toMatchObject({ codes: 1 })
    expect(await scansOf(place.deps.db, districtId, await place.now())).toHaveLength(1)
  })

  it('is refused when it is another unit’s, or of an older version, and nothing is kept', async () => {
    const place = await district()
    await place.whole()
    await place.print()
    await place.fill({ followers: '8500' })
    await place.print()
    const files = await place.count('stored_file')
    await expect(place.scan(await photoOf(code('00000009-0000-7000-8000-000000000009', 2)))).rejects.toMatchObject({
      code: 'scan.other-form',
    })
    await expect(place.scan(await photoOf(code(place.returnId, 1)))).rejects.toMatchObject({
      code: 'scan.older-version',
      params: { found: 1, wanted: 2 },
    })
    expect(await place.count('stored_file')).toBe(files)
  })

  it('of an earlier printing does not count for a later one', async () => {
    const place = await district()
    await place.whole()
    await place.print()
    await place.scan()
    await place.print()
    await expect(place.submit()).rejects.toMatchObject({ code: 'return.nothing-scanned' })
  })
})

describe('受理', () => {
  it.each([
    [{ signedBy: 'nobody' }, 'return.signature-missing'],
    [{ signedBy: 'other' }, 'return.signature-wrong-role'],
    [{ sealed: false }, 'return.seal-missing'],
    [{ matches: false }, 'return.differs-from-print'],
  ])('refuses a paper that is %j', async (seen, refusal) => {
    const place = await district()
    await place.handedIn()
    await place.check(seen)
    await expect(place.accept()).rejects.toMatchObject({ code: refusal })
    expect((await place.now()).state).toBe('submitted')
  })

  it('refuses a paper that nobody looked at', async () => {
    const place = await district()
    await place.handedIn()
    await expect(place.accept()).rejects.toMatchObject({ code: 'return.paper-unchecked' })
  })

  it('takes pen corrections once they are transcribed and confirmed', async () => {
    const place = await district()
    await place.handedIn()
    await place.check({ matches: false })
    const [accountId] = place.accountIds
    const transcribe = async (field: string, written: string) =>
      transcribeCorrection(place.start, acceptor, { ...(await place.here()), accountId: accountId!, field, written })
    await expect(transcribe('followers', '不详')).rejects.toMatchObject({ code: 'return.correction-not-valid' })
    await transcribe('followers', '8421')
    await expect(place.accept()).rejects.toMatchObject({ code: 'return.correction-unconfirmed', params: { count: 1 } })
    await confirmCorrections(place.start, acceptor, await place.here())
    expect(await correctionsOf(place.deps.db, place.deps.vault, districtId, await place.now())).toEqual([
      { accountId, field: 'followers', printed: '8412', written: '8421', confirmed: true },
    ])
    await place.accept()
    expect(await place.deps.db.selectFrom('account').select('followers').executeTakeFirstOrThrow()).toEqual({
      followers: 8421,
    })
  })

  it('sends back with all defects at once, and takes the mended return', async () => {
    const place = await district()
    await place.handedIn()
    const late = await place.now()
    await place.back()
    expect((await defectsFound(place.deps.db, districtId, late)).map(({ sentence }) => sentence)).toEqual([
      '附件1没有加盖单位公章',
      '联系电话少一位',
    ])
    expect(await place.now()).toMatchObject({ state: 'returned', mendUntil: '2026-06-21' })
    await place.scan()
    await place.submit('2026-06-25T01:00:00.000Z')
    // What was handed in first counts: mending does not make it late.
    expect(timeliness(place.campaign, await place.now(), place.start.clock.now()).state).toBe('in-time')
    await place.check()
    await place.accept()
  })

  it('is final: what was accepted comes again only as a new printing', async () => {
    const place = await district()
    await place.handedIn()
    await place.check()
    await place.accept()
    const accepted = await readPrint(place.deps.db, place.deps.vault, districtId, {
      returnId: place.returnId,
      number: 1,
    })
    await expect(place.fill({ followers: '1' })).rejects.toMatchObject({ code: 'return.action-not-allowed' })
    await place.reopen()
    await place.scan()
    await expect(place.submit()).rejects.toMatchObject({ code: 'return.not-printed-anew' })
    await place.fill({ followers: '9000' })
    await place.print()
    await place.scan()
    await place.submit()
    await place.check()
    await place.accept()
    expect(
      await readPrint(place.deps.db, place.deps.vault, districtId, { returnId: place.returnId, number: 1 }),
    ).toEqual(accepted)
    expect((await place.now()).acceptedPrint).toBe(2)
  })
})

describe('whatever people do, in whatever order', () => {
  const actions = ['choose', 'fill', 'print', 'scan', 'submit', 'check', 'back', 'accept', 'reopen'] as const
  const tableAction: Readonly<Record<(typeof actions)[number], ReturnAction>> = {
    choose: 'fill',
    fill: 'fill',
    print: 'print',
    scan: 'upload',
    submit: 'submit',
    check: 'check',
    back: 'send-back',
    accept: 'accept',
    reopen: 'reopen',
  }

  async function walk(place: District, steps: readonly (typeof actions)[number][]) {
    for (const step of steps) {
      const before = (await place.now()).state
      const printed = await place.count('trail_event')
      const done = await place[step]().then(
        () => true,
        () => false,
      )
      const after: ReturnState = (await place.now()).state
      const allowed = nextReturnState[before][tableAction[step]]
      if (done) expect(after).toBe(allowed)
      else {
        expect(after).toBe(before)
        expect(await place.count('trail_event')).toBe(printed)
      }
    }
  }

  it('a return never reaches a state that the table does not allow, and what is refused leaves no trace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...actions), { minLength: 6, maxLength: 14 }), async (steps) => {
        const place = await district()
        await place.choose()
        await place.reporter()
        await place.fill()
        await walk(place, steps)
      }),
      { numRuns: 12 },
    )
  }, 120_000)
})
