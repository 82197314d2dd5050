import { expect, it } from 'vitest'
import { docxPart, openPdf, pdfPage, squeezed } from '../../../tests/golden/papers/read-paper.ts'
import { instructionDesk, photo } from '../../../tests/support/instruction-desk.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { type Actor, namesOfUsers, type Role } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { listInstructions } from '../../instructions/index.ts'
import { eventsOf } from '../../trail/index.ts'
import { tasksFor } from '../../app/workbench/tasks.ts'
import { findReport } from '../queries.ts'
import { advanceReport } from '../verbs/advance-report.ts'
import { instructReport } from '../verbs/instruct-report.ts'
import { closeWithoutCircular, recallReport, submitReport } from '../verbs/submit-report.ts'
import { reportsWaitingFor, standingSubmission } from './queries.ts'

it('a final report goes to a named leader with 拟办意见, is taken back before he writes, and refuses what does not fit', async () => {
  const desk = await instructionDesk()
  const { deps, actor, reportId } = desk
  const given = { districtId, reportId, leaderId: actor('leader').id, opinion: '拟同意。' }
  const refused = async (doing: Promise<unknown>, code: string) => expect(doing).rejects.toMatchObject({ code })
  for (const [who, more, code] of [
    ['leader', {}, 'access.denied'],
    ['water', {}, 'access.denied'],
    ['head', { leaderId: actor('head').id }, 'report.leader-unknown'],
    ['head', { leaderId: '' }, 'report.leader-unknown'],
    ['head', { opinion: ' ' }, 'report.opinion-required'],
    ['head', { opinion: '好'.repeat(801) }, 'report.opinion-too-long'],
  ] as const)
    await refused(submitReport(deps, actor(who), { ...given, ...more }), code)
  const write = (who: string, more: object = {}) =>
    instructReport(deps, actor(who), { districtId, reportId, words: '同意。', photos: [], ...more })
  await refused(write('leader'), 'report.action-not-allowed')
  // Who holds both roles hands nothing to himself.
  await refused(submitReport(deps, { ...actor('head'), id: given.leaderId }, given), 'report.leader-unknown')
  await desk.submit()
  await refused(submitReport(deps, actor('head'), given), 'report.action-not-allowed')
  await refused(recallReport(deps, actor('head'), { districtId, reportId, reason: ' ' }), 'report.reason-required')
  await recallReport(deps, actor('head'), { districtId, reportId, reason: '附表需要更正' })
  expect(await standingSubmission(deps.db, districtId, reportId)).toBeUndefined()
  expect(await reportsWaitingFor(deps.db, districtId, actor('leader').id)).toEqual([])
  await desk.submit()
  expect(await reportsWaitingFor(deps.db, districtId, actor('leader').id)).toMatchObject([{ id: reportId }])
  const waiting = async (who: string) =>
    (await tasksFor({ var: { deps, actor: actor(who) } }, districtId)).map(({ title }) => title)
  expect([await waiting('leader'), await waiting('otherLeader')]).toEqual([['批阅2026年第三季度监测报告'], []])

  for (const [who, more, code] of [
    ['otherLeader', {}, 'instruction.other-leader'],
    ['water', {}, 'access.denied'],
    ['leader', { words: ' ' }, 'instruction.empty'],
    ['leader', { words: '阅'.repeat(1001) }, 'instruction.too-long'],
    // Nobody but the leader writes his words; the office has the page itself.
    ['head', {}, 'instruction.photo-required'],
    ['head', { photos: [photo], givenOn: civilDate('2026-10-11') }, 'instruction.given-before-submission'],
    ['head', { photos: [photo], givenOn: civilDate('2026-10-13') }, 'instruction.given-in-future'],
    ['head', { photos: [{ name: '批示.docx', bytes: new Uint8Array([80, 75, 3, 4]) }] }, 'file.kind-not-accepted'],
  ] as const)
    await refused(write(who, more), code)
  expect((await findReport(deps.db, districtId, reportId))!.progress).toBe('submitted')
  // A thumb that taps twice writes once.
  const twice = await Promise.all([write('leader'), write('leader')])
  expect(new Set(twice.map(({ id }) => id)).size).toBe(1)
  await write('head', { photos: [photo] })
  expect(await listInstructions(deps.db, districtId, reportId)).toHaveLength(2)
  expect((await findReport(deps.db, districtId, reportId))!.progress).toBe('instructed')
  await refused(recallReport(deps, actor('head'), { districtId, reportId, reason: '改' }), 'report.action-not-allowed')
  // The leader wants no 通报: closed with the reason, until a 通报 has begun.
  const close = (reason: string) => closeWithoutCircular(deps, actor('head'), { districtId, reportId, reason })
  await refused(close(' '), 'report.reason-required')
  for (const action of ['number', 'issue'] as const)
    await inTransaction(deps.db, (tx) => advanceReport(tx, deps, actor('head'), { districtId, reportId, action }))
  await refused(write('leader'), 'report.instructed-late')
  await refused(close('不必通报'), 'report.action-not-allowed')
})

