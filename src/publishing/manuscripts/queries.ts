import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import { containing, type Db, type Tx } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { Office } from '../gates/model.ts'
import type { Manuscript, ManuscriptState, Publication, Round, Step, TextVersion } from './model.ts'

/** Whose manuscripts somebody reads: all of a district (the terminal), his unit's, what was sent to his unit, what was sent to an office. */
export type Readable = { districtId: string; all?: boolean; unitId?: string | null; offices?: readonly Office[] }

const readable = ({ all, unitId, offices = [] }: Readable) => sql`(
  ${all ? sql`true` : sql`false`}
  ${unitId ? sql`or m.unit_id = ${unitId}` : sql``}
  ${
    unitId
      ? sql`or exists (select from manuscript_step s where s.district_id = m.district_id and s.manuscript_id = m.id
          and s.unit_id = ${unitId})`
      : sql``
  }
  ${
    offices.length > 0
      ? sql`or exists (select from manuscript_step s where s.district_id = m.district_id and s.manuscript_id = m.id
          and s.office = any(${[...offices]}::text[]))`
      : sql``
  })`

const columns = sql`
  m.id, m.unit_id as "unitId", u.name as "unitName", m.number, v.title, m.state, m.class,
  m.class_reason_id as "classReasonId", m.is_major as "isMajor", m.urgent_since as "urgentSince",
  m.urgent_reason_id as "urgentReasonId", m.urgent_checked_by as "urgentCheckedBy",
  m.urgent_checked_at as "urgentCheckedAt", m.urgent_checked_words_id as "urgentCheckedWordsId",
  m.planned_at as "plannedAt", m.text_number as "textNumber", m.round, m.approved_round as "approvedRound",
  m.corrects_id as "correctsId", m.withdrawal_reason_id as "withdrawalReasonId", m.withdrawn_by as "withdrawnBy",
  m.withdrawn_at as "withdrawnAt", m.version, m.created_by as "createdBy", m.created_at as "createdAt"`
const tables = sql`
  from manuscript m
  join unit u on u.district_id = m.district_id and u.id = m.unit_id
  join manuscript_version v on v.district_id = m.district_id and v.manuscript_id = m.id and v.number = m.text_number`

export type ManuscriptFilter = {
  states?: readonly ManuscriptState[] | undefined
  search?: string | undefined
  isUrgent?: boolean | undefined
  /** Waits for somebody's reading: in review, or signed the urgent way and looked at by nobody since. */
  isWaiting?: boolean | undefined
}

/** What somebody may read, the newest first. */
export async function listManuscripts(
  db: Db,
  scope: Readable,
  { states, search, isUrgent, isWaiting }: ManuscriptFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: Manuscript[]; total: number }> {
  const { rows } = await sql<Manuscript & { total: number }>`
    select ${columns}, count(*) over ()::int as total ${tables}
    where m.district_id = ${scope.districtId} and ${readable(scope)}
      ${states ? sql`and m.state = any(${[...states]}::text[])` : sql``}
      ${search ? sql`and (v.title like ${containing(search)} or m.number::text = ${search})` : sql``}
      ${isUrgent ? sql`and m.urgent_since is not null` : sql``}
      ${
        isWaiting
          ? sql`and (m.state = 'review'
              or (m.urgent_since is not null and m.approved_round is not null and m.urgent_checked_at is null))`
          : sql``
      }
    order by m.number desc offset ${offset} limit ${limit}`.execute(db)
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 }
}

/** What is to go out, or went out, between two moments. */
export async function plannedManuscripts(
  db: Db,
  scope: Readable,
  { from, before }: { from: Instant; before: Instant },
): Promise<Manuscript[]> {
  const { rows } = await sql<Manuscript>`
    select ${columns} ${tables}
    where m.district_id = ${scope.districtId} and ${readable(scope)} and m.state <> 'dropped'
      and m.planned_at >= ${from} and m.planned_at < ${before}
    order by m.planned_at, m.number`.execute(db)
  return rows
}

/** When what is not out yet was planned to go out, and since when its emergency runs; the newest that somebody may read. */
export async function clockedManuscripts(
  db: Db,
  scope: Readable,
): Promise<Pick<Manuscript, 'plannedAt' | 'urgentSince'>[]> {
  const { rows } = await sql<Pick<Manuscript, 'plannedAt' | 'urgentSince'>>`
    select m.planned_at as "plannedAt", m.urgent_since as "urgentSince" from manuscript m
    where m.district_id = ${scope.districtId} and ${readable(scope)}
      and m.state not in ('published', 'withdrawn', 'dropped')
      and (m.planned_at is not null or m.urgent_since is not null)
    order by m.number desc limit 500`.execute(db)
  return rows
}

