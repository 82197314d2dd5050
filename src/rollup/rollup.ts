import { type Actor, type Deps, listDistricts, may, permit } from '../access/index.ts'
import {
  addMonths,
  firstDayOf,
  type Month,
  monthOf,
  monthsOf,
  previousQuarter,
  type Quarter,
  quarterOf,
} from '../calendar/index.ts'
import { ordersOfDistricts, problemsOfDistricts } from '../rectification/index.ts'
import { type PeriodTotals, totalsOfDistricts } from '../reporting/index.ts'
import type { Comparison, DistrictFigures, Rollup } from './model.ts'
import { awaitingOf, checksOf, lastCircularsOf, ledgersOf, openMonthsOf, reportsOf } from './queries.ts'
import { reportedQuarters, reportedRows } from './reported.ts'
import { besideHere } from './rules.ts'

/** Quarters that stand beside each other. */
export const QUARTERS = 4

/** The districts of this installation that a person of a level above may look at. */
export async function districtsBelow(deps: Deps, actor: Actor): Promise<{ id: string; name: string }[]> {
  const all = await listDistricts(deps.db)
  return all.filter(({ id }) => may(actor, 'rollup.view', { districtId: id })).map(({ id, name }) => ({ id, name }))
}

/** The month that is over and its quarter, unless another month was asked for. */
export const usualMonth = ({ clock }: Pick<Deps, 'clock'>): Month => addMonths(monthOf(clock.today()), -1)

/** What the districts have in numbers, counted now; districts are asked together, block by block. */
export async function figuresOf(
  deps: Deps,
  districtIds: readonly string[],
  month: Month,
): Promise<Map<string, DistrictFigures>> {
  const quarter = quarterOf(firstDayOf(month))
  const { db, clock } = deps
  const [ledgers, totals, checks, awaiting, orders, problems, reports, circulars] = await Promise.all([
    ledgersOf(db, districtIds),
    totalsOfDistricts(db, districtIds, [month, quarter]),
    checksOf(db, districtIds, month),
    awaitingOf(db, districtIds, month),
    ordersOfDistricts(db, districtIds, clock.now()),
    problemsOfDistricts(db, districtIds, clock.today()),
    reportsOf(db, districtIds, quarter),
    lastCircularsOf(db, districtIds),
  ])
  return new Map(
    districtIds.map((id) => {
      const ofMonth = totals.get(id)?.get(month)
      const ofQuarter = totals.get(id)?.get(quarter)
      const check = checks.get(id)
      const figures: DistrictFigures = {
        ledger: ledgers.get(id) ?? { registered: 0, running: 0, filed: 0, unfiled: 0, filingUnknown: 0 },
        month: check ? { of: month, ...check, counted: ofMonth ?? nothing } : null,
        quarter: ofQuarter ? { of: quarter, counted: ofQuarter } : null,
        awaiting: awaiting.get(id)?.awaiting ?? 0,
        problems: problems.get(id) ?? 0,
        orders: orders.get(id) ?? { open: 0, late: 0 },
        report: reports.get(id) ?? null,
        circular: circulars.get(id) ?? null,
      }
      return [id, figures]
    }),
  )
}

const nothing: PeriodTotals = { registered: 0, judged: 0, qualified: 0, unqualified: 0, pending: 0, unknown: 0 }

const maySee = (actor: Actor, districtId: string) => may(actor, 'rollup.view', { districtId })

// The district's own row stands before what it sent up.
const byCode = (one: { district: { id: string } }, other: { district: { id: string } }) =>
  one.district.id < other.district.id ? -1 : one.district.id > other.district.id ? 1 : 0

/** Whether this person sees districts together at all: somebody of a level above, or the operator. Refuses `access.denied`. */
async function seen(deps: Deps, actor: Actor): Promise<{ id: string; name: string }[]> {
  permit(actor, 'rollup.view', { districtId: actor.districtId ?? '' })
  return districtsBelow(deps, actor)
}

/** The districts below a city or province at a glance, in the order of their codes. Refuses `access.denied`. */
export async function rollupOf(deps: Deps, actor: Actor, { month }: { month: Month }): Promise<Rollup> {
  const districts = await seen(deps, actor)
  const readAt = deps.wall.now()
  const figures = await figuresOf(
    deps,
    districts.map(({ id }) => id),
    month,
  )
  return {
    code: actor.districtId,
    asOf: deps.clock.today(),
    readAt,
    month,
    quarter: quarterOf(firstDayOf(month)),
    rows: [
      ...districts.map((district) => ({ district, sent: null, figures: figures.get(district.id)! })),
      ...(await reportedRows(deps.db, month))
        .filter(({ district }) => maySee(actor, district.id))
        .map((row) => besideHere(row, figures.get(row.district.id))),
    ].sort(byCode),
  }
}

/** Districts beside each other, a quarter beside the three before it. Refuses `access.denied`. */
export async function comparisonOf(deps: Deps, actor: Actor, { quarter }: { quarter: Quarter }): Promise<Comparison> {
  const districts = await seen(deps, actor)
  const ids = districts.map(({ id }) => id)
  const quarters: Quarter[] = [quarter]
  while (quarters.length < QUARTERS) quarters.unshift(previousQuarter(quarters[0]!))
  const [totals, open] = await Promise.all([
    totalsOfDistricts(deps.db, ids, quarters),
    openMonthsOf(
      deps.db,
      ids,
      quarters.flatMap((one) => monthsOf(one)),
    ),
  ])
  const running = quarterOf(deps.clock.today())
  return {
    asOf: deps.clock.today(),
    quarters,
    rows: [
      ...districts.map((district) => ({
        district,
        sent: false,
        quarters: quarters.map((one) => ({
          quarter: one,
          counted: totals.get(district.id)?.get(one) ?? null,
          provisional: one === running || monthsOf(one).some((month) => open.has(`${district.id} ${month}`)),
        })),
      })),
      ...(await reportedQuarters(deps.db))
        .filter(({ district }) => maySee(actor, district.id))
        .map(({ district, quarters: own }) => ({
          district,
          sent: true,
          quarters: quarters.map((one) => ({
            quarter: one,
            counted: own.get(one) ?? null,
            provisional: one === running,
          })),
        })),
    ].sort(byCode),
  }
}
