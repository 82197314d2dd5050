import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import { addMs, type Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { destroyKeys, saveFile } from '../../files/index.ts'
import type { Look } from '../sources/contract.ts'
import { digestsOf, documentOf, packed } from './document.ts'
import type { Digests, Seen } from './model.ts'
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
 */
export async function keepEvidenceOf(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  looks: readonly LookSeen[],
): Promise<Map<string, string>> {
  const latest = await latestOf(tx, districtId, looks)
  const found = new Map<string, string>()
  const fresh: (LookSeen & { seen: Seen; digests: Digests; document: Buffer })[] = []
  const again: { accountId: string; id: string; at: Instant }[] = []
  for (const one of looks) {
    const { seen, outcome } = one.look
    const before = latest.get(one.targetId)
    const document = seen && documentOf(seen)
    const digests = document && digestsOf(document)
    if (before && !before.isOver && isTheSame(before, outcome, seen, digests)) {
      found.set(one.targetId, before.id)
      again.push({ accountId: one.accountId, id: before.id, at: one.at })
    } else if (seen && document && digests && isWorthKeeping(one, seen, before))
      fresh.push({ ...one, seen, digests, document })
  }
  await seenAgain(tx, districtId, again)
  const kept = await keepContents(tx, deps, actor, districtId, fresh)
  const rows = fresh.map((one) => ({ ...one, id: deps.ids.next() })).filter(({ digests }) => kept.has(digests.sha256))
  await saveEvidence(tx, districtId, rows)
  for (const { targetId, id } of rows) found.set(targetId, id)
  return found
}

// Nothing came because nothing has changed, or what came is what was kept.
const isTheSame = (
  before: LatestEvidence,
  outcome: Look['outcome'],
  seen: Seen | undefined,
  digests: Digests | undefined,
) =>
  seen && digests
    ? before.sha256 === digests.sha256 && before.kind === seen.kind && before.status === seen.status
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
  fresh: readonly { digests: Digests; document: Buffer }[],
): Promise<ReadonlySet<string>> {
  const wanted = new Map(fresh.map((one) => [one.digests.sha256, one]))
  if (wanted.size === 0) return new Set()
  // In the order of their digests, so that two workers with the same contents never wait for each other in a ring.
  const digests = [...wanted.keys()].sort()
  const { rows: known } = await sql<{ sha256: string; isOver: boolean }>`
    select c.sha256, f.erased_at is not null and c.erased_because is not distinct from 'expired' as "isOver"
    from evidence_content c
    join stored_file f on f.district_id = c.district_id and f.id = c.file_id
    where c.district_id = ${districtId} and c.sha256 = any(${digests}::text[])
    order by c.sha256 for update of c`.execute(tx)
  const standing = new Map(known.map((row) => [row.sha256, row]))
  for (const sha256 of digests) {
    const one = wanted.get(sha256)
    const before = standing.get(sha256)
    if (!one || before?.isOver === false) continue
    const file = await saveFile(tx, deps, {
      districtId,
      name: `证据-${sha256.slice(0, 12)}.txt.zst`,
      bytes: packed(one.document),
      actor,
      mediaType: 'application/zstd',
    })
    const { numAffectedRows } = await sql`
      insert into evidence_content (district_id, sha256, sm3, byte_count, file_id, kept_at)
      values (${districtId}, ${sha256}, ${one.digests.sm3}, ${one.document.byteLength}, ${file.id}, ${deps.wall.now()})
      on conflict (district_id, sha256) do update
      set file_id = excluded.file_id, kept_at = excluded.kept_at, erased_at = null, erased_because = null, erased_by = null
      where evidence_content.erased_because = 'expired'`.execute(tx)
    // Another worker kept the same meanwhile: its copy stands.
    if (!numAffectedRows) await destroyKeys(tx, deps, districtId, [file.id])
  }
  return new Set(digests)
}
