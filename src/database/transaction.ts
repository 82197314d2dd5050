import { setTimeout as pause } from 'node:timers/promises'
import type { IsolationLevel } from 'kysely'
import type { Db, Tx } from './index.ts'

const ATTEMPTS = 5
const FIRST_PAUSE_MS = 10

// Class 40: the server gave up on the transaction, not on what it wanted (PostgreSQL, Appendix A).
const WORTH_ANOTHER_TRY = new Set(['40001', '40P01'])

/**
 * Runs `work` in one transaction, again after a serialization failure or a deadlock (five times at most), so `work`
 * must do nothing outside the database. `isolation` defaults to the server's read committed.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>, isolation?: IsolationLevel): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const transaction = db.transaction()
      return await (isolation ? transaction.setIsolationLevel(isolation) : transaction).execute(work)
    } catch (error) {
      if (attempt === ATTEMPTS || !isWorthAnotherTry(error)) throw error
      // Two that met must not meet again in step.
      await pause(FIRST_PAUSE_MS * 2 ** attempt * Math.random())
    }
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  return WORTH_ANOTHER_TRY.has((error as { code?: string }).code ?? '')
}