it('a deputy writes 批示 for the leader who lent the role, on no paper that the deputy put before the leader, and both are named', async () => {
  const desk = await instructionDesk()
  const { deps, actor, reportId } = desk
  const leaderId = actor('leader').id
  const lend = (who: string, role: Role): Actor => ({ ...actor(who), roles: [role], onBehalfOf: leaderId })
  const write = (as: Actor) => instructReport(deps, as, { districtId, reportId, words: '请抓紧整改。', photos: [] })
  const refused = async (doing: Promise<unknown>, code: string) => expect(doing).rejects.toMatchObject({ code })
  const deputy = lend('second', 'district_leader')
  await desk.submit()
  const waiting = await tasksFor({ var: { deps, actor: deputy } }, districtId)
  expect(waiting.map(({ title }) => title)).toEqual(['批阅2026年第三季度监测报告'])
  // 呈批 was by the head; another role of the leader's reaches no 批示; nor does another leader's.
  await refused(write(lend('head', 'district_leader')), 'access.maker-is-checker')
  await refused(write(lend('second', 'office_head')), 'instruction.photo-required')
  await refused(write({ ...deputy, onBehalfOf: actor('otherLeader').id }), 'instruction.other-leader')
  const { id } = await write(deputy)
  expect(await write(deputy)).toEqual({ id })
  expect(await desk.read(id)).toMatchObject({
    leaderId,
    origin: 'typed',
    state: 'standing',
    enteredBy: actor('second').id,
  })
  const [last] = await eventsOf(deps.db, districtId, { kind: 'instruction', id })
  expect(last).toMatchObject({ actorId: actor('second').id, onBehalfOf: leaderId, after: { origin: 'deputy' } })
  const shown = await (await desk.get(`/instructions/${id}`, desk.who('head'))).text()
  const logins = await namesOfUsers(deps, districtId, [actor('second').id, leaderId])
  expect(shown).toContain(`${logins.get(actor('second').id)}代${logins.get(leaderId)}填写`)
  expect(shown).not.toContain('本人填写')
})

it('呈批件 says the same in docx and pdf, leaves its box empty, and is 送审稿 until the leader has written', async () => {
  const desk = await instructionDesk()
  const { get, post, who, reportId } = desk
  const page = `/reports/${reportId}/submit`
  const typed = { leaderId: who('leader').id, opinion: '一、拟同意。\n二、拟通报各单位。' }
  const wrong = await post(page, { ...typed, leaderId: '' }, who('head'))
  const text = await wrong.text()
  expect([wrong.status, text.includes('请选择呈报的区领导'), text.includes('二、拟通报各单位。')]).toEqual([
    422,
    true,
    true,
  ])
  expect((await post(page, typed, who('head'))).status).toBe(303)
  const bytes = async (format: string, name = 'head') =>
    new Uint8Array(await (await get(`/reports/${reportId}/submission/files/${format}`, who(name))).arrayBuffer())
  const pdfWords = async () => {
    const file = await openPdf(await bytes('pdf'))
    expect(file.numPages).toBe(1)
    const read = await Promise.all(Array.from({ length: file.numPages }, (_, at) => pdfPage(file, at + 1)))
    return squeezed(read.flatMap((runs) => runs.map((run) => run.text)).join(''))
  }
  const docx = squeezed(docxPart(await bytes('docx'), 'word/document.xml').replace(/<[^>]+>/g, ''))
  const pdf = await pdfWords()
  for (const words of [
    '呈批件',
    '应检账号2个，作出判定2个',
    '合格1个，不合格1个，合格率50.0%',
    '二、拟通报各单位。',
    '领导批示',
  ])
    expect([docx.includes(words), pdf.includes(words)]).toEqual([true, true])
  expect(pdf).toContain('送审稿')
  for (const [name, status] of [
    ['leader', 200],
    ['otherLeader', 404],
    ['water', 403],
  ] as const)
    expect((await get(`/reports/${reportId}/submission/files/pdf`, who(name))).status).toBe(status)

  const own = `/reports/${reportId}/leader`
  expect((await get(own, who('otherLeader'))).status).toBe(403)
  const quick = await (await post(own, { words: '水务局限期说明', quick: '请抓紧整改' }, who('leader'))).text()
  expect(quick).toContain('水务局限期说明。请抓紧整改</textarea>')
  const empty = await post(own, { words: '' }, who('leader'))
  expect([empty.status, (await empty.text()).includes('请写下批示')]).toEqual([422, true])
  expect((await post(own, { words: '同意通报' }, who('leader'))).status).toBe(303)
  const after = await pdfWords()
  expect([after.includes('送审稿'), after.includes('同意通报')]).toEqual([false, false])
  expect(await (await get(own, who('leader'))).text()).toContain('同意通报')
  // What stands of it no more carries no report on.
  await desk.database.owner((owner) => owner.query(`update instruction set state = 'withdrawn'`))
  const closed = await post(`/reports/${reportId}/close`, { reason: '不必通报' }, who('head'))
  expect([closed.status, (await closed.text()).includes('还没有已入库的批示')]).toEqual([409, true])
  // A version that another one took the place of is no more to be written on, and says so.
  await desk.database.owner((owner) => owner.query(`update quarterly_report set state = 'superseded'`))
  const old = await (await get(own, who('leader'))).text()
  expect([old.includes('该报告已有新版'), old.includes('提交批示')]).toEqual([true, false])
})

it('a report whose 批示 asks for no 通报 is closed with the reason, which its page tells', async () => {
  const desk = await instructionDesk()
  const { get, post, who, reportId } = desk
  await desk.submit()
  await desk.write('已阅，不必通报')
  const path = `/reports/${reportId}`
  expect((await post(`${path}/close`, { reason: '领导批示不必通报' }, who('water'))).status).toBe(403)
  expect((await post(`${path}/close`, { reason: '领导批示不必通报' }, who('head'))).status).toBe(303)
  const page = await (await get(path, who('supervisor'))).text()
  for (const words of ['定稿，已办结', '领导批示不必通报', '办理经过']) expect(page).toContain(words)
  // 编号 and 印发 were left out: nothing says that they were done.
  const steps = /<ol class="steps".*?<\/ol>/su.exec(page)![0]
  const done = [...steps.matchAll(/<li class="done"[^>]*><b>([^<]+)/gu)].map(([, word]) => word)
  expect(done).toEqual(['起草', '审定', '呈批', '批示', '办结'])
})
