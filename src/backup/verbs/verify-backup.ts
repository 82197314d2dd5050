import type { BackupSummary } from '../model.ts'
import { openBackup } from '../read-backup.ts'

/** Reads a backup to its last byte and compares it with the sums it was made with; writes nothing. Refuses `backup.*`. */
export async function verifyBackup(path: string, passphrase: string | undefined): Promise<BackupSummary> {
  const { rest } = await openBackup(path, passphrase)
  const pass = async () => undefined
  return rest({
    table: pass,
    key: pass,
    file: async (_id, content) => {
      for await (const _chunk of content);
    },
  })
}