export async function findManuscript(db: Db | Tx, scope: Readable, id: string): Promise<Manuscript | undefined> {
  const { rows } = await sql<Manuscript>`
    select ${columns} ${tables}
    where m.district_id = ${scope.districtId} and m.id = ${id} and ${readable(scope)}`.execute(db)
  return rows[0]
}

export async function lockManuscript(tx: Tx, districtId: string, id: string): Promise<Manuscript | undefined> {
  await sql`select id from manuscript where district_id = ${districtId} and id = ${id} for update`.execute(tx)
  return findManuscript(tx, { districtId, all: true }, id)
}

const versionColumns = sql`
  v.number, v.based_on as "basedOn", v.kept, v.title, v.body, v.plain, v.author, v.source, v.source_link as "sourceLink",
  v.ai_generated as "aiGenerated", v.ai_label as "aiLabel", v.account_ids as "accountIds", v.saved_by as "savedBy",
  v.saved_at as "savedAt"`

export async function readVersion(
  db: Db | Tx,
  districtId: string,
  manuscriptId: string,
  number: number,
): Promise<TextVersion | undefined> {
  const { rows } = await sql<TextVersion>`
    select ${versionColumns} from manuscript_version v
    where v.district_id = ${districtId} and v.manuscript_id = ${manuscriptId} and v.number = ${number}`.execute(db)
  return rows[0]
}

export type VersionRow = Pick<TextVersion, 'number' | 'basedOn' | 'kept' | 'title' | 'savedBy' | 'savedAt'> & {
  letters: number
}

