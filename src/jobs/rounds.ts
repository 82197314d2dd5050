import { addHours, type Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'

/**
 * The last round that the program made by itself, with the parts that failed in it in words. `leaptAt`: the clock has just
 * gone over weeks in which no round was made, and what can't be undone waits (`leapOf`).
 */
export type Round = { at: Instant; failed: string[]; leaptAt?: Instant | undefined }

// Nobody stops an installation for a month, unless they do; a clock that is set wrong goes on by years.
const LEAP_DAYS = 30
/** For so long people have time to see that the clock is wrong. */
const HELD_DAYS = 7

/**
 * When the clock leapt, while what follows from days that may never have been is not yet to be believed: what is erased
 * because its years are over never comes back. Undefined: it goes as it did, was set right again, or has gone on for a week.
 */
export function leapOf(before: Round | undefined, now: Instant): Instant | undefined {
  if (!before) return undefined
  if (now > addHours(before.at, LEAP_DAYS * 24)) return now
  const { leaptAt } = before
  return leaptAt !== undefined && now >= leaptAt && now < heldUntil(leaptAt) ? leaptAt : undefined
}

export const heldUntil = (leaptAt: Instant): Instant => addHours(leaptAt, HELD_DAYS * 24)

const key = 'last-round'

export async function recordRound(db: Db, { at, failed, leaptAt }: Round): Promise<void> {
  const row = { value: JSON.stringify({ failed, leaptAt }), changed_at: at }
  await db
    .insertInto('installation_setting')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}

export async function lastRound(db: Db): Promise<Round | undefined> {
  const row = await db
    .selectFrom('installation_setting')
    .select(['value', 'changed_at as at'])
    .where('key', '=', key)
    .executeTakeFirst()
  return row && { at: row.at, ...(row.value as Omit<Round, 'at'>) }
}
