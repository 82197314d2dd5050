import { sql } from 'kysely'
import type { Db, Tx } from '../../database/index.ts'
import type { Unit } from '../model.ts'

export const unitColumns = [
  'u.id',
  'u.code',
  'u.name',
  'u.short_name as shortName',
  'u.kind',
  'u.parent_id as parentId',
  'u.public_facing as publicFacing',
  'u.state',
  'u.merged_into as mergedInto',
  'u.version',
] as const

/** All units of a district, by name (pinyin). */
export async function readUnits(db: Db | Tx, districtId: string): Promise<Unit[]> {
  const rows = await db
    .selectFrom('unit as u')
    .select(unitColumns)
    .where('u.district_id', '=', districtId)
    .orderBy(sql`u.name collate "zh-x-icu"`)
    .orderBy('u.id')
    .execute()
  return rows as Unit[]
}

/** Holds a unit until the transaction ends, so that changes around it queue up. False: there is none of this id. */
export async function lockUnit(tx: Tx, districtId: string, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('unit')
    .select('id')
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** One unit; undefined when there is none of this id. */
export async function readUnit(db: Db | Tx, districtId: string, id: string): Promise<Unit | undefined> {
  const row = await db
    .selectFrom('unit as u')
    .select(unitColumns)
    .where('u.district_id', '=', districtId)
    .where('u.id', '=', id)
    .executeTakeFirst()
  return row as Unit | undefined
}

/** Inserts units in one statement. */
export async function insertUnits(tx: Tx, districtId: string, units: readonly Unit[], at: string): Promise<void> {
  if (units.length === 0) return
  await sql`
    insert into unit (district_id, id, code, name, short_name, kind, parent_id, public_facing, state, merged_into, version, created_at, updated_at)
    select ${districtId}, id, code, name, "shortName", kind, "parentId", "publicFacing", state, "mergedInto", version, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as given(
      id uuid, code text, name text, "shortName" text, kind text, "parentId" uuid, "publicFacing" boolean, state text,
      "mergedInto" uuid, version integer)`.execute(tx)
}

/** Writes one unit anew. */
export async function updateUnit(tx: Tx, districtId: string, unit: Unit, at: string): Promise<void> {
  await tx
    .updateTable('unit')
    .set({
      code: unit.code,
      name: unit.name,
      short_name: unit.shortName,
      kind: unit.kind,
      parent_id: unit.parentId,
      public_facing: unit.publicFacing,
      state: unit.state,
      merged_into: unit.mergedInto,
      version: unit.version,
      updated_at: at as never,
    })
    .where('district_id', '=', districtId)
    .where('id', '=', unit.id)
    .execute()
}

/** 单位代码 for units that came without one: DW001, DW002, … after the highest in use. */
export function nextUnitCodes(taken: readonly string[], count: number): string[] {
  const highest = taken.reduce((most, code) => Math.max(most, Number(/^DW(\d+)$/.exec(code)?.[1] ?? 0)), 0)
  return Array.from({ length: count }, (_, index) => `DW${String(highest + index + 1).padStart(3, '0')}`)
}

/** Units whose kind nobody has settled: their accounts are not judged until somebody does. */
export const countUnsettledUnits = (districtId: string) => sql<{ count: number }>`
  select count(*)::int as count from unit
  where district_id = ${districtId} and kind = 'unknown' and state = 'active'`
