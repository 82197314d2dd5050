import { expect, it } from 'vitest'
import {
  circularDesk,
  confirmed,
  examiner,
  head,
  instructed,
  issued,
  issuer,
  mark,
  reviewer,
  signed,
  signer,
  supervisor,
} from '../../tests/support/circular-desk.ts'
import { docxText } from '../../tests/golden/papers/read-paper.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { readStoredFile } from '../files/index.ts'
import { listInstructions, withdrawInstruction } from '../instructions/index.ts'
import { listFindings } from '../monitoring/index.ts'
import { findReport } from '../reporting/index.ts'
import { correctionsOf, filesOf, readContent, readDispatch, receiptsOf } from './queries.ts'
import { draftDispatch } from './verbs/draft-dispatch.ts'
import { editDispatch } from './verbs/edit-dispatch.ts'
import { issueDispatch, numberDispatch } from './verbs/issue-dispatch.ts'
import { issuingBodies, registerBody } from './verbs/issuing-bodies.ts'
import {
  checkDispatch,
  clearDispatch,
  countersignDispatch,
  returnDispatch,
  signDispatch,
  submitDispatch,
} from './verbs/sign-sheet.ts'
import { sectionsOf } from './words/editing.ts'

const formOf = async (deps: Awaited<ReturnType<typeof circularDesk>>['deps'], id: string) => {
  const dispatch = (await readDispatch(deps.db, districtId, id))!
  const content = await readContent(deps.db, districtId, dispatch)
  return {
    districtId,
    dispatchId: id,
    version: dispatch.version,
    title: content.title.join('\n'),
    addressee: content.addressee,
    sections: sectionsOf(content),
    feedbackDays: String(content.feedback?.days ?? ''),
    copiesTo: content.copiesTo,
    typedSource: content.typedSource,
    openness: content.openness as string,
    opennessReason: content.opennessReason,
    countersign: content.countersign,
    to: content.recipients.map(({ unitId }) => unitId),
    answering: content.recipients.filter(({ answers }) => answers).map(({ unitId }) => unitId),
  }
}

it('keeps every version of the words, moves the deadline with its days, and takes nothing that can not stand', async () => {
  const place = await circularDesk()
  const { deps } = place
  const id = await place.draft()
  const form = await formOf(deps, id)
  const wrong: [object, string][] = [
    [{ title: ' ' }, 'dispatch.not-complete'],
    [{ addressee: '' }, 'dispatch.not-complete'],
    [{ sections: [] }, 'dispatch.not-complete'],
    [{ title: '长'.repeat(201) }, 'dispatch.too-long'],
    [{ copiesTo: '长'.repeat(201) }, 'dispatch.too-long'],
    [{ opennessReason: '长'.repeat(201) }, 'dispatch.too-long'],
    [{ feedbackDays: '十天' }, 'dispatch.feedback-unreadable'],
    [{ to: [] }, 'dispatch.no-recipient'],
    [{ to: ['3f0d2c8e-0000-4000-8000-000000000000'] }, 'dispatch.recipient-unknown'],
    [{ sections: [{ level: 1, heading: '', text: '共9个' }] }, 'dispatch.numbers-unsourced'],
    [{ sections: [{ level: 1, heading: '', text: '共{9}个' }] }, 'dispatch.token-unknown'],
    [{ sections: [{ level: 1, heading: '', text: '本季度政务新媒体全部合格。' }] }, 'dispatch.prose-contradicts'],
    [
      { sections: [{ level: 1, heading: '', text: '不合格9个。' }], typedSource: '统计表' },
      'dispatch.prose-contradicts',
    ],
    [{ version: 9 }, 'record.changed-meanwhile'],
  ]
  for (const [more, code] of wrong)
    await expect(editDispatch(deps, supervisor, { ...form, ...more }), JSON.stringify(more)).rejects.toMatchObject({
      code,
    })
  // A unit without accounts signs for the paper and is asked nothing.
  const bare = await place.unit('临湖区司法局')
  await editDispatch(deps, supervisor, {
    ...form,
    feedbackDays: '5',
    openness: 'public',
    opennessReason: '',
    to: [...form.to, bare],
  })
  const [before, after] = [
    await readContent(deps.db, districtId, { id, draft: 1 }),
    await readContent(deps.db, districtId, { id, draft: 2 }),
  ]
  expect(JSON.stringify(before)).toContain('2026年10月26日')
  expect(JSON.stringify(after.blocks)).toContain('2026年10月19日')
  expect(after.recipients.find(({ unitId }) => unitId === bare)).toMatchObject({ answers: false })
  const paper = await issued(deps, id, 1, 2)
  expect((await filesOf(deps.db, districtId, id)).map(({ kind }) => kind)).toContain('public-pdf')
  expect((await receiptsOf(deps.db, districtId, id)).map(({ unitId }) => unitId)).toContain(bare)
  await expect(
    editDispatch(deps, supervisor, { ...(await formOf(deps, id)), version: paper.version }),
  ).rejects.toMatchObject({
    code: 'dispatch.issued-fixed',
  })
})

