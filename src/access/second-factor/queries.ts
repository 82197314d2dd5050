import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Deps } from '../deps.ts'

/** A user's second factor as stored; without `enrolledAt` it is being set up. */
export type FactorRow = { wrappedKey: Buffer; sealed: Buffer; lastStep: number; enrolledAt: Instant | null }

/** The second factor of a user; locked, so that one code given twice is taken once. */
export async function factorOf(db: Db | Tx, userId: string, lock?: 'lock'): Promise<FactorRow | undefined> {
  let query = db
    .selectFrom('second_factor')
    .select(['wrapped_key as wrappedKey', 'sealed', 'last_step as lastStep', 'enrolled_at as enrolledAt'])
    .where('user_id', '=', userId)
  if (lock) query = query.forUpdate()
  return query.executeTakeFirst()
}

/** How many recovery codes are left, and since when the second factor is asked for. */
export async function factorState(
  db: Db,
  userId: string,
): Promise<{ enrolledAt: Instant | null; codesLeft: number } | undefined> {
  const factor = await factorOf(db, userId)
  if (!factor) return undefined
  const { left } = await db
    .selectFrom('recovery_code')
    .select(sql<number>`count(*)::int`.as('left'))
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return { enrolledAt: factor.enrolledAt, codesLeft: left }
}

export const contextOf = (userId: string) => `second-factor/${userId}`

export const openSecret = ({ vault }: Deps, userId: string, row: FactorRow): string =>
  vault.openBytes(row, contextOf(userId)).toString()
