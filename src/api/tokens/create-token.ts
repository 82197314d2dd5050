import { type Actor, type Deps, permit, requireConfirmed } from '../../access/index.ts'
import { addDays, type CivilDate, dayOf, formatDayZh } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type ApiScope, apiScopes, longestDays, perMinuteMost, perMinuteUsual } from './model.ts'
import { insertToken } from './queries.ts'
import { newToken, tokenDigest } from './secret.ts'

export type NewApiToken = {
  districtId: string
  name: string
  scopes: readonly ApiScope[]
  expiresOn: CivilDate
  perMinute?: number | undefined
}

/**
 * Gives another system the right to read parts of a district for at most a year. The token is returned this once and kept
 * nowhere. Refuses `access.denied`, `access.confirm-first`, `api-token.name`, `api-token.scopes`, `api-token.expiry`, `api-token.limit`.
 */
export async function createToken(
  deps: Deps,
  actor: Actor,
  input: NewApiToken,
): Promise<{ id: string; token: string }> {
  const { districtId, expiresOn, perMinute = perMinuteUsual } = input
  permit(actor, 'api.manage', { districtId })
  // A token is a right: whoever gives one away shows first who they are.
  requireConfirmed(actor)
  const name = input.name.trim()
  if ([...name].length < 2 || [...name].length > 40) throw refuse('api-token.name')
  const scopes = apiScopes.filter((scope) => input.scopes.includes(scope))
  if (scopes.length === 0) throw refuse('api-token.scopes')
  // Real time ends it, as it ends a session: a demonstration's own day stands still.
  const today = dayOf(deps.wall.now())
  const last = addDays(today, longestDays)
  if (expiresOn < today || expiresOn > last) throw refuse('api-token.expiry', { last: formatDayZh(last) })
  if (!Number.isInteger(perMinute) || perMinute < 1 || perMinute > perMinuteMost) throw refuse('api-token.limit')
  const token = newToken(districtId)
  const id = deps.ids.next()
  const at = deps.wall.now()
  await inTransaction(deps.db, async (tx) => {
    const made = { id, name, scopes, perMinute, expiresOn, createdBy: actor.id, createdAt: at }
    await insertToken(tx, districtId, { ...made, digest: tokenDigest(token) })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'api-token.created',
      subject: { kind: 'api-token', id },
      after: { name, scopes, perMinute, expiresOn },
      at,
    })
  })
  return { id, token }
}
