import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { type Actor, type Deps, keepWords, permit } from '../access/index.ts'
import { inTransaction, type Tx } from '../database/index.ts'
import { append } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { pathOf } from './store.ts'

/**
 * Erases an uploaded file, which may hold names and phones: its key is destroyed in the transaction, its bytes are taken
 * from the disk behind it; name, size and digest stay, so that a paper can still say what it rested on. Refuses
 * `access.denied`, `file.erase-reason`, `record.not-found` (also when erased before).
 */
export async function eraseFile(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; fileId: string; reason: string },
): Promise<void> {
  const { districtId, fileId } = input
  permit(actor, 'files.erase', { districtId })
  const reason = input.reason.trim()
  if (reason === '') throw refuse('file.erase-reason')
  await inTransaction(deps.db, async (tx) => {
    const [erased] = await destroyKeys(tx, deps, districtId, [fileId])
    if (!erased) throw refuse('record.not-found', { what: '文件' })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'file.erased',
      subject: { kind: 'file', id: fileId },
      after: { sha256: erased.sha256, reason: await keepWords(tx, deps, districtId, reason) },
      at: deps.wall.now(),
    })
  })
  await removeBytes(deps, [fileId])
}

/** Destroys the keys of files in the caller's transaction; answers those that still had one. `removeBytes` follows when it is committed. */
export async function destroyKeys(
  tx: Tx,
  deps: Deps,
  districtId: string,
  fileIds: readonly string[],
): Promise<{ id: string; sha256: string }[]> {
  return tx
    .updateTable('stored_file')
    .set({ wrapped_key: null, erased_at: deps.wall.now() })
    .where('district_id', '=', districtId)
    .where(sql<boolean>`id = any(${[...fileIds]}::uuid[])`)
    .where('erased_at', 'is', null)
    .returning(['id', 'sha256'])
    .execute()
}

/** Takes bytes from the disk whose keys are gone. A power cut before it leaves bytes that nobody can read. */
export async function removeBytes(deps: Deps, fileIds: readonly string[]): Promise<void> {
  for (const id of fileIds) await rm(pathOf(deps.dataDir, id), { force: true })
}
