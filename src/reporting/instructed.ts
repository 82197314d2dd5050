import { formatDayZh, quarterZh } from '../calendar/index.ts'
import type { Column } from '../documents/index.ts'
import type { FollowedTask } from '../instructions/index.ts'
import type { InstructedTotals, ReportFacts } from './model.ts'

/** 上期批示办理情况: what came of 批示 on earlier reports, by 交办要点; the words of a 批示 have no place in a report. */

/** What the report's section and its table are called; no paper to units takes them over. */
export const instructedHeading = '上期批示办理情况'
export const instructedTable = '上期批示办理情况表'

type Instructed = Pick<ReportFacts, 'instructed' | 'compiledOn'>

/** Where a task stands on the day of the report. Each task stands in one of them. */
export const standingLabels = {
  done: '已办结',
  answered: '已反馈待审核',
  owed: '正在办理',
  overdue: '逾期未反馈',
  withdrawn: '已收回',
} as const
type Standing = keyof typeof standingLabels
export const standings = Object.keys(standingLabels) as Standing[]

function standingOf({ state, dueOn }: FollowedTask, compiledOn: ReportFacts['compiledOn']): Standing {
  if (state !== 'open' && state !== 'returned') return state
  return dueOn < compiledOn ? 'overdue' : 'owed'
}

/** Counted from the rows; nothing in reports from before they were told. */
export function instructedTotals({ instructed, compiledOn }: Instructed): InstructedTotals {
  const rows = instructed?.rows ?? []
  const of = (wanted: Standing) => rows.filter((row) => standingOf(row, compiledOn) === wanted).length
  return {
    tasks: rows.length,
    units: new Set(rows.map(({ unitId }) => unitId)).size,
    done: of('done'),
    answered: of('answered'),
    owed: of('owed'),
    overdue: of('overdue'),
    withdrawn: of('withdrawn'),
  }
}

/** `instructed:tasks`, `instructed:units`, `instructed:overdue`. */
export function instructedFigure(facts: Instructed, member: string): string | undefined {
  const totals = instructedTotals(facts)
  return Object.hasOwn(totals, member) ? String(totals[member as keyof InstructedTotals]) : undefined
}

/** What a figure of this family is called in the editor, and what it counts. */
export const instructedWords = (member: string): { label: string; meaning: string } => {
  if (member === 'units') return { label: '批示承办单位数', meaning: '以前各期报告批示交办事项的承办单位，去重。' }
  const word = Object.hasOwn(standingLabels, member) ? standingLabels[member as Standing] : ''
  return {
    label: `批示交办事项${word}数`,
    meaning: `以前各期报告批示的交办事项，上期报告编制时尚未办结的和其后交办的${word && `，编制之日${word}`}。`,
  }
}

// A date takes 6 on one line, as in 问题清单.
export const instructedColumns: readonly Column[] = [
  { title: '序号', width: 1.6, align: 'center' },
  { title: '交办要点', width: 9 },
  { title: '承办单位', width: 5 },
  { title: '来源', width: 5 },
  { title: '办理时限', width: 6, align: 'center' },
  { title: '反馈日期', width: 6, align: 'center' },
  { title: '办理情况', width: 4 },
]

/** A row a task; `member`: those alone that a figure counts. */
export function instructedRows({ instructed, compiledOn }: Instructed, member = 'tasks'): string[][] {
  return (instructed?.rows ?? [])
    .map((row) => ({ ...row, standing: standingOf(row, compiledOn) }))
    .filter(({ standing }) => member === 'tasks' || standing === member)
    .map(({ essentials, unitName, quarter, dueOn, answeredOn, standing }, at) => [
      String(at + 1),
      essentials,
      unitName,
      `${quarterZh(quarter)}报告`,
      formatDayZh(dueOn),
      answeredOn ? formatDayZh(answeredOn) : '—',
      answeredOn && answeredOn > dueOn && standing !== 'withdrawn'
        ? `${standingLabels[standing]}（逾期反馈）`
        : standingLabels[standing],
    ])
}
