import { acceptor, blank, officeHead, supervisor } from './asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from './monitored-district.ts'
import { type Actor } from '../../src/access/index.ts'
import { civilDate } from '../../src/calendar/index.ts'
import type { UnitKind } from '../../src/vocabulary/units.ts'
import { type Answers } from '../../src/filing/forms/index.ts'
import { acceptCase, checkCase } from '../../src/filing/cases/accept-case.ts'
import type { PaperCheck } from '../../src/filing/checking/checks.ts'
import {
  approveCase,
  archiveCase,
  disagreeWithCase,
  executeCase,
  registerCase,
  rejectCase,
  enterNational,
  reportNational,
  reviewCase,
  sendCaseBack,
} from '../../src/filing/cases/decide-case.ts'
import { beginCase, fillCase, printCase, submitCase, uploadCaseScan } from '../../src/filing/cases/file-case.ts'
import { type CaseKind } from '../../src/filing/cases/model.ts'
import { caseScans, putCaseScanAside } from '../../src/filing/cases/scans.ts'
import { readCase } from '../../src/filing/cases/records.ts'
import { revokeCase, withdrawCase } from '../../src/filing/cases/withdraw-case.ts'

export const examiner = actorOf('examiner')

export const contact = { contactName: '许静言', contactPhone: '13800001111' }
export const opening: Answers = {
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
export const closing: Answers = {
  ...contact,
  reason: '无力维护',
  decision: 'meeting',
  successor: '“临湖发布”微信公众号',
  stopsOn: '2026年7月1日',
}
export const renaming: Answers = {
  ...contact,
  newName: '临湖水利',
  changedOn: '2026-06-10',
  reason: '机构改革',
  announcementUrl: 'https://www.example.gov.cn/notice/1',
}

/** A unit with one account, on 2026-06-16, and a case of its own; each step as its page takes it. */
export async function office(kind: CaseKind, answers: Answers, unitKind: UnitKind = 'department') {
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
    'put-aside': async (reason = '漏扫一页') => {
      const [scan] = await caseScans(deps.db, districtId, await now())
      return putCaseScanAside(deps, editor, { ...(await here()), scanId: scan!.id, reason })
    },
    submit: async (at = '2026-06-16T01:00:00.000Z') => submitCase(place.at(at), editor, await here()),
    check: async (seen: Partial<PaperCheck> = {}, actor: Actor = acceptor) =>
      checkCase(deps, actor, {
        ...(await here()),
        check: { signedBy: 'principal', sealed: true, matches: true, ...seen },
      }),
    accept: async (actor = acceptor, at = '2026-06-16T01:00:00.000Z') =>
      acceptCase(place.at(at), actor, { ...(await here()), opinion }),
    back: async () => sendCaseBack(deps, acceptor, { ...(await here()), opinion: '缺少管理制度' }),
    disagree: async (actor = examiner, words = '拟用名称与职责不符') =>
      disagreeWithCase(deps, actor, { ...(await here()), opinion: words }),
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
    for (const step of ['print', 'upload', 'submit', 'check', 'accept', 'review', 'approve'] as const)
      await steps[step]()
  }
  const account = (id = accountId) =>
    place.deps.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
  return { ...place, ...steps, national, deps, editor, unitId, accountId, caseId, begin, now, here, approved, account }
}
