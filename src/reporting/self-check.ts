import { percentText } from '../vocabulary/shares.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { proseFaults } from './editing/prose.ts'
import { figureText, totalsOf } from './figures.ts'
import { instructedRows, instructedTotals } from './instructed.ts'
import { partlyRows, problemRows, unitColumns, unitRows, unknownRows } from './paper.ts'
import { checkAnswers } from './last-circular.ts'
import { reminderRows, reminderTotals } from './reminders.ts'
import type { Bound, InstructedTotals, ReminderTotals, ReportContent, ReportFacts, Totals } from './model.ts'

/**
 * The report checks its own sums before it may be printed. Refuses
 * `report.figure-mismatch` when a printed number, or a total the database counted, differs from its recomputation;
 * `report.sum-mismatch` when parts don't add up to their whole;
 * `report.prose-contradicts` when a sentence says what the numbers don't;
 * `report.unbound-number` when a sentence holds a number that no figure stands for.
 * The tables of the annexes are checked as they are printed: columns add up to the last row, and that is what was counted.
 */
export function checkReport(content: ReportContent): void {
  checkTotals(content.facts)
  checkSums(content.facts)
  checkUnitTable(content.facts, unitRows(content.facts))
  checkLists(content.facts, listsOf(content.facts))
  checkAnswers(content.facts)
  checkReminders(content.facts, reminderRows(content.facts))
  checkInstructed(content.facts, instructedRows(content.facts))
  for (const run of runsOf(content)) checkRun(content.facts, run)
  for (const block of content.blocks) if (block.kind === 'paragraph') checkProse(content.facts, block.runs)
}

const totalNames: Readonly<Record<keyof Totals, string>> = {
  registered: '应检数',
  judged: '判定数',
  partly: '部分月份未判定数',
  qualified: '合格数',
  unqualified: '不合格数',
  pending: '待复核数',
  unknown: '暂不判定数',
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
  requireSum(counted.judged + counted.unknown === counted.registered, '判定数与暂不判定数之和不等于应检数')
  const vetoed = new Set(findings.filter((finding) => finding.class === 'veto').map(({ accountId }) => accountId))
  const unqualified = new Set(accounts.filter(({ verdict }) => verdict === 'unqualified').map(({ id }) => id))
  requireSum(
    vetoed.size === unqualified.size && [...vetoed].every((id) => unqualified.has(id)),
    '不合格账号与经复核确认的单项否决问题不能一一对应',
  )
}

/** 统计表 as printed: each column adds up, the last row is what the database counted, each rate divides its own row. */
export function checkUnitTable({ counted }: Pick<ReportFacts, 'counted'>, rows: readonly string[][]): void {
  const units = rows.slice(0, -1)
  const last = rows.at(-1) ?? []
  const wanted = [counted.registered, counted.qualified, counted.unqualified, counted.pending, counted.unknown]
  for (const [at, total] of wanted.entries()) {
    const column = units.reduce((sum, row) => sum + Number(row[at + 1]), 0)
    const title = unitColumns[at + 1]?.title ?? ''
    requireSum(column === total && last[at + 1] === String(total), `统计表“${title}”一列各单位之和不等于合计`)
  }
  const partly = units.reduce((sum, row) => sum + Number(row[7]), 0)
  requireSum(
    partly === counted.partly && last[7] === String(partly),
    `统计表“${unitColumns[7]?.title}”一列各单位之和不等于合计`,
  )
  for (const row of rows) {
    const [label = '', registered, qualified, unqualified, pending, unknown] = row
    const parts = [qualified, unqualified, pending, unknown].map(Number)
    requireSum(
      parts.reduce((sum, part) => sum + part, 0) === Number(registered),
      `统计表“${label}”一行各项之和不等于应检数`,
    )
    // Over what stands; a unit of which something waits has none.
    const rate =
      Number(pending) > 0 && row !== last
        ? undefined
        : percentText(Number(qualified), Number(qualified) + Number(unqualified))
    requireSum(row[6] === (rate === undefined ? '—' : `${rate}%`), `统计表“${label}”一行合格率与合格数不符`)
  }
}

