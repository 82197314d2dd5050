import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Deps } from '../access/index.ts'
import { contextOf, pathOf } from './store.ts'

/** A kept file that is not as it was kept. `size`: cut or grown; `content`: as long as it was, and something else. */
export type StoredFault = { path: string; name: string; why: 'missing' | 'size' | 'content' }
/** `read`: how many were opened and compared with their digest. */
export type StoredCheck = { files: number; read: number; faults: StoredFault[] }

type Row = { districtId: string; id: string; name: string; bytes: number; sha256: string; wrappedKey: Buffer }

const PAGE = 2_000
// A nonce of 12 bytes before what was sealed and a tag of 16 behind (access/vault.ts).
const SEALED_MORE = 28

/**
 * Looks for every kept file on the disk and whether it is as long as it was; the `newest` ones, or all, are opened too and
 * compared with their digest.
 */
export async function checkStored(
  { db, dataDir, vault }: Pick<Deps, 'db' | 'dataDir' | 'vault'>,
  newest: number | 'all',
): Promise<StoredCheck> {
  const check: StoredCheck = { files: 0, read: 0, faults: [] }
  let before = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  for (;;) {
    // Ids are made in the order of time: the newest come first.
    const { rows } = await sql<Row>`
      select district_id as "districtId", id, name, byte_count as bytes, sha256, wrapped_key as "wrappedKey"
      from stored_file where wrapped_key is not null and id < ${before} order by id desc limit ${PAGE}`.execute(db)
    for (const row of rows) {
      const isRead = newest === 'all' || check.files < newest
      check.files++
      const path = pathOf(dataDir, row.id)
      const why = (await lengthFault(path, row)) ?? (isRead ? await contentFault(vault, path, row) : undefined)
      if (isRead) check.read++
      if (why) check.faults.push({ path, name: row.name, why })
    }
    before = rows.at(-1)?.id ?? before
    if (rows.length < PAGE) return check
  }
}

async function lengthFault(path: string, { bytes }: Row): Promise<'missing' | 'size' | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return 'missing'
  return found.size === bytes + SEALED_MORE ? undefined : 'size'
}

async function contentFault(vault: Deps['vault'], path: string, row: Row): Promise<'content' | undefined> {
  const { districtId, id, wrappedKey, sha256 } = row
  try {
    const bytes = vault.openBytes({ wrappedKey, sealed: await readFile(path) }, contextOf(districtId, id))
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? undefined : 'content'
  } catch {
    return 'content'
  }
}
