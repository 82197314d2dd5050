import type { Annex } from '../../documents/index.ts'
import { classLabels } from '../../monitoring/index.ts'
import {
  instructedTable,
  problemColumns,
  problemRows,
  reportAnnexes,
  type ReportContent,
  type ReportFacts,
} from '../../reporting/index.ts'
import type { AnnexTable } from '../words/content.ts'

// 序号 to 监测时间点: the deadline stands in the text alone, evidence and the state of orders are the office's.
const SHOWN = 7
const only = <T>(row: readonly T[]): T[] => row.slice(0, SHOWN)

/** 单项否决名单 and 扣分名单 as two annexes apart; one that would be empty is left out. */
export function problemLists(facts: ReportFacts): AnnexTable[] {
  return (['veto', 'deduction', 'hint'] as const).flatMap((weight): AnnexTable[] => {
    const findings = facts.findings.filter((finding) => finding.class === weight)
    if (findings.length === 0) return []
    return [
      {
        title: `存在${classLabels[weight]}问题的政务新媒体名单`,
        landscape: true,
        columns: only(problemColumns),
        rows: problemRows({ findings, feedbackBy: facts.feedbackBy }).map(only),
      },
    ]
  })
}

/** The report's other tables, which its text refers to; what came of 批示 goes to no unit but the one that a task is for. */
export function otherTables({ facts }: ReportContent): AnnexTable[] {
  return reportAnnexes(facts).flatMap((annex) =>
    /问题清单/u.test(annex.title) || annex.title === instructedTable ? [] : tableOf(annex),
  )
}

function tableOf({ title, landscape = false, blocks = [] }: Annex): AnnexTable[] {
  const at = blocks.findIndex(({ kind }) => kind === 'table')
  const table = blocks[at]
  if (table?.kind !== 'table') return []
  const words = blocks.flatMap((block, index) =>
    block.kind === 'paragraph'
      ? [{ above: index < at, text: block.runs.map((run) => (typeof run === 'string' ? run : run.text)).join('') }]
      : [],
  )
  return [
    {
      title,
      landscape,
      columns: table.columns,
      rows: table.rows,
      above: words.filter(({ above }) => above).map(({ text }) => text),
      below: words.filter(({ above }) => !above).map(({ text }) => text),
    },
  ]
}
