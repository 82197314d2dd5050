import { basename } from 'node:path'
import type { Actor, Deps } from '../../access/index.ts'
import { type InSnapshot, inTransaction } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import type { Refusal } from '../../vocabulary/refusals/index.ts'
import type { BackupSummary } from '../model.ts'
import { backUp, type BackupInput } from './back-up.ts'
import { verifyBackup } from './verify-backup.ts'

const beforehand: ReadonlySet<string | undefined> = new Set(['backup.exists', 'backup.passphrase-short'])

/**
 * Makes a backup and reads it back to its last byte: only then the 工作台, 备份 and `doctor` count on it. What fails stands
 * in the trail too. Refuses `backup.*`.
 */
export async function backUpWhole(
  deps: Deps,
  actor: Actor,
  inSnapshot: InSnapshot,
  input: BackupInput,
): Promise<BackupSummary> {
  const note = (action: string, after: Record<string, unknown>) =>
    inTransaction(deps.db, (tx) =>
      append(tx, deps.ids, {
        districtId: systemChain,
        actor,
        action,
        subject: { kind: 'backup', id: basename(input.path) },
        after,
        at: deps.wall.now(),
      }),
    )
  try {
    const made = await backUp(deps, actor, inSnapshot, input)
    input.onProgress?.({ done: 0, total: 1, message: '正在从头到尾核验' })
    const { rows, files, bytes } = await verifyBackup(input.path, input.passphrase)
    await note('backup.verified', { rows, files, bytes })
    return made
  } catch (error) {
    // Asked for wrongly, nothing was begun and nothing failed.
    if (!beforehand.has((error as Partial<Refusal>).code))
      await note('backup.failed', { why: (error as Error).message })
    throw error
  }
}
