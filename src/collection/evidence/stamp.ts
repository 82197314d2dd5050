import { sql } from 'kysely'
import type { Certificate } from 'pkijs'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { addMs, type Instant } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { append } from '../../trail/index.ts'
import { stretchNow } from '../maintenance/queries.ts'
import { openEvidence } from './read.ts'
import { readTimestampReply, type Stamped, timestampRequest } from './timestamp.ts'

/** The time stamping authority of an installation, and the certificates its signers have to lead to; none: not checked. */
export type Authority = { url: string; trusted: readonly Certificate[] }

/** What one turn asks for, so that an authority is never flooded. */
const BATCH = 20
const FIRST_PAUSE_MS = 5 * 60_000
const LONGEST_PAUSE_MS = 24 * 3_600_000
/** A stamp tells the time of its request; a clock that is off by more stands wrong on one side. */
const CLOCKS_APART_MS = 10 * 60_000

/**
 * Asks for RFC 3161 stamps over contents that have none. What fails is noted with its reason and tried again later, at
 * growing intervals; evidence without a stamp is evidence all the same. Refuses `access.denied`.
 */
export async function stampEvidence(
  deps: Deps,
  actor: Actor,
  districtId: string,
  { authority, send, isStopping }: { authority: Authority; send: Sender['send']; isStopping?: () => boolean },
): Promise<{ stamped: number; failed: number }> {
  permit(actor, 'evidence.keep', { districtId })
  // In a 维护时段 nothing is sent.
  if (await stretchNow(deps.db, districtId, deps.wall.now())) return { stamped: 0, failed: 0 }
  const done: (Done & { sha256: string })[] = []
  for (const content of await unstamped(deps, districtId)) {
    const opened = await openEvidence(deps, districtId, { ...content, erased: null })
    const outcome: Done =
      opened.state === 'whole'
        ? await askFor(deps, Buffer.from(opened.document), authority, send)
        : { failed: '证据原件已损坏，未申请时间戳' }
    // A program that ends hangs up itself: that is no failure of the other side.
    if ('unreachable' in outcome && isStopping?.()) break
    done.push({ ...outcome, sha256: content.sha256 })
    // Whoever doesn't answer for one doesn't answer for the others.
    if ('unreachable' in outcome) break
  }
  if (done.length === 0) return { stamped: 0, failed: 0 }
  const stamped = done.filter((one) => 'token' in one).length
  await inTransaction(deps.db, async (tx) => {
    for (const one of done) await saveStamp(tx, districtId, one, { url: authority.url, now: deps.wall.now() })
    if (stamped > 0)
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: 'evidence.stamped',
        subject: { kind: 'collection', id: districtId },
        after: { count: stamped },
        at: deps.wall.now(),
      })
  })
  return { stamped, failed: done.length - stamped }
}

type Done = Stamped | { failed: string; unreachable?: true }

async function askFor(deps: Deps, document: Buffer, { url, trusted }: Authority, send: Sender['send']): Promise<Done> {
  const nonce = Buffer.from(deps.ids.next().replaceAll('-', ''), 'hex')
  const body = timestampRequest(document, nonce)
  const headers = { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }
  const reply = await send({ url, method: 'POST', headers, body }, { wireBytes: 256 * 1024, bodyBytes: 256 * 1024 })
  if (reply.kind === 'no-reply') return { failed: `时间戳机构未应答：${reply.why}`, unreachable: true }
  if (reply.status !== 200) return { failed: `时间戳机构应答状态 ${reply.status}`, unreachable: true }
  const read = await readTimestampReply(reply.body, { document, nonce, trusted })
  if ('failed' in read) return read
  const apart = Math.abs(Date.parse(read.stampedAt) - Date.parse(deps.wall.now()))
  return apart > CLOCKS_APART_MS ? { failed: '时间戳所载时间与本机时间相差过大，请核对本机时钟' } : read
}

type Unstamped = { sha256: string; sm3: string; fileId: string }

async function unstamped(deps: Deps, districtId: string): Promise<Unstamped[]> {
  const { rows } = await sql<Unstamped>`
    select c.sha256, c.sm3, c.file_id as "fileId" from evidence_content c
    join stored_file f on f.district_id = c.district_id and f.id = c.file_id and f.erased_at is null
    left join evidence_stamp s on s.district_id = c.district_id and s.sha256 = c.sha256
    where c.district_id = ${districtId} and (s.sha256 is null or (s.state = 'failed' and s.next_at <= ${deps.wall.now()}))
    order by c.kept_at, c.sha256 limit ${BATCH}`.execute(deps.db)
  return rows
}

async function saveStamp(
  tx: Tx,
  districtId: string,
  one: Done & { sha256: string },
  { url, now }: { url: string; now: Instant },
): Promise<void> {
  const stamp = 'token' in one ? one : undefined
  const why = 'failed' in one ? one.failed : null
  // What was stamped meanwhile by another worker stays.
  await sql`
    insert into evidence_stamp
      (district_id, sha256, state, authority, token, stamped_at, signer, is_trusted, why, tried_at, next_at)
    values (${districtId}, ${one.sha256}, ${stamp ? 'stamped' : 'failed'}, ${url}, ${stamp?.token ?? null},
      ${stamp?.stampedAt ?? null}, ${stamp?.signer ?? null}, ${stamp?.isTrusted ?? false}, ${why}, ${now},
      ${stamp ? null : addMs(now, FIRST_PAUSE_MS)})
    on conflict (district_id, sha256) do update
    set state = excluded.state, authority = excluded.authority, token = excluded.token, stamped_at = excluded.stamped_at,
      signer = excluded.signer, is_trusted = excluded.is_trusted, why = excluded.why, tried_at = excluded.tried_at,
      tries = evidence_stamp.tries + 1,
      next_at = case when excluded.state = 'failed' then ${now}::timestamptz + least(
        ${LONGEST_PAUSE_MS} * interval '1 millisecond',
        ${FIRST_PAUSE_MS} * power(2, least(evidence_stamp.tries, 12)) * interval '1 millisecond') end
    where evidence_stamp.state = 'failed'`.execute(tx)
}

export type StampHealth = { stamped: number; failed: number; lastWhy: string | null }

/** How stamping goes in a whole installation, for whoever looks after it. */
export async function stampHealth({ db }: Pick<Deps, 'db'>): Promise<StampHealth> {
  const { rows } = await sql<StampHealth>`
    select count(*) filter (where state = 'stamped') as stamped, count(*) filter (where state = 'failed') as failed,
      (array_agg(why order by tried_at desc) filter (where state = 'failed'))[1] as "lastWhy"
    from evidence_stamp`.execute(db)
  return rows[0] ?? { stamped: 0, failed: 0, lastWhy: null }
}
