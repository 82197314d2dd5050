import { sql } from 'kysely'
import { containing, type Db } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { unitKindCodes, unitKinds } from '../../vocabulary/units.ts'

/** Of whom or of what a case may be begun: a short list to choose from, and how many there are in all. */
type Picked<T> = { rows: T[]; total: number }
export type PickedUnit = { id: string; name: string }
export type PickedAccount = { id: string; name: string; platform: Platform; unitName: string }

/** What is looked for, and the one that is chosen already: it stays in the list. */
type Pick = { search: string; chosen: string | undefined }

/** The most choices that are offered at once; who finds no answer among them says more of its name. */
export const mostPicked = 50

const inScope = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

// Of one unit everything is offered; of a district what was looked for, and nothing before that.
const wanted = ({ search, chosen }: Pick, unitId: string | undefined, id: string, columns: readonly string[]) => {
  const like = containing(search)
  const found = columns.map((column) => sql`${sql.ref(column)} ilike ${like}`)
  const isFound = search === '' ? (unitId === undefined ? sql`false` : sql`true`) : sql`(${sql.join(found, sql` or `)})`
  return chosen === undefined ? isFound : sql`(${isFound} or ${sql.ref(id)} = ${chosen}::uuid)`
}

/** Units that 开设 may be asked for, by name and short name. */
export async function unitsToFile(
  db: Db,
  { districtId, unitId }: { districtId: string; unitId?: string },
  pick: Pick,
): Promise<Picked<PickedUnit>> {
  const { rows } = await sql<PickedUnit & { total: number }>`
    select u.id, u.name, count(*) over ()::int as total from unit u
    where u.district_id = ${districtId} and u.kind = any(${inScope}::text[])
      ${unitId ? sql`and u.id = ${unitId}` : sql``} and ${wanted(pick, unitId, 'u.id', ['u.name', 'u.short_name'])}
    order by (u.id = ${pick.chosen ?? null}::uuid) desc nulls last, u.name collate "zh-x-icu", u.id
    limit ${mostPicked}`.execute(db)
  return { rows: rows.map(({ id, name }) => ({ id, name })), total: rows[0]?.total ?? 0 }
}

/** Accounts that a case may be of, by their own name or identifier and by their unit's. */
export async function accountsToFile(
  db: Db,
  { districtId, unitId }: { districtId: string; unitId?: string },
  pick: Pick,
): Promise<Picked<PickedAccount>> {
  const columns = ['a.name', 'a.identifier', 'u.name', 'u.short_name']
  const { rows } = await sql<PickedAccount & { total: number }>`
    select a.id, a.name, a.platform, u.name as "unitName", count(*) over ()::int as total
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and u.kind = any(${inScope}::text[]) and a.running_state <> 'deregistered'
      ${unitId ? sql`and a.unit_id = ${unitId}` : sql``} and ${wanted(pick, unitId, 'a.id', columns)}
    order by (a.id = ${pick.chosen ?? null}::uuid) desc nulls last, u.name collate "zh-x-icu",
      a.name collate "zh-x-icu", a.platform, a.id
    limit ${mostPicked}`.execute(db)
  return { rows: rows.map(({ total: _total, ...one }) => one), total: rows[0]?.total ?? 0 }
}
