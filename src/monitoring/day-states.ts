import { addDays, type CivilDate, daysBetween } from '../calendar/index.ts'
import { type DayRange, postsPerDay } from '../collection/index.ts'
import type { Db } from '../database/index.ts'
import { coveredStretches, patrolledUpdateDays } from './page-queries.ts'

/** What is known of an account's day: it published; somebody looked and found nothing; nobody looked. */
export type DayState = 'posted' | 'nothing' | 'unseen'

/** Every day of a range of some accounts, the earliest first. What nobody looked at is never told as nothing published. */
export async function dayStates(
  db: Db,
  districtId: string,
  accountIds: readonly string[],
  range: DayRange,
): Promise<Map<string, DayState[]>> {
  if (accountIds.length === 0) return new Map()
  // What was covered is read before what was found: what lands in between is evidence of life, never a silence.
  const covered = await coveredStretches(db, districtId, accountIds, range)
  const updates = [
    ...(await postsPerDay(db, districtId, accountIds, range)),
    ...(await patrolledUpdateDays(db, districtId, accountIds, range)),
  ]
  const posted = Map.groupBy(updates, ({ accountId }) => accountId)
  const days = Array.from({ length: daysBetween(range.from, range.to) + 1 }, (_, at) => addDays(range.from, at))
  return new Map(
    accountIds.map((id) => {
      const own = new Set((posted.get(id) ?? []).map(({ day }) => day))
      return [id, days.map((day) => stateOf(day, own, covered.get(id) ?? []))]
    }),
  )
}

function stateOf(day: CivilDate, posted: ReadonlySet<CivilDate>, covered: readonly DayRange[]): DayState {
  if (posted.has(day)) return 'posted'
  return covered.some(({ from, to }) => from <= day && day <= to) ? 'nothing' : 'unseen'
}
