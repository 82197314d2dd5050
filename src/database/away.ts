import { sql } from 'kysely'
import { type Refusal, refuse } from '../vocabulary/refusals/index.ts'
import type { Db } from './index.ts'

/** SQLSTATE: shut down by its administrator, crashed, not yet taking connections; class 08 is the connection itself (PostgreSQL, Appendix A). */
const awayStates = new Set(['57P01', '57P02', '57P03'])

const brokenSockets = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
])

// What the driver and its pool say without any code, as of pg 8 (client.js, pg-pool).
const driverSays = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'timeout exceeded when trying to connect',
  'timeout expired',
])

/**
 * Whether an error says that the database is starting, stopping or can't be reached, so that the same request may
 * succeed a little later. Everything else the database says is a defect of the request.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // A name with several addresses fails with one error for each of them.
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  const { code, syscall, message } = error as NodeJS.ErrnoException
  if (code === undefined) return driverSays.has(message)
  if (awayStates.has(code) || /^08\w{3}$/.test(code)) return true
  // Without the call it failed in, it is a browser that hung up; a missing file is none of the socket's.
  return code === 'ENOENT' ? syscall === 'connect' : syscall !== undefined && brokenSockets.has(code)
}

// SQLSTATE of the database, codes of the system for files.
const diskTroubles = [
  ['database.disk-full', ['53100', 'ENOSPC', 'EDQUOT']],
  ['database.disk-failing', ['58030', 'EIO', 'EROFS']],
  ['database.damaged', ['XX001', 'XX002']],
] as const satisfies [string, string[]][]

/** What an error says of a disk, however it is wrapped: it took no more, it failed, or it gave back something else than was written. Nothing of the request was kept. */
export function diskTrouble(error: unknown): Refusal | undefined {
  const codes = codesOf(error)
  const found = diskTroubles.find(([, ours]) => codes.some((code) => (ours as readonly string[]).includes(code)))
  return found && refuse(found[0])
}

/** Whether the database answers at all; what else goes wrong is thrown. */
export async function databaseAnswers(db: Db): Promise<boolean> {
  try {
    await sql`select 1`.execute(db)
    return true
  } catch (error) {
    if (isDatabaseAway(error)) return false
    throw error
  }
}

function codesOf(error: unknown): string[] {
  const codes: string[] = []
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++)
    codes.push((one as NodeJS.ErrnoException).code ?? '')
  return codes
}
