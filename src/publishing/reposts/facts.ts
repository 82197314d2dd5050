import { addDays, type CivilDate, dayOf, endOfDay, startOfDay } from '../../calendar/index.ts'
import type { DayRange } from '../../collection/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { RepostState } from './model.ts'
import { askedAccounts, dutiesDue, keyOf, repostStates } from './queries.ts'

/** An account's duty for monitoring. `doneOn` undefined: not done, and looked at to the last moment; null: nobody knows. */
export type RepostFact = { dutyId: string; title: string; dueOn: CivilDate; doneOn: CivilDate | null | undefined }

/**
 * Facts for monitoring: duties that came due from one day to another, as they stood at the end of the second, by account.
 * Empty where a district has given none. Who is excused has none.
 */
export async function repostFacts(
  db: Db | Tx,
  districtId: string,
  { from, to }: { from: CivilDate; to: CivilDate },
): Promise<Map<string, RepostFact[]>> {
  const duties = await dutiesDue(db, districtId, { from: startOfDay(from), before: startOfDay(addDays(to, 1)) })
  if (duties.length === 0) return new Map()
  const asked = await askedAccounts(
    db,
    { districtId },
    duties.map(({ id }) => id),
  )
  const states = await repostStates(db, districtId, duties, asked, endOfDay(to))
  const byId = new Map(duties.map((duty) => [duty.id, duty]))
  const facts = asked.flatMap((one) => {
    const duty = byId.get(one.dutyId)!
    const state = states.get(keyOf(one))!
    if (state.standing === 'excused') return []
    const fact = { dutyId: duty.id, title: duty.title, dueOn: dayOf(duty.dueAt), doneOn: doneOn(state) }
    return { accountId: one.accountId, fact }
  })
  return new Map(
    [...Map.groupBy(facts, ({ accountId }) => accountId)].map(([id, own]) => [id, own.map(({ fact }) => fact)]),
  )
}

// Late within the last day itself is late by the minute on the page, and by the day nobody's fault.
function doneOn({ standing, doneOn: day }: RepostState): RepostFact['doneOn'] {
  if (standing === 'done' || standing === 'late') return day
  return standing === 'missed' ? undefined : null
}

/** What an account's duties of some days rest on: who gave them or said how they stand, and on which days it had to be looked at. */
export type RepostGround = { by: string[]; looked: DayRange | null }

export async function repostGround(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  { from, to }: DayRange,
): Promise<RepostGround> {
  const duties = await dutiesDue(db, districtId, { from: startOfDay(from), before: startOfDay(addDays(to, 1)) })
  const asked = await askedAccounts(
    db,
    { districtId, accountId },
    duties.map(({ id }) => id),
  )
  const own = duties.filter(({ id }) => asked.some(({ dutyId }) => dutyId === id))
  if (own.length === 0) return { by: [], looked: null }
  return {
    by: [...new Set([...own.map(({ createdBy }) => createdBy), ...asked.flatMap(({ statedBy }) => statedBy ?? [])])],
    looked: {
      from: own.map(({ issuedOn }) => issuedOn).reduce((one, other) => (one < other ? one : other)),
      to,
    },
  }
}
