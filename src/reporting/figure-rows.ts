import { formatDayZh, monthZh } from '../calendar/index.ts'
import { classLabels } from '../monitoring/index.ts'
import { platformName } from './draft.ts'
import { partlyUnseen } from './figures.ts'
import { answerColumns, answerRows, answersOf } from './last-circular.ts'
import { instructedColumns, instructedRows } from './instructed.ts'
import type { ReportAccount, ReportFacts } from './model.ts'
import { problemsOf, type ReportProblem } from './problems.ts'
import { reminderColumns, reminderRows } from './reminders.ts'

/** What a number counts, row by row, as this version has it; `accountId`: the account a row is about. */
export type FigureRows = {
  heads: readonly string[]
  rows: { cells: string[]; accountId?: string }[]
}

/**
 * The rows that a number of a report counts, out of the same facts: as many as the number says, for a share those it is a
 * share of. Undefined where the report kept a count alone.
 */
export function figureRows(facts: ReportFacts, id: string): FigureRows | undefined {
  const [family = '', member] = id.split(':')
  return member === undefined ? plainRows[family]?.(facts) : familyRows[family]?.(facts, member)
}

const verdictWords = { qualified: '合格', unqualified: '不合格', pending: '待复核', unknown: '暂不判定' } as const

const accountRows = (accounts: readonly ReportAccount[]): FigureRows => ({
  heads: ['主办单位', '名称', '平台', '季度判定', '未判定月份'],
  rows: accounts.map(({ id, unitName, name, platform, verdict, unseenMonths }) => ({
    cells: [unitName, name, platformName(platform), verdictWords[verdict], unseenMonths.map(monthZh).join('、')],
    accountId: id,
  })),
})

const ofVerdict =
  (...wanted: ReportAccount['verdict'][]) =>
  ({ accounts }: ReportFacts) =>
    accountRows(accounts.filter(({ verdict }) => wanted.includes(verdict)))

const problemRows = (problems: readonly ReportProblem[]): FigureRows => ({
  heads: ['主办单位', '名称', '问题', '监测时间点', '整改情况'],
  rows: problems.map(({ last, all, checkpoints }) => ({
    cells: [
      last.unitName,
      last.about === 'unit' ? '—' : `${last.accountName}（${platformName(last.platform)}）`,
      `${last.label}（${classLabels[last.class]}）`,
      checkpoints.map(formatDayZh).join('、'),
      all.findLast(({ order }) => order)?.order?.stands ?? '尚未下达',
    ],
    accountId: last.accountId,
  })),
})

function unitRows({ accounts }: ReportFacts): FigureRows {
  const units = Map.groupBy(accounts, ({ unitName }) => unitName)
  return {
    heads: ['主办单位', '应检账号'],
    rows: [...units].map(([unitName, own]) => ({ cells: [unitName, String(own.length)] })),
  }
}

const monthRows = ({ months }: ReportFacts, state: string): FigureRows => ({
  heads: ['月份'],
  rows: months.filter((month) => month.state === state).map(({ month }) => ({ cells: [monthZh(month)] })),
})

const plainRows: Readonly<Record<string, (facts: ReportFacts) => FigureRows>> = {
  registered: ({ accounts }) => accountRows(accounts),
  units: unitRows,
  judged: ofVerdict('qualified', 'unqualified', 'pending'),
  qualified: ofVerdict('qualified'),
  unqualified: ofVerdict('unqualified'),
  pending: ofVerdict('pending'),
  unknown: ofVerdict('unknown'),
  rate: ofVerdict('qualified', 'unqualified'),
  coverage: ({ accounts }) => accountRows(accounts),
  'judged-throughout': ({ accounts }) =>
    accountRows(accounts.filter(({ verdict, unseenMonths }) => verdict !== 'unknown' && unseenMonths.length === 0)),
  'partly-unseen': (facts) => accountRows(partlyUnseen(facts)),
  findings: (facts) => problemRows(problemsOf(facts)),
  'unchecked-months': (facts) => monthRows(facts, 'unchecked'),
  'open-months': (facts) => monthRows(facts, 'checked'),
}

