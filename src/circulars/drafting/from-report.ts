import { type Bound, instructedHeading, type ReportBlock, type ReportContent } from '../../reporting/index.ts'
import { type DispatchBlock, heading, paragraph, type Piece } from '../words/content.ts'

/** The report's sections as they were taken as final, by the heading that begins them; '' is the opening. */
export function sectionsByHeading(blocks: readonly ReportBlock[]): Map<string, ReportBlock[]> {
  const sections = new Map<string, ReportBlock[]>([['', []]])
  let own = sections.get('')!
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level === 1) sections.set(block.text, (own = []))
    else own.push(block)
  }
  return sections
}

const words = (blocks: readonly ReportBlock[]): DispatchBlock[] =>
  blocks.flatMap((block) => (block.kind === 'heading' || block.kind === 'paragraph' ? [block] : []))

const TAIL = /现将有关情况报告如下。?$/u

/** What the report opens with, led over to this paper: 现将有关情况通报如下. */
export function opening(report: ReportContent, leadsTo: string): DispatchBlock[] {
  const [first, ...others] = words(sectionsByHeading(report.blocks).get('') ?? [])
  if (first?.kind !== 'paragraph') return [paragraph(leadsTo)]
  const runs: Piece[] = first.runs.map((run, at) =>
    typeof run === 'string' && at === first.runs.length - 1 ? run.replace(TAIL, '') : run,
  )
  return [paragraph(...runs, leadsTo), ...others]
}

/** Sections of the report that a paper to its units takes over, but the wording of what is required of them. */
export function toldSections(report: ReportContent, left: readonly string[]): DispatchBlock[] {
  return [...sectionsByHeading(report.blocks)].flatMap(([title, blocks]) =>
    title === '' || left.includes(title) || words(blocks).length === 0 ? [] : [heading(title), ...words(blocks)],
  )
}

const REQUIRED = '下一步工作要求'
const FOLLOW = '抓好整改落实'
export const OPEN = '尚未办结的事项'

/** 下一步工作要求 with what this paper asks for in place of what the report proposes. */
export function requirements(report: ReportContent, asked: readonly Piece[]): DispatchBlock[] {
  const own = words(sectionsByHeading(report.blocks).get(REQUIRED) ?? [])
  const at = own.findIndex((block) => block.kind === 'heading' && block.text === FOLLOW)
  const kept = at < 0 ? own : own.slice(0, at)
  return [heading(REQUIRED), ...kept, heading(FOLLOW, 2), paragraph(...asked)]
}

// What came of a leader's 批示 is between him, the office and the unit of each task.
export const notTold = [REQUIRED, OPEN, instructedHeading]

export const named = (text: string): Bound => ({ name: text, text })
