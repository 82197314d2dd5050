import { sql } from 'kysely'
import type { Deps } from '../access/index.ts'
import { addMs, type Instant } from '../calendar/index.ts'
import { type Db, inTransaction, type Tx } from '../database/index.ts'
import { eventOfAction, type Payload, type WebhookEvent, webhookEvents } from './model.ts'
import { MOST_ATTEMPTS } from './waiting.ts'

type Told = { endpointId: string; seq: number; action: string; kind: string; subject: string; at: Instant }

/** How many links of the chain one turn looks through: what is more comes with the next. */
const LINKS_AT_ONCE = 2_000

/**
 * Writes into the outbox what has happened since each endpoint was told last: news and how far the chain was read, in one
 * transaction. `linkOf` makes an address of a path. Answers how many messages were written.
 */
export async function fillOutbox(
  { db, ids, wall }: Pick<Deps, 'db' | 'ids' | 'wall'>,
  districtId: string,
  linkOf: (path: string) => string,
): Promise<number> {
  return inTransaction(db, async (tx) => {
    const endpoints = await locked(tx, districtId)
    if (endpoints.length === 0) return 0
    const { rows } = await sql<Told>`
      select w.id as "endpointId", t.seq, t.action, t.subject_kind as kind, t.subject_id as subject, t.occurred_at as at
      from webhook_endpoint w
      join trail_event t on t.district_id = w.district_id and t.seq > w.last_seq and t.seq <= w.last_seq + ${LINKS_AT_ONCE}
        and t.action = any(${Object.values(webhookEvents).map(({ action }) => action)}::text[])
      where w.district_id = ${districtId} and w.id = any(${endpoints.map(({ id }) => id)}::uuid[])
      order by t.seq, w.id`.execute(tx)
    const wanted = new Map(endpoints.map(({ id, events }) => [id, new Set<string>(events)]))
    const messages = rows.flatMap((told) => {
      const event = eventOfAction(told.action)
      return event && wanted.get(told.endpointId)?.has(event) ? [{ ...told, event }] : []
    })
    const now = wall.now()
    if (messages.length > 0)
      await insertMessages(
        tx,
        districtId,
        now,
        messages.map((one) => ({ ...one, id: ids.next(), body: JSON.stringify(payloadOf(districtId, one, linkOf)) })),
      )
    await sql`
      update webhook_endpoint w set last_seq = least(w.last_seq + ${LINKS_AT_ONCE}, h.seq)
      from trail_head h where h.district_id = w.district_id and w.district_id = ${districtId} and w.last_seq < h.seq
        and w.id = any(${endpoints.map(({ id }) => id)}::uuid[])`.execute(tx)
    return messages.length
  })
}

const locked = (tx: Tx, districtId: string) =>
  tx
    .selectFrom('webhook_endpoint')
    .select(['id', 'events'])
    .where('district_id', '=', districtId)
    .where('enabled', '=', true)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()

const payloadOf = (
  districtId: string,
  { event, kind, subject, seq, at }: Told & { event: WebhookEvent },
  linkOf: (path: string) => string,
): Payload => ({
  type: event,
  timestamp: at,
  data: { district: districtId, kind, id: subject, link: linkOf(webhookEvents[event].path(subject, districtId)), seq },
})

type NewMessage = { id: string; endpointId: string; seq: number; event: WebhookEvent; body: string }

async function insertMessages(tx: Tx, districtId: string, now: Instant, messages: readonly NewMessage[]) {
  await sql`
    insert into webhook_message (district_id, id, endpoint_id, seq, event, body, state, due_at, created_at)
    select ${districtId}, m.id, m.endpoint, m.seq, m.event, m.body, 'waiting', ${now}::timestamptz, ${now}::timestamptz
    from unnest(${messages.map(({ id }) => id)}::uuid[], ${messages.map(({ endpointId }) => endpointId)}::uuid[],
      ${messages.map(({ seq }) => seq)}::bigint[], ${messages.map(({ event }) => event)}::text[],
      ${messages.map(({ body }) => body)}::text[]) as m (id, endpoint, seq, event, body)
    on conflict (district_id, endpoint_id, seq) do nothing`.execute(tx)
}

export type Claimed = { id: string; endpointId: string; body: string; attempts: number }

/** A try that was taken and died is not waited for any longer. */
const LEASE_MS = 5 * 60_000

/** Nothing waits longer (waiting.ts): what seems to was put off by a clock that was ahead. */
const LONGEST_WAIT_MS = 25 * 3_600_000

/** Takes the message that has been due longest, for one program alone; it is due again only when the lease is over. */
export async function claimDue(db: Db, districtId: string, now: Instant): Promise<Claimed | undefined> {
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select id from webhook_message
      where district_id = ${districtId} and state in ('waiting', 'failed')
        and (due_at <= ${now} or due_at > ${addMs(now, LONGEST_WAIT_MS)})
        and attempts < ${MOST_ATTEMPTS}
      order by due_at, id limit 1 for update skip locked
    )
    update webhook_message m set attempts = m.attempts + 1, due_at = ${addMs(now, LEASE_MS)}
    from due where m.district_id = ${districtId} and m.id = due.id
    returning m.id, m.endpoint_id as "endpointId", m.body, m.attempts`.execute(db)
  return rows[0]
}

type Settled = { state: 'sent' } | { state: 'given-up'; why: string } | { state: 'failed'; why: string; dueAt: Instant }

/** Notes what came of a try. What was ended in the meantime stays ended, unless it did go out. */
export async function settle(db: Db, districtId: string, id: string, settled: Settled, now: Instant): Promise<void> {
  await db
    .updateTable('webhook_message')
    .set({
      state: settled.state,
      why: settled.state === 'sent' ? null : settled.why,
      ...(settled.state === 'failed' ? { due_at: settled.dueAt } : { settled_at: now }),
    })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('state', 'in', settled.state === 'sent' ? ['waiting', 'failed', 'given-up'] : ['waiting', 'failed'])
    .execute()
}

/** Ends what waits for an endpoint, with the sentence why. */
export async function giveUpWaiting(
  db: Db | Tx,
  districtId: string,
  { endpointId, at, why }: { endpointId: string; at: Instant; why: string },
): Promise<void> {
  await db
    .updateTable('webhook_message')
    .set({ state: 'given-up', why, settled_at: at })
    .where('district_id', '=', districtId)
    .where('endpoint_id', '=', endpointId)
    .where('state', 'in', ['waiting', 'failed'])
    .execute()
}

const KEPT_DAYS = 30

/** Ends messages whose last try died with its program, and lets go of what was settled a month ago. */
export async function tidyOutbox(db: Db, districtId: string, now: Instant): Promise<void> {
  await sql`
    update webhook_message set state = 'given-up', settled_at = ${now}, why = '最后一次推送中断，可能已经送达'
    where district_id = ${districtId} and state in ('waiting', 'failed') and due_at <= ${now}
      and attempts >= ${MOST_ATTEMPTS}`.execute(db)
  await db
    .deleteFrom('webhook_message')
    .where('district_id', '=', districtId)
    .where('settled_at', '<', addMs(now, -KEPT_DAYS * 24 * 3_600_000))
    .execute()
}
