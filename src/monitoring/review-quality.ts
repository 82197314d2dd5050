import { sql } from 'kysely'
import { type CivilDate, type Instant, type Month, startOfDay } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { FindingState, IndicatorClass } from './model.ts'

/** One dismissed finding in ten is looked at again by another person, and at least these. */
const LEAST_SAMPLED = 3
const ONE_IN = 10

export type SampledDismissal = {
  findingId: string
  accountName: string
  unitName: string
  indicator: string
  reason: string | null
  decidedBy: string
  decidedAt: Instant
  /** Of the finding as it was dismissed. */
  version: number
  check: { agrees: boolean; note: string | null; by: string; at: Instant } | null
}

/**
 * The sample of a month's dismissed findings: chance decides which, by the moment of the decision, so that nobody knows
 * beforehand and everybody draws the same.
 */
export async function dismissalSample(db: Db | Tx, districtId: string, month: Month): Promise<SampledDismissal[]> {
  const found = await sql<
    Omit<SampledDismissal, 'check'> & { agrees: boolean | null; note: string | null; by: string; at: Instant }
  >`
    with dismissed as (
      select f.*, row_number() over (order by md5(f.id::text || f.decided_at::text)) as place, count(*) over () as total
      from finding f
      where f.district_id = ${districtId} and f.month = ${month} and f.state = 'dismissed' and f.decided_at is not null
    )
    select d.id as "findingId", c.account_name as "accountName", c.unit_name as "unitName", d.indicator, d.reason,
      d.decided_by as "decidedBy", d.decided_at as "decidedAt", d.version,
      k.agrees, k.note, k.checked_by as by, k.checked_at as at
    from dismissed d
    join check_result c on c.district_id = d.district_id and c.run_id = d.run_id and c.account_id = d.account_id
    left join dismissal_check k on k.district_id = d.district_id and k.finding_id = d.id and k.finding_version = d.version
    where d.place <= greatest(${LEAST_SAMPLED}, ceil(d.total / ${ONE_IN}::numeric))
    order by d.place`.execute(db)
  return found.rows.map(({ agrees, note, by, at, ...one }) => ({
    ...one,
    check: agrees === null ? null : { agrees, note, by, at },
  }))
}

/** Of these months' samples what nobody has looked at again and this person, who didn't dismiss it, may; by month. */
export async function waitingSamples(
  db: Db,
  districtId: string,
  months: readonly Month[],
  personId: string,
): Promise<Map<Month, number>> {
  const found = await sql<{ month: Month; waiting: number }>`
    select d.month, count(*)::int as waiting from (
      select f.*, row_number() over (partition by f.month order by md5(f.id::text || f.decided_at::text)) as place,
        count(*) over (partition by f.month) as total
      from finding f
      where f.district_id = ${districtId} and f.month = any(${[...months]}::text[]) and f.state = 'dismissed'
        and f.decided_at is not null
    ) d
    where d.place <= greatest(${LEAST_SAMPLED}, ceil(d.total / ${ONE_IN}::numeric)) and d.decided_by <> ${personId}
      and not exists (select from dismissal_check k where k.district_id = d.district_id and k.finding_id = d.id
        and k.finding_version = d.version)
    group by d.month`.execute(db)
  return new Map(found.rows.map(({ month, waiting }) => [month, waiting]))
}

export async function insertDismissalCheck(
  tx: Tx,
  districtId: string,
  check: { findingId: string; version: number; agrees: boolean; note: string | null; by: string; at: Instant },
): Promise<void> {
  await tx
    .insertInto('dismissal_check')
    .values({
      district_id: districtId,
      finding_id: check.findingId,
      finding_version: check.version,
      agrees: check.agrees,
      note: check.note,
      checked_by: check.by,
      checked_at: check.at,
    })
    .execute()
}

export type Precision = { indicator: string; confirmed: number; decided: number }

/** By indicator, how often people confirmed what they decided on since a day, as corrected since: one that is often dismissed needs its numbers looked at. */
export async function precisionSince(db: Db, districtId: string, since: CivilDate): Promise<Map<string, Precision>> {
  const found = await sql<Precision>`
    select f.indicator, count(*) filter (where coalesce(k.to_state, f.state) = 'confirmed') as confirmed, count(*) as decided
    from finding f
    left join lateral (select c.to_state from finding_correction c
      where c.district_id = f.district_id and c.finding_id = f.id order by c.corrected_at desc, c.id desc limit 1) k on true
    where f.district_id = ${districtId} and f.state in ('confirmed', 'dismissed') and f.decided_at >= ${startOfDay(since)}
    group by f.indicator`.execute(db)
  return new Map(found.rows.map((row) => [row.indicator, row]))
}

export type FindingCorrection = {
  findingId: string
  month: Month
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  indicator: string
  class: IndicatorClass
  fromState: FindingState
  toState: 'confirmed' | 'dismissed'
  reason: string
  correctedBy: string
  correctedAt: Instant
}

export async function insertCorrection(
  tx: Tx,
  districtId: string,
  one: Pick<FindingCorrection, 'findingId' | 'toState' | 'reason' | 'correctedBy' | 'correctedAt'> & { id: string },
): Promise<void> {
  await tx
    .insertInto('finding_correction')
    .values({
      district_id: districtId,
      id: one.id,
      finding_id: one.findingId,
      to_state: one.toState,
      reason: one.reason,
      corrected_by: one.correctedBy,
      corrected_at: one.correctedAt,
    })
    .execute()
}

/** What was put right of findings of these months, or of one finding, newest first. The last of a finding is what holds of it. */
export async function correctionsOf(
  db: Db | Tx,
  districtId: string,
  of: { months: readonly Month[] } | { findingId: string },
): Promise<FindingCorrection[]> {
  const found = await sql<FindingCorrection>`
    select k.finding_id as "findingId", f.month, c.account_id as "accountId", c.account_name as "accountName", c.platform,
      c.unit_id as "unitId", c.unit_name as "unitName", f.indicator, f.class,
      coalesce(lag(k.to_state) over (partition by k.finding_id order by k.corrected_at, k.id), f.state) as "fromState",
      k.to_state as "toState", k.reason, k.corrected_by as "correctedBy", k.corrected_at as "correctedAt"
    from finding_correction k
    join finding f on f.district_id = k.district_id and f.id = k.finding_id
    join check_result c on c.district_id = f.district_id and c.run_id = f.run_id and c.account_id = f.account_id
    where k.district_id = ${districtId}
      and ${'months' in of ? sql`f.month = any(${[...of.months]}::text[])` : sql`f.id = ${of.findingId}`}
    order by k.corrected_at desc, k.id desc`.execute(db)
  return found.rows
}
