import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { refuse } from '../vocabulary/refusals/index.ts'
import { isSameLife, lifeOf } from './embedded/processes.ts'

type Holder = { pid: number; life: string }

const POLL_MS = 20
// First start and migration of a full directory included.
const WAIT_MS = 120_000

let serial = 0

/**
 * Runs `work` while no other program starts, stops or migrates the database behind `path`. A holder that died is no
 * holder. Refuses: `database.busy`. Node has no flock; a hard link is made whole or not at all, on every file system
 * a database belongs on.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, waitMs = WAIT_MS): Promise<T> {
  const giveUpAt = Date.now() + waitMs
  while (!tryLock(path)) {
    if (Date.now() > giveUpAt) throw refuse('database.busy', { pid: readHolder(path)?.pid ?? 0 })
    await pause(POLL_MS)
  }
  try {
    return await work()
  } finally {
    releaseLock(path)
  }
}

/** Takes the lock if it is free this moment; the caller gives it back with `releaseLock`. */
export function tryLock(path: string): boolean {
  const mine = `${path}.${process.pid}-${serial++}`
  writeFileSync(mine, JSON.stringify({ pid: process.pid, life: lifeOf(process.pid) }), { mode: 0o600 })
  try {
    if (link(mine, path)) return true
    return dropDeadHolder(path, `${mine}.dead`) && link(mine, path)
  } finally {
    unlinkSync(mine)
  }
}

export function releaseLock(path: string): void {
  unlinkSync(path)
}

/** Moves a dead holder's lock away. Whoever moved a living one by mistake, in a race, puts it back. */
function dropDeadHolder(path: string, aside: string): boolean {
  const seen = readHolder(path)
  if (seen && isSameLife(seen.pid, seen.life)) return false
  try {
    renameSync(path, aside)
  } catch {
    return true // somebody else has just moved it
  }
  const moved = readHolder(aside)
  if (moved && isSameLife(moved.pid, moved.life)) link(aside, path)
  unlinkSync(aside)
  return true
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return null
  }
}
