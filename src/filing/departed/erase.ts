import { type Actor, type Deps, type ErasedBecause, erasePeople, permit } from '../../access/index.ts'
import { addDays, dayOf, startOfDay } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { periodOn } from '../periods/periods.ts'
import { dropHandlersWhoLeft } from './handlers.ts'
import { departedBefore, lockRecord, markDeparted } from './queries.ts'
import { erasedFrom } from './rules.ts'

// What one round takes on; the rest follows ten minutes later.
const MOST = 500

/**
 * Notes who is needed no longer and erases whose time is over (docs/decisions/008). Frozen papers keep their own sealed
 * copies and are not touched. Runs as often as it likes.
 */
export async function keepPeople(deps: Deps, actor: Actor, districtId: string): Promise<{ erased: number }> {
  permit(actor, 'people.expire', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const today = deps.clock.today()
    await noteDeparted(tx, deps, districtId)
    const { count: years } = await periodOn(tx, districtId, 'peopleKeptYears', today)
    // No period of years is shorter than this; the rule then looks at each day.
    const coarse = startOfDay(addDays(today, 1 - 365 * years))
    const found = await departedBefore(tx, districtId, coarse, MOST)
    const over = found.filter(({ leftAt }) => erasedFrom(dayOf(leftAt), years) <= today)
    const personIds = over.map(({ id }) => id)
    return { erased: await erasePeople(tx, deps, actor, { districtId, personIds, because: 'expired' }) }
  })
}

// Who left a unit's posts leaves its apps as well, and that record's day begins.
async function noteDeparted(tx: Tx, deps: Deps, districtId: string): Promise<void> {
  await markDeparted(tx, districtId, deps.clock.now())
  await dropHandlersWhoLeft(tx, deps, districtId)
  await markDeparted(tx, districtId, deps.clock.now())
}

export const earlyReasons = { request: '本人申请', 'purpose-ended': '处理目的已实现，不再需要' } as const
export type EarlyReason = keyof typeof earlyReasons
export const erasedBecauseLabels = { expired: '保存期限届满', ...earlyReasons } as const satisfies Record<
  ErasedBecause,
  string
>

/**
 * Erases one who left before the time is over. The reason is one of a list, so that nothing personal enters the trail.
 * Refuses `person.still-in-post`, `record.not-found`.
 */
export async function eraseEarly(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; personId: string; because: EarlyReason },
): Promise<void> {
  const { districtId, personId, because } = input
  permit(actor, 'people.erase', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const record = await lockRecord(tx, districtId, personId)
    if (!record) throw refuse('record.not-found', { what: '人员' })
    if (record.isNeeded) throw refuse('person.still-in-post')
    await noteDeparted(tx, deps, districtId)
    await erasePeople(tx, deps, actor, { districtId, personIds: [personId], because })
  })
}
