import { addMs, type Instant } from '../calendar/index.ts'
import { inTransaction } from '../database/index.ts'
import type { Deps } from './deps.ts'

const DAY_MS = 24 * 3_600_000

type Counting = Pick<Deps, 'db' | 'vault' | 'wall'>

/**
 * Failed sign-ins under names that nobody bears, counted as those of a user are: if only real names were ever locked, the
 * lock would tell which names are real, and so would a count that each program kept for itself. Whatever is typed into
 * that field is now and then a password: a keyed digest of it is kept, for a day.
 */
export const whoIs = ({ vault }: Pick<Deps, 'vault'>, login: string): Buffer => vault.keyedDigest('unknown-name', login)

export async function unknownLockedUntil({ db }: Counting, who: Buffer): Promise<Instant | null> {
  const row = await db.selectFrom('unknown_sign_in').select('locked_until').where('who', '=', who).executeTakeFirst()
  return row?.locked_until ?? null
}

/** Counts one more; answers until when the name was locked before. Guesses sent side by side queue up at the row. */
export async function countUnknown(
  { db, wall }: Counting,
  who: Buffer,
  { most, lockMs }: { most: number; lockMs: number },
): Promise<Instant | null> {
  const now = wall.now()
  return inTransaction(db, async (tx) => {
    await tx.deleteFrom('unknown_sign_in').where('last_at', '<', addMs(now, -DAY_MS)).execute()
    await tx
      .insertInto('unknown_sign_in')
      .values({ who, failures: 0, locked_until: null, last_at: now })
      .onConflict((conflict) => conflict.column('who').doNothing())
      .execute()
    const { failures, locked_until: locked } = await tx
      .selectFrom('unknown_sign_in')
      .select(['failures', 'locked_until'])
      .where('who', '=', who)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (locked !== null && locked > now) return locked
    const locks = failures + 1 >= most
    await tx
      .updateTable('unknown_sign_in')
      .set({ failures: locks ? 0 : failures + 1, locked_until: locks ? addMs(now, lockMs) : null, last_at: now })
      .where('who', '=', who)
      .execute()
    return locked
  })
}
