import { inTransaction } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Deps } from './deps.ts'
import type { Session } from './sessions.ts'
import { plusMinutes } from './sign-in/attempts.ts'

/** A file as a form brought it, and the field it was chosen in. */
export type HeldFile = { field: string; name: string; mediaType: string; bytes: Uint8Array }

export const heldMinutes = 15

const contextOf = (sessionId: string, position: number) => `held/${sessionId}/${position}`

/**
 * Keeps the files of a form that was held up until its sender has shown who they are: sealed, one form a session, gone with
 * the session. `address`: the form's own.
 */
export async function holdFiles(
  deps: Deps,
  { id }: Session,
  address: string,
  files: readonly HeldFile[],
): Promise<void> {
  const at = deps.wall.now()
  await inTransaction(deps.db, async (tx) => {
    // Ended meanwhile, as by a fifth wrong word: then there is nobody to keep them for.
    const session = await tx.selectFrom('session').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
    if (!session) return
    await tx
      .deleteFrom('held_file')
      .where((eb) => eb.or([eb('session_id', '=', id), eb('held_at', '<=', plusMinutes(at, -heldMinutes))]))
      .execute()
    await tx
      .insertInto('held_file')
      .values(
        files.map(({ field, name, mediaType, bytes }, position) => {
          const { sealed, wrappedKey } = deps.vault.sealBytes(bytes, contextOf(id, position))
          return {
            session_id: id,
            position,
            address,
            field,
            name,
            media_type: mediaType,
            wrapped_key: wrappedKey,
            sealed,
            held_at: at,
          }
        }),
      )
      .execute()
  })
}

/** Gives them back, once. Refuses `web.held-files-gone`: too late, or another form was held up in between. */
export async function takeHeldFiles(deps: Deps, { id }: Session, address: string): Promise<HeldFile[]> {
  const rows = await deps.db
    .deleteFrom('held_file')
    .where('session_id', '=', id)
    .where('address', '=', address)
    .where('held_at', '>', plusMinutes(deps.wall.now(), -heldMinutes))
    .returning(['position', 'field', 'name', 'media_type', 'wrapped_key', 'sealed'])
    .execute()
  if (rows.length === 0) throw refuse('web.held-files-gone')
  return rows
    .toSorted((one, other) => one.position - other.position)
    .map(({ position, field, name, media_type, wrapped_key, sealed }) => ({
      field,
      name,
      mediaType: media_type,
      bytes: deps.vault.openBytes({ wrappedKey: wrapped_key, sealed }, contextOf(id, position)),
    }))
}
