import { join } from 'node:path'
import { type Deps, findDistrict } from '../access/index.ts'
import { dayOf } from '../calendar/index.ts'
import { type Paper, renderDocx, renderPdf, writeWorkbook } from '../documents/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { letterPaper, type Printed, scoreBook, scorePaper } from './paper.ts'
import { stepsOfYear } from './queries/years.ts'
import type { YearScore } from './score-year.ts'

export const scoreFormats = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type ScoreFormat = keyof typeof scoreFormats

export type PrintedFile = { bytes: Uint8Array; name: string; mediaType: string }

async function printedOf(deps: Deps, districtId: string, score: YearScore, demo: boolean): Promise<Printed> {
  const steps = await stepsOfYear(deps.db, districtId, score.year)
  return {
    district: await findDistrict(deps.db, districtId),
    score,
    isFinal: steps.some(({ action, at }) => action === 'publish' && dayOf(at) <= score.asOf),
    demo,
  }
}

/** 评分表 of the district. */
export async function printScore(
  deps: Deps,
  districtId: string,
  score: YearScore,
  { format, demo }: { format: ScoreFormat; demo: boolean },
): Promise<PrintedFile> {
  const printed = await printedOf(deps, districtId, score, demo)
  const bytes =
    format === 'xlsx' ? await writeWorkbook(scoreBook(printed)) : await paperBytes(deps, scorePaper(printed), format)
  return { bytes, name: `${score.year}年政务新媒体监管评分表.${format}`, mediaType: scoreFormats[format] }
}

/** 说明函 to one unit. */
export async function printLetter(
  deps: Deps,
  districtId: string,
  score: YearScore,
  { unitId, format, demo }: { unitId: string; format: 'pdf' | 'docx'; demo: boolean },
): Promise<PrintedFile> {
  const own = score.units.find((one) => one.unitId === unitId)
  if (!own) throw refuse('record.not-found', { what: '单位' })
  const paper = letterPaper(await printedOf(deps, districtId, score, demo), own)
  const name = `${own.name}${score.year}年政务新媒体监管评分说明函.${format}`
  return { bytes: await paperBytes(deps, paper, format), name, mediaType: scoreFormats[format] }
}

const paperBytes = (deps: Deps, paper: Paper, format: 'pdf' | 'docx'): Promise<Uint8Array> =>
  format === 'pdf' ? renderPdf(paper, { fontFolders: [join(deps.dataDir, 'fonts')] }) : renderDocx(paper)
