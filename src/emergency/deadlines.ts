import { type CivilDate, dayOf, type Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Kind } from './model.ts'
import { openCases } from './queries.ts'
import { byNextClock, type Clock, clocksOf, nextClock } from './rules.ts'
import { pressingWords, thingOf } from './words.ts'

/** An open case as the workbench reminds of it; the one whose clock runs out first is first. */
export type OpenEmergency = {
  id: string
  kind: Kind
  thing: string
  clock: Pick<Clock, 'label' | 'standing' | 'dueAt'> | null
  words: string
}

export async function openEmergencies(db: Db, districtId: string, now: Instant): Promise<OpenEmergency[]> {
  return byNextClock(await openCases(db, districtId), now).map((one) => {
    const clock = nextClock(clocksOf(one, now)) ?? null
    return {
      id: one.id,
      kind: one.kind,
      thing: thingOf(one),
      clock,
      words: pressingWords(one, now),
    }
  })
}

/** Days on which clocks of open cases run out, from today on, one for each clock: for a calendar that names nobody. */
export async function emergencyDays(db: Db, districtId: string, now: Instant): Promise<CivilDate[]> {
  const cases = await openCases(db, districtId)
  return cases.flatMap((one) =>
    clocksOf(one, now).flatMap(({ standing, dueAt }) => (standing === 'running' && dueAt ? [dayOf(dueAt)] : [])),
  )
}
