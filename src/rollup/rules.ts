import { rateStands, settledOf } from '../reporting/index.ts'
import { percentText, perMille } from '../vocabulary/shares.ts'
import type { Counted, DistrictFigures, RollupRow } from './model.ts'

/** Under this many settled accounts one account moves the rate by more than five points: the reader is told. */
export const FEW = 20

/** What stands in a cell of 合格率: the rate with its fraction, or why there is none. */
export type RateCell =
  | { kind: 'rate'; percent: string; perMille: number; qualified: number; settled: number; few: boolean }
  | { kind: 'none'; why: 'unchecked' | 'pending' | 'minority' | 'nobody' }

export const noRateLabels: Readonly<Record<Extract<RateCell, { kind: 'none' }>['why'], string>> = {
  unchecked: '未监测',
  pending: '待复核',
  minority: '不足半数',
  nobody: '无判定',
}

/**
 * 合格率 = 合格 / 已有判定 (合格 + 不合格); 暂不判定 stands apart. None while a veto waits for a person, none where fewer than half of
 * the accounts were judged (docs/decisions/016), and none where nothing was checked: that is no nought.
 */
export function rateCell(counted: Counted | null): RateCell {
  if (!counted || counted.registered === 0) return { kind: 'none', why: 'unchecked' }
  if (counted.pending > 0) return { kind: 'none', why: 'pending' }
  const settled = settledOf(counted)
  if (settled === 0) return { kind: 'none', why: 'nobody' }
  if (!rateStands(counted)) return { kind: 'none', why: 'minority' }
  const { qualified } = counted
  return {
    kind: 'rate',
    percent: percentText(qualified, settled)!,
    perMille: perMille(qualified, settled)!,
    qualified,
    settled,
    few: settled < FEW,
  }
}

/** `96.4%（27/28）`, or why there is no rate. */
export const rateText = (cell: RateCell): string =>
  cell.kind === 'none' ? noRateLabels[cell.why] : `${cell.percent}%（${cell.qualified}/${cell.settled}）`

/** `90.0%（27/30）`: of the accounts to be checked those that were judged. */
export const coverageText = (counted: Counted | null): string =>
  counted && counted.registered > 0
    ? `${percentText(counted.judged, counted.registered)!}%（${counted.judged}/${counted.registered}）`
    : '未监测'

const zero: Counted = { registered: 0, judged: 0, qualified: 0, unqualified: 0, pending: 0, unknown: 0 }

/** The accounts of several districts together; districts in which nothing was checked add nothing and are told by number. */
export function summed(all: readonly (Counted | null)[]): { counted: Counted | null; unchecked: number } {
  const checked = all.filter((one) => one !== null)
  const counted = checked.reduce<Counted>(
    (sum, one) => ({
      registered: sum.registered + one.registered,
      judged: sum.judged + one.judged,
      qualified: sum.qualified + one.qualified,
      unqualified: sum.unqualified + one.unqualified,
      pending: sum.pending + one.pending,
      unknown: sum.unknown + one.unknown,
    }),
    zero,
  )
  return { counted: checked.length === 0 ? null : counted, unchecked: all.length - checked.length }
}

/** Each district once: what it sent up stands aside where its records are here. */
export const countedOnce = (rows: readonly RollupRow[]): RollupRow[] =>
  rows.filter(({ sent }) => sent === null || sent.besideHere === 'none')

/** A sending beside the district's own records: whether month and quarter say the same of its accounts. */
export function besideHere(row: RollupRow, here: DistrictFigures | undefined): RollupRow {
  if (!row.sent || !here) return row
  const verdicts = ({ month, quarter }: DistrictFigures) =>
    JSON.stringify([month && countsOf(month.counted), quarter && countsOf(quarter.counted)])
  const same = verdicts(here) === verdicts(row.figures)
  return { ...row, sent: { ...row.sent, besideHere: same ? 'same' : 'other' } }
}

const countsOf = ({ registered, judged, qualified, unqualified, pending, unknown }: Counted) => [
  registered,
  judged,
  qualified,
  unqualified,
  pending,
  unknown,
]

/** A number that was sent twice and is not the same: where, what it was, what it is. */
export type Difference = { what: string; before: string; after: string }

/** The figures of a district in an office's words, in the order in which they are printed. */
export function figureLines(figures: DistrictFigures): { what: string; value: string }[] {
  const { ledger, month, quarter, awaiting, problems, orders, report, circular } = figures
  const of = (name: string, counted: Counted | undefined) =>
    (
      [
        ['应检账号', counted?.registered],
        ['已判定', counted?.judged],
        ['合格', counted?.qualified],
        ['不合格', counted?.unqualified],
        ['待复核', counted?.pending],
        ['暂不判定', counted?.unknown],
      ] as const
    ).map(([label, value]) => ({ what: `${name}${label}`, value: value === undefined ? '未监测' : String(value) }))
  return [
    { what: '登记账号', value: String(ledger.registered) },
    { what: '在运营', value: String(ledger.running) },
    { what: '已备案', value: String(ledger.filed) },
    { what: '未备案', value: String(ledger.unfiled) },
    { what: '待核备案', value: String(ledger.filingUnknown) },
    ...of('当月', month?.counted),
    { what: '当月办结', value: month ? (month.closed ? '已办结' : '未办结') : '未监测' },
    ...of('季度', quarter?.counted),
    { what: '待复核线索', value: String(awaiting) },
    { what: '未解决的问题', value: String(problems) },
    { what: '整改未办结', value: String(orders.open) },
    { what: '整改逾期', value: String(orders.late) },
    { what: '季度报告', value: report ? (report.final ? '已审定' : '草稿') : '未编制' },
    { what: '最近通报', value: circular ? `${circular.title}（${circular.issuedOn}）` : '没有' },
  ]
}

/** What differs between two sets of figures of one district and period; empty: they say the same. */
export function figureDifferences(before: DistrictFigures, after: DistrictFigures): Difference[] {
  const known = new Map(figureLines(before).map(({ what, value }) => [what, value]))
  return figureLines(after).flatMap(({ what, value }) => {
    const was = known.get(what) ?? '没有'
    return was === value ? [] : [{ what, before: was, after: value }]
  })
}
