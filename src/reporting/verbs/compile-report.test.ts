import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { docxPart, openPdf, pdfPage } from '../../../tests/golden/papers/read-paper.ts'
import { checkpointOf } from '../../checkpoints/index.ts'
import { readTables } from '../../documents/index.ts'
import { month, quarter } from '../../calendar/index.ts'
import { closeMonth, decideFinding, listFindings, runCheck } from '../../monitoring/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { verifyTrail } from '../../trail/index.ts'
import { findReport, reportVersions } from '../queries.ts'
import { compileReport } from './compile-report.ts'
import { finaliseReport } from './finalise-report.ts'

const supervisor = actorOf('supervisor')
const input = { districtId, quarter: quarter('2026Q3'), demo: false }

/** A quarter with one silent account, checked in all three months; the reviewer confirms what the machine found. */
async function checkedQuarter() {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  const silent = await place.account(unit, '临湖水务', { filing_state: 'filed', certified_entity: '临湖区水务局' })
  const lively = await place.account(unit, '临湖水务', {
    platform: 'weibo',
    filing_state: 'filed',
    certified_entity: '临湖区水务局',
  })
  await place.posts(silent, '2026-07-01', '2026-07-20', '2026-07-30', '2026-08-20', '2026-08-30', '2026-09-10')
  await place.posts(lively, '2026-07-30', '2026-08-30', '2026-09-29')
  for (const account of [silent, lively]) await place.collected(account, '2026-07-01', '2026-10-10')
  for (const of of ['2026-07', '2026-08', '2026-09'])
    await runCheck(place.deps, supervisor, { districtId, month: month(of) })
  return { ...place, silent }
}

async function confirmAll({ deps }: Awaited<ReturnType<typeof checkedQuarter>>) {
  const { findings } = await listFindings(deps.db, districtId, { states: ['candidate'] })
  for (const { id, version } of findings)
    await decideFinding(deps, actorOf('reviewer'), { districtId, findingId: id, decision: 'confirm', version })
  return findings.length
}

/** The marks at the head of pages, each kind of head once; docx and pdf together. */
async function headsOf({ docx, pdf }: { docx: Uint8Array; pdf: Uint8Array }): Promise<string[]> {
  const file = await openPdf(pdf)
  const pages = await Promise.all(Array.from({ length: file.numPages }, (_, at) => pdfPage(file, at + 1)))
  const heads = pages.map((page) => page.map(({ artifact, text }) => (artifact ? text : '')).join(''))
  const marksIn = (head: string) => ['演示数据', '草稿', '送审稿'].filter((mark) => head.includes(mark)).join('　')
  return [...new Set([...heads, docxPart(docx, 'word/header1.xml')].map(marksIn))]
}

async function sheetTitles(bytes: Uint8Array): Promise<unknown[]> {
  const { sheets } = await readTables(bytes)
  return sheets.map(({ rows }) => rows[0]?.[0]?.text)
}

