import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { ScoredUnit, ScoreEntry, ScoreEvent, ScoreYear, Seat, YearAction, YearState } from '../model.ts'
import type { Scheme } from '../scheme.ts'
import { knownBefore, type Telling, type Window } from './live-events.ts'

export type StoredScheme = {
  id: string
  year: number
  serial: number
  scheme: Scheme
  digest: string
  state: 'draft' | 'locked'
  paper: string | null
  preparedBy: string
  lockedBy: string | null
  lockedAt: Instant | null
  version: number
}
const schemeColumns = sql`id, year, serial, scheme, digest, state, paper, prepared_by as "preparedBy",
  locked_by as "lockedBy", locked_at as "lockedAt", version`

/** Schemes of a district, newest year and version first. */
export async function listSchemes(db: Db | Tx, districtId: string): Promise<StoredScheme[]> {
  const { rows } = await sql<StoredScheme>`select ${schemeColumns} from score_scheme
    where district_id = ${districtId} order by year desc, serial desc`.execute(db)
  return rows
}

export async function readStoredScheme(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<StoredScheme | undefined> {
  const { rows } = await sql<StoredScheme>`select ${schemeColumns} from score_scheme
    where district_id = ${districtId} and id = ${id} ${lock === 'lock' ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}

/** The scheme in force for a year, as it was known then: the last one locked. */
export async function schemeInForce(db: Db | Tx, w: Window): Promise<StoredScheme | undefined> {
  const { rows } = await sql<StoredScheme>`select ${schemeColumns} from score_scheme
    where district_id = ${w.districtId} and year = ${w.year} and state = 'locked' and ${knownBefore(sql`locked_at`, w)}
    order by locked_at desc, serial desc limit 1`.execute(db)
  return rows[0]
}

export async function readYear(
  db: Db | Tx,
  districtId: string,
  year: number,
  lock: 'lock' | 'look' = 'look',
): Promise<ScoreYear | undefined> {
  const { rows } = await sql<ScoreYear>`
    select year, state, scheme_id as "schemeId", frozen_on as "frozenOn", frozen_at as "frozenAt", version
    from score_year where district_id = ${districtId} and year = ${year} ${lock === 'lock' ? sql`for update` : sql``}`.execute(
    db,
  )
  return rows[0]
}

export type YearStep = {
  version: number
  action: YearAction
  state: YearState
  by: string
  at: Instant
  note: string | null
  facts: Readonly<Record<string, unknown>>
}

export async function stepsOfYear(db: Db | Tx, districtId: string, year: number): Promise<YearStep[]> {
  const { rows } = await sql<YearStep>`select version, action, state, by, at, note, facts from score_step
    where district_id = ${districtId} and year = ${year} order by version`.execute(db)
  return rows
}

export async function writeStep(
  tx: Tx,
  districtId: string,
  year: ScoreYear,
  step: Omit<YearStep, 'version'>,
): Promise<void> {
  const version = year.version
  await tx
    .insertInto('score_year')
    .values({
      district_id: districtId,
      year: year.year,
      state: step.state,
      scheme_id: year.schemeId,
      frozen_on: year.frozenOn,
      frozen_at: year.frozenAt,
      version,
    })
    .onConflict((at) =>
      at.columns(['district_id', 'year']).doUpdateSet({
        state: step.state,
        scheme_id: year.schemeId,
        frozen_on: year.frozenOn,
        frozen_at: year.frozenAt,
        version,
      }),
    )
    .execute()
  await tx
    .insertInto('score_step')
    .values({ district_id: districtId, year: year.year, version, ...step, facts: JSON.stringify(step.facts) })
    .execute()
}

const entryColumns = sql`e.id, e.origin, e.kind, e.unit_id as "unitId", e.account_id as "accountId", e.on_day as on, e.count,
  e.item, e.voids, e.points::float8 as points, e.note, e.file_id as "fileId", f.name as "fileName",
  e.entered_by as "enteredBy", e.entered_at as "enteredAt", e.state, e.decided_by as "decidedBy",
  e.decided_at as "decidedAt", e.decision, e.version`
const entryTables = sql`score_entry e left join stored_file f on f.district_id = e.district_id and f.id = e.file_id`

/** What was entered by hand for a year, for all units or one, the newest first. */
export async function listEntries(
  db: Db | Tx,
  { districtId, unitId }: { districtId: string; unitId?: string },
  year: number,
  only: { waiting?: boolean } = {},
): Promise<ScoreEntry[]> {
  const { rows } = await sql<ScoreEntry>`select ${entryColumns} from ${entryTables}
    where e.district_id = ${districtId} and e.year = ${year} ${unitId ? sql`and e.unit_id = ${unitId}` : sql``}
      ${only.waiting ? sql`and e.state = 'proposed'` : sql``}
    order by e.entered_at desc, e.id desc`.execute(db)
  return rows
}

/** How many entries wait for a second person, by year. */
export async function scoreWaiting(db: Db | Tx, districtId: string): Promise<{ year: number; count: number }[]> {
  const { rows } = await sql<{ year: number; count: number }>`select year, count(*)::int as count from score_entry
    where district_id = ${districtId} and state = 'proposed' group by year order by year`.execute(db)
  return rows
}

export async function readEntry(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<(ScoreEntry & { year: number }) | undefined> {
  const { rows } = await sql<ScoreEntry & { year: number }>`select ${entryColumns}, e.year from ${entryTables}
    where e.district_id = ${districtId} and e.id = ${id} ${lock === 'lock' ? sql`for update of e` : sql``}`.execute(db)
  return rows[0]
}

/** Entries that a second person had confirmed by then, as events: they count from that moment and are never edited. */
export async function enteredEvents(db: Db | Tx, w: Window): Promise<ScoreEvent[]> {
  const { rows } = await sql<ScoreEvent>`
    select 'entry/' || e.id as id, case e.origin when 'record' then 'record' else 'change' end as kind,
      case e.origin when 'record' then e.kind else e.origin end as code, e.unit_id as "unitId",
      e.account_id as "accountId", e.on_day as on, e.count, e.note as title, e.decided_by as "confirmedBy",
      e.decided_at as "knownAt", e.voids, e.item, e.points::float8 as points
    from score_entry e
    where e.district_id = ${w.districtId} and e.year = ${w.year} and e.state = 'confirmed'
      and ${knownBefore(sql`e.decided_at`, w)} and (e.origin <> 'record' or e.on_day <= ${w.to}::date)`.execute(db)
  return rows
}

export type Frozen = { units: ScoredUnit[]; seats: Seat[]; events: ScoreEvent[] }

/** What was frozen of a year. */
export async function frozenOf(
  db: Db | Tx,
  { districtId, year }: { districtId: string; year: number },
  telling: Telling,
): Promise<Frozen> {
  const of = sql`district_id = ${districtId} and year = ${year}`
  const units = await sql<ScoredUnit>`select unit_id as id, unit_name as name, unmonitored from score_unit
    where ${of} order by serial`.execute(db)
  const seats =
    await sql<Seat>`select unit_id as "unitId", account_id as "accountId", account_name as "accountName", service
    from score_seat where ${of} order by account_name collate "zh-x-icu", account_id`.execute(db)
  const events =
    await sql<ScoreEvent>`select id, kind, code, unit_id as "unitId", account_id as "accountId", on_day as on,
      count ${telling === 'told' ? sql`, title, confirmed_by as "confirmedBy", known_at as "knownAt"` : sql``} from score_event where ${of}`.execute(
      db,
    )
  return { units: units.rows, seats: seats.rows, events: events.rows }
}

/** Freezes a year in three statements, however much there is. */
export async function freeze(
  tx: Tx,
  districtId: string,
  year: number,
  { units, seats, events }: Frozen,
): Promise<void> {
  const column = <T>(of: readonly T[], key: (one: T) => unknown) => of.map(key)
  await sql`insert into score_unit (district_id, year, serial, unit_id, unit_name, unmonitored)
    select ${districtId}, ${year}, n, id, name, unseen from unnest(${column(units, (one) => one.id)}::uuid[],
      ${column(units, (one) => one.name)}::text[], ${column(units, (one) => one.unmonitored === true)}::boolean[])
      with ordinality as t (id, name, unseen, n)`.execute(tx)
  await sql`insert into score_seat (district_id, year, unit_id, account_id, account_name, service)
    select ${districtId}, ${year}, t.* from unnest(${column(seats, (one) => one.unitId)}::uuid[],
      ${column(seats, (one) => one.accountId)}::uuid[], ${column(seats, (one) => one.accountName)}::text[],
      ${column(seats, (one) => one.service)}::boolean[]) as t`.execute(tx)
  await sql`insert into score_event
      (district_id, year, id, kind, code, unit_id, account_id, on_day, count, title, confirmed_by, known_at)
    select ${districtId}, ${year}, t.* from unnest(${column(events, (one) => one.id)}::text[],
      ${column(events, (one) => one.kind)}::text[], ${column(events, (one) => one.code)}::text[],
      ${column(events, (one) => one.unitId)}::uuid[], ${column(events, (one) => one.accountId)}::uuid[],
      ${column(events, (one) => one.on)}::date[], ${column(events, (one) => one.count)}::int[],
      ${column(events, (one) => one.title)}::text[], ${column(events, (one) => one.confirmedBy)}::text[],
      ${column(events, (one) => one.knownAt)}::timestamptz[]) as t`.execute(tx)
}

/** Since when a year was frozen and up to which day, as it was known then; undefined: it was not yet. */
export async function frozenBy(
  db: Db | Tx,
  w: Window,
): Promise<{ frozenOn: CivilDate; frozenAt: Instant } | undefined> {
  const { rows } = await sql<{ frozenOn: CivilDate; frozenAt: Instant }>`
    select frozen_on as "frozenOn", frozen_at as "frozenAt" from score_year
    where district_id = ${w.districtId} and year = ${w.year} and frozen_at is not null
      and ${knownBefore(sql`frozen_at`, w)}`.execute(db)
  return rows[0]
}
