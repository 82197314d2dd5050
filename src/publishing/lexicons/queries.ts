import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import { containing, type Db, isUuid, type Tx } from '../../database/index.ts'
import type { ListKind, ListRow } from './model.ts'

/** A line with who entered it when. */
export type KeptRow = { id: string; row: ListRow; enteredBy: string; enteredAt: Instant }

const columnsOf = ({ columns }: ListKind) => columns.map(({ column }) => column)
const valuesOf = (kind: ListKind) =>
  sql<ListRow>`jsonb_build_object(${sql.join(columnsOf(kind).flatMap((column) => [sql.lit(column), sql.ref(column)]))})`

/** Where a line may be seen: the district, or what holds for one unit. Only names belong to units. */
const seenBy = ({ table }: ListKind, unitId: string | undefined) =>
  table === 'silenced_name' && unitId !== undefined
    ? sql<boolean>`(unit_id is null or unit_id = ${unitId})`
    : sql<boolean>`true`

type Asked = { districtId: string; unitId?: string | undefined; search?: string }

/** A page of a list, the newest lines first. */
export async function listRows(
  db: Db | Tx,
  kind: ListKind,
  { districtId, unitId, search = '' }: Asked,
  page?: { offset: number; limit: number },
): Promise<{ rows: KeptRow[]; total: number }> {
  const first = sql.ref(kind.columns[0]!.column)
  const where = sql`district_id = ${districtId} and removed_at is null and ${seenBy(kind, unitId)}
    and (${search} = '' or ${first} like ${containing(search)})`
  const { rows } = await sql<{ id: string; row: ListRow; enteredBy: string; enteredAt: Instant; total: number }>`
    select id, ${valuesOf(kind)} as row, entered_by as "enteredBy", entered_at as "enteredAt",
      (count(*) over ())::int as total
    from ${sql.table(kind.table)} where ${where}
    order by entered_at desc, id desc
    limit ${page?.limit ?? null} offset ${page?.offset ?? 0}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** Whether there is this district; it stays until the transaction ends. Lines of lists are not held against it one by one. */
export async function holdDistrict(tx: Tx, districtId: string): Promise<boolean> {
  const { rows } = await sql`select from district where id = ${districtId} for key share`.execute(tx)
  return rows.length > 0
}

/** Whether a list of the district has any line that counts. */
export async function holdsRows(tx: Tx, { table }: ListKind, districtId: string): Promise<boolean> {
  const { rows } = await sql`
    select from ${sql.table(table)} where district_id = ${districtId} and removed_at is null limit 1`.execute(tx)
  return rows.length > 0
}

/** What lines that come in together have alike, and no sheet tells. */
export type Entering = { readonly district_id: string; readonly entered_by: string; readonly entered_at: string }

/**
 * Lines as they come in with an id for each, one statement a piece. What all lines of the piece say alike (the district, who
 * entered them, mostly the gate and the severity) is told once, the rest a column at a time: a record each took the database
 * twice as long.
 */
export async function insertRows(
  tx: Tx,
  kind: ListKind,
  own: Entering,
  rows: readonly ListRow[],
  ids: readonly string[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = columnsOf(kind)
  const varies = columns.filter((column) => rows.some((row) => !isAlike(row[column], first[column])))
  // A list of words can't be told in a column of lists, which has one length; it goes as JSON.
  const told = varies.map((column) => {
    const values = rows.map((row) => row[column] ?? null)
    return typeOf(kind, column) === 'text[]' ? values.map((words) => JSON.stringify(words ?? [])) : values
  })
  const value = (column: string) => {
    const type = typeOf(kind, column)
    if (!varies.includes(column)) return sql`${first[column] ?? null}::${sql.raw(type)}`
    const one = sql.ref(`line.${column}`)
    return type === 'text[]' ? sql`array(select json_array_elements_text(${one}::json))` : sql`${one}::${sql.raw(type)}`
  }
  await sql`
    insert into ${sql.table(kind.table)} (district_id, entered_by, entered_at, id, ${refs(columns)})
    select ${own.district_id}::text, ${own.entered_by}::text, ${own.entered_at}::timestamptz, line.id::uuid,
      ${sql.join(columns.map(value))}
    from unnest(${sql.join([ids, ...told].map(columnText))}) as line (${refs(['id', ...varies])})`.execute(tx)
}

const refs = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)))

// A column as one text, cut apart by the server at signs that no cell holds (`plainText`): nothing is quoted and unquoted.
const [BETWEEN, NOTHING] = ['\u001F', '\u001E']
const columnText = (values: readonly (ListRow[string] | undefined)[]) =>
  sql`string_to_array(${values.map((value) => value ?? NOTHING).join(BETWEEN)}::text, ${BETWEEN}, ${NOTHING})`

const isAlike = (one: ListRow[string] | undefined, other: ListRow[string] | undefined) =>
  one === other || (Array.isArray(one) && Array.isArray(other) && JSON.stringify(one) === JSON.stringify(other))

/** As what PostgreSQL takes a column of a list. */
function typeOf({ columns }: ListKind, column: string): string {
  const reads = columns.find((one) => one.column === column)?.reads
  return reads === 'day' ? 'date' : reads === 'words' ? 'text[]' : reads === 'unit' ? 'uuid' : 'text'
}

/** What is right for words as any of these lists has them. */
export async function rightsOf(
  db: Db | Tx,
  districtId: string,
  words: readonly ListRow[string][],
  lists: readonly string[],
): Promise<{ list: string; wrong: string; right: string | null }[]> {
  const { rows } = await sql<{ list: string; wrong: string; right: string | null }>`
    select list, wrong, right_words as right from lexicon_entry
    where district_id = ${districtId} and removed_at is null
      and list = any(${[...lists]}::text[]) and wrong = any(${[...words]}::text[])`.execute(db)
  return rows
}

/** Lines of the list that may stand under the same keys as these: their last column is one of theirs. */
export async function standingRows(
  db: Db | Tx,
  kind: ListKind,
  districtId: string,
  rows: readonly ListRow[],
): Promise<{ id: string; row: ListRow }[]> {
  const last = kind.key.at(-1)!
  const found = await sql<{ id: string; row: ListRow }>`
    select id, ${valuesOf(kind)} as row from ${sql.table(kind.table)}
    where district_id = ${districtId} and removed_at is null
      and ${sql.ref(last)} = any(${rows.map((row) => row[last])}::text[])
      ${last === 'wrong' ? sql`and list = any(${[...new Set(rows.map((row) => row['list']))]}::text[])` : sql``}`.execute(
    db,
  )
  return found.rows
}

type Removing = { districtId: string; ids: readonly string[]; by: string; at: Instant; onlyUnit?: string | null }

/** Takes lines that count out of a list, of one unit's alone where it is named; how many there were. */
export async function removeRows(
  tx: Tx,
  { table }: ListKind,
  { districtId, ids, by, at, onlyUnit = null }: Removing,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set removed_by = ${by}, removed_at = ${at}::timestamptz
    where district_id = ${districtId} and id = any(${ids.filter(isUuid)}::uuid[]) and removed_at is null
      and ${onlyUnit === null ? sql`true` : sql`unit_id = ${onlyUnit}`}`.execute(tx)
  return Number(numAffectedRows)
}

