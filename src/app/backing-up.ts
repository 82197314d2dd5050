import type { Deps } from '../access/index.ts'
import { type BackupPlan, backupPlan, isBackupDue, makeScheduled } from '../backup/index.ts'
import { alone, type InSnapshot, type Lead } from '../database/index.ts'
import { programItself } from './program-itself.ts'
import { startTurns } from './turns.ts'

// What failed is tried again in an hour, and stands in the trail each time.
const EVERY_MS = 60 * 60_000

/** Makes each day's backup where the installation was told where to; does nothing where it was not. */
export function startBackingUp(
  deps: Deps,
  inSnapshot: InSnapshot,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  {
    plan = backupPlan(),
    everyMs = EVERY_MS,
    lead = alone,
  }: { plan?: BackupPlan | undefined; everyMs?: number; lead?: Lead } = {},
): () => Promise<void> {
  if (!plan) return () => Promise.resolve()
  const work = async () => {
    // Asked only by programs that were told where to.
    if ((await lead.has('backup')) && (await isBackupDue(plan, deps.wall.now())))
      await makeScheduled(deps, programItself, inSnapshot, plan)
  }
  return startTurns(everyMs, work, (error) => onDefect(error, { part: 'backup' }))
}
