import { createCanvas } from '@napi-rs/canvas'
import type { Actor } from '../../src/access/index.ts'
import { civilDate } from '../../src/calendar/index.ts'
import { type CampaignInput, prepareCampaign } from '../../src/filing/campaigns/prepare.ts'
import { campaignBoard, readCampaign } from '../../src/filing/campaigns/queries.ts'
import { openCampaign } from '../../src/filing/campaigns/run.ts'
import type { ScanPlace } from '../../src/filing/checking/checks.ts'
import type { Answers } from '../../src/filing/forms/index.ts'
import type { Return } from '../../src/filing/model.ts'
import { acceptReturn } from '../../src/filing/returns/accept.ts'
import { checkPapers, reopenReturn, sendBack } from '../../src/filing/returns/check.ts'
import { papersOf } from '../../src/filing/returns/content.ts'
import { chooseKind, saveEntry, saveReporter } from '../../src/filing/returns/fill.ts'
import { submitReturn, uploadScan } from '../../src/filing/returns/hand-in.ts'
import { printReturn, readPrint } from '../../src/filing/returns/print.ts'
import { readEntries, readReturn } from '../../src/filing/returns/records.ts'
import { scansOf } from '../../src/filing/returns/scans.ts'
import type { OnAccepted } from '../../src/filing/returns/signed-words.ts'
import type { Platform } from '../../src/vocabulary/platforms.ts'
import { actorOf, districtId, type MonitoredDistrict, monitoredDistrict } from './monitored-district.ts'

export const acceptor = actorOf('acceptor')
export const officeHead = actorOf('office_head')
export const supervisor = actorOf('supervisor')

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
export const typed: Answers = {
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

/** A scan on which nothing can be read. */
export const blank: Uint8Array = await createCanvas(200, 200).encode('png')

/** Where a paper without a code is found: on the first page of the scans that stand. */
export async function foundOn({ deps }: Pick<MonitoredDistrict, 'deps'>, one: Return): Promise<{ at?: ScanPlace }> {
  const [scan] = await scansOf(deps.db, districtId, one)
  return scan ? { at: { scanId: scan.id, page: 1 } } : {}
}

/** One unit with one account, asked on 6月16日; `editor` files for it. */
export async function askedDistrict({
  accounts = ['临湖水务'],
  ...asked
}: { accounts?: (string | readonly [name: string, platform: Platform])[] } & Partial<
  Pick<CampaignInput, 'forms' | 'cleanupUntil'>
> = {}) {
  const place = await monitoredDistrict()
  const unitId = await place.unit('临湖区水务局')
  const accountIds: string[] = []
  for (const account of accounts) {
    const [name, platform] = typeof account === 'string' ? [account, 'wechat_official' as const] : account
    accountIds.push(await place.account(unitId, name, { platform }))
  }
  const start = place.at('2026-06-16T01:00:00.000Z')
  const { id: campaignId } = await prepareCampaign(start, supervisor, { ...wanted, ...asked })
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
    fillIn: async (more: Answers = {}, at = 0) => {
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
    scan: async (bytes: Uint8Array = blank, actor: Actor = editor) =>
      uploadScan(start, actor, { ...(await here()), name: '扫描件.png', bytes }),
    submit: async (moment = '2026-06-18T01:00:00.000Z') => submitReturn(place.at(moment), editor, await here()),
    printed: async () =>
      (await readPrint(place.deps.db, place.deps.vault, districtId, {
        returnId,
        number: (await now()).printNumber,
      }))!,
    check: async (more: object = {}) => {
      const content = await steps.printed()
      const found = await foundOn(place, await now())
      const checks = papersOf(content).map(({ key }) => ({
        paper: key,
        ...found,
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
    accept: async (actor: Actor = acceptor, onAccepted?: OnAccepted) =>
      acceptReturn(start, actor, await here(), onAccepted),
    reopen: async () =>
      reopenReturn(start, acceptor, {
        ...(await here()),
        reason: '单位来函更正粉丝量',
        until: civilDate('2026-07-10'),
      }),
  }
  const whole = async () => {
    await steps.choose()
    await steps.reporter()
    await steps.fillIn()
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

export type AskedDistrict = Awaited<ReturnType<typeof askedDistrict>>
