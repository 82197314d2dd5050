import { monthsOf, quarter } from '../../src/calendar/index.ts'
import { closeMonth, decideFinding, listFindings, runCheck } from '../../src/monitoring/index.ts'
import { compileReport, finaliseReport } from '../../src/reporting/index.ts'
import { actorOf, districtId, type MonitoredDistrict, monitoredDistrict } from './monitored-district.ts'

/** A district of two units, each with an account of which one was silent; the third quarter checked, reviewed and closed. */
export async function closedQuarter(): Promise<MonitoredDistrict & { units: { water: string; town: string } }> {
  const place = await monitoredDistrict()
  const units = { water: await place.unit('临湖区水务局'), town: await place.unit('石埠镇人民政府') }
  const silent = await place.account(units.water, '临湖水务', { filing_state: 'filed' })
  const lively = await place.account(units.town, '石埠镇发布', { filing_state: 'filed' })
  await place.posts(silent, '2026-07-20', '2026-07-30', '2026-08-20', '2026-08-30', '2026-09-10')
  await place.posts(lively, '2026-07-20', '2026-07-30', '2026-08-20', '2026-08-30', '2026-09-29')
  for (const account of [silent, lively]) await place.collected(account, '2026-07-01', '2026-10-10')
  for (const month of monthsOf(quarter('2026Q3')))
    await runCheck(place.deps, actorOf('supervisor'), { districtId, month })
  const { findings } = await listFindings(place.deps.db, districtId, { states: ['candidate'] })
  for (const { id, version } of findings)
    await decideFinding(place.deps, actorOf('reviewer'), { districtId, findingId: id, decision: 'confirm', version })
  for (const month of monthsOf(quarter('2026Q3')))
    await closeMonth(place.deps, actorOf('supervisor'), { districtId, month })
  return { ...place, units }
}

/** The third quarter's report of a closed quarter, taken as final by a second person. */
export async function finalReport({ deps }: MonitoredDistrict): Promise<string> {
  const { id: reportId } = await compileReport(deps, actorOf('supervisor'), {
    districtId,
    quarter: quarter('2026Q3'),
    demo: false,
  })
  await finaliseReport(deps, actorOf('office_head'), { districtId, reportId, demo: false })
  return reportId
}
