import { type Actor, type Deps, permit } from '../../access/index.ts'
import type { Quarter } from '../../calendar/index.ts'
import { type Book, type Paper, renderDocx, renderPdf, writeWorkbook } from '../../documents/index.ts'
import { join } from 'node:path'
import type { Progress } from '../../jobs/index.ts'
import { digestOf } from '../../trail/index.ts'
import { annexBook } from '../annex-book.ts'
import { applyEdits } from '../editing/apply-edits.ts'
import { draftReport } from '../draft.ts'
import { gatherFacts } from '../facts.ts'
import type { ReportContent } from '../model.ts'
import { reportPaper, reportTitle } from '../paper.ts'
import { findReport, latestVersion } from '../queries.ts'
import { checkReport } from '../self-check.ts'
import { type PrintMarks, type Stage, stageOf } from '../stage.ts'
import { drawChart } from '../trend.ts'
import { keepVersion } from './keep-version.ts'

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
 * facts give the same version; changed facts give the next one, and earlier ones stay. What the office wrote into the last
 * version is put into the new one wherever it still holds. Refuses what gathering and the
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
  const { draft, last } = await deps.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => ({
      draft: draftReport(await gatherFacts(tx, deps, { districtId, quarter })),
      last: await latestVersion(tx, districtId, quarter),
    }))
  const before = last && (await findReport(deps.db, districtId, last.id))
  const content = applyEdits(draft, before?.content.edits ?? [])
  checkReport(content)
  onProgress({ done: 1, total: 3, message: '自检通过，正在排版' })
  const digest = digestOf(content)
  const same = last?.digest === digest
  const version = same ? last.version : (last?.version ?? 0) + 1
  const stage = stageOf(same ? last.state : 'draft', content)
  const files = await printReport(deps, content, { demo: input.demo, stage, version })
  onProgress({ done: 2, total: 3, message: '正在存档' })
  const kept = same
    ? { id: last.id, version, isNew: false }
    : await keepVersion(deps, actor, {
        districtId,
        quarter,
        printed: { content, digest, version, files },
        trace: { action: 'report.compiled', after: { counted: content.facts.counted, draft: content.isDraft } },
      })
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