it('puts an issued paper right, and takes it back, by papers of their own with numbers of their own', async () => {
  const place = await circularDesk()
  const { deps, reportId } = place
  const id = await place.draft()
  await issued(deps, id, 1)
  const words = JSON.stringify(await readContent(deps.db, districtId, { id, draft: 1 }))
  const change = { districtId, issuer, correctsId: id }
  const correction = { ...change, variant: 'correction' as const, stood: '不合格1个', holds: '不合格0个' }
  await expect(draftDispatch(deps, supervisor, { ...correction, reason: ' ' })).rejects.toMatchObject({
    code: 'dispatch.not-complete',
  })
  await expect(draftDispatch(deps, supervisor, { ...correction, reason: '6月28日复核' })).rejects.toMatchObject({
    code: 'dispatch.numbers-unsourced',
    message: expect.stringContaining('1、0、6月28日是手工录入的数字'),
  })
  const first = await draftDispatch(deps, supervisor, {
    ...correction,
    reason: '复核结论更正',
    typedSource: '复核更正记录',
  })
  await expect(
    draftDispatch(deps, supervisor, { ...change, variant: 'withdrawal', reason: '重发' }),
  ).rejects.toMatchObject({
    code: 'dispatch.withdrawal-has-one',
  })
  const text = JSON.stringify(await readContent(deps.db, districtId, { id: first.id, draft: 1 }))
  for (const part of [
    '《关于2026年第三季度全区政务新媒体监测情况的通报》',
    `${mark}〔2026〕1号`,
    '不合格',
    '复核结论更正。',
  ])
    expect(text).toContain(part)
  await issued(deps, first.id, 2)
  expect(JSON.stringify(await readContent(deps.db, districtId, { id, draft: 1 }))).toBe(words)
  expect((await readDispatch(deps.db, districtId, id))!.state).toBe('issued')
  expect((await correctionsOf(deps.db, districtId, id)).map(({ id: one }) => one)).toEqual([first.id])

  const back = await draftDispatch(deps, supervisor, { ...change, variant: 'withdrawal', reason: '重新发文' })
  await issued(deps, back.id, 3)
  expect((await readDispatch(deps.db, districtId, id))!.state).toBe('withdrawn')
  await expect(
    draftDispatch(deps, supervisor, { ...change, variant: 'withdrawal', reason: '再撤' }),
  ).rejects.toMatchObject({
    code: 'dispatch.not-issued-yet',
  })
  // Its report is as the leader left it: another 通报 of it goes out, under a number of its own.
  expect((await findReport(deps.db, districtId, reportId))!.progress).toBe('instructed')
  await issued(deps, await place.draft(), 4)
  expect((await findReport(deps.db, districtId, reportId))!.progress).toBe('feedback-due')
})

it('goes out under the red head that was signed, whatever is registered afterwards', async () => {
  const { deps, draft } = await circularDesk()
  const dispatchId = await draft()
  const paper = await signed(deps, dispatchId)
  await registerBody(deps, head, { districtId, name: issuer, flag: '另一个机关文件', marks: mark })
  const number = `${mark}〔2026〕1号`
  const { version } = await numberDispatch(deps, supervisor, { ...paper, number })
  await issueDispatch(deps, supervisor, { ...paper, version, demo: false })
  const kept = (await filesOf(deps.db, districtId, dispatchId)).find(({ kind }) => kind === 'docx')!
  const words = docxText((await readStoredFile(deps, districtId, kept.fileId)).bytes)
  expect(words).toContain(`${issuer}文件`)
  expect(words).not.toContain('另一个机关')
})

it('is sent back from the number where its last day went by, its number free again, and goes to the heirs of merged units', async () => {
  const place = await circularDesk()
  const { deps, reportId, units } = place
  const dispatchId = await place.draft()
  const paper = await signed(deps, dispatchId)
  const number = `${mark}〔2026〕1号`
  await numberDispatch(deps, supervisor, { ...paper, number })
  const late = place.at('2026-10-26T01:00:00.000Z')
  const at = (version: number) => ({ ...paper, version: paper.version + version })
  await expect(returnDispatch(late, reviewer, { ...at(1), note: '过期' })).rejects.toMatchObject({
    code: 'access.denied',
  })
  await returnDispatch(late, supervisor, { ...at(1), note: '反馈期限已过' })
  expect(await readDispatch(deps.db, districtId, dispatchId)).toMatchObject({
    state: 'drafting',
    signedOn: null,
    signedBy: null,
    number: null,
  })
  expect((await findReport(deps.db, districtId, reportId))!.progress).toBe('instructed')
  const form = await formOf(deps, dispatchId)
  await editDispatch(late, supervisor, { ...form, feedbackDays: '10' })
  const again = await signed(late, dispatchId, form.version + 1)
  // Merged away while it was on its way: the heir is asked, once.
  const heir = await place.unit('临湖区农业农村局')
  await place.database.owner((owner) =>
    owner.query(`update unit set state = 'merged', merged_into = '${heir}' where id = '${units.water}'`),
  )
  await numberDispatch(late, supervisor, { ...again, number })
  await issueDispatch(late, supervisor, { ...again, version: again.version + 1, demo: false })
  expect((await receiptsOf(deps.db, districtId, dispatchId)).map((one) => [one.unitName, one.answers])).toEqual([
    ['临湖区农业农村局', true],
    ['石埠镇人民政府', false],
  ])
})

