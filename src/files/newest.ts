import { existsSync } from 'node:fs'
import type { Db } from '../database/index.ts'
import { pathOf } from './store.ts'

/** Whether the file that was kept last lies in another data directory than this one: several hosts have to see the same. */
export async function missingNewest(db: Db, dataDir: string): Promise<boolean> {
  const newest = await db
    .selectFrom('stored_file')
    .select('id')
    .where('wrapped_key', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest !== undefined && !existsSync(pathOf(dataDir, newest.id))
}
