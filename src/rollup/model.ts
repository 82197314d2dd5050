import { z } from 'zod'
import { type CivilDate, type Instant, type Month, month, type Quarter, quarter } from '../calendar/index.ts'

/** 多地区汇总: what a city or province sees of the districts below it, each beside the others and none ranked. */

const count = z.number().int().min(0).max(10_000_000)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

// Figures come from elsewhere: what passes here is read as a month or a quarter by every page that shows it.
const period = (reads: (text: string) => unknown) => (text: string) => {
  try {
    reads(text)
    return true
  } catch {
    return false
  }
}

/** Accounts by what became of them, each once; they add up to `registered`. */
const counted = z.strictObject({
  registered: count,
  judged: count,
  qualified: count,
  unqualified: count,
  pending: count,
  unknown: count,
})
export type Counted = z.infer<typeof counted>

/** What one district has in numbers: counted here, or as it was sent up. Null: nothing was checked, which is no nought. */
export const districtFigures = z.strictObject({
  ledger: z.strictObject({
    registered: count,
    running: count,
    filed: count,
    unfiled: count,
    filingUnknown: count,
  }),
  month: z
    .strictObject({ of: z.string().refine(period(month)), checkpoint: day, closed: z.boolean(), counted })
    .nullable(),
  quarter: z.strictObject({ of: z.string().refine(period(quarter)), counted }).nullable(),
  /** Clues of the month that no person has decided. */
  awaiting: count,
  problems: count,
  orders: z.strictObject({ open: count, late: count }),
  report: z.strictObject({ version: count, final: z.boolean() }).nullable(),
  circular: z.strictObject({ title: z.string().max(200), issuedOn: day }).nullable(),
})
export type DistrictFigures = z.infer<typeof districtFigures>

/**
 * The figures came up in a package: the newest that was taken in, whether it differs from one before, and whether it says
 * something else than the district's records here, where it has any.
 */
export type Sent = {
  at: Instant
  version: number
  differs: boolean
  madeAt: Instant
  besideHere: 'none' | 'same' | 'other'
}

export type RollupRow = {
  district: { id: string; name: string }
  /** Null: the district keeps its records here. */
  sent: Sent | null
  figures: DistrictFigures
}

export type Rollup = {
  /** The city's or province's code; null for the operator, who sees all. */
  code: string | null
  asOf: CivilDate
  readAt: Instant
  month: Month
  quarter: Quarter
  /** In the order of their codes, always: an order by rate would be a ranking. */
  rows: RollupRow[]
}

/** A quarter of one district, as the comparison shows it; null: nothing was checked in it. */
export type QuarterCell = { quarter: Quarter; counted: Counted | null; provisional: boolean }
/** `sent`: as the district sent it up. */
export type CompareRow = { district: { id: string; name: string }; sent: boolean; quarters: QuarterCell[] }
export type Comparison = { asOf: CivilDate; quarters: Quarter[]; rows: CompareRow[] }