/** Every version without its text, the newest first. */
export async function versionsOf(db: Db | Tx, districtId: string, manuscriptId: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.number, v.based_on as "basedOn", v.kept, v.title, v.saved_by as "savedBy", v.saved_at as "savedAt",
      length(v.plain) as letters
    from manuscript_version v where v.district_id = ${districtId} and v.manuscript_id = ${manuscriptId}
    order by v.number desc`.execute(db)
  return rows
}

export async function roundsOf(db: Db | Tx, districtId: string, manuscriptId: string): Promise<Round[]> {
  const { rows } = await sql<Round>`
    select r.number, r.text_number as "textNumber", r.digest, r.findings, r.not_checked as "notChecked",
      r.submitted_by as "submittedBy", r.submitted_at as "submittedAt", r.outcome, r.decided_at as "decidedAt"
    from manuscript_round r where r.district_id = ${districtId} and r.manuscript_id = ${manuscriptId}
    order by r.number`.execute(db)
  return rows
}

const stepKeys = sql`s.round, s.number, s.place, s.name, s.signer, s.unit_id, s.office`
const stepColumns = sql`
  s.round, s.number, s.place, s.name, s.signer, s.unit_id as "unitId", s.office, jsonb_agg(jsonb_build_object(
      'gate', g.gate, 'outcome', g.outcome, 'wordsId', g.words_id, 'confirmed', g.confirmed, 'signedBy', g.signed_by,
      'signedAt', to_char(g.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    order by array_position(array['political', 'legal', 'policy', 'secrecy', 'wording', 'opinion'], g.gate)) as gates`
const stepTables = sql`
  from manuscript_step s
  join manuscript_gate g on g.district_id = s.district_id and g.manuscript_id = s.manuscript_id and g.round = s.round
    and g.step = s.number`

/** Steps of all rounds with their gates, in the order they are asked. */
export async function stepsOf(db: Db | Tx, districtId: string, manuscriptId: string): Promise<Step[]> {
  const { rows } = await sql<Step>`
    select ${stepColumns} ${stepTables}
    where s.district_id = ${districtId} and s.manuscript_id = ${manuscriptId}
    group by ${stepKeys}
    order by s.round, s.place, s.number`.execute(db)
  return rows
}

export async function publicationsOf(db: Db | Tx, districtId: string, manuscriptId: string): Promise<Publication[]> {
  const { rows } = await sql<Publication>`
    select p.account_id as "accountId", p.link, p.published_at as "publishedAt", p.recorded_by as "recordedBy",
      p.recorded_at as "recordedAt", p.removed_at as "removedAt", p.removal_recorded_by as "removalRecordedBy",
      p.removal_file_id as "removalFileId"
    from manuscript_publication p where p.district_id = ${districtId} and p.manuscript_id = ${manuscriptId}
    order by p.published_at, p.account_id`.execute(db)
  return rows
}

export type ManuscriptFile = {
  fileId: string
  use: 'picture' | 'attachment' | 'proof'
  name: string
  bytes: number
  sha256: string
}

/** Files of a manuscript that nobody took away, or all that it ever had. */
export async function filesOf(
  db: Db | Tx,
  districtId: string,
  manuscriptId: string,
  { withRemoved = false }: { withRemoved?: boolean } = {},
): Promise<ManuscriptFile[]> {
  const { rows } = await sql<ManuscriptFile>`
    select f.file_id as "fileId", f.use, s.name, s.byte_count::int as bytes, s.sha256
    from manuscript_file f join stored_file s on s.district_id = f.district_id and s.id = f.file_id
    where f.district_id = ${districtId} and f.manuscript_id = ${manuscriptId}
      ${withRemoved ? sql`` : sql`and f.removed_at is null`}
    order by f.added_at, f.file_id`.execute(db)
  return rows
}

export type TargetAccount = { id: string; name: string; platform: Platform; runningState: string }

/** Accounts that a unit may publish on: those that run, and any named beside them. */
export async function targetAccounts(
  db: Db | Tx,
  districtId: string,
  unitId: string,
  also: readonly string[] = [],
): Promise<TargetAccount[]> {
  const { rows } = await sql<TargetAccount>`
    select id, name, platform, running_state as "runningState" from account
    where district_id = ${districtId} and (unit_id = ${unitId} and running_state = 'running' or id = any(${[...also]}::uuid[]))
    order by name collate "zh-x-icu", platform, id`.execute(db)
  return rows
}

/** Who wrote on the text that a version stands on: whoever saved it or one it was made from, or put a file beside it. */
export async function writersOf(
  db: Db | Tx,
  districtId: string,
  manuscriptId: string,
  textNumber: number,
): Promise<string[]> {
  return (await writersUntil(db, districtId, [manuscriptId], textNumber)).get(manuscriptId) ?? []
}

/** Who wrote on the present text of many manuscripts, by manuscript. */
export const presentWriters = (db: Db, districtId: string, ids: readonly string[]): Promise<Map<string, string[]>> =>
  writersUntil(db, districtId, ids, null)

async function writersUntil(
  db: Db | Tx,
  districtId: string,
  ids: readonly string[],
  textNumber: number | null,
): Promise<Map<string, string[]>> {
  // A correction begins with the approved text of another: who wrote that has written here.
  const { rows } = await sql<{ first: string; writers: string[] }>`
    with recursive line as (
      select id as first, id, corrects_id, ${textNumber}::int as until from manuscript
      where district_id = ${districtId} and id = any(${[...ids]}::uuid[])
      union all
      select l.first, m.id, m.corrects_id, r.text_number from line l
      join manuscript m on m.district_id = ${districtId} and m.id = l.corrects_id
      join manuscript_round r on r.district_id = m.district_id and r.manuscript_id = m.id and r.number = m.approved_round
    )
    select first, array_agg(distinct writer) as writers from (
      select l.first, v.saved_by as writer from line l
      join manuscript_version v on v.district_id = ${districtId} and v.manuscript_id = l.id
        and (l.until is null or v.number <= l.until)
      union all
      select l.first, f.added_by from line l
      join manuscript_file f on f.district_id = ${districtId} and f.manuscript_id = l.id
        and f.use <> 'proof' and f.removed_at is null
    ) wrote group by first`.execute(db)
  return new Map(rows.map(({ first, writers }) => [first, writers]))
}

/** The next 稿件编号; whoever counts holds the district. */
export async function nextNumber(tx: Tx, districtId: string): Promise<number> {
  await sql`select id from district where id = ${districtId} for no key update`.execute(tx)
  const { rows } = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from manuscript where district_id = ${districtId}`.execute(tx)
  return rows[0]!.number
}

/** Units by their ids, those that stand in the register. */
export async function unitNames(
  db: Db | Tx,
  districtId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('district_id', '=', districtId)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .orderBy('name')
    .execute()
}

/** Steps of the present round of many manuscripts, by manuscript. */
export async function presentSteps(db: Db, districtId: string, ids: readonly string[]): Promise<Map<string, Step[]>> {
  const { rows } = await sql<Step & { manuscriptId: string }>`
    select ${stepColumns}, s.manuscript_id as "manuscriptId" ${stepTables}
    join manuscript m on m.district_id = s.district_id and m.id = s.manuscript_id and m.round = s.round
    where s.district_id = ${districtId} and s.manuscript_id = any(${[...ids]}::uuid[])
    group by s.manuscript_id, ${stepKeys}
    order by s.place, s.number`.execute(db)
  return Map.groupBy(rows, ({ manuscriptId }) => manuscriptId)
}
