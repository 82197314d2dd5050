import { sql } from 'kysely'
import { addMs, type CivilDate, type Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { DayRange } from '../model.ts'
import type { Memory, Outcome } from '../sources/contract.ts'

/** A target whose time has come, with all that a look needs. */
export type DueTarget = {
  accountId: string
  targetId: string
  accountName: string
  platform: Platform
  sourceKind: string
  sourceName: string
  settings: unknown
  target: unknown
  memory: Memory
  secretsKey: Buffer | null
  secrets: Buffer | null
  failures: number
  dueAt: Instant
}

/** Nothing waits longer (schedule.ts), the longest a platform may ask for included: what seems to was put off by a clock that was ahead. */
const LONGEST_WAIT_MS = 40 * 24 * 3_600_000

/**
 * Claims what is due, at most `limit`, for one worker until `until`: no other worker takes it before, and one that dies
 * lets go of it then. `skip locked`, so that workers never wait for each other.
 */
export async function claimDue(
  db: Db,
  claim: {
    districtId: string
    worker: string
    now: Instant
    until: Instant
    limit: number
    /** Targets whose last look this worker is still storing. */
    except?: readonly string[]
  },
): Promise<DueTarget[]> {
  const { districtId, worker, now, until, limit, except = [] } = claim
  const { rows } = await sql<DueTarget>`
    with due as (
      select t.account_id, t.id from collection_target t
      join collection_source s on s.district_id = t.district_id and s.id = t.source_id and s.state = 'on'
      where t.district_id = ${districtId} and t.state = 'on'
        and (t.next_at <= ${now} or t.next_at > ${addMs(now, LONGEST_WAIT_MS)})
        and (t.claimed_until is null or t.claimed_until <= ${now} or t.claimed_until > ${addMs(now, LONGEST_WAIT_MS)}) and t.id <> all(${except}::uuid[])
      order by t.next_at, t.id limit ${limit} for update of t skip locked
    ), claimed as (
      update collection_target t set claimed_by = ${worker}, claimed_until = ${until}
      from due where t.district_id = ${districtId} and t.account_id = due.account_id and t.id = due.id
      returning t.district_id, t.account_id, t.id, t.source_id, t.target, t.memory, t.secrets_key, t.secrets, t.failures,
        t.next_at
    )
    select c.account_id as "accountId", c.id as "targetId", a.name as "accountName", a.platform, s.kind as "sourceKind",
      s.name as "sourceName", s.settings, c.target, c.memory, c.secrets_key as "secretsKey", c.secrets,
      c.failures, c.next_at as "dueAt"
    from claimed c
    join account a on a.district_id = ${districtId} and a.id = c.account_id
    join collection_source s on s.district_id = ${districtId} and s.id = c.source_id
    order by c.next_at, c.id`.execute(db)
  return rows
}

/** Holds on to what a worker has claimed and nobody took from it meanwhile; `until` null: lets go of it. */
export async function holdOn(
  db: Db | Tx,
  { districtId, worker, until }: { districtId: string; worker: string; until: Instant | null },
  targetIds: readonly string[],
): Promise<void> {
  await sql`
    update collection_target set claimed_until = ${until},
      claimed_by = case when ${until}::timestamptz is null then null else claimed_by end
    where district_id = ${districtId} and id = any(${targetIds}::uuid[]) and claimed_by = ${worker}`.execute(db)
}

/** Of these targets, those that this worker still holds; locked until the transaction ends. */
export async function heldBy(
  tx: Tx,
  districtId: string,
  worker: string,
  targetIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from collection_target
    where district_id = ${districtId} and id = any(${targetIds}::uuid[]) and claimed_by = ${worker}
    order by id for update`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

export type Attempt = {
  id: string
  accountId: string
  targetId: string
  sourceKind: string
  dueAt: Instant
  startedAt: Instant
  finishedAt: Instant
  outcome: Outcome
  why: string | null
  posts: number
  newPosts: number
  cover: DayRange | null
  evidenceId: string | null
}

/** Writes the log of looks, in one statement. */
export async function saveAttempts(tx: Tx, districtId: string, attempts: readonly Attempt[]): Promise<void> {
  await tx
    .insertInto('collection_attempt')
    .values(
      attempts.map(({ cover, ...one }) => ({
        district_id: districtId,
        account_id: one.accountId,
        id: one.id,
        target_id: one.targetId,
        source_kind: one.sourceKind,
        due_at: one.dueAt,
        started_at: one.startedAt,
        finished_at: one.finishedAt,
        outcome: one.outcome,
        why: one.why,
        posts: one.posts,
        new_posts: one.newPosts,
        from_day: cover?.from ?? null,
        to_day: cover?.to ?? null,
        evidence_id: one.evidenceId,
      })),
    )
    .execute()
}

export type TargetAfter = {
  accountId: string
  targetId: string
  memory: Memory
  nextAt: Instant
  failures: number
  hold: string | null
  outcome: Outcome
  why: string | null
  at: Instant
  collected: boolean
}

/**
 * What each target is after its look, and lets go of it. Its version stays: what a person decides meanwhile takes the claim
 * away (`changeLocked`), and a look is no change that a person has to be told of.
 */
export async function saveTargets(tx: Tx, districtId: string, after: readonly TargetAfter[]): Promise<void> {
  const column = <T>(pick: (one: TargetAfter) => T) => after.map(pick)
  await sql`
    update collection_target t set memory = f.memory::jsonb, next_at = f.next_at, failures = f.failures,
      state = case when f.hold is null then t.state else 'held' end, held_reason = f.hold, claimed_by = null,
      claimed_until = null, last_attempt_at = f.at, last_outcome = f.outcome, last_why = f.why,
      last_success_at = case when f.collected then f.at else t.last_success_at end
    from unnest(
      ${column(({ accountId }) => accountId)}::uuid[], ${column(({ targetId }) => targetId)}::uuid[],
      ${column(({ memory }) => JSON.stringify(memory))}::text[], ${column(({ nextAt }) => nextAt)}::timestamptz[],
      ${column(({ failures }) => failures)}::int[], ${column(({ hold }) => hold)}::text[],
      ${column(({ at }) => at)}::timestamptz[], ${column(({ outcome }) => outcome)}::text[],
      ${column(({ why }) => why)}::text[], ${column(({ collected }) => collected)}::boolean[]
    ) as f (account_id, id, memory, next_at, failures, hold, at, outcome, why, collected)
    where t.district_id = ${districtId} and t.account_id = f.account_id and t.id = f.id`.execute(tx)
}

/** One target, as the person who changes it last saw it. */
export type TargetSeen = { districtId: string; accountId: string; targetId: string; version: number }

type TargetSet = Partial<
  Sealed & { state: 'on' | 'off'; held_reason: null; failures: number; next_at: Instant; target: string }
>
type Sealed = { secrets_key: Buffer | null; secrets: Buffer | null }

/** A target with its source's kind, held until the transaction ends. Refuses `record.not-found`, `record.changed-meanwhile`. */
export async function lockTarget(tx: Tx, { districtId, accountId, targetId, version }: TargetSeen) {
  const found = await tx
    .selectFrom('collection_target as t')
    .innerJoin('collection_source as s', (join) =>
      join.onRef('s.district_id', '=', 't.district_id').onRef('s.id', '=', 't.source_id'),
    )
    .select(['t.state', 't.version', 't.target', 's.kind'])
    .where('t.district_id', '=', districtId)
    .where('t.account_id', '=', accountId)
    .where('t.id', '=', targetId)
    .forUpdate('t')
    .executeTakeFirst()
  if (!found) throw refuse('record.not-found', { what: '采集设置' })
  if (found.version !== version) throw refuse('record.changed-meanwhile', { what: '采集设置' })
  return found
}

/**
 * Writes what a person decided of a target that `lockTarget` holds. Whoever is looking at it lets go: that look began
 * under the old decision, is not heard any more, and can't overwrite the new one.
 */
export async function changeLocked(
  tx: Tx,
  { districtId, accountId, targetId, version }: TargetSeen,
  set: TargetSet,
): Promise<void> {
  await tx
    .updateTable('collection_target')
    .set({ ...set, version: version + 1, claimed_by: null, claimed_until: null })
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('id', '=', targetId)
    .execute()
}

/** The days of the newest posts of accounts, at most twelve each: their rhythm. */
export async function rhythms(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[],
): Promise<Map<string, CivilDate[]>> {
  const { rows } = await sql<{ accountId: string; day: CivilDate }>`
    select a.id as "accountId", recent.day
    from unnest(${accountIds}::uuid[]) as a (id)
    cross join lateral (
      select p.published_on as day from post p
      where p.district_id = ${districtId} and p.account_id = a.id and p.published_on is not null and not p.automatic
      order by p.published_on desc limit 12
    ) recent`.execute(db)
  const found = new Map<string, CivilDate[]>()
  for (const { accountId, day } of rows) found.set(accountId, [...(found.get(accountId) ?? []), day])
  return found
}
