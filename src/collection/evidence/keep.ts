import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import { addMs, type Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { beginSavingFiles, destroyKeys } from '../../files/index.ts'
import type { Look } from '../sources/contract.ts'
import { documentOf, packed, sha256Of, sm3Of } from './document.ts'
import type { Seen } from './model.ts'
import { type LatestEvidence, latestOf, saveEvidence, seenAgain } from './queries.ts'

/** Without anything new in it, a page or feed that changed is kept once in so many days. */
const FRESH_DAYS = 7

export type LookSeen = {
  accountId: string
  targetId: string
  source: string
  look: Pick<Look, 'outcome' | 'seen'>
  newPosts: number
  at: Instant
}

/**
 * Keeps what looks saw where a finding may rest on it (docs/decisions/011) and answers, for each target, the evidence
 * that its look refers to: kept now, or kept before and seen again. None where something changed that tells nothing new.
 * The caller awaits `written` before its transaction may commit: until then the bytes may not be on the disk.
 */
export async function keepEvidenceOf(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  looks: readonly LookSeen[],
): Promise<{ found: Map<string, string>; written: Promise<void> }> {
  const latest = await latestOf(tx, districtId, looks)
  const found = new Map<string, string>()
  const fresh: (LookSeen & { seen: Seen; sha256: string; document: Buffer })[] = []
  const again: { accountId: string; id: string; at: Instant }[] = []
  for (const one of looks) {
    const { seen, outcome } = one.look
    const before = latest.get(one.targetId)
    const document = seen && documentOf(seen)
    const sha256 = document && sha256Of(document)
    if (before && !before.isOver && isTheSame(before, outcome, seen, sha256)) {
      found.set(one.targetId, before.id)
      again.push({ accountId: one.accountId, id: before.id, at: one.at })
    } else if (seen && document && sha256 && isWorthKeeping(one, seen, before))
      fresh.push({ ...one, seen, sha256, document })
  }
  await seenAgain(tx, districtId, again)
  const { kept, written } = await keepContents(tx, deps, actor, districtId, fresh)
  const rows = fresh.map((one) => ({ ...one, id: deps.ids.next() })).filter(({ sha256 }) => kept.has(sha256))
  await saveEvidence(tx, districtId, rows)
  for (const { targetId, id } of rows) found.set(targetId, id)
  return { found, written }
}

// Nothing came because nothing has changed, or what came is what was kept.
const isTheSame = (
  before: LatestEvidence,
  outcome: Look['outcome'],
  seen: Seen | undefined,
  sha256: string | undefined,
) =>
  seen && sha256
    ? before.sha256 === sha256 && before.kind === seen.kind && before.status === seen.status
    : outcome === 'unchanged' && before.kind === 'listed'

/** What says that something is gone or failed, what brought a post, the first of a target, and one in so many days. */
function isWorthKeeping({ newPosts, at }: LookSeen, seen: Seen, before: LatestEvidence | undefined): boolean {
  if (seen.kind !== 'listed' || newPosts > 0 || before?.kind !== 'listed' || before.isOver) return true
  return before.observedAt <= addMs(at, -FRESH_DAYS * 86_400_000)
}

/**
 * Sees to it that each content is kept once; answers the digests that may be referred to. Bytes that were erased when
 * their time was over are kept anew; those that a person had erased are not taken again, only referred to.
 */
async function keepContents(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  fresh: readonly { sha256: string; document: Buffer }[],
): Promise<{ kept: ReadonlySet<string>; written: Promise<void> }> {
  const wanted = new Map(fresh.map((one) => [one.sha256, one]))
  if (wanted.size === 0) return { kept: new Set(), written: Promise.resolve() }
  // In the order of their digests, so that two workers with the same contents never wait for each other in a ring.
  const digests = [...wanted.keys()].sort()
  const { rows: known } = await sql<{ sha256: string; isOver: boolean }>`
    select c.sha256, f.erased_at is not null and c.erased_because is not distinct from 'expired' as "isOver"
    from evidence_content c
    join stored_file f on f.district_id = c.district_id and f.id = c.file_id
    where c.district_id = ${districtId} and c.sha256 = any(${digests}::text[])
    order by c.sha256 for update of c`.execute(tx)
  const standing = new Map(known.map((row) => [row.sha256, row]))
  const missing = digests.flatMap((sha256) => {
    const one = wanted.get(sha256)
    return one && standing.get(sha256)?.isOver !== false ? [one] : []
  })
  if (missing.length === 0) return { kept: new Set(digests), written: Promise.resolve() }
  const { kept: files, written } = await beginSavingFiles(
    tx,
    deps,
    missing.map(({ sha256, document }) => ({
      districtId,
      name: `证据-${sha256.slice(0, 12)}.txt.zst`,
      bytes: packed(document),
      actor,
      mediaType: 'application/zstd',
    })),
  )
  const fileIds = files.map(({ id }) => id)
  const { rows: taken } = await sql<{ fileId: string }>`
    insert into evidence_content (district_id, sha256, sm3, byte_count, file_id, kept_at)
    select ${districtId}, f.sha256, f.sm3, f.byte_count, f.file_id, ${deps.wall.now()}::timestamptz
    from unnest(
      ${missing.map(({ sha256 }) => sha256)}::text[], ${missing.map(({ document }) => sm3Of(document))}::text[],
      ${missing.map(({ document }) => document.byteLength)}::int[], ${fileIds}::uuid[]
    ) with ordinality as f (sha256, sm3, byte_count, file_id, at)
    order by f.at
    on conflict (district_id, sha256) do update
    set file_id = excluded.file_id, kept_at = excluded.kept_at, erased_at = null, erased_because = null, erased_by = null
    where evidence_content.erased_because = 'expired'
    returning file_id as "fileId"`.execute(tx)
  // Another worker kept the same meanwhile: its copy stands.
  const stands = new Set(taken.map(({ fileId }) => fileId))
  const doubled = fileIds.filter((id) => !stands.has(id))
  if (doubled.length > 0) await destroyKeys(tx, deps, districtId, doubled)
  return { kept: new Set(digests), written }
}
