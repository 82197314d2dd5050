import { type CivilDate, dueAtEndOf, type Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { periodOn } from '../periods/periods.ts'

/** The last moment of a handover that begins on a day: so many working days later, as the district set them. */
export async function handoverDue(
  tx: Tx,
  districtId: string,
  from: CivilDate,
): Promise<{ due: Instant; dueProvisional: boolean }> {
  const { count } = await periodOn(tx, districtId, 'handoverWorkdays', from)
  const { day, provisional } = (await loadCalendar(tx)).addWorkingDays(from, count)
  return { due: dueAtEndOf(day), dueProvisional: provisional }
}
