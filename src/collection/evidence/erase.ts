import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { destroyKeys, removeBytes } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { ErasedWhy } from './model.ts'
import { evidenceRow } from './queries.ts'

/** Reasons of a list, so that nothing personal enters the trail. */
export const eraseReasons = {
  request: '本人申请',
  unrelated: '含与监测无关的个人信息',
  excessive: '超出监测所需的范围',
} as const
export type EraseReason = keyof typeof eraseReasons

/**
 * Erases the bytes of evidence because of personal data in it. From where, when and with which digests it was taken
 * stays, and so does what was found on it; the same content is not taken again. Refuses `access.denied`,
 * `record.not-found` (also when erased before).
 */
export async function eraseEvidence(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; accountId: string; evidenceId: string; reason: EraseReason },
): Promise<void> {
  const { districtId, accountId, evidenceId, reason } = input
  permit(actor, 'files.erase', { districtId })
  const fileIds = await inTransaction(deps.db, async (tx) => {
    const row = await evidenceRow(tx, districtId, accountId, evidenceId)
    const erased = row ? await eraseContents(tx, deps, actor, districtId, [row.sha256], 'personal') : []
    if (!row || erased.length === 0) throw refuse('record.not-found', { what: '证据原件' })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'evidence.erased',
      subject: { kind: 'evidence', id: evidenceId },
      after: { sha256: row.sha256, because: reason },
      at: deps.wall.now(),
    })
    return erased
  })
  await removeBytes(deps, fileIds)
}

/** Destroys the keys of contents in the caller's transaction; answers the files whose bytes `removeBytes` then takes away. */
export async function eraseContents(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  digests: readonly string[],
  because: ErasedWhy,
): Promise<string[]> {
  const { rows } = await sql<{ sha256: string; fileId: string }>`
    select sha256, file_id as "fileId" from evidence_content
    where district_id = ${districtId} and sha256 = any(${[...digests].sort()}::text[]) order by sha256 for update`.execute(
    tx,
  )
  const erased = await destroyKeys(
    tx,
    deps,
    districtId,
    rows.map(({ fileId }) => fileId),
  )
  const gone = new Set(erased.map(({ id }) => id))
  await tx
    .updateTable('evidence_content')
    .set({ erased_at: deps.wall.now(), erased_because: because, erased_by: actor.id })
    .where('district_id', '=', districtId)
    .where(sql<boolean>`file_id = any(${[...gone]}::uuid[])`)
    .execute()
  return [...gone]
}
