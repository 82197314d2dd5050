import { type Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'

/** Failed sign-ins under one name, and until when it stands locked. */
export type Attempts = { failures: number; lockedUntil: Instant | null }

/** Whoever tries more names than this pushes out those tried first. */
const mostNames = 50_000

/**
 * Failed sign-ins under names that nobody bears, counted as those of a user are: if only real names were ever locked, the
 * lock would tell which names are real. Kept in memory alone: such a name is nobody's, and whatever is typed into that
 * field, now and then a password, is not stored.
 */
export class UnknownNames {
  private readonly attempts = new Map<string, Attempts>()

  of(login: string): Attempts {
    return this.attempts.get(login) ?? { failures: 0, lockedUntil: null }
  }

  keep(login: string, attempts: Attempts): void {
    this.attempts.delete(login)
    this.attempts.set(login, attempts)
    const [first] = this.attempts.keys()
    if (this.attempts.size > mostNames && first !== undefined) this.attempts.delete(first)
  }
}

const byDatabase = new WeakMap<Db, UnknownNames>()

/** The names tried on one database by this program. */
export function unknownNamesOf(db: Db): UnknownNames {
  const known = byDatabase.get(db) ?? new UnknownNames()
  byDatabase.set(db, known)
  return known
}
