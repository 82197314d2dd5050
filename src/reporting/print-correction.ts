import { join } from 'node:path'
import type { Deps } from '../access/index.ts'
import { renderDocx, renderPdf } from '../documents/index.ts'
import { correctionPaper, type CorrectionNotice } from './correction.ts'

export const correctionFormats = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const
export type CorrectionFormat = keyof typeof correctionFormats

/** 更正说明 as docx or pdf, out of one content; printed when it is asked for, the same for the same corrections. */
export async function printCorrection(
  deps: Pick<Deps, 'dataDir'>,
  notice: CorrectionNotice,
  { format, demo }: { format: CorrectionFormat; demo: boolean },
): Promise<{ bytes: Uint8Array; name: string; mediaType: string }> {
  const paper = correctionPaper(notice, demo ? '演示数据' : '')
  const bytes =
    format === 'pdf' ? await renderPdf(paper, { fontFolders: [join(deps.dataDir, 'fonts')] }) : await renderDocx(paper)
  const name = `更正说明（${notice.report.title}第${notice.report.version}版）.${format}`
  return { bytes, name, mediaType: correctionFormats[format] }
}
