import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Circular, Named } from './model.ts'

const columns = sql`c.id, c.level, c.issuer, c.title, c.number, c.issued_on as "issuedOn",
  c.points_deducted as "pointsDeducted", c.file_id as "fileId", f.name as "fileName", c.version, c.withdrawn_at as "withdrawnAt"`
const tables = sql`upper_circular c join stored_file f on f.district_id = c.district_id and f.id = c.file_id`

export type CircularRow = Circular & { units: number }

/** Circulars of a district, the newest first. */
export async function listCirculars(
  db: Db | Tx,
  districtId: string,
  { search, offset, limit }: { search: string; offset: number; limit: number },
): Promise<{ rows: CircularRow[]; total: number }> {
  const where = sql`c.district_id = ${districtId} and (${search} = '' or position(${search} in c.title) > 0
    or position(${search} in c.issuer) > 0 or exists (select from upper_circular_named n
      join unit u on u.district_id = n.district_id and u.id = n.unit_id
      where n.district_id = c.district_id and n.circular_id = c.id and position(${search} in u.name) > 0))`
  const { rows } = await sql<CircularRow>`
    select ${columns}, (select count(distinct n.unit_id)::int from upper_circular_named n
      where n.district_id = c.district_id and n.circular_id = c.id) as units
    from ${tables} where ${where} order by c.issued_on desc, c.id desc offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from ${tables} where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** `lock`: nobody changes it, and nothing comes to rest on it, until the transaction is over. */
export async function readCircular(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock?: 'lock',
): Promise<Circular | undefined> {
  const { rows } = await sql<Circular>`
    select ${columns} from ${tables} where c.district_id = ${districtId} and c.id = ${id}
    ${lock ? sql`for update of c` : sql``}`.execute(db)
  return rows[0]
}

/** Whom a circular names, in its order. */
export async function namedIn(db: Db | Tx, districtId: string, circularId: string): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select n.unit_id as "unitId", u.name as "unitName", n.account_id as "accountId", a.name as "accountName", a.platform,
      n.note
    from upper_circular_named n
    join unit u on u.district_id = n.district_id and u.id = n.unit_id
    left join account a on a.district_id = n.district_id and a.id = n.account_id
    where n.district_id = ${districtId} and n.circular_id = ${circularId} order by n.serial`.execute(db)
  return rows
}

export type About = Pick<Circular, 'id' | 'level' | 'issuer' | 'title' | 'issuedOn' | 'pointsDeducted'> & {
  note: string
}

/** What circulars say of a unit, or of one account alone, the newest first. */
export async function circularsAbout(
  db: Db | Tx,
  districtId: string,
  of: { unitId: string } | { accountId: string },
): Promise<About[]> {
  const which = 'unitId' in of ? sql`n.unit_id = ${of.unitId}` : sql`n.account_id = ${of.accountId}`
  const { rows } = await sql<About>`
    select c.id, c.level, c.issuer, c.title, c.issued_on as "issuedOn", c.points_deducted as "pointsDeducted", n.note
    from upper_circular_named n join upper_circular c on c.district_id = n.district_id and c.id = n.circular_id
    where n.district_id = ${districtId} and ${which} and c.withdrawn_at is null order by c.issued_on desc, c.id, n.serial limit 20`.execute(
    db,
  )
  return rows
}

type Line = { unitId: string; accountId: string | null; note: string }
type Kept = Omit<Circular, 'fileName' | 'version' | 'withdrawnAt'> & { lines: readonly Line[] }
export type NewCircular = Kept & { districtId: string; by: string; at: Instant }

export async function insertCircular(tx: Tx, { districtId, by, at, lines, ...one }: NewCircular): Promise<void> {
  await tx
    .insertInto('upper_circular')
    .values({
      district_id: districtId,
      id: one.id,
      level: one.level,
      issuer: one.issuer,
      title: one.title,
      number: one.number,
      issued_on: one.issuedOn,
      points_deducted: one.pointsDeducted,
      file_id: one.fileId,
      entered_by: by,
      entered_at: at,
    })
    .execute()
  await insertNamed(tx, districtId, one.id, lines)
}

async function insertNamed(tx: Tx, districtId: string, id: string, lines: readonly Line[]): Promise<void> {
  await tx
    .insertInto('upper_circular_named')
    .values(
      lines.map(({ unitId, accountId, note }, index) => ({
        district_id: districtId,
        circular_id: id,
        serial: index + 1,
        unit_id: unitId,
        account_id: accountId,
        note,
      })),
    )
    .execute()
}

/** What it says after a correction; what it said before stands in `upper_circular_change`. */
export async function rewriteCircular(
  tx: Tx,
  districtId: string,
  { lines, ...one }: Kept & { version: number },
): Promise<void> {
  await tx
    .updateTable('upper_circular')
    .set({
      level: one.level,
      issuer: one.issuer,
      title: one.title,
      number: one.number,
      issued_on: one.issuedOn,
      points_deducted: one.pointsDeducted,
      file_id: one.fileId,
      version: one.version,
    })
    .where('district_id', '=', districtId)
    .where('id', '=', one.id)
    .execute()
  await tx
    .deleteFrom('upper_circular_named')
    .where('district_id', '=', districtId)
    .where('circular_id', '=', one.id)
    .execute()
  await insertNamed(tx, districtId, one.id, lines)
}

export async function withdrawNow(
  tx: Tx,
  districtId: string,
  { id, version, at }: { id: string; version: number; at: Instant },
): Promise<void> {
  await tx
    .updateTable('upper_circular')
    .set({ withdrawn_at: at, version })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}
