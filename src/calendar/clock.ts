import { type CivilDate, dayOf, type Instant, instantOf } from './civil-date.ts'

/** What time it is; handed in through `deps`, so that a demonstration and a test have their own. */
export type Clock = { now(): Instant; today(): CivilDate }

/** The machine's clock. */
export function systemClock(): Clock {
  const now = () => instantOf(new Date())
  return { now, today: () => dayOf(now()) }
}

/** A clock that stands still. */
export function fixedClock(at: Instant): Clock {
  return { now: () => at, today: () => dayOf(at) }
}
