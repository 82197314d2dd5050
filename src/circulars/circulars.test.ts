import { describe, expect, it } from 'vitest'
import {
  circularDesk,
  confirmed,
  examiner,
  head,
  issued,
  issuer,
  mark,
  reviewer,
  signed,
  signer,
  supervisor,
} from '../../tests/support/circular-desk.ts'
import { docxText, pdfText, squeezed } from '../../tests/golden/papers/read-paper.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { readStoredFile } from '../files/index.ts'
import { readTables } from '../documents/index.ts'
import { quarter } from '../calendar/index.ts'
import { oneRow } from '../database/index.ts'
import { findReport } from '../reporting/index.ts'
import { lastCircular } from '../reporting/read-last-circular.ts'
import { checkpointOf } from '../checkpoints/index.ts'
import { eventsOf, verifyTrail } from '../trail/index.ts'
import { dayOfAnswer, isLate } from './lateness.ts'
import {
  filesOf,
  listDispatches,
  readContent,
  readDispatch,
  receiptsOf,
  receiptsOwed,
  stepsOf,
  waitingDispatches,
} from './queries.ts'
import {
  acknowledgeDispatch,
  answerDispatch,
  closeDispatch,
  extendAnswer,
  remindUnits,
} from './verbs/answer-dispatch.ts'
import { draftDispatch } from './verbs/draft-dispatch.ts'
import { issueDispatch, numberDispatch } from './verbs/issue-dispatch.ts'
import { registerBody } from './verbs/issuing-bodies.ts'
import {
  checkDispatch,
  clearDispatch,
  discardDispatch,
  returnDispatch,
  signDispatch,
  submitDispatch,
} from './verbs/sign-sheet.ts'

const wordsOf = (content: Awaited<ReturnType<typeof readContent>>) =>
  content.blocks
    .map((block) =>
      block.kind === 'heading'
        ? block.text
        : block.runs.map((run) => (typeof run === 'string' ? run : 'typed' in run ? run.typed : run.text)).join(''),
    )
    .join('\n')