describe('the quarterly report from the database', () => {
  it('prints only what people confirmed, and stays a draft until they have looked', async () => {
    const place = await checkedQuarter()
    const draft = await compileReport(place.deps, supervisor, input)
    expect(draft.content.isDraft).toBe(true)
    expect(draft.content.facts.findings).toEqual([])
    expect(draft.content.facts.counted).toMatchObject({
      registered: 2,
      judged: 2,
      qualified: 1,
      unqualified: 0,
      pending: 1,
      unknown: 0,
    })
    expect(await confirmAll(place)).toBeGreaterThan(0)
    const report = await compileReport(place.deps, supervisor, input)
    expect(report).toMatchObject({ version: 2, isNew: true })
    expect(report.content.isDraft).toBe(true)
    expect(report.content.facts.counted).toMatchObject({
      registered: 2,
      judged: 2,
      qualified: 1,
      unqualified: 1,
      pending: 0,
    })
    expect(
      report.content.facts.findings.map(({ accountName, lastUpdateOn }) => [accountName, lastUpdateOn]),
    ).toContainEqual(['临湖水务', '2026-09-10'])
    for (const of of ['2026-07', '2026-08']) await closeMonth(place.deps, supervisor, { districtId, month: month(of) })
    const twoClosed = await compileReport(place.deps, supervisor, input)
    expect(twoClosed.content.isDraft).toBe(true)
    const pdf = await openPdf(twoClosed.files.pdf)
    for (let page = 1; page <= pdf.numPages; page++)
      expect((await pdfPage(pdf, page)).map(({ text }) => text).join('')).toContain('草稿')
    expect(docxPart(twoClosed.files.docx, 'word/header1.xml')).toContain('草稿')
    await closeMonth(place.deps, supervisor, { districtId, month: month('2026-09') })
    expect((await compileReport(place.deps, supervisor, input)).content.isDraft).toBe(false)
  })

  it('dates no review later than the paper, where business stands still on its own day', async () => {
    const place = await checkedQuarter()
    await confirmAll({ ...place, deps: { ...place.deps, wall: place.at('2026-11-28T02:00:00.000Z').clock } })
    const { facts } = (await compileReport(place.deps, supervisor, input)).content
    expect(new Set(facts.findings.map(({ decidedOn }) => decidedOn))).toEqual(new Set([facts.compiledOn]))
  })

  it('says on every page and sheet what it is until a second person took it as final', async () => {
    const place = await checkedQuarter()
    await confirmAll(place)
    for (const of of ['2026-07', '2026-08', '2026-09'])
      await closeMonth(place.deps, supervisor, { districtId, month: month(of) })
    const demonstrated = { ...input, demo: true }
    const { id: reportId, files } = await compileReport(place.deps, supervisor, demonstrated)
    expect(await headsOf(files)).toEqual(['演示数据　送审稿'])
    expect(await sheetTitles(files.xlsx)).toEqual(
      ['问题清单', '监测情况统计表', '账号名单'].map(
        (name) => `临湖区2026年第三季度政务新媒体${name}（演示数据　送审稿）`,
      ),
    )
    expect(docxPart(files.xlsx, 'xl/worksheets/sheet3.xml')).toMatch(
      /<oddHeader>[^<]*2026年第三季度[^<]*第1版　演示数据　送审稿/u,
    )
    await finaliseReport(place.deps, actorOf('office_head'), { districtId, reportId, demo: true })
    const kept = await findReport(place.deps.db, districtId, reportId)
    const stored = async (format: string) =>
      new Uint8Array((await readStoredFile(place.deps, districtId, kept!.files[format]!)).bytes)
    const final = { docx: await stored('docx'), pdf: await stored('pdf'), xlsx: await stored('xlsx') }
    expect(await headsOf(final)).toEqual(['演示数据'])
    expect((await sheetTitles(final.xlsx))[0]).toBe('临湖区2026年第三季度政务新媒体问题清单（演示数据）')
    const again = await compileReport(place.deps, supervisor, demonstrated)
    expect([again.isNew, Buffer.from(again.files.pdf).equals(final.pdf)]).toEqual([false, true])
  })

  it('gives the same version for the same facts and keeps what it printed', async () => {
    const place = await checkedQuarter()
    const first = await compileReport(place.deps, supervisor, input)
    const again = await compileReport(place.deps, supervisor, input)
    expect(again).toMatchObject({ id: first.id, version: 1, isNew: false })
    expect(Buffer.compare(Buffer.from(first.files.pdf), Buffer.from(again.files.pdf))).toBe(0)
    const kept = await findReport(place.deps.db, districtId, first.id)
    const pdf = await readStoredFile(place.deps, districtId, kept!.files['pdf']!)
    expect(Buffer.compare(Buffer.from(pdf.bytes), Buffer.from(first.files.pdf))).toBe(0)
    expect(kept!.content).toEqual(JSON.parse(JSON.stringify(first.content)))
  })

  it('refuses a quarter that has not begun or was never checked', async () => {
    const { deps } = await monitoredDistrict()
    await expect(compileReport(deps, supervisor, { ...input, quarter: quarter('2027Q1') })).rejects.toMatchObject({
      code: 'report.quarter-not-begun',
    })
    await expect(compileReport(deps, supervisor, input)).rejects.toMatchObject({ code: 'report.nothing-checked' })
  })

  it('is compiled by a supervisor and taken as final by another person, once, with its trace', async () => {
    const place = await checkedQuarter()
    await expect(compileReport(place.deps, actorOf('reviewer'), input)).rejects.toMatchObject({ code: 'access.denied' })
    const draft = await compileReport(place.deps, supervisor, input)
    await expect(
      finaliseReport(place.deps, actorOf('office_head'), { districtId, reportId: draft.id, demo: false }),
    ).rejects.toMatchObject({ code: 'report.draft-not-final' })
    await confirmAll(place)
    const { id: early } = await compileReport(place.deps, supervisor, input)
    const final = (id: string) =>
      finaliseReport(place.deps, actorOf('office_head'), { districtId, reportId: id, demo: false })
    await expect(final(early)).rejects.toMatchObject({ code: 'report.months-open' })
    for (const of of ['2026-07', '2026-08', '2026-09'])
      await closeMonth(place.deps, actorOf('office_head'), { districtId, month: month(of) })
    const { id: reportId } = await compileReport(place.deps, supervisor, input)
    await expect(final(early)).rejects.toMatchObject({ code: 'report.months-open' })
    const both = { ...actorOf('office_head'), id: supervisor.id }
    await expect(finaliseReport(place.deps, both, { districtId, reportId, demo: false })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    await finaliseReport(place.deps, actorOf('office_head'), { districtId, reportId, demo: false })
    const page = await checkpointOf(place.deps.db, districtId, { kind: 'report', id: reportId, version: 3 })
    expect(page!.files.map(({ format }) => format)).toEqual(['docx', 'pdf', 'xlsx'])
    await expect(
      finaliseReport(place.deps, actorOf('office_head'), { districtId, reportId, demo: false }),
    ).rejects.toMatchObject({
      code: 'record.changed-meanwhile',
    })
    expect((await reportVersions(place.deps.db, districtId)).map(({ version, state }) => [version, state])).toEqual([
      [3, 'final'],
      [2, 'draft'],
      [1, 'draft'],
    ])
    expect((await verifyTrail(place.deps.db, districtId)).every(({ whole }) => whole)).toBe(true)
  })

  it('is not taken as final once it is no longer the newest, no longer true, past its own 反馈期限 or its sums were touched', async () => {
    const place = await checkedQuarter()
    await confirmAll(place)
    for (const of of ['2026-07', '2026-08', '2026-09'])
      await closeMonth(place.deps, actorOf('office_head'), { districtId, month: month(of) })
    const final = (reportId: string, deps = place.deps) =>
      finaliseReport(deps, actorOf('office_head'), { districtId, reportId, demo: false })
    const change = (sql: string) => place.database.owner((owner) => owner.query(sql))
    const { id: first } = await compileReport(place.deps, supervisor, input)
    await change(`update district set office_name = '临湖区数据局'`)
    await expect(final(first)).rejects.toMatchObject({ code: 'report.facts-changed' })
    const { id: second } = await compileReport(place.deps, supervisor, input)
    await expect(final(first)).rejects.toMatchObject({ code: 'report.not-newest' })
    await expect(final(second, place.at('2026-12-30T01:00:00.000Z'))).rejects.toMatchObject({
      code: 'report.feedback-passed',
    })
    const stored = (await findReport(place.deps.db, districtId, second))!.content
    // The database keeps the keys of an object from the shortest to the longest.
    const touched = JSON.stringify(stored).replace('"text":"50.0","figure":"rate"', '"text":"90.0","figure":"rate"')
    expect(touched).not.toBe(JSON.stringify(stored))
    await change(`update quarterly_report set content = $$${touched}$$ where id = '${second}'`)
    await expect(final(second)).rejects.toMatchObject({ code: 'report.figure-mismatch' })
    await change(`update quarterly_report set content = $$${JSON.stringify(stored)}$$ where id = '${second}'`)
    await final(second)
  })

  it('compares with the quarter before', async () => {
    const place = await checkedQuarter()
    for (const of of ['2026-04', '2026-05', '2026-06'])
      await runCheck(place.deps, supervisor, { districtId, month: month(of) })
    const { content } = await compileReport(place.deps, supervisor, input)
    expect(content.facts.trend.map(({ quarter: name }) => name)).toEqual(['2026Q2', '2026Q3'])
    expect(content.facts.previous).toMatchObject({
      quarter: '2026Q2',
      counted: { registered: 2, judged: 0, unknown: 2 },
    })
  })
})
