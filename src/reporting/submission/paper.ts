import { join } from 'node:path'
import type { Deps } from '../../access/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import { type Block, type Paper, renderDocx, renderPdf } from '../../documents/index.ts'
import { quarterName } from '../draft.ts'
import type { ReportContent } from '../model.ts'
import { reportTitle } from '../paper.ts'
import { headline } from './headline.ts'
import type { SubmissionContent } from './queries.ts'

export const submissionFormats = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const
export type SubmissionFormat = keyof typeof submissionFormats

type Printed = {
  report: { version: number; content: ReportContent }
  submission: SubmissionContent
  /** Whom it goes to; '' where his name is no longer kept. */
  leader: string
  /** 送审稿, 演示数据; '' for neither. */
  notice: string
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: [text] })
const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })

/** 呈批件: what is handed in, the report in one sentence, 拟办意见, and an empty box to write in. It bears no seal. */
export function submissionPaper({ report, submission, leader, notice }: Printed): Paper {
  const { facts } = report.content
  const { opinion, submittedOn, office } = submission
  return {
    kind: 'report',
    title: [`${quarterName(facts)}监测报告呈批件`],
    addressee: leader ? `${leader}同志` : '区政府分管领导',
    body: [
      paragraph(`现将《${reportTitle(report.content)}》（第${report.version}版，已由负责人审定）呈上，请批示。`),
      heading('主要情况'),
      paragraph(headline(facts)),
      heading('拟办意见'),
      ...opinion
        .split(/\r?\n/u)
        .map((line) => line.trim())
        .filter(Boolean)
        .map(paragraph),
    ],
    signature: { office, day: submittedOn },
    instructionBox: { label: '领导批示', above: true },
    ...(notice && { notice }),
  }
}

/** 拟办意见 that the office starts from; the paper prints them under a heading 二、, so they go on with （一）. */
export const offeredOpinion = ({ facts }: ReportContent): string =>
  [
    '（一）拟同意报告，以区政务公开领导小组办公室名义通报各单位。',
    ...(facts.findings.length > 0
      ? [`（二）拟责成有关单位逐项整改，于${formatDayZh(facts.feedbackBy.day)}前书面反馈，下季度逐一复查。`]
      : ['（二）拟要求各单位对照检查指标自查，持续巩固运维成效。']),
    '妥否，请批示。',
  ].join('\n')

/** docx or pdf out of one content. */
export async function printSubmission(
  deps: Pick<Deps, 'dataDir'>,
  printed: Printed,
  format: SubmissionFormat,
): Promise<{ bytes: Uint8Array; mediaType: string; name: string }> {
  const paper = submissionPaper(printed)
  const bytes =
    format === 'pdf' ? await renderPdf(paper, { fontFolders: [join(deps.dataDir, 'fonts')] }) : await renderDocx(paper)
  return { bytes, mediaType: submissionFormats[format], name: `${paper.title.join('')}.${format}` }
}