/** Changes whenever a line of the list comes or goes. */
export async function stampOf(db: Db | Tx, kind: ListKind, districtId: string): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select count(*) || '/' || count(removed_at) || '/' || coalesce(max(greatest(entered_at, removed_at))::text, '') as stamp
    from ${sql.table(kind.table)} where district_id = ${districtId}`.execute(db)
  return rows[0]?.stamp ?? ''
}

/** Units of the district by their names. */
export async function unitIdsByName(db: Db | Tx, districtId: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('unit').select(['id', 'name']).where('district_id', '=', districtId).execute()
  return new Map(rows.map(({ id, name }) => [name, id]))
}

/** Names of units and accounts as the ledger has them. */
export async function ledgerNames(db: Db | Tx, districtId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from unit where district_id = ${districtId}
    union select name from account where district_id = ${districtId}`.execute(db)
  return rows.map(({ name }) => name)
}

/** What a reviewer let stand. */
export type Decision = {
  id: string
  unitId: string | null
  rule: string
  observed: string
  reasonId: string
  decidedBy: string
  decidedAt: Instant
}

/** Decisions in force, the newest first; of one unit: its own and the district's. */
export async function decisionsInForce(db: Db | Tx, districtId: string, unitId?: string | null): Promise<Decision[]> {
  let query = db
    .selectFrom('text_decision')
    .select([
      'id',
      'unit_id as unitId',
      'rule',
      'observed',
      'reason_id as reasonId',
      'decided_by as decidedBy',
      'decided_at as decidedAt',
    ])
    .where('district_id', '=', districtId)
    .where('undone_at', 'is', null)
    .orderBy('decided_at', 'desc')
  if (unitId === null) query = query.where('unit_id', 'is', null)
  else if (unitId !== undefined)
    query = query.where(({ or, eb }) => or([eb('unit_id', 'is', null), eb('unit_id', '=', unitId)]))
  return query.execute()
}

export async function insertDecision(tx: Tx, districtId: string, made: Decision): Promise<void> {
  await tx
    .insertInto('text_decision')
    .values({
      district_id: districtId,
      id: made.id,
      unit_id: made.unitId,
      rule: made.rule,
      observed: made.observed,
      reason_id: made.reasonId,
      decided_by: made.decidedBy,
      decided_at: made.decidedAt,
    })
    .execute()
}

export async function undoDecisionRow(
  tx: Tx,
  { districtId, id, by, at }: { districtId: string; id: string; by: string; at: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('text_decision')
    .set({ undone_by: by, undone_at: at })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** 稿源 that may be reposted from on a day. */
export async function approvedSourcesOn(
  db: Db | Tx,
  districtId: string,
  on: CivilDate,
): Promise<{ name: string; host: string | null; source: string }[]> {
  return db
    .selectFrom('approved_source')
    .select(['name', 'host', 'source'])
    .where('district_id', '=', districtId)
    .where('removed_at', 'is', null)
    .where(({ or, eb }) => or([eb('valid_from', 'is', null), eb('valid_from', '<=', on)]))
    .where(({ or, eb }) => or([eb('valid_to', 'is', null), eb('valid_to', '>=', on)]))
    .orderBy('name')
    .execute()
}

/** All decisions ever made about these words, taken back or not, the newest first. */
export async function decisionsAbout(
  db: Db | Tx,
  districtId: string,
  found: readonly { rule: string; observed: string }[],
): Promise<(Decision & { isUndone: boolean })[]> {
  if (found.length === 0) return []
  const { rows } = await sql<Decision & { isUndone: boolean }>`
    select d.id, d.unit_id as "unitId", d.rule, d.observed, d.reason_id as "reasonId", d.decided_by as "decidedBy",
      d.decided_at as "decidedAt", d.undone_at is not null as "isUndone"
    from text_decision d
    where d.district_id = ${districtId} and exists (
      select from unnest(${found.map(({ rule }) => rule)}::text[], ${found.map(({ observed }) => observed)}::text[]) as f (rule, observed)
      where f.rule = d.rule and f.observed = d.observed)
    order by d.decided_at desc limit 200`.execute(db)
  return rows
}
