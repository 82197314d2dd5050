import type { Deps } from '../access/index.ts'
import { dayOf, formatDayZh } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type ApiScope, type Bearer, scopeLabels, tokenState } from './tokens/model.ts'
import { noteUse } from './tokens/queries.ts'
import type { Rate } from './rate.ts'

/** Whose token it is, asked of the database. */
export type Bearers = (db: Deps['db'], token: string) => Promise<Bearer | undefined>

const NOTED_EVERY_MS = 60_000

/**
 * Who asks, when they may: a token that holds, has the scope and hasn't asked too often. That it was used is noted once a
 * minute. Refuses `api.token-required`, `api.token-unknown`, `api.token-expired`, `api.token-revoked`,
 * `api.scope-missing`, `api.too-many`.
 */
export async function bearerWith(
  deps: Deps,
  { rate, bearers }: { rate: Rate; bearers: Bearers },
  authorization: string | undefined,
  scope: ApiScope,
): Promise<Bearer> {
  const bearer = await bearers(deps.db, bearerText(authorization))
  if (!bearer) throw refuse('api.token-unknown')
  const now = deps.wall.now()
  const state = tokenState(bearer, dayOf(now))
  if (state === 'revoked') throw refuse('api.token-revoked')
  if (state === 'expired') throw refuse('api.token-expired', { day: formatDayZh(bearer.expiresOn) })
  await rate.take(deps.db, bearer, now)
  if (!bearer.scopes.includes(scope)) throw refuse('api.scope-missing', { scope: scopeLabels[scope] })
  if (bearer.lastUsedAt === null || Date.parse(now) - Date.parse(bearer.lastUsedAt) >= NOTED_EVERY_MS)
    await noteUse(deps.db, bearer, now)
  return bearer
}

/** The token in a header. Refuses `api.token-required`. */
export function bearerText(authorization: string | undefined): string {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (given === undefined) throw refuse('api.token-required')
  return given
}
