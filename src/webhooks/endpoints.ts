import { sql } from 'kysely'
import type { Deps } from '../access/index.ts'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { type Endpoint, type EndpointSecrets, isKnownEvent, type Message } from './model.ts'

const columns = sql`id, name, host, events, enabled, sent_at as "sentAt", failed_at as "failedAt",
  failed_why as "failedWhy", created_at as "createdAt", key_since as "keySince", old_key_until as "oldKeyUntil"`

type Kept = Omit<Endpoint, 'events' | 'retired'> & { events: string[] }

// An endpoint may have been set up by a program that knew events which this one does not.
const asEndpoint = ({ events, ...kept }: Kept): Endpoint => ({
  ...kept,
  events: events.filter(isKnownEvent),
  retired: events.filter((event) => !isKnownEvent(event)).length,
})

export async function listEndpoints(db: Db | Tx, districtId: string): Promise<Endpoint[]> {
  const { rows } = await sql<Kept>`
    select ${columns} from webhook_endpoint
    where district_id = ${districtId} and removed_at is null order by name, id limit 200`.execute(db)
  return rows.map(asEndpoint)
}

export async function findEndpoint(db: Db | Tx, districtId: string, id: string): Promise<Endpoint | undefined> {
  const { rows } = await sql<Kept>`
    select ${columns} from webhook_endpoint
    where district_id = ${districtId} and id = ${id} and removed_at is null`.execute(db)
  return rows.map(asEndpoint)[0]
}

export const secretsContext = (districtId: string, id: string) => `${districtId}/webhook-endpoint/${id}`

/**
 * Address and keys of an endpoint, for a delivery at a moment: the key before is among them only as long as it signs.
 * Undefined where they can't be read (another key of the vault). `lock`: nobody else changes them until the transaction ends.
 */
export async function openEndpoint(
  { db, vault }: { db: Db | Tx; vault: Deps['vault'] },
  { districtId, id }: { districtId: string; id: string },
  at: Instant,
  lock: 'lock' | 'look' = 'look',
): Promise<EndpointSecrets | undefined> {
  let query = db
    .selectFrom('webhook_endpoint')
    .select(['secrets_key as wrappedKey', 'secrets as sealed', 'old_key_until as oldKeyUntil'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
  if (lock === 'lock') query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) return undefined
  try {
    const bytes = vault.openBytes(row, secretsContext(districtId, id))
    const { url, secret, earlier } = JSON.parse(bytes.toString('utf8')) as EndpointSecrets
    const signs = earlier !== undefined && row.oldKeyUntil !== null && row.oldKeyUntil > at
    return { url, secret, ...(signs && { earlier }) }
  } catch {
    return undefined
  }
}

/** Seals address and keys of an endpoint anew, with what is told of its keys. */
export async function keepSecrets(
  { db, vault }: { db: Db | Tx; vault: Deps['vault'] },
  { districtId, id }: { districtId: string; id: string },
  secrets: EndpointSecrets,
  told: { oldKeyUntil: Instant | null; keySince?: Instant },
): Promise<void> {
  const boxed = vault.sealBytes(Buffer.from(JSON.stringify(secrets)), secretsContext(districtId, id))
  await db
    .updateTable('webhook_endpoint')
    .set({
      secrets_key: boxed.wrappedKey,
      secrets: boxed.sealed,
      old_key_until: told.oldKeyUntil,
      ...(told.keySince !== undefined && { key_since: told.keySince }),
    })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** Notes on the endpoint what came of a try: a success takes the failure before it away; `off`: nothing more is sent there. */
export async function noteTry(
  db: Db | Tx,
  districtId: string,
  { id, at, why, off = false }: { id: string; at: Instant; why: string | null; off?: boolean },
): Promise<void> {
  await db
    .updateTable('webhook_endpoint')
    .set({
      ...(why === null ? { sent_at: at, failed_at: null, failed_why: null } : { failed_at: at, failed_why: why }),
      ...(off && { enabled: false }),
    })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** The newest messages of a district, for the page. */
export async function newestMessages(db: Db, districtId: string, most: number): Promise<Message[]> {
  const { rows } = await sql<Message>`
    select m.id, e.name as "endpointName", m.event, m.state, m.attempts, m.due_at as "dueAt",
      m.created_at as "createdAt", m.why
    from webhook_message m join webhook_endpoint e on e.district_id = m.district_id and e.id = m.endpoint_id
    where m.district_id = ${districtId} order by m.created_at desc, m.id desc limit ${most}`.execute(db)
  return rows
}

/** Where an address is switched on: one statement for all districts, of which most have none. */
export async function districtsToPush(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('webhook_endpoint')
    .select('district_id')
    .distinct()
    .where('enabled', '=', true)
    .where('removed_at', 'is', null)
    .orderBy('district_id')
    .execute()
  return rows.map(({ district_id }) => district_id)
}