/** The lists of the annexes as they are printed. */
export const listsOf = (facts: ReportFacts) => ({
  problems: problemRows(facts),
  unknowns: unknownRows(facts),
  partly: partlyRows(facts),
})

/** 问题清单 and the two lists of 暂不判定 as printed: as many rows as the text says, numbered through, and each in its place. */
export function checkLists(
  { counted }: Pick<ReportFacts, 'counted'>,
  { problems, unknowns, partly }: Record<'problems' | 'unknowns' | 'partly', readonly string[][]>,
): void {
  requireSum(problems.length === counted.findings, '问题清单的行数不等于确认问题数')
  requireSum(unknowns.length === counted.unknown, '暂不判定名单的行数不等于暂不判定数')
  requireSum(partly.length === counted.partly, '部分月份暂不判定名单的行数不等于部分月份未判定数')
  for (const rows of [problems, unknowns, partly])
    requireSum(
      rows.every(([number], at) => number === String(at + 1)),
      '清单的序号不连续',
    )
}

/** 提醒: the rows and the database count the same, the warnings add up to what was sent, and the list has each of them. */
export function checkReminders({ reminders }: Pick<ReportFacts, 'reminders'>, printed: readonly string[][]): void {
  if (!reminders) return
  const { rows, counted } = reminders
  const recomputed = reminderTotals(rows)
  for (const [figure, read] of reminderFigures)
    if (read(counted) !== read(recomputed))
      throw refuse('report.figure-mismatch', { figure, printed: read(counted), recomputed: read(recomputed) })
  const levelled = counted.levels.reduce((sum, { sent }) => sum + sent, 0)
  const unlevelled = rows.filter(({ origin, warned }) => origin === 'threshold' && !warned).length
  requireSum(levelled + unlevelled === counted.threshold, '各预警档的提醒次数之和不等于更新提醒次数')
  requireSum(
    printed.length === counted.threshold && printed.every(([number], at) => number === String(at + 1)),
    '更新提醒情况表的行数不等于更新提醒次数',
  )
}

const reminderFigures: readonly [string, (totals: ReminderTotals) => string][] = [
  ['更新提醒次数', ({ threshold }) => String(threshold)],
  ['人工提醒次数', ({ byHand }) => String(byHand)],
  ['更新提醒所涉账号数', ({ accounts }) => String(accounts)],
  ['各预警档提醒次数', ({ levels }) => levels.map(({ days, sent }) => `${days}天${sent}次`).join('、')],
  ['提醒后按期更新次数', ({ inTime }) => String(inTime)],
]

const instructedNames: Readonly<Record<keyof InstructedTotals, string>> = {
  tasks: '批示交办事项数',
  units: '批示承办单位数',
  done: '批示交办事项已办结数',
  answered: '批示交办事项待审核数',
  owed: '批示交办事项正在办理数',
  overdue: '批示交办事项逾期数',
  withdrawn: '批示交办事项收回数',
}

/** 上期批示: the rows and the database count the same, the states add up to all, and the list has each of them. */
export function checkInstructed(
  facts: Pick<ReportFacts, 'instructed' | 'compiledOn'>,
  printed: readonly string[][],
): void {
  if (!facts.instructed) return
  const { counted } = facts.instructed
  const recomputed = instructedTotals(facts)
  for (const key of Object.keys(instructedNames) as (keyof InstructedTotals)[])
    if (counted[key] !== recomputed[key])
      throw refuse('report.figure-mismatch', {
        figure: instructedNames[key],
        printed: String(counted[key]),
        recomputed: String(recomputed[key]),
      })
  const { done, answered, owed, overdue, withdrawn, tasks } = counted
  requireSum(done + answered + owed + overdue + withdrawn === tasks, '批示交办事项各情况之和不等于交办事项数')
  requireSum(
    printed.length === tasks && printed.every(([number], at) => number === String(at + 1)),
    '上期批示办理情况表的行数不等于交办事项数',
  )
}

function requireSum(holds: boolean, rule: string): void {
  if (!holds) throw refuse('report.sum-mismatch', { rule })
}

function checkProse(facts: ReportFacts, runs: readonly Bound[]): void {
  const [why] = proseFaults(facts, runs)
  if (why !== undefined) throw refuse('report.prose-contradicts', { why })
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
