import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findToken, markRevoked } from './queries.ts'

/** Ends a token: the next request with it is refused. Refuses `access.denied`, `api-token.unknown`, `api-token.already-revoked`. */
export async function revokeToken(
  deps: Deps,
  actor: Actor,
  { districtId, id }: { districtId: string; id: string },
): Promise<void> {
  permit(actor, 'api.manage', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const token = await findToken(tx, districtId, id, 'lock')
    if (!token) throw refuse('api-token.unknown')
    if (token.revokedAt !== null) throw refuse('api-token.already-revoked')
    const at = deps.wall.now()
    await markRevoked(tx, districtId, { id, by: actor.id, at })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'api-token.revoked',
      subject: { kind: 'api-token', id },
      before: { name: token.name },
      at,
    })
  })
}
