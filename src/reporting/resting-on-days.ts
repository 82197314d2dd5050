import { firstDayOf, quarter, quarterOf } from '../calendar/index.ts'
import type { RestingOnDays } from '../collection/index.ts'
import { closedMonthsOn } from '../monitoring/index.ts'

/** What rests on days that a file brought: the closed months that knew of them, and the final reports made of those. */
export const restingOnDays: RestingOnDays = async (tx, districtId, brought) => {
  const months = await closedMonthsOn(tx, districtId, brought)
  if (months.length === 0) return { months, reports: [] }
  const reports = await tx
    .selectFrom('quarterly_report')
    .select(['quarter', 'version'])
    .where('district_id', '=', districtId)
    .where('quarter', 'in', [...new Set(months.map((month) => quarterOf(firstDayOf(month))))])
    .where('state', 'in', ['final', 'superseded'])
    .orderBy('quarter')
    .orderBy('version')
    .execute()
  return { months, reports: reports.map((one) => ({ ...one, quarter: quarter(one.quarter) })) }
}
