import type { Actor, Deps } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findEndpoint } from '../endpoints.ts'
import type { Endpoint } from '../model.ts'

export type Place = { districtId: string; id: string }

/** The endpoint that is meant. Refuses `webhook.unknown`. */
export async function requireEndpoint(db: Db | Tx, { districtId, id }: Place): Promise<Endpoint> {
  const found = await findEndpoint(db, districtId, id)
  if (!found) throw refuse('webhook.unknown')
  return found
}

/** A link of the trail about an endpoint. */
export async function told(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, id }: Place,
  action: string,
  after?: Record<string, unknown>,
): Promise<void> {
  await append(tx, deps.ids, {
    districtId,
    actor,
    action,
    subject: { kind: 'webhook', id },
    ...(after && { after }),
    at: deps.wall.now(),
  })
}
