import { type CivilDate, formatDayZh } from '../calendar/index.ts'
import type { Column } from '../documents/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Bound, ReportBlock, ReportFacts } from './model.ts'
import { day, listed, name, paragraph, source } from './words.ts'

/**
 * 上季度通报 and how its units answered: what published circulars begin the next one with.
 */
export type LastCircular = {
  title: string
  number: string
  issuedOn: CivilDate
  /** Units that were asked for an answer. */
  units: { unitName: string; dueOn: CivilDate; answeredOn: CivilDate | null }[]
  /** The database's own count of them. */
  counted: { asked: number; inTime: number; late: number }
}

type Told = Pick<ReportFacts, 'lastCircular' | 'compiledOn'>
type Answer = LastCircular['units'][number]

export const answerLabels = {
  'in-time': '按期反馈',
  late: '迟报',
  missing: '逾期未反馈',
  waiting: '尚未到期',
} as const
export type AnswerOutcome = keyof typeof answerLabels
export const answerOutcomes = Object.keys(answerLabels) as AnswerOutcome[]

/** How a unit answered, as of the day of the report; the last day itself is in time. */
const outcomeOf = ({ dueOn, answeredOn }: Answer, on: CivilDate): AnswerOutcome =>
  answeredOn !== null ? (answeredOn > dueOn ? 'late' : 'in-time') : on > dueOn ? 'missing' : 'waiting'

/** Units that answered in this way; all that were asked for `asked`. */
export const answersOf = ({ lastCircular: last, compiledOn }: Told, member: string): Answer[] =>
  (last?.units ?? []).filter((one) => member === 'asked' || outcomeOf(one, compiledOn) === member)

/** `answered:asked`, `answered:late`: units. */
export const answeredFigure = (facts: Told, member: string): string => String(answersOf(facts, member).length)

/** 上季度通报反馈情况; nothing where no unit was asked. */
export function answeredLast(facts: ReportFacts, figure: (id: string) => Bound): ReportBlock[] {
  const { lastCircular: last } = facts
  if (!last || last.units.length === 0) return []
  const outcomes = answerOutcomes.filter((one) => one === 'in-time' || answersOf(facts, one).length > 0)
  const told = (outcome: AnswerOutcome): Bound[] => {
    const units = outcome === 'in-time' ? [] : answersOf(facts, outcome)
    return [
      answerLabels[outcome],
      figure(`answered:${outcome}`),
      '个',
      ...(units.length > 0 ? ['（', ...listed(units.map(({ unitName }) => [name(unitName)])), '）'] : []),
    ]
  }
  return [
    paragraph(
      '上季度通报（',
      source(last.number),
      '，',
      day(last.issuedOn),
      '印发）要求反馈的单位',
      figure('answered:asked'),
      '个，其中',
      ...listed(outcomes.map(told)),
      '，反馈情况见附件。',
    ),
  ]
}

export const answerColumns: readonly Column[] = [
  { title: '序号', width: 1.2, align: 'center' },
  { title: '单位', width: 5 },
  { title: '反馈期限', width: 4, align: 'center' },
  { title: '反馈日期', width: 4, align: 'center' },
  { title: '情况', width: 3 },
]

/** 上季度通报反馈情况表, a row a unit that was asked. */
export const answerRows = (facts: Told): string[][] =>
  answersOf(facts, 'asked').map((one, at) => [
    String(at + 1),
    one.unitName,
    formatDayZh(one.dueOn),
    one.answeredOn ? formatDayZh(one.answeredOn) : '—',
    answerLabels[outcomeOf(one, facts.compiledOn)],
  ])

/** The rows and the database count the same. Refuses `report.figure-mismatch`. */
export function checkAnswers(facts: Told): void {
  if (!facts.lastCircular) return
  const { asked, inTime, late } = facts.lastCircular.counted
  const pairs = [
    ['上季度通报要求反馈的单位数', asked, 'asked'],
    ['上季度通报按期反馈数', inTime, 'in-time'],
    ['上季度通报迟报数', late, 'late'],
  ] as const
  for (const [figure, counted, member] of pairs) {
    const recomputed = answeredFigure(facts, member)
    if (String(counted) !== recomputed)
      throw refuse('report.figure-mismatch', { figure, printed: String(counted), recomputed })
  }
}
