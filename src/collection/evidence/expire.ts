import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { addDays, type Instant, startOfDay } from '../../calendar/index.ts'
import { type Db, inTransaction, type Tx } from '../../database/index.ts'
import { removeBytes } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { eraseContents } from './erase.ts'
import { evidencePeriods } from './kept-years.tsx'
import type { EvidenceKind } from './model.ts'
import { erasableFrom, type KeptYears, type Resting } from './rules.ts'

/** What rests on evidence of a district, told by the rooms that know: all of it. */
export type RestingOf = (db: Db | Tx, districtId: string) => Promise<readonly Resting[]>

const BATCH = 500

/**
 * Erases the bytes of evidence whose time is over and on which nothing open rests. A content that several refer to stays
 * as long as one of them needs it. Digests, times and addresses stay. Answers how many contents were erased.
 */
export async function expireEvidence(
  deps: Deps,
  actor: Actor,
  districtId: string,
  restingOf: RestingOf,
): Promise<{ erased: number }> {
  permit(actor, 'evidence.keep', { districtId })
  const periods = await evidencePeriods(deps.db, districtId, deps.clock.today())
  const years = { rested: periods.rested.years, other: periods.other.years, failed: periods.failed.years }
  let erased = 0
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after
    const batch = await inTransaction(deps.db, (tx) =>
      expireBatch(tx, deps, actor, districtId, { from, years, restingOf }),
    )
    await removeBytes(deps, batch.fileIds)
    erased += batch.fileIds.length
    after = batch.last
  }
  return { erased }
}

type Batch = { from: string; years: KeptYears; restingOf: RestingOf }

async function expireBatch(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  { from, years, restingOf }: Batch,
): Promise<{ fileIds: string[]; last: string | undefined }> {
  const today = deps.clock.today()
  // No period is shorter than this; the rule then looks at each.
  const cutoff = startOfDay(addDays(today, 1 - 365 * Math.min(years.rested, years.other, years.failed)))
  const digests = await lastSeenBefore(tx, districtId, cutoff, from)
  if (digests.length === 0) return { fileIds: [], last: undefined }
  const references = await referencesTo(tx, districtId, digests)
  const resting = Map.groupBy(await restingOf(tx, districtId), ({ accountId }) => accountId)
  const over = digests.filter((sha256) =>
    (references.get(sha256) ?? []).every((one) => {
      const day = erasableFrom(one, resting.get(one.accountId) ?? [], years)
      return day !== null && day <= today
    }),
  )
  const fileIds = over.length > 0 ? await eraseContents(tx, deps, actor, districtId, over, 'expired') : []
  if (fileIds.length > 0)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'evidence.expired',
      subject: { kind: 'collection', id: districtId },
      after: { count: fileIds.length, sha256: over },
      at: deps.wall.now(),
    })
  return { fileIds, last: digests.length < BATCH ? undefined : digests.at(-1) }
}

/** Contents in the order of their digests that nobody has seen since; held, so that none is seen again meanwhile unnoticed. */
async function lastSeenBefore(tx: Tx, districtId: string, cutoff: Instant, from: string): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    select c.sha256 from evidence_content c
    where c.district_id = ${districtId} and c.erased_at is null and c.sha256 > ${from}
      and not exists (
        select from evidence e
        where e.district_id = c.district_id and e.sha256 = c.sha256 and e.last_seen_at >= ${cutoff})
    order by c.sha256 limit ${BATCH} for update of c`.execute(tx)
  return rows.map(({ sha256 }) => sha256)
}

type Reference = { sha256: string; accountId: string; kind: EvidenceKind; observedAt: Instant; lastSeenAt: Instant }

async function referencesTo(tx: Tx, districtId: string, digests: readonly string[]): Promise<Map<string, Reference[]>> {
  const { rows } = await sql<Reference>`
    select sha256, account_id as "accountId", kind, observed_at as "observedAt", last_seen_at as "lastSeenAt"
    from evidence where district_id = ${districtId} and sha256 = any(${digests}::text[])`.execute(tx)
  return Map.groupBy(rows, ({ sha256 }) => sha256)
}
