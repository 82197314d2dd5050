import { refuse } from '../vocabulary/refusals/index.ts'
import { figureText, totalsOf } from './figures.ts'
import type { Bound, ReportContent, ReportFacts, Totals } from './model.ts'

/**
 * The report checks its own sums before it may be printed. Refuses
 * `report.figure-mismatch` when a printed number, or a total the database counted, differs from its recomputation;
 * `report.sum-mismatch` when parts don't add up to their whole;
 * `report.unbound-number` when a sentence holds a number that no figure stands for.
 */
export function checkReport(content: ReportContent): void {
  checkTotals(content.facts)
  checkSums(content.facts)
  for (const run of runsOf(content)) checkRun(content.facts, run)
}

const totalNames: Readonly<Record<keyof Totals, string>> = {
  registered: '登记数',
  judged: '判定数',
  qualified: '合格数',
  unqualified: '不合格数',
  pending: '待复核数',
  unknown: '未判定数',
  findings: '问题数',
}

function checkTotals(facts: ReportFacts): void {
  const recomputed = totalsOf(facts)
  for (const key of Object.keys(totalNames) as (keyof Totals)[]) {
    if (facts.counted[key] !== recomputed[key]) {
      throw refuse('report.figure-mismatch', {
        figure: totalNames[key],
        printed: String(facts.counted[key]),
        recomputed: String(recomputed[key]),
      })
    }
  }
}

function checkSums({ counted, findings, accounts }: ReportFacts): void {
  requireSum(
    counted.qualified + counted.unqualified + counted.pending === counted.judged,
    '合格数、不合格数与待复核数之和不等于判定数',
  )
  requireSum(counted.judged + counted.unknown === counted.registered, '判定数与未判定数之和不等于登记数')
  const vetoed = new Set(findings.filter((finding) => finding.class === 'veto').map(({ accountId }) => accountId))
  const unqualified = new Set(accounts.filter(({ verdict }) => verdict === 'unqualified').map(({ id }) => id))
  requireSum(
    vetoed.size === unqualified.size && [...vetoed].every((id) => unqualified.has(id)),
    '不合格账号与经复核确认的单项否决问题不能一一对应',
  )
}

function requireSum(holds: boolean, rule: string): void {
  if (!holds) throw refuse('report.sum-mismatch', { rule })
}

function checkRun(facts: ReportFacts, run: Bound): void {
  if (typeof run === 'string') {
    if (/[0-9０-９]/.test(run)) throw refuse('report.unbound-number', { text: run })
    return
  }
  if (!('figure' in run)) return
  const recomputed = figureText(facts, run.figure)
  if (recomputed !== run.text)
    throw refuse('report.figure-mismatch', { figure: run.figure, printed: run.text, recomputed })
}

function runsOf({ blocks }: ReportContent): Bound[] {
  return blocks.flatMap((block): Bound[] => {
    switch (block.kind) {
      case 'heading':
        return [block.text]
      case 'paragraph':
        return block.runs
      case 'open-items':
        return block.items.flat()
      case 'figure':
        return []
    }
  })
}
