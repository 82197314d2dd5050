import { type Actor, type Deps, permit } from '../../access/index.ts'
import type { Quarter } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { type Book, type Paper, renderDocx, renderPdf, writeWorkbook } from '../../documents/index.ts'
import { join } from 'node:path'
import { saveFile } from '../../files/index.ts'
import type { Progress } from '../../jobs/index.ts'
import { append, digestOf } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { annexBook } from '../annex-book.ts'
import { draftReport } from '../draft.ts'
import { gatherFacts } from '../facts.ts'
import type { ReportContent } from '../model.ts'
import { reportPaper, reportTitle } from '../paper.ts'
import { insertVersion, latestVersion } from '../queries.ts'
import { checkReport } from '../self-check.ts'
import { type PrintMarks, type Stage, stageOf } from '../stage.ts'
import { drawChart } from '../trend.ts'

export type CompileInput = { districtId: string; quarter: Quarter; demo: boolean }
export type ReportFiles = { docx: Uint8Array; pdf: Uint8Array; xlsx: Uint8Array }
export type CompiledReport = {
  id: string
  version: number
  isNew: boolean
  stage: Stage
  title: string
  content: ReportContent
  files: ReportFiles
}

/**
 * 季度监测报告: gathers, drafts, checks its own sums and prints docx, pdf and the xlsx annex out of one content. The same
 * facts give the same version; changed facts give the next one, and earlier ones stay. Refuses what gathering and the
 * self-check refuse.
 */
export async function compileReport(
  deps: Deps,
  actor: Actor,
  input: CompileInput,
  onProgress: Progress = () => undefined,
): Promise<CompiledReport> {
  const { districtId, quarter } = input
  permit(actor, 'report.compile', { districtId })
  onProgress({ done: 0, total: 3, message: '正在汇总监测结果和复核意见' })
  const content = await deps.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => draftReport(await gatherFacts(tx, deps, { districtId, quarter })))
  checkReport(content)
  onProgress({ done: 1, total: 3, message: '自检通过，正在排版' })
  const digest = digestOf(content)
  const last = await deps.db.transaction().execute((tx) => latestVersion(tx, districtId, quarter))
  const same = last?.digest === digest
  const version = same ? last.version : (last?.version ?? 0) + 1
  const stage = stageOf(same ? last.state : 'draft', content)
  const files = await printReport(deps, content, { demo: input.demo, stage, version })
  onProgress({ done: 2, total: 3, message: '正在存档' })
  const kept = same
    ? { id: last.id, version, isNew: false }
    : await keepVersion(deps, actor, input, { content, digest, version, files })
  onProgress({ done: 3, total: 3, message: '报告已生成' })
  return { ...kept, stage, title: reportTitle(content), content, files }
}

/** What a paper of another kind out of the same content changes in its form; never a number. */
export type Dress = { paper?: (paper: Paper) => Paper; book?: (book: Book) => Book }
const same = <T>(whole: T): T => whole

/** Prints a report's content again, at any later time, into the same files; `marks` say what of it is not final yet. */
export async function printReport(
  deps: Pick<Deps, 'dataDir'>,
  content: ReportContent,
  marks: PrintMarks,
  dress: Dress = {},
): Promise<ReportFiles> {
  const paper = (dress.paper ?? same)(reportPaper(content, await drawChart(content), marks))
  const [docx, pdf, xlsx] = await Promise.all([
    renderDocx(paper),
    renderPdf(paper, { fontFolders: [join(deps.dataDir, 'fonts')] }),
    writeWorkbook((dress.book ?? same)(annexBook(content, marks))),
  ])
  return { docx, pdf, xlsx }
}

const mediaTypes: Readonly<Record<keyof ReportFiles, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Stores the three files of a version and answers their ids by format. */
export async function saveReportFiles(
  tx: Tx,
  deps: Deps,
  {
    districtId,
    actor,
    content,
    files,
  }: { districtId: string; actor: Actor; content: ReportContent; files: ReportFiles },
): Promise<Record<string, string>> {
  const kept: Record<string, string> = {}
  for (const format of ['docx', 'pdf', 'xlsx'] as const) {
    const name = `${reportTitle(content)}.${format}`
    const file = { districtId, name, bytes: files[format], actor, mediaType: mediaTypes[format] }
    kept[format] = (await saveFile(tx, deps, file)).id
  }
  return kept
}

type Printed = { content: ReportContent; digest: string; version: number; files: ReportFiles }

// The version's number is printed on its annex: whoever compiled another one meanwhile has taken it.
async function keepVersion(
  deps: Deps,
  actor: Actor,
  { districtId, quarter }: CompileInput,
  { content, digest, version, files }: Printed,
): Promise<{ id: string; version: number; isNew: boolean }> {
  return deps.db.transaction().execute(async (tx) => {
    const last = await latestVersion(tx, districtId, quarter)
    if ((last?.version ?? 0) + 1 !== version) throw refuse('record.changed-meanwhile', { what: '报告' })
    const [id, createdAt] = [deps.ids.next(), deps.wall.now()]
    await insertVersion(tx, {
      id,
      districtId,
      quarter,
      version,
      content,
      digest,
      createdBy: actor.id,
      createdAt,
      files: await saveReportFiles(tx, deps, { districtId, actor, content, files }),
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'report.compiled',
      subject: { kind: 'report', id },
      after: { quarter, version, digest, counted: content.facts.counted, draft: content.isDraft },
      at: createdAt,
    })
    return { id, version, isNew: true }
  })
}
