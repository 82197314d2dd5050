import { sql } from 'kysely'
import type { Deps } from '../../access/index.ts'
import { addHours, type Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { BEFORE_HOURS, type ComponentShown, type KeptSecrets } from './model.ts'

type Vault = Pick<Deps, 'vault'>
type Part = 'secrets' | 'ticket' | 'token'
type Boxed = { wrappedKey: Buffer; sealed: Buffer }

// A sealed text opens in its own place alone: no ticket passes for a token, none in another district.
const placeOf = (districtId: string, part: Part) => `${districtId}/weixin-component/${part}`
const seal = ({ vault }: Vault, districtId: string, part: Part, value: unknown): Boxed =>
  vault.sealBytes(Buffer.from(JSON.stringify(value)), placeOf(districtId, part))
const unseal = ({ vault }: Vault, districtId: string, part: Part, boxed: Boxed): unknown =>
  JSON.parse(vault.openBytes(boxed, placeOf(districtId, part)).toString('utf8'))

/** The district's 第三方平台 as pages show it; undefined: none is set up. */
export async function componentShown(db: Db, districtId: string): Promise<ComponentShown | undefined> {
  return db
    .selectFrom('weixin_component')
    .select(['appid', 'address', 'ticket_at as ticketAt', 'version'])
    .where('district_id', '=', districtId)
    .executeTakeFirst()
}

export type ComponentOpened = {
  districtId: string
  appid: string
  secrets: KeptSecrets
  ticket: { value: string; at: Instant } | null
  /** The platform's own token (component_access_token), and until when it is used. */
  token: { value: string; until: Instant } | null
}

// What another vault sealed (a database without its own key) is nothing to work with, and no reason to fail what stands beside.
function opened(deps: Vault, row: Row): ComponentOpened | 'unreadable' {
  try {
    return unsealed(deps, row)
  } catch {
    return 'unreadable'
  }
}

const unsealed = (deps: Vault, row: Row): ComponentOpened => {
  const { districtId, appid } = row
  const part = (name: Part, wrappedKey: Buffer, sealed: Buffer) =>
    unseal(deps, districtId, name, { wrappedKey, sealed })
  return {
    districtId,
    appid,
    secrets: part('secrets', row.secrets_key, row.secrets) as KeptSecrets,
    ticket:
      row.ticket_key && row.ticket && row.ticket_at
        ? { value: part('ticket', row.ticket_key, row.ticket) as string, at: row.ticket_at }
        : null,
    token:
      row.token_key && row.token && row.token_until
        ? { value: part('token', row.token_key, row.token) as string, until: row.token_until }
        : null,
  }
}

type Row = Awaited<ReturnType<ReturnType<typeof kept>['executeTakeFirstOrThrow']>>
const kept = (db: Db | Tx) =>
  db
    .selectFrom('weixin_component')
    .select([
      'district_id as districtId',
      'appid',
      'secrets_key',
      'secrets',
      'ticket_key',
      'ticket',
      'ticket_at',
      'token_key',
      'token',
      'token_until',
    ])

/** The district's platform with its secrets, for what is asked or told now alone; `unreadable`: the vault's key is another one. */
export async function openComponent(
  deps: Pick<Deps, 'db' | 'vault'>,
  districtId: string,
): Promise<ComponentOpened | 'unreadable' | undefined> {
  const row = await kept(deps.db).where('district_id', '=', districtId).executeTakeFirst()
  return row && opened(deps, row)
}

/** A platform by its AppID: one that a city runs for its districts stands in each of them. */
export async function componentsOf(
  deps: Pick<Deps, 'db' | 'vault'>,
  appid: string,
): Promise<(ComponentOpened | 'unreadable')[]> {
  const rows = await kept(deps.db).where('appid', '=', appid).orderBy('district_id').execute()
  return rows.map((row) => opened(deps, row))
}

type NewComponent = { districtId: string; appid: string; address: string; secrets: KeptSecrets }

/**
 * Writes a platform anew; tickets and tokens of the one before are forgotten. `version` undefined: there is none yet. False
 * where it is another one meanwhile.
 */
export async function saveComponent(
  tx: Tx,
  deps: Vault,
  { districtId, appid, address, secrets }: NewComponent,
  { version, by, at }: { version: number | undefined; by: string; at: Instant },
): Promise<boolean> {
  const { wrappedKey, sealed } = seal(deps, districtId, 'secrets', secrets)
  const values = { appid, address, secrets_key: wrappedKey, secrets: sealed, set_by: by, set_at: at }
  if (version === undefined) {
    const made = await tx
      .insertInto('weixin_component')
      .values({ district_id: districtId, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .returning('version')
      .executeTakeFirst()
    return made !== undefined
  }
  const forgotten = { ticket_key: null, ticket: null, ticket_at: null, token_key: null, token: null, token_until: null }
  const changed = await tx
    .updateTable('weixin_component')
    .set({ ...values, ...forgotten, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst()
  return changed !== undefined
}

/** Token and EncodingAESKey of the platform that stands, for after they are replaced; undefined where they stay or can't be read. */
export async function keysBefore(
  tx: Tx,
  deps: Vault,
  { districtId, appid, secrets: { token, aesKey } }: NewComponent,
  at: Instant,
): Promise<KeptSecrets['before']> {
  const row = await kept(tx).where('district_id', '=', districtId).where('appid', '=', appid).executeTakeFirst()
  const before = row && opened(deps, row)
  if (!before || before === 'unreadable') return undefined
  const known = before.secrets
  if (known.token === token && known.aesKey === aesKey) return known.before
  return { token: known.token, aesKey: known.aesKey, until: addHours(at, BEFORE_HOURS) }
}

/** Takes a platform away with its secrets. False where it is another one meanwhile, or gone. */
export async function deleteComponent(tx: Tx, districtId: string, version: number): Promise<boolean> {
  const gone = await tx
    .deleteFrom('weixin_component')
    .where('district_id', '=', districtId)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst()
  return gone !== undefined
}

/** Keeps a ticket where it is newer than the one that is kept: what comes again or late changes nothing. */
export async function saveTicket(
  { db, vault }: Pick<Deps, 'db' | 'vault'>,
  districtId: string,
  { value, at }: { value: string; at: Instant },
): Promise<void> {
  const { wrappedKey, sealed } = seal({ vault }, districtId, 'ticket', value)
  await db
    .updateTable('weixin_component')
    .set({ ticket_key: wrappedKey, ticket: sealed, ticket_at: at })
    .where('district_id', '=', districtId)
    .where(({ or, eb }) => or([eb('ticket_at', 'is', null), eb('ticket_at', '<', at)]))
    .execute()
}

/** Keeps the platform's own token for the other workers and the next looks, where it is still the same platform. */
export async function saveToken(
  { db, vault }: Pick<Deps, 'db' | 'vault'>,
  { districtId, appid }: Pick<ComponentOpened, 'districtId' | 'appid'>,
  { value, until }: { value: string; until: Instant },
): Promise<void> {
  const { wrappedKey, sealed } = seal({ vault }, districtId, 'token', value)
  await db
    .updateTable('weixin_component')
    .set({ token_key: wrappedKey, token: sealed, token_until: until })
    .where('district_id', '=', districtId)
    .where('appid', '=', appid)
    .execute()
}

export type Grant = { appid: string; state: 'given' | 'withdrawn'; at: Instant }

/** Notes what WeChat said of a 公众号. False where something newer is known; taking back wins over giving of the same second. */
export async function saveGrant(tx: Tx, districtId: string, { appid, state, at }: Grant): Promise<boolean> {
  const { rows } = await sql<{ appid: string }>`
    insert into weixin_grant as g (district_id, appid, state, changed_at) values (${districtId}, ${appid}, ${state}, ${at})
    on conflict (district_id, appid) do update set state = excluded.state, changed_at = excluded.changed_at
      where g.changed_at < excluded.changed_at
        or (g.changed_at = excluded.changed_at and g.state = 'given' and excluded.state = 'withdrawn')
    returning g.appid`.execute(tx)
  return rows.length > 0
}

export type GrantShown = Grant & { accountId: string | null; accountName: string | null }

/** The 公众号 that have been told of, each with the account that is read through it, if there is one. */
export async function grantsOf(db: Db, districtId: string): Promise<GrantShown[]> {
  const { rows } = await sql<GrantShown>`
    select g.appid, g.state, g.changed_at as at, a.id as "accountId", a.name as "accountName"
    from weixin_grant g
    left join (collection_target t
        join collection_source s on s.district_id = t.district_id and s.id = t.source_id and s.kind = 'weixin')
      on t.district_id = g.district_id and t.target->>'appid' = g.appid and t.target->>'through' = 'component'
    left join account a on a.district_id = g.district_id and a.id = t.account_id
    where g.district_id = ${districtId}
    order by g.state = 'given', a.name collate "zh-x-icu" nulls last, g.appid limit 500`.execute(db)
  return rows
}

const throughComponent = sql`t.state <> 'off' and s.kind = 'weixin' and t.target->>'through' = 'component'`

/** Holds what is read through a withdrawn right, with the reason; a look under way is not heard any more. Answers what was held. */
export async function holdWithdrawn(
  tx: Tx,
  districtId: string,
  { appid, reason, why, at }: { appid: string; reason: string; why: string; at: Instant },
): Promise<{ accountId: string; targetId: string }[]> {
  const { rows } = await sql<{ accountId: string; targetId: string }>`
    update collection_target t set state = 'held', held_reason = ${reason}, last_attempt_at = ${at},
      last_outcome = 'unauthorised', last_why = ${why}, claimed_by = null, claimed_until = null, version = t.version + 1
    from collection_source s
    where t.district_id = ${districtId} and s.district_id = t.district_id and s.id = t.source_id and ${throughComponent}
      and t.target->>'appid' = ${appid}
    returning t.account_id as "accountId", t.id as "targetId"`.execute(tx)
  return rows
}

/** Makes due again what waits for the platform; what its administrators took back goes on waiting for them. */
export async function releaseWaiting(tx: Tx, districtId: string, at: Instant): Promise<void> {
  await sql`
    update collection_target t set state = 'on', held_reason = null, failures = 0, next_at = ${at}, claimed_by = null,
      claimed_until = null, version = t.version + 1
    from collection_source s
    where t.district_id = ${districtId} and s.district_id = t.district_id and s.id = t.source_id and ${throughComponent}
      and not exists (select from weixin_grant g
        where g.district_id = t.district_id and g.appid = t.target->>'appid' and g.state = 'withdrawn')`.execute(tx)
}

/** Keeps a refresh token that came in place of the one before, while the worker that asked still holds the target. */
export async function saveRenewed(
  db: Db,
  {
    districtId,
    accountId,
    targetId,
    worker,
  }: { districtId: string; accountId: string; targetId: string; worker: string },
  sealed: { secrets_key: Buffer | null; secrets: Buffer | null },
): Promise<void> {
  await db
    .updateTable('collection_target')
    .set(sealed)
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('id', '=', targetId)
    .where('claimed_by', '=', worker)
    .execute()
}
