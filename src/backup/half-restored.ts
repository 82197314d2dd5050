import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { formatMinute, type Instant } from '../calendar/index.ts'
import { isSameLife, lifeOf, stopOrphan } from '../database/index.ts'
import { syncToDisk } from '../files/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/** A restore under way, as it stands in its folder until the last row and file is there. */
type Restoring = { pid: number; life: string | null; backup: string; since: Instant; onServer: boolean }

const pathIn = (dataDir: string) => join(dataDir, 'restoring.json')

/**
 * Says in a folder that it is being filled. A program that is killed meanwhile leaves half an installation: with the mark in it,
 * nobody works on that as if it were whole.
 */
export async function markRestoring(dataDir: string, facts: Omit<Restoring, 'pid' | 'life'>): Promise<void> {
  const restoring: Restoring = { pid: process.pid, life: lifeOf(process.pid), ...facts }
  writeFileSync(`${pathIn(dataDir)}.new`, JSON.stringify(restoring), { mode: 0o600, flush: true })
  renameSync(`${pathIn(dataDir)}.new`, pathIn(dataDir))
  await syncToDisk(dataDir)
}

export async function endRestoring(dataDir: string): Promise<void> {
  await rm(pathIn(dataDir))
  await syncToDisk(dataDir)
}

/** Refuses `backup.half-restored` and `backup.restoring` for a folder that a restore has not filled to the end. */
export function refuseHalfRestored(dataDir: string): void {
  const found = restoringIn(dataDir)
  if (!found) return
  const facts = { path: dataDir, backup: found.backup, since: formatMinute(found.since) }
  if (isUnderWay(found)) throw refuse('backup.restoring', { ...facts, pid: found.pid })
  throw refuse('backup.half-restored', { ...facts, onServer: found.onServer })
}

/** Empties a folder in which a restore died: it was empty before, and nobody has worked on it since. Leaves any other as it is. */
export async function clearHalfRestored(dataDir: string): Promise<void> {
  const found = restoringIn(dataDir)
  if (!found || isUnderWay(found)) return
  await stopOrphan(dataDir)
  // The mark goes last: what dies here is half restored still.
  for (const name of readdirSync(dataDir).filter((one) => join(dataDir, one) !== pathIn(dataDir)))
    await rm(join(dataDir, name), { recursive: true, force: true })
  await endRestoring(dataDir)
}

const isUnderWay = ({ pid, life }: Restoring) => life !== null && isSameLife(pid, life)

function restoringIn(dataDir: string): Restoring | undefined {
  try {
    return JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as Restoring
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
