import type { Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import { latestEvents, systemChain } from '../trail/index.ts'

/** A backup as the trail tells of it. `whole`: it was read back to its last byte when it was made. */
export type BackupMade = {
  name: string
  at: Instant
  takenAt: Instant
  rows: number
  files: number
  lost: number
  bytes: number
  keys: boolean
  encrypted: boolean
  whole: boolean
}
export type BackupFailed = { name: string; at: Instant; why: string }

type Told = { made: readonly BackupMade[]; failed: readonly BackupFailed[] }

const MOST = 60

/** The newest backups and failures, newest first. */
export async function backupsTold(db: Db): Promise<Told> {
  const asked = (action: string) => latestEvents(db, systemChain, { action, limit: MOST })
  const [made, verified, failed] = [
    await asked('backup.made'),
    await asked('backup.verified'),
    await asked('backup.failed'),
  ]
  const whole = new Set(verified.map(({ subjectId }) => subjectId))
  return {
    made: made.map(({ subjectId, occurredAt, after }) => ({
      ...(after as Omit<BackupMade, 'name' | 'at' | 'whole'>),
      name: subjectId,
      at: occurredAt,
      whole: whole.has(subjectId),
    })),
    failed: failed.map(({ subjectId, occurredAt, after }) => ({
      name: subjectId,
      at: occurredAt,
      why: (after as { why?: string }).why ?? '',
    })),
  }
}

/** Where backups stand: the newest that was read back whole, and the newest that came to nothing since. */
export type BackupStanding = { good: BackupMade | undefined; failing: BackupFailed | undefined }

/** The same of what the trail tells. */
export function standingOf({ made, failed }: Told): BackupStanding {
  const good = made.find(({ whole }) => whole)
  const [latest] = failed
  return { good, failing: latest && (!good || latest.at > good.at) ? latest : undefined }
}

export const backupStanding = async (db: Db): Promise<BackupStanding> => standingOf(await backupsTold(db))

/** The newest backup that was read back whole. */
export const lastGoodBackup = async (db: Db): Promise<BackupMade | undefined> => (await backupStanding(db)).good
