import { createCanvas } from '@napi-rs/canvas'
import type { Actor } from '../../src/access/index.ts'
import { civilDate, instant } from '../../src/calendar/index.ts'
import { archiveContent } from '../../src/cleanup/closing/verbs/archive-content.ts'
import { draftAnnouncement, publishAnnouncement } from '../../src/cleanup/closing/verbs/announce.ts'
import { beginClosing } from '../../src/cleanup/closing/verbs/begin-closing.ts'
import { fileAway, withdrawClosing } from '../../src/cleanup/closing/verbs/finish.ts'
import { explainFaults, findAgain, recheckGone, verifyGone } from '../../src/cleanup/closing/verbs/verify-gone.ts'
import { readClosing } from '../../src/cleanup/closing/queries.ts'
import { acceptCase, checkCase } from '../../src/filing/cases/accept-case.ts'
import {
  approveCase,
  executeCase,
  registerCase,
  enterNational,
  reportNational,
  reviewCase,
} from '../../src/filing/cases/decide-case.ts'
import { beginCase, printCase, submitCase, uploadCaseScan } from '../../src/filing/cases/file-case.ts'
import type { CaseKind } from '../../src/filing/cases/model.ts'
import { readCase } from '../../src/filing/cases/records.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { recordPatrol } from '../../src/monitoring/index.ts'
import { acceptor, blank, officeHead, supervisor } from './asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from './monitored-district.ts'

export const examiner = actorOf('examiner')
export const reviewer = actorOf('reviewer')
const shot = { name: '公告.png', bytes: await createCanvas(20, 20).encode('png') }
const noon = (day: string) => `${day}T04:00:00.000Z`

const answers = {
  contactName: '许静言',
  contactPhone: '13800001111',
  reason: '一平台多账号',
  decision: 'meeting',
  successor: '“临湖发布”微信公众号',
  stopsOn: '2026年6月24日',
}

/** A unit with an account that is to be closed, and every step of it on a day of one's choice. */
export async function closingDistrict() {
  const place = await monitoredDistrict(noon('2026-06-16'))
  await seedCalendar(place.deps.db, place.deps.wall.now())
  const unitId = await place.unit('临湖区水务局', { kind: 'civil_managed_institution' })
  const accountId = await place.account(unitId, '临湖节水', { platform: 'douyin', filing_state: 'filed' })
  const editor = { ...actorOf('unit_editor'), unitId }
  const on = (day: string) => place.at(noon(day))

  const openCase = async (kind: CaseKind = 'deregister', day = '2026-06-16') =>
    beginCase(on(day), editor, { districtId, unitId, kind, accountId, answers })
  const caseNow = async (caseId: string) => {
    const { one } = (await readCase(place.deps.db, place.deps.vault, districtId, caseId))!
    return { districtId, caseId, version: one.version, opinion: '情况属实，同意' }
  }
  const approve = async (caseId: string, day = '2026-06-16') => {
    const deps = on(day)
    await printCase(deps, editor, await caseNow(caseId))
    await uploadCaseScan(deps, editor, { ...(await caseNow(caseId)), name: '备案表.png', bytes: blank })
    await submitCase(deps, editor, await caseNow(caseId))
    const check = { signedBy: 'principal' as const, sealed: true, matches: true }
    await checkCase(deps, acceptor, { ...(await caseNow(caseId)), check })
    await acceptCase(deps, acceptor, await caseNow(caseId))
    await reviewCase(deps, examiner, await caseNow(caseId))
    await approveCase(deps, officeHead, await caseNow(caseId))
  }
  /** 平台注销, 全国系统关停, 登记台账; recorded on a day, as of that day or an earlier one. */
  const execute = async (caseId: string, day: string, recordedOn = day) => {
    await executeCase(on(recordedOn), editor, { ...(await caseNow(caseId)), on: civilDate(day) })
    const entered = { on: civilDate(day), noReceiptReason: '全国系统未出具回执' }
    await reportNational(on(recordedOn), editor, { ...(await caseNow(caseId)), ...entered })
    await enterNational(on(recordedOn), acceptor, { ...(await caseNow(caseId)), ...entered })
    await registerCase(on(recordedOn), acceptor, await caseNow(caseId))
  }
  const begin = async (day = '2026-06-16', actor: Actor = editor) =>
    (await beginClosing(on(day), actor, { districtId, accountId })).id

  const of = (closingId: string) => {
    const now = async () => (await readClosing(place.deps.db, districtId, closingId))!
    const here = async () => ({ districtId, closingId, version: (await now()).closing.version })
    return {
      now,
      here,
      state: async () => (await now()).closing.state,
      draft: async (body = '关于停更的公告', day = '2026-06-16') =>
        draftAnnouncement(on(day), editor, { ...(await here()), kind: 'pause', body }),
      publish: async (day = '2026-06-18', more: { stopsOn?: string; recordedOn?: string } = {}) =>
        publishAnnouncement(on(more.recordedOn ?? day), editor, {
          ...(await here()),
          kind: 'pause',
          on: civilDate(day),
          stopsOn: civilDate(more.stopsOn ?? '2026-06-24'),
          link: 'https://www.example.gov.cn/notice/1',
          screenshot: shot,
        }),
      publishFinal: async (day = '2026-07-13') =>
        publishAnnouncement(on(day), editor, {
          ...(await here()),
          kind: 'deregister',
          on: civilDate(day),
          screenshot: shot,
        }),
      archive: async (day = '2026-06-30') => archiveContent(on(day), editor, await here()),
      explain: async (note = '主办单位误操作，已约谈', actor = supervisor) =>
        explainFaults(on('2026-07-20'), actor, { ...(await here()), note }),
      verify: async (day = '2026-07-20', actor = supervisor) => verifyGone(on(day), actor, await here()),
      recheck: async (day = '2026-08-19', actor = supervisor) => recheckGone(on(day), actor, await here()),
      findAgain: async (day = '2026-08-19') => findAgain(on(day), supervisor, await here()),
      file: async (day = '2026-08-20') => fileAway(on(day), supervisor, await here()),
      withdraw: async (reason = '改为保留') =>
        withdrawClosing(on('2026-06-20'), officeHead, { ...(await here()), reason }),
    }
  }
  const look = (day: string, reachable: 'open' | 'gone', actor = reviewer) =>
    recordPatrol(on(day), actor, {
      districtId,
      accountId,
      checkedAt: instant(noon(day)),
      reachable,
      ...(reachable === 'open' && { lastUpdateOn: civilDate('2026-06-10') }),
    })
  const account = async () =>
    (await place.deps.db
      .selectFrom('account')
      .select(['running_state as runningState', 'ceased_on as ceasedOn'])
      .where('id', '=', accountId)
      .executeTakeFirst())!
  return { ...place, on, unitId, accountId, editor, openCase, approve, execute, begin, of, look, account, caseNow }
}
