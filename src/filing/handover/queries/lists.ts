import { sql } from 'kysely'
import type { Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import type { HandoverState, NamedPost } from '../model.ts'
import { postsOf } from './handovers.ts'

export type HandoverRow = {
  id: string
  unitName: string
  state: HandoverState
  outgoingPersonId: string
  incomingPersonId: string | null
  due: Instant
  dueProvisional: boolean
  posts: NamedPost[]
}

export type HandoverFilter = {
  state?: HandoverState | 'open' | 'overdue'
  search?: string
  offset: number
  limit: number
}

/** Handovers of a district or a unit: what is open first, the nearest deadline on top. */
export async function listHandovers(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { state, search, offset, limit }: HandoverFilter,
  now: Instant,
): Promise<{ rows: HandoverRow[]; total: number }> {
  const conditions = [sql`h.district_id = ${scope.districtId}`]
  if (scope.unitId) conditions.push(sql`h.unit_id = ${scope.unitId}`)
  if (state === 'open') conditions.push(sql`h.state not in ('confirmed', 'dismissed')`)
  else if (state === 'overdue') conditions.push(sql`h.state not in ('confirmed', 'dismissed') and h.due <= ${now}`)
  else if (state) conditions.push(sql`h.state = ${state}`)
  if (search) conditions.push(sql`position(${search} in u.name) > 0`)
  const tables = sql`handover h join unit u on u.district_id = h.district_id and u.id = h.unit_id`
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<Omit<HandoverRow, 'posts'>>`
    select h.id, u.name as "unitName", h.state, h.outgoing_person_id as "outgoingPersonId",
      h.incoming_person_id as "incomingPersonId", h.due,
      h.due_provisional as "dueProvisional"
    from ${tables} where ${where}
    order by h.state in ('confirmed', 'dismissed'), h.due, h.id offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from ${tables} where ${where}`.execute(db)
  const posts = await postsOf(
    db,
    scope.districtId,
    rows.map(({ id }) => id),
  )
  return { rows: rows.map((row) => ({ ...row, posts: posts.get(row.id) ?? [] })), total: counted.rows[0]?.total ?? 0 }
}

export type HandoverOwed = Pick<HandoverRow, 'id' | 'state' | 'due' | 'dueProvisional'> & { posts: string }

/** Handovers of a unit that are not ended, for its workbench. */
export async function handoversOwed(
  db: Db | Tx,
  { districtId, unitId }: { districtId: string; unitId: string },
  now: Instant,
): Promise<HandoverOwed[]> {
  const { rows } = await listHandovers(db, { districtId, unitId }, { state: 'open', offset: 0, limit: 20 }, now)
  return rows.map(({ id, state, due, dueProvisional, posts }) => ({
    id,
    state,
    due,
    dueProvisional,
    posts: posts.map(({ label }) => label).join('、'),
  }))
}