describe('a 通报 of a quarter', () => {
  it('goes from the final report over the 发文稿纸 to its units, and to 办结, the report with it', async () => {
    const place = await circularDesk()
    const { deps, reportId, units } = place
    const id = await place.draft()
    const content = await readContent(deps.db, districtId, { id, draft: 1 })
    expect(wordsOf(content)).toContain('现将有关情况通报如下。')
    expect(wordsOf(content)).toContain(
      '请有关单位对照附件逐项整改，举一反三，于2026年10月26日（按暂定放假安排推算）前将整改情况书面报',
    )
    expect(wordsOf(content)).not.toContain('建议责成')
    expect(content.annexes.map(({ title }) => title)).toContain('存在单项否决问题的政务新媒体名单')
    expect(new Map(content.recipients.map(({ unitName, answers }) => [unitName, answers]))).toEqual(
      new Map([
        ['临湖区水务局', true],
        ['石埠镇人民政府', false],
      ]),
    )
    const paper = await issued(deps, id, 3)
    const dispatch = await readDispatch(deps.db, districtId, id)
    expect(dispatch).toMatchObject({ state: 'issued', number: { mark, year: 2026, serial: 3 }, signedOn: '2026-10-12' })
    expect((await findReport(deps.db, districtId, reportId))!.progress).toBe('feedback-due')

    const files = await filesOf(deps.db, districtId, id)
    expect(files.map(({ kind }) => kind)).toEqual(['docx', 'pdf', 'xlsx'])
    const page = await checkpointOf(deps.db, districtId, { kind: 'dispatch', id, version: 1 })
    expect(page).toMatchObject({ paper: { number: `${mark}〔2026〕3号` } })
    expect(page!.files.map(({ format }) => format).join()).toBe('docx,pdf,xlsx')
    // The link of the issue is among those that the page holds.
    const [issue] = await eventsOf(deps.db, districtId, { kind: 'dispatch', id }, { limit: 2 })
    expect(issue!.action).toBe('checkpoint.taken')
    const bytesOf = async (kind: string) =>
      new Uint8Array((await readStoredFile(deps, districtId, files.find((file) => file.kind === kind)!.fileId)).bytes)
    const [docx, pdf] = [docxText(await bytesOf('docx')), await pdfText(await bytesOf('pdf'))]
    expect(squeezed(docx)).toBe(squeezed(pdf))
    for (const words of [`${issuer}文件`, `${mark}〔2026〕3号`, '2026年10月12日印发', '（此件依申请公开）'])
      expect(squeezed(pdf)).toContain(words)
    expect(pdf).not.toContain('送审稿')
    expect((await readTables(await bytesOf('xlsx'))).sheets.map(({ name }) => name)[0]).toContain('附件1')

    const water = { ...actorOf('unit_editor'), unitId: units.water }
    const town = { ...actorOf('unit_editor', 'user:town'), unitId: units.town }
    const of = { districtId, dispatchId: id }
    expect(await receiptsOwed(deps.db, { districtId, unitId: units.water }, 9)).toMatchObject([
      { id, dueOn: '2026-10-26' },
    ])
    await acknowledgeDispatch(deps, town, { ...of, unitId: units.town })
    await expect(acknowledgeDispatch(deps, town, { ...of, unitId: units.town })).rejects.toMatchObject({
      code: 'dispatch.received-already',
    })
    await expect(answerDispatch(deps, town, { ...of, unitId: units.town, note: '没有问题' })).rejects.toMatchObject({
      code: 'dispatch.no-answer-asked',
    })
    await expect(acknowledgeDispatch(deps, town, { ...of, unitId: units.water })).rejects.toMatchObject({
      code: 'access.denied',
    })
    const later = place.at('2026-10-28T01:00:00.000Z')
    expect(await oneRow(later.db, waitingDispatches(districtId, later.clock.today()))).toMatchObject({
      missing: 1,
      complete: 0,
    })
    const now = (await readDispatch(deps.db, districtId, id))!.version
    await remindUnits(later, supervisor, { ...paper, version: now })
    expect(await receiptsOwed(deps.db, { districtId, unitId: units.water }, 9)).toMatchObject([{ reminded: true }])
    await expect(closeDispatch(later, supervisor, { ...of, version: now + 1 })).rejects.toMatchObject({
      code: 'dispatch.missing',
      message: expect.stringContaining('临湖区水务局'),
    })
    await expect(
      answerDispatch(later, water, { ...of, unitId: units.water, note: '已'.repeat(2001) }),
    ).rejects.toMatchObject({ code: 'dispatch.too-long' })
    // Signed for by telephone, answered by the unit itself.
    await acknowledgeDispatch(later, supervisor, { ...of, unitId: units.water })
    expect((await receiptsOf(deps.db, districtId, id))[0]).toMatchObject({ forUnit: true })
    await answerDispatch(later, water, { ...of, unitId: units.water, note: '已恢复更新，并落实专人' })
    const receipts = await receiptsOf(deps.db, districtId, id)
    expect(receipts[0]).toMatchObject({ unitName: '临湖区水务局', forUnit: false })
    expect(receipts.map((one) => [one.unitName, isLate(one, dayOfAnswer(one))])).toEqual([
      ['临湖区水务局', true],
      ['石埠镇人民政府', false],
    ])
    expect(await oneRow(later.db, waitingDispatches(districtId, later.clock.today()))).toMatchObject({
      missing: 0,
      complete: 1,
    })
    await closeDispatch(later, supervisor, { ...of, version: now + 3 })
    // The next quarter's report tells of it.
    expect(await lastCircular(deps.db, districtId, quarter('2026Q4'))).toMatchObject({
      number: `${mark}〔2026〕3号`,
      units: [{ unitName: '临湖区水务局', dueOn: '2026-10-26', answeredOn: '2026-10-28' }],
      counted: { asked: 1, inTime: 0, late: 1 },
    })
    expect(await lastCircular(deps.db, districtId, quarter('2026Q3'))).toBeNull()
    expect((await findReport(deps.db, districtId, reportId))!.progress).toBe('closed')
    expect((await listDispatches(deps.db, { districtId }, { offset: 0, limit: 9 })).rows[0]).toMatchObject({
      state: 'closed',
      units: 2,
      received: 2,
      answered: 1,
      late: 1,
    })
    expect((await verifyTrail(deps.db, districtId)).every(({ whole }) => whole)).toBe(true)
  })

  it('is signed by different people in the order of the sheet, and sent back, signed anew', async () => {
    const { deps, draft } = await circularDesk()
    const dispatchId = await draft()
    const of = (version: number) => ({ districtId, dispatchId, version })
    await expect(checkDispatch(deps, examiner, of(1))).rejects.toMatchObject({ code: 'dispatch.action-not-allowed' })
    await submitDispatch(deps, supervisor, of(1))
    await expect(checkDispatch(deps, actorOf('office_head', supervisor.id), of(2))).rejects.toMatchObject({
      code: 'dispatch.signed-already',
    })
    await checkDispatch(deps, head, of(2))
    await expect(clearDispatch(deps, head, { ...of(3), confirmed })).rejects.toMatchObject({
      code: 'dispatch.signed-already',
    })
    await expect(clearDispatch(deps, reviewer, { ...of(3), confirmed: ['secrets'] })).rejects.toMatchObject({
      code: 'dispatch.secrecy-unconfirmed',
    })
    await clearDispatch(deps, reviewer, { ...of(3), confirmed })
    await expect(signDispatch(deps, head, of(4))).rejects.toMatchObject({ code: 'dispatch.signed-already' })
    await expect(numberDispatch(deps, supervisor, { ...of(4), number: `${mark}〔2026〕1号` })).rejects.toMatchObject({
      code: 'dispatch.action-not-allowed',
    })
    await expect(returnDispatch(deps, signer, of(4))).rejects.toMatchObject({ code: 'dispatch.words-required' })
    await expect(returnDispatch(deps, supervisor, { ...of(4), note: '重拟' })).rejects.toMatchObject({
      code: 'access.denied',
    })
    await returnDispatch(deps, signer, { ...of(4), note: '请补充下一步工作' })
    await submitDispatch(deps, supervisor, of(5))
    // The signatures from before the return bind nobody.
    await checkDispatch(deps, head, of(6))
    await discardDispatchOf(deps, dispatchId)
  })

  it('is numbered once: a number used twice names the paper that has it, a gap is told', async () => {
    const place = await circularDesk()
    const { deps } = place
    const first = await place.draft()
    await issued(deps, first, 2)
    const selfCheck = await place.draft({ variant: 'self-check', superior: '某市政务公开领导小组办公室' })
    const paper = await signed(deps, selfCheck)
    const wrong: [string, string][] = [
      [`${mark}〔2026〕2号`, 'dispatch.number-taken'],
      [`${mark}[2026]5号`, 'dispatch.number-unreadable'],
      [`${mark}〔2026〕第5号`, 'dispatch.number-unreadable'],
      [`${mark}〔2026〕05号`, 'dispatch.number-unreadable'],
      [`${mark}〔2025〕5号`, 'dispatch.number-year'],
      ['临政办〔2026〕5号', 'dispatch.mark-unknown'],
    ]
    for (const [number, code] of wrong)
      await expect(numberDispatch(deps, supervisor, { ...paper, number }), number).rejects.toMatchObject({ code })
    await expect(numberDispatch(deps, supervisor, { ...paper, number: `${mark}〔2026〕2号` })).rejects.toThrow(
      '关于2026年第三季度全区政务新媒体监测情况的通报',
    )
    await numberDispatch(deps, supervisor, { ...paper, number: `${mark}〔2026〕5号` })
    const step = (await stepsOf(deps.db, districtId, selfCheck)).at(-1)
    expect(step?.facts).toMatchObject({ skippedFrom: 3, skippedTo: 4 })
    // A slip is put right while it has not gone out; what goes to no unit is done with its issue.
    await numberDispatch(deps, supervisor, { ...paper, version: paper.version + 1, number: `${mark}〔2026〕3号` })
    await issueDispatch(deps, supervisor, { ...paper, version: paper.version + 2, demo: false })
    expect(await readDispatch(deps.db, districtId, selfCheck)).toMatchObject({ state: 'closed', number: { serial: 3 } })
  })

  it('drafted or numbered at once with another one, is the only one of its report and has its number alone', async () => {
    const { deps, draft } = await circularDesk()
    const others = ['临湖区人民政府办公室', '临湖区行政审批服务局', '临湖区融媒体中心']
    for (const [at, name] of others.entries())
      await registerBody(deps, head, { districtId, name, flag: '', marks: ['临政办', '临审', '临融'][at]! })
    const drafted = await Promise.allSettled([issuer, ...others].map((name) => draft({ issuer: name })))
    const one = { status: 'fulfilled' }
    const second = { status: 'rejected', reason: { code: 'dispatch.report-has-one' } }
    expect(drafted.toSorted((a, b) => (a.status < b.status ? -1 : 1))).toMatchObject([one, second, second, second])
    const superior = '某市政务公开领导小组办公室'
    const papers = []
    for (let at = 0; at < 5; at++) papers.push(await signed(deps, await draft({ variant: 'self-check', superior })))
    const done = await Promise.allSettled(
      papers.map((paper) => numberDispatch(deps, supervisor, { ...paper, number: `${mark}〔2026〕1号` })),
    )
    const refused = { status: 'rejected', reason: { code: 'dispatch.number-taken' } }
    expect(done.toSorted((a, b) => (a.status < b.status ? -1 : 1))).toMatchObject([
      one,
      ...papers.slice(1).map(() => refused),
    ])
  })

  it('that can not be is not drafted, not signed late, not issued without time to answer', async () => {
    const place = await circularDesk()
    const { deps, draft, reportId } = place
    const wrong: [string, object, string][] = [
      ['a body that is not there', { issuer: '临湖区人民政府' }, 'dispatch.issuer-unknown'],
      ['a report that is not there', { reportId: '3f0d2c8e-0000-4000-8000-000000000000' }, 'dispatch.report-required'],
      ['no problems where there are some', { variant: 'no-problems' }, 'dispatch.has-problems'],
      [
        'findings of nothing',
        { variant: 'single-account', reportId: undefined, findingIds: [] },
        'dispatch.findings-required',
      ],
      ['an upward paper to nobody', { variant: 'self-check' }, 'dispatch.not-complete'],
      ['an upward paper to a long name', { variant: 'self-check', superior: '长'.repeat(201) }, 'dispatch.too-long'],
      ['a correction of nothing', { variant: 'correction' }, 'dispatch.not-issued-yet'],
    ]
    for (const [what, more, code] of wrong) await expect(draft(more), what).rejects.toMatchObject({ code })
    await expect(
      draftDispatch(deps, reviewer, { districtId, variant: 'circular', issuer, reportId }),
    ).rejects.toMatchObject({ code: 'access.denied' })
    const id = await draft()
    await expect(draft()).rejects.toMatchObject({ code: 'dispatch.report-has-one' })
    const late = place.at('2026-10-26T01:00:00.000Z')
    await expect(submitDispatch(late, supervisor, { districtId, dispatchId: id, version: 1 })).rejects.toMatchObject({
      code: 'dispatch.feedback-passed',
    })
    const paper = await signed(deps, id)
    await numberDispatch(late, supervisor, { ...paper, number: `${mark}〔2026〕1号` })
    await expect(
      issueDispatch(late, supervisor, { ...paper, version: paper.version + 1, demo: false }),
    ).rejects.toMatchObject({ code: 'dispatch.feedback-passed' })
  })

  it('gives one unit more days with a reason, and is closed without the missing only with one', async () => {
    const place = await circularDesk()
    const { deps, units } = place
    const id = await place.draft()
    const { version } = await issued(deps, id, 1)
    const of = { districtId, dispatchId: id, of: units.water, note: '设备检修' }
    await expect(extendAnswer(deps, supervisor, { ...of, version, days: '3' })).rejects.toMatchObject({
      code: 'dispatch.not-later',
    })
    await extendAnswer(deps, supervisor, { ...of, version, days: '15' })
    expect((await receiptsOf(deps.db, districtId, id))[0]).toMatchObject({ dueOn: '2026-11-02' })
    await closeDispatch(deps, supervisor, { districtId, dispatchId: id, version: version + 1, note: '另案处理' })
    expect((await readDispatch(deps.db, districtId, id))!.state).toBe('closed')
  })
})

async function discardDispatchOf(deps: Awaited<ReturnType<typeof circularDesk>>['deps'], dispatchId: string) {
  const { version } = (await readDispatch(deps.db, districtId, dispatchId))!
  await returnDispatch(deps, reviewer, { districtId, dispatchId, version, note: '不发了' })
  await expect(
    discardDispatch(deps, supervisor, { districtId, dispatchId, version: version + 1 }),
  ).rejects.toMatchObject({
    code: 'dispatch.words-required',
  })
  await discardDispatch(deps, supervisor, { districtId, dispatchId, version: version + 1, note: '不发了' })
  expect((await readDispatch(deps.db, districtId, dispatchId))!.state).toBe('discarded')
}
