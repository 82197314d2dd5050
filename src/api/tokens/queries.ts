import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { ApiToken, Bearer } from './model.ts'
import { districtOf, tokenDigest } from './secret.ts'

const columns = [
  'id',
  'name',
  'scopes',
  'per_minute as perMinute',
  'expires_on as expiresOn',
  'created_by as createdBy',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
  'revoked_at as revokedAt',
] as const

/** Every token that a district ever gave out: those that hold first, the newest on top. */
export async function listTokens(db: Db | Tx, districtId: string): Promise<ApiToken[]> {
  const rows = await db
    .selectFrom('api_token')
    .select(columns)
    .where('district_id', '=', districtId)
    .orderBy(sql`revoked_at is not null`)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
  return rows as ApiToken[]
}

export async function findToken(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<ApiToken | undefined> {
  let query = db.selectFrom('api_token').select(columns).where('district_id', '=', districtId).where('id', '=', id)
  if (lock === 'lock') query = query.forUpdate()
  return (await query.executeTakeFirst()) as ApiToken | undefined
}

export async function insertToken(
  tx: Tx,
  districtId: string,
  token: Omit<ApiToken, 'lastUsedAt' | 'revokedAt'> & { digest: Buffer },
): Promise<void> {
  await tx
    .insertInto('api_token')
    .values({
      district_id: districtId,
      id: token.id,
      name: token.name,
      token_digest: token.digest,
      scopes: token.scopes,
      per_minute: token.perMinute,
      expires_on: token.expiresOn,
      created_by: token.createdBy,
      created_at: token.createdAt,
    })
    .execute()
}

export async function markRevoked(
  tx: Tx,
  districtId: string,
  { id, by, at }: { id: string; by: string; at: Instant },
): Promise<void> {
  await tx
    .updateTable('api_token')
    .set({ revoked_by: by, revoked_at: at })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** Whose token it is; undefined: nobody's. Asked with every request, so that a revoked token ends at once. */
export async function bearerOf(db: Db, token: string): Promise<Bearer | undefined> {
  const districtId = districtOf(token)
  if (districtId === undefined) return undefined
  const { rows } = await sql<Bearer>`
    select t.district_id as "districtId", t.id, t.scopes, t.per_minute as "perMinute", t.expires_on as "expiresOn",
      t.last_used_at as "lastUsedAt", t.revoked_at as "revokedAt", coalesce(h.seq, 0) as "chainLength"
    from api_token t left join trail_head h on h.district_id = t.district_id
    where t.district_id = ${districtId} and t.token_digest = ${tokenDigest(token)}`.execute(db)
  return rows[0]
}

export async function noteUse(db: Db, { districtId, id }: Bearer, at: Instant): Promise<void> {
  await db
    .updateTable('api_token')
    .set({ last_used_at: at })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}