it('is signed by nobody over a report that a newer version took the place of, and numbered by nobody without a standing 批示', async () => {
  const place = await circularDesk()
  const { deps, reportId } = place
  const dispatchId = await place.draft()
  // Nor over the leader's words, wherever they are printed.
  const form = await formOf(deps, dispatchId)
  await editDispatch(deps, supervisor, { ...form, copiesTo: instructed })
  await expect(
    submitDispatch(deps, supervisor, { districtId, dispatchId, version: form.version + 1 }),
  ).rejects.toMatchObject({ code: 'dispatch.quotes-instruction' })
  await editDispatch(deps, supervisor, { ...form, version: form.version + 1 })
  const paper = await signed(deps, dispatchId, form.version + 2)
  const [given] = await listInstructions(deps.db, districtId, reportId)
  const number = `${mark}〔2026〕1号`
  const withdrawn = { districtId, instructionId: given!.id, version: 1, note: '误登记' }
  // What he typed is nobody's to withdraw; a photo that was entered by mistake is.
  await expect(withdrawInstruction(deps, supervisor, withdrawn)).rejects.toMatchObject({
    code: 'instruction.own-words',
  })
  await place.database.owner((owner) =>
    owner.query(`update instruction set origin = 'photo', transcribed_by = 'a', checked_by = 'b'`),
  )
  await withdrawInstruction(deps, supervisor, withdrawn)
  await expect(numberDispatch(deps, supervisor, { ...paper, number })).rejects.toMatchObject({
    code: 'instruction.none-stands',
  })
  await returnDispatch(deps, supervisor, { ...paper, note: '没有批示' })
  await place.database.owner((owner) =>
    owner.query(`update quarterly_report set state = 'superseded' where id = '${reportId}'`),
  )
  await expect(submitDispatch(deps, supervisor, { ...paper, version: paper.version + 1 })).rejects.toMatchObject({
    code: 'dispatch.report-superseded',
  })
})

it('drafts 单账号专项通报 by hand from findings of one account, and issues in the name of registered bodies alone', async () => {
  const place = await circularDesk()
  const { deps } = place
  const { findings } = await listFindings(deps.db, districtId, { states: ['confirmed'] })
  const { id } = await draftDispatch(deps, supervisor, {
    districtId,
    variant: 'single-account',
    issuer,
    findingIds: findings.map((one) => one.id),
  })
  const content = await readContent(deps.db, districtId, { id, draft: 1 })
  expect(content.title.join('')).toBe('关于临湖区水务局“临湖水务”运行维护问题的通报')
  expect(content.annexes[0]!.rows).toHaveLength(findings.length)
  await registerBody(deps, head, { districtId, name: '临湖区人民政府办公室', flag: '', marks: '临政办发、临政办函' })
  for (const [marks, code] of [
    [mark, 'issuing-body.mark-taken'],
    ['临政办1', 'issuing-body.mark-unreadable'],
    [' ', 'dispatch.not-complete'],
  ] as const)
    await expect(
      registerBody(deps, head, { districtId, name: '临湖区人民政府办公室', flag: '', marks }),
    ).rejects.toMatchObject({ code })
  expect((await issuingBodies(deps.db, districtId)).map(({ name }) => name)).toHaveLength(2)
  // Where an office countersigns, 保密审查 waits for it.
  await editDispatch(deps, supervisor, { ...(await formOf(deps, id)), countersign: '区委网信办' })
  const of = (version: number) => ({ districtId, dispatchId: id, version })
  await submitDispatch(deps, supervisor, of(2))
  await checkDispatch(deps, examiner, of(3))
  expect((await readDispatch(deps.db, districtId, id))!.state).toBe('countersigning')
  await expect(clearDispatch(deps, reviewer, { ...of(4), confirmed })).rejects.toMatchObject({
    code: 'dispatch.action-not-allowed',
  })
  await expect(countersignDispatch(deps, reviewer, of(4))).rejects.toMatchObject({ code: 'access.denied' })
  await countersignDispatch(deps, actorOf('countersigner'), { ...of(4), note: '同意' })
  await clearDispatch(deps, reviewer, { ...of(5), confirmed })
  await signDispatch(deps, signer, of(6))
  const paper = of(7)
  await numberDispatch(deps, supervisor, { ...paper, number: `${mark}〔2026〕1号` })
  await issueDispatch(deps, supervisor, { ...paper, version: paper.version + 1, demo: false })
  expect(
    (await receiptsOf(deps.db, districtId, id)).filter(({ answers }) => answers).map(({ unitName }) => unitName),
  ).toEqual(['临湖区水务局'])
})
