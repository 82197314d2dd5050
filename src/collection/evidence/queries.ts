import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { FilePost } from '../saving.ts'
import type { LookSeen } from './keep.ts'
import type { EvidenceKind, EvidenceRow, Seen } from './model.ts'

export type LatestEvidence = {
  id: string
  kind: EvidenceKind
  status: number | null
  sha256: string
  observedAt: Instant
  /** Its bytes were erased when their time was over: seen again, it is kept anew. */
  isOver: boolean
}

/** The newest evidence of each target that has any. */
export async function latestOf(
  tx: Tx,
  districtId: string,
  targets: readonly Pick<LookSeen, 'accountId' | 'targetId'>[],
): Promise<Map<string, LatestEvidence>> {
  const { rows } = await sql<LatestEvidence & { targetId: string }>`
    select t.target_id as "targetId", e.id, e.kind, e.status, e.sha256, e.observed_at as "observedAt",
      c.erased_because is not distinct from 'expired' as "isOver"
    from unnest(
      ${targets.map(({ accountId }) => accountId)}::uuid[], ${targets.map(({ targetId }) => targetId)}::uuid[]
    ) as t (account_id, target_id)
    cross join lateral (
      select id, kind, status, sha256, observed_at from evidence
      where district_id = ${districtId} and account_id = t.account_id and target_id = t.target_id
      order by observed_at desc, id desc limit 1
    ) e
    join evidence_content c on c.district_id = ${districtId} and c.sha256 = e.sha256`.execute(tx)
  return new Map(rows.map(({ targetId, ...one }) => [targetId, one]))
}

/** The same was seen again: from when it is known to have stood there stays, until when moves on. */
export async function seenAgain(
  tx: Tx,
  districtId: string,
  again: readonly { accountId: string; id: string; at: Instant }[],
): Promise<void> {
  if (again.length === 0) return
  await sql`
    update evidence e set last_seen_at = greatest(e.last_seen_at, f.at), times = e.times + 1
    from unnest(
      ${again.map(({ accountId }) => accountId)}::uuid[], ${again.map(({ id }) => id)}::uuid[],
      ${again.map(({ at }) => at)}::timestamptz[]
    ) as f (account_id, id, at)
    where e.district_id = ${districtId} and e.account_id = f.account_id and e.id = f.id`.execute(tx)
}

export async function saveEvidence(
  tx: Tx,
  districtId: string,
  rows: readonly (LookSeen & { id: string; seen: Seen; sha256: string })[],
): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('evidence')
    .values(
      rows.map(({ id, accountId, targetId, source, seen, sha256, at }) => ({
        district_id: districtId,
        account_id: accountId,
        id,
        target_id: targetId,
        source,
        kind: seen.kind,
        url: seen.url,
        final_url: seen.finalUrl,
        status: seen.status,
        headers: JSON.stringify(seen.headers),
        why: seen.why,
        observed_at: at,
        last_seen_at: at,
        sha256,
        reply_sha256: seen.reply?.sha256 ?? null,
        reply_bytes: seen.reply?.bytes ?? null,
        is_cut: seen.isCut,
      })),
    )
    .execute()
}

/** Posts say where they were first seen to stand: those of these links that say nothing yet. */
export async function pointPosts(tx: Tx, districtId: string, rows: readonly FilePost[]): Promise<void> {
  const posts = rows.flatMap(({ accountId, post: { linkKey }, evidenceId }) =>
    evidenceId === undefined ? [] : [{ accountId, linkKey, evidenceId }],
  )
  if (posts.length === 0) return
  await sql`
    update post p set evidence_id = f.evidence_id
    from unnest(
      ${posts.map(({ accountId }) => accountId)}::uuid[], ${posts.map(({ linkKey }) => linkKey)}::text[],
      ${posts.map(({ evidenceId }) => evidenceId)}::uuid[]
    ) as f (account_id, link_key, evidence_id)
    where p.district_id = ${districtId} and p.account_id = f.account_id and p.link_key = f.link_key
      and p.evidence_id is null`.execute(tx)
}

const columns = sql`
  e.id, e.account_id as "accountId", a.name as "accountName", a.unit_id as "unitId", e.source, e.kind, e.url,
  e.final_url as "finalUrl", e.status, e.headers, e.why, e.observed_at as "observedAt", e.last_seen_at as "lastSeenAt",
  e.times, e.sha256, c.sm3, c.byte_count as "byteCount", e.reply_sha256 as "replySha256", e.reply_bytes as "replyBytes",
  e.is_cut as "isCut", c.file_id as "fileId", f.erased_at as "erasedAt", c.erased_because as "erasedBecause",
  c.erased_by as "erasedBy", s.state as "stampState", s.authority, s.stamped_at as "stampedAt", s.signer,
  s.is_trusted as "isTrusted", s.why as "stampWhy", s.tried_at as "triedAt", s.tries`
const tables = sql`
  evidence e
  join account a on a.district_id = e.district_id and a.id = e.account_id
  join evidence_content c on c.district_id = e.district_id and c.sha256 = e.sha256
  join stored_file f on f.district_id = c.district_id and f.id = c.file_id
  left join evidence_stamp s on s.district_id = c.district_id and s.sha256 = c.sha256`

type Found = Omit<EvidenceRow, 'erased' | 'stamp'> & {
  erasedAt: Instant | null
  erasedBecause: NonNullable<EvidenceRow['erased']>['because'] | null
  erasedBy: string | null
  stampState: 'stamped' | 'failed' | null
  authority: string
  stampedAt: Instant | null
  signer: string | null
  isTrusted: boolean
  stampWhy: string | null
  triedAt: Instant
  tries: number
}

function rowOf(found: Found): EvidenceRow {
  const { erasedAt, erasedBecause, erasedBy, stampState, authority, stampedAt, signer, isTrusted, stampWhy, ...rest } =
    found
  const { triedAt, tries, ...row } = rest
  return {
    ...row,
    erased: erasedAt === null ? null : { at: erasedAt, because: erasedBecause ?? 'personal', by: erasedBy ?? '' },
    stamp:
      stampState === null
        ? null
        : { state: stampState, authority, stampedAt, signer, isTrusted, why: stampWhy, triedAt, tries },
  }
}

/** Evidence of one account, what was seen last first; `between`: seen in some part of that time. */
export async function evidenceOf(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  { between, limit }: { between?: { from: Instant | null; to: Instant }; limit: number },
): Promise<EvidenceRow[]> {
  const within = between
    ? sql`and e.observed_at <= ${between.to} and (${between.from}::timestamptz is null or e.last_seen_at >= ${between.from}::timestamptz)`
    : sql``
  const { rows } = await sql<Found>`
    select ${columns} from ${tables}
    where e.district_id = ${districtId} and e.account_id = ${accountId} ${within}
    order by e.last_seen_at desc, e.id desc limit ${limit}`.execute(db)
  return rows.map(rowOf)
}

export async function evidenceRow(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  id: string,
): Promise<EvidenceRow | undefined> {
  const { rows } = await sql<Found>`
    select ${columns} from ${tables}
    where e.district_id = ${districtId} and e.account_id = ${accountId} and e.id = ${id}`.execute(db)
  return rows[0] && rowOf(rows[0])
}

/** The token of a stamp, as the authority gave it. */
export async function stampToken(db: Db | Tx, districtId: string, sha256: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('evidence_stamp')
    .select('token')
    .where('district_id', '=', districtId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row?.token ?? undefined
}
