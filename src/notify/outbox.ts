import { sql } from 'kysely'
import { addMs, type CivilDate, type Instant } from '../calendar/index.ts'
import type { Db, Ids, Tx } from '../database/index.ts'
import type { Counts, Message } from './model.ts'
import { MOST_ATTEMPTS } from './quiet.ts'

type Where = { districtId: string; channelId: string; userId?: string | null }
type NewMessage = Where & {
  userId: string | null
  day: CivilDate
  counts: Counts
  link: string
  dueAt: Instant
  at: Instant
}

/** Puts the day's digest into the outbox, in the transaction of who causes it; a second one of that day is none. */
export async function queueDigest(tx: Tx, ids: Ids, message: NewMessage): Promise<void> {
  const { districtId, channelId, userId, day, counts, link, dueAt, at } = message
  await tx
    .insertInto('notify_message')
    .values({
      district_id: districtId,
      id: ids.next(),
      channel_id: channelId,
      user_id: userId,
      kind: 'digest',
      day,
      counts: JSON.stringify(counts),
      link,
      due_at: dueAt,
      state: 'waiting',
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Who of a channel has the day's digest already; null stands for the office's bot. */
export async function queuedOn(db: Db | Tx, districtId: string, day: CivilDate): Promise<Set<string>> {
  const rows = await db
    .selectFrom('notify_message')
    .select(['channel_id as channelId', 'user_id as userId'])
    .where('district_id', '=', districtId)
    .where('kind', '=', 'digest')
    .where('day', '=', day)
    .execute()
  return new Set(rows.map(recipientKey))
}

export const recipientKey = ({ channelId, userId }: { channelId: string; userId: string | null }): string =>
  `${channelId}/${userId ?? ''}`

/** A message taken for one try. `attempts` counts this try. */
export type Claimed = {
  id: string
  channelId: string
  userId: string | null
  counts: Counts
  link: string
  attempts: number
}

/** Longer than any delivery takes: who claimed a message and died is not waited for any longer. */
const LEASE_MS = 15 * 60_000

/** Longer than any row of days of rest: what seems to wait for more was put off by a clock that was ahead. */
const LONGEST_WAIT_MS = 20 * 24 * 3_600_000

/**
 * Takes what is due, each message by one program alone: it is due again only when the lease is over, so what died
 * between sending and noting it may be sent twice, and nothing is lost. Its last try over, a message is not taken again.
 */
export async function claimDue(db: Db, districtId: string, now: Instant, most: number): Promise<Claimed[]> {
  // Materialized: joined as a plain subquery, the limit could be drawn once for every row.
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select id from notify_message
      where district_id = ${districtId} and state in ('waiting', 'failed')
        and (due_at <= ${now} or due_at > ${addMs(now, LONGEST_WAIT_MS)})
        and attempts < ${MOST_ATTEMPTS}
      order by due_at, id limit ${most} for update skip locked
    )
    update notify_message m set attempts = m.attempts + 1, due_at = ${addMs(now, LEASE_MS)}
    from due where m.district_id = ${districtId} and m.id = due.id
    returning m.id, m.channel_id as "channelId", m.user_id as "userId", m.counts, m.link, m.attempts`.execute(db)
  return rows
}

/** Ends messages whose last try was taken by a program that died over it. */
export async function giveUpAbandoned(db: Db, districtId: string, now: Instant): Promise<void> {
  await sql`
    update notify_message set state = 'given-up', settled_at = ${now}, why = '最后一次发送中断，可能已经发出'
    where district_id = ${districtId} and state in ('waiting', 'failed') and due_at <= ${now}
      and attempts >= ${MOST_ATTEMPTS}`.execute(db)
}

type Settled =
  | { state: 'sent' }
  | { state: 'given-up'; why: string }
  | { state: 'failed'; why: string; dueAt: Instant }
  /** Not now; the try doesn't count. */
  | { state: 'waiting'; why: string | null; dueAt: Instant }

/** Notes what came of a try. What was ended in the meantime stays ended, unless it did go out. */
export async function settle(
  db: Db | Tx,
  districtId: string,
  id: string,
  settled: Settled,
  now: Instant,
): Promise<void> {
  const ended = settled.state === 'sent' || settled.state === 'given-up'
  await db
    .updateTable('notify_message')
    .set((eb) => ({
      state: settled.state,
      why: settled.state === 'sent' ? null : settled.why,
      settled_at: ended ? now : null,
      ...('dueAt' in settled && { due_at: settled.dueAt }),
      ...(settled.state === 'waiting' && { attempts: eb('attempts', '-', 1) }),
    }))
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('state', 'in', settled.state === 'sent' ? ['waiting', 'failed', 'given-up'] : ['waiting', 'failed'])
    .execute()
}

/** Ends what waits for a channel, or for one of its recipients, with the sentence why. */
export async function giveUpWaiting(tx: Tx, { districtId, channelId, userId }: Where, at: Instant, why: string) {
  await tx
    .updateTable('notify_message')
    .set({ state: 'given-up', why, settled_at: at })
    .where('district_id', '=', districtId)
    .where('channel_id', '=', channelId)
    .where('state', 'in', ['waiting', 'failed'])
    .$if(userId === null, (query) => query.where('user_id', 'is', null))
    .$if(typeof userId === 'string', (query) => query.where('user_id', '=', userId!))
    .execute()
}

/** The newest messages of a district, for the settings page: what for, when, what came of it; of people no word. */
export async function newestMessages(db: Db, districtId: string, most: number): Promise<Message[]> {
  const { rows } = await sql<Message>`
    select m.id, c.name as "channelName", m.user_id is not null as personal, m.day, (m.counts->>'total')::int as total,
      m.due_at as "dueAt", m.attempts, m.state, m.why
    from notify_message m join notify_channel c on c.district_id = m.district_id and c.id = m.channel_id
    where m.district_id = ${districtId} order by m.created_at desc, m.id desc limit ${most}`.execute(db)
  return rows
}
