import { sql } from 'kysely'
import type { CivilDate, Instant } from '../calendar/index.ts'
import type { CollectedMessage } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** A comment of a platform and the message of the ledger that it is. */
export type NewCollected = CollectedMessage & { messageId: string }

/** How a platform showed a message: which interface, since when, and how it stood last. */
export type SeenOnPlatform = {
  source: string
  status: 'open' | 'replied' | 'gone'
  firstSeenAt: Instant
  seenAt: Instant
}

/** When the newest of what is known was seen; undefined: nothing was. */
export async function seenUntil(db: Db | Tx, districtId: string): Promise<Instant | undefined> {
  const { rows } = await sql<{ at: Instant | null }>`
    select max(seen_at) as at from message_collected where district_id = ${districtId}`.execute(db)
  return rows[0]?.at ?? undefined
}

type Known = { accountId: string; key: string; messageId: string; status: SeenOnPlatform['status']; seenAt: Instant }

/** Of these comments those that are known, by account and key. */
export async function knownCollected(
  db: Db | Tx,
  districtId: string,
  seen: readonly { accountId: string; key: string }[],
): Promise<Map<string, Known>> {
  const { rows } = await sql<Known>`
    select c.account_id as "accountId", c.key, c.message_id as "messageId", c.status, c.seen_at as "seenAt"
    from unnest(${seen.map(({ accountId }) => accountId)}::uuid[], ${seen.map(({ key }) => key)}::text[]) as s (account_id, key)
    join message_collected c on c.district_id = ${districtId} and c.account_id = s.account_id and c.key = s.key`.execute(
    db,
  )
  return new Map(rows.map((row) => [`${row.accountId} ${row.key}`, row]))
}

/** Keeps what was seen; of one that is known how it stands now. */
export async function keepCollected(tx: Tx, districtId: string, rows: readonly NewCollected[]): Promise<void> {
  await sql`
    insert into message_collected as c (district_id, account_id, key, message_id, source, status, first_seen_at, seen_at)
    select ${districtId}, s.* from unnest(
      ${rows.map(({ accountId }) => accountId)}::uuid[], ${rows.map(({ key }) => key)}::text[],
      ${rows.map(({ messageId }) => messageId)}::uuid[], ${rows.map(({ source }) => source)}::text[],
      ${rows.map(({ status }) => status)}::text[], ${rows.map(({ collectedAt }) => collectedAt)}::timestamptz[],
      ${rows.map(({ collectedAt }) => collectedAt)}::timestamptz[]) as s
    on conflict (district_id, account_id, key) do update set status = excluded.status, seen_at = excluded.seen_at,
      source = excluded.source`.execute(tx)
}

type Asked = { id: string; accountId: string; on: CivilDate; at: Instant | null; wordsId: string }

/** Comments and messages of these accounts and days that no platform's comment is known to be. */
export async function askedOn(
  db: Db | Tx,
  districtId: string,
  of: readonly { accountId: string; on: CivilDate }[],
): Promise<Asked[]> {
  const { rows } = await sql<Asked>`
    select distinct m.id, m.account_id as "accountId", m.asked_on as on, m.asked_at as at, m.words_id as "wordsId"
    from unnest(${of.map(({ accountId }) => accountId)}::uuid[], ${of.map(({ on }) => on)}::date[]) as s (account_id, day)
    join message m on m.district_id = ${districtId} and m.account_id = s.account_id and m.asked_on = s.day
      and m.channel in ('comment', 'message')
    where not exists (select from message_collected c where c.district_id = m.district_id and c.message_id = m.id)
    order by m.id`.execute(db)
  return rows
}

export async function seenOnPlatform(
  db: Db | Tx,
  districtId: string,
  messageId: string,
): Promise<SeenOnPlatform | undefined> {
  const { rows } = await sql<SeenOnPlatform>`
    select source, status, first_seen_at as "firstSeenAt", seen_at as "seenAt" from message_collected
    where district_id = ${districtId} and message_id = ${messageId} order by seen_at desc limit 1`.execute(db)
  return rows[0]
}

/** The same of every message of an account, by the message. */
export async function seenOfAccount(
  db: Db | Tx,
  { districtId, accountId }: { districtId: string; accountId: string },
): Promise<Map<string, SeenOnPlatform>> {
  const { rows } = await sql<SeenOnPlatform & { messageId: string }>`
    select message_id as "messageId", source, status, first_seen_at as "firstSeenAt", seen_at as "seenAt"
    from message_collected where district_id = ${districtId} and account_id = ${accountId} order by seen_at`.execute(db)
  return new Map(rows.map(({ messageId, ...seen }) => [messageId, seen]))
}