const familyRows: Readonly<Record<string, (facts: ReportFacts, member: string) => FigureRows | undefined>> = {
  platform: ({ accounts }, member) => accountRows(accounts.filter(({ platform }) => platform === member)),
  class: (facts, member) => problemRows(problemsOf(facts).filter(({ last }) => last.class === member)),
  accounts: (facts, member) => problemRows(problemsOf(facts).filter(({ last }) => last.indicator === member)),
  'units-with': (facts, member) => problemRows(problemsOf(facts).filter(({ last }) => last.indicator === member)),
  answered: (facts, member) => {
    const units = answersOf(facts, member).map(({ unitName }) => unitName)
    const rows = answerRows(facts).map((cells) => cells.slice(1))
    return {
      heads: answerColumns.slice(1).map(({ title }) => title),
      rows: rows.filter(([unit = '']) => units.includes(unit)).map((cells) => ({ cells })),
    }
  },
  reminded: (facts, member) => remindedRows(facts, member),
  instructed: taskRows,
}

function taskRows(facts: ReportFacts, member: string): FigureRows {
  if (member === 'units') {
    const units = Map.groupBy(facts.instructed?.rows ?? [], ({ unitName }) => unitName)
    return {
      heads: ['承办单位', '交办事项'],
      rows: [...units].map(([unitName, own]) => ({ cells: [unitName, String(own.length)] })),
    }
  }
  return {
    heads: instructedColumns.slice(1).map(({ title }) => title),
    rows: instructedRows(facts, member).map((cells) => ({ cells: cells.slice(1) })),
  }
}

function remindedRows(facts: ReportFacts, member: string): FigureRows | undefined {
  // Those by hand are kept with their day alone.
  if (member === 'by-hand') return undefined
  const sent = (facts.reminders?.rows ?? []).filter(({ origin }) => origin === 'threshold')
  const rows = reminderRows(facts).map((cells, at) => ({ cells: cells.slice(1), warned: sent[at]?.warned }))
  const counted = rows.filter(({ warned }) => {
    if (member === 'threshold') return true
    if (!warned) return false
    return member === `level-${warned.level}` || member === `after-${warned.after}` || member === 'accounts'
  })
  const once = new Map(counted.map((row) => [row.warned?.accountId, row]))
  return {
    heads: reminderColumns.slice(1).map(({ title }) => title),
    rows: (member === 'accounts' ? [...once.values()] : counted).map(({ cells, warned }) => ({
      cells,
      ...(warned && { accountId: warned.accountId }),
    })),
  }
}

/** What a share is made of, in words with both counts; undefined for what is a plain count. */
export function shareParts(facts: ReportFacts, id: string): string | undefined {
  const { counted, previous, months } = facts
  const rate = (of: Pick<ReportFacts['counted'], 'qualified' | 'unqualified'>) =>
    `合格${of.qualified}个÷（合格${of.qualified}个＋不合格${of.unqualified}个）`
  const coverage = (of: { judged: number; registered: number }) => `判定${of.judged}个÷应检${of.registered}个`
  const [family, member] = id.split(':')
  const month = family === 'month-coverage' && months.find((one) => one.month === member)?.coverage
  if (month) return coverage(month)
  if (id === 'rate') return rate(counted)
  if (id === 'coverage') return coverage(counted)
  if (!previous) return undefined
  const before = previous.counted
  const changes: Readonly<Record<string, string>> = {
    'previous-rate': rate(before),
    'previous-coverage': coverage(before),
    'rate-change': `本季度${rate(counted)}，上季度${rate(before)}`,
    'coverage-change': `本季度${coverage(counted)}，上季度${coverage(before)}`,
    'registered-change': `本季度${counted.registered}个，上季度${before.registered}个`,
    'unqualified-change': `本季度${counted.unqualified}个，上季度${before.unqualified}个`,
    'findings-change': `本季度${counted.findings}个，上季度${before.findings}个`,
  }
  return changes[id]
}
