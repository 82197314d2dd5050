import { sql } from 'kysely'
import type { Deps } from '../access/index.ts'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Channel, OpenChannel } from './model.ts'

/** A channel as the settings page shows it: what came of its last deliveries, and that there are secrets, never which. */
export type ChannelRow = Channel & {
  hasSecrets: boolean
  sentAt: Instant | null
  failedAt: Instant | null
  failedWhy: string | null
}

const shown = sql`id, kind, name, settings, enabled, digest, secrets is not null as "hasSecrets",
  sent_at as "sentAt", failed_at as "failedAt", failed_why as "failedWhy"`

/** The channels of a district, mail first. */
export async function listChannels(db: Db | Tx, districtId: string): Promise<ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`
    select ${shown} from notify_channel where district_id = ${districtId} and removed_at is null
    order by kind <> 'mail', name, id`.execute(db)
  return rows
}

export async function findChannel(db: Db | Tx, districtId: string, id: string): Promise<ChannelRow | undefined> {
  const { rows } = await sql<ChannelRow>`
    select ${shown} from notify_channel
    where district_id = ${districtId} and id = ${id} and removed_at is null`.execute(db)
  return rows[0]
}

export const secretsContext = (districtId: string, channelId: string) => `${districtId}/notify-channel/${channelId}`

/** A channel with its secrets, for a delivery; undefined where there are none or they can't be read (another key). */
export async function openChannel(
  { db, vault }: Pick<Deps, 'db' | 'vault'>,
  districtId: string,
  id: string,
): Promise<OpenChannel | undefined> {
  const row = await db
    .selectFrom('notify_channel')
    .select(['kind', 'settings', 'secrets_key as wrappedKey', 'secrets as sealed'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row?.wrappedKey || !row.sealed) return undefined
  const sealed = { wrappedKey: row.wrappedKey, sealed: row.sealed }
  try {
    const secrets = JSON.parse(vault.openBytes(sealed, secretsContext(districtId, id)).toString('utf8'))
    return { kind: row.kind, settings: row.settings, secrets } as OpenChannel
  } catch {
    return undefined
  }
}

/** Notes on the channel what came of a delivery: a success takes the failure before it away. */
export async function noteDelivery(
  db: Db | Tx,
  { districtId, channelId, at, why }: { districtId: string; channelId: string; at: Instant; why: string | null },
): Promise<void> {
  await db
    .updateTable('notify_channel')
    .set(why === null ? { sent_at: at, failed_at: null, failed_why: null } : { failed_at: at, failed_why: why })
    .where('district_id', '=', districtId)
    .where('id', '=', channelId)
    .execute()
}

/** Channels that are on and whose last delivery failed, of the whole installation, for `doctor`. */
export async function troubledChannels(db: Db): Promise<{ districtId: string; name: string; why: string }[]> {
  const { rows } = await sql<{ districtId: string; name: string; why: string }>`
    select district_id as "districtId", name, failed_why as why from notify_channel
    where enabled and failed_at is not null order by district_id, name`.execute(db)
  return rows
}

/** How many channels are on, in the whole installation. */
export async function countEnabled(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notify_channel where enabled`.execute(db)
  return rows[0]?.count ?? 0
}
