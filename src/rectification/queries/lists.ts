import { sql } from 'kysely'
import { type CivilDate, dayOf, dueAtEndOf, type Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type Order, type OrderState, waitsForUnit } from '../model.ts'

/** An order as lists show it; `problems` in the words of its findings, each account once. */
export type OrderRow = Order & { accounts: string[]; labels: string[]; reminders: number; failedRechecks: number }

export type OrderFilter = {
  state?: OrderState | 'open' | undefined
  /** Only those whose days are over at this moment. */
  lateAt?: Instant | undefined
  search?: string
  offset: number
  limit: number
}

// The first moment that is too late; a day given counts whole in Shanghai.
export const owed = (now: Instant) => sql`
  o.state = any(${[...waitsForUnit]}::text[])
  and (o.feedback_by < ${dayOf(now)}::date or (o.stopped_at is null and o.stop_by < ${dayOf(now)}::date))`

const rowColumns = sql`
  o.id, o.unit_id as "unitId", u.name as "unitName", o.state, o.form, o.class, o.prepared_by as "preparedBy",
  o.number, o.issued_on as "issuedOn", o.issued_by as "issuedBy", o.stop_by as "stopBy", o.stopped_at as "stoppedAt",
  o.feedback_by as "feedbackBy", o.escalated_at as "escalatedAt", o.version,
  (select array_agg(distinct f.account_name) from rectification_finding f
    where f.district_id = o.district_id and f.order_id = o.id) as accounts,
  (select array_agg(distinct f.label) from rectification_finding f
    where f.district_id = o.district_id and f.order_id = o.id) as labels,
  (select count(*)::int from rectification_step s
    where s.district_id = o.district_id and s.order_id = o.id and s.action = 'remind') as reminders,
  (select count(*)::int from rectification_step s
    where s.district_id = o.district_id and s.order_id = o.id and s.action = 'fail') as "failedRechecks"`

/** Issued orders that speak of an account, the newest first. */
export async function ordersOfAccount(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  most: number,
): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    select ${rowColumns}
    from rectification_order o join unit u on u.district_id = o.district_id and u.id = o.unit_id
    where o.district_id = ${districtId} and o.number is not null and exists (select from rectification_finding f
      where f.district_id = o.district_id and f.order_id = o.id and f.account_id = ${accountId})
    order by o.issued_on desc, o.id desc limit ${most}`.execute(db)
  return rows
}

/** Orders of a district or a unit: what is open first, the nearest day on top. A unit sees none of the drafts. */
export async function listOrders(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { state, lateAt, search, offset, limit }: OrderFilter,
): Promise<{ rows: OrderRow[]; total: number }> {
  const conditions = [sql`o.district_id = ${scope.districtId}`]
  if (scope.unitId) conditions.push(sql`o.unit_id = ${scope.unitId} and o.number is not null`)
  if (state === 'open') conditions.push(sql`o.state not in ('upheld', 'closed', 'withdrawn')`)
  else if (state) conditions.push(sql`o.state = ${state}`)
  if (lateAt) conditions.push(owed(lateAt))
  if (search)
    conditions.push(sql`(position(${search} in u.name) > 0 or position(${search} in coalesce(o.number, '')) > 0 or exists (
      select from rectification_finding f where f.district_id = o.district_id and f.order_id = o.id
        and position(${search} in f.account_name) > 0))`)
  const tables = sql`rectification_order o join unit u on u.district_id = o.district_id and u.id = o.unit_id`
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<OrderRow>`
    select ${rowColumns}
    from ${tables} where ${where}
    order by o.state in ('upheld', 'closed', 'withdrawn'), o.feedback_by nulls first, o.created_at desc, o.id
    offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from ${tables} where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** An order that was not met by a day: what the next circular lists again (rulebook C4). */
export type UnresolvedOrder = {
  orderId: string
  number: string
  unitName: string
  accounts: string[]
  labels: string[]
  state: OrderState
  feedbackBy: CivilDate
  /** A recheck had failed by then; otherwise it was late. */
  failed: boolean
}

/**
 * 仍未整改合格: orders that by the end of a day waited for their unit although their days were over, or whose recheck had
 * failed and that no other had passed. As they stood on that day, whatever happened since.
 */
export async function unresolvedOrders(db: Db | Tx, districtId: string, asOf: CivilDate): Promise<UnresolvedOrder[]> {
  const end = dueAtEndOf(asOf)
  const { rows } = await sql<UnresolvedOrder>`
    select o.id as "orderId", o.number, u.name as "unitName", s.state, d.day as "feedbackBy", failed.once as failed,
      (select array_agg(distinct f.account_name) from rectification_finding f
        where f.district_id = o.district_id and f.order_id = o.id) as accounts,
      (select array_agg(distinct f.label) from rectification_finding f
        where f.district_id = o.district_id and f.order_id = o.id) as labels
    from rectification_order o
    join unit u on u.district_id = o.district_id and u.id = o.unit_id
    cross join lateral (select state from rectification_step s
      where s.district_id = o.district_id and s.order_id = o.id and s.at < ${end} order by s.version desc limit 1) s
    cross join lateral (select exists (select from rectification_step s
      where s.district_id = o.district_id and s.order_id = o.id and s.action = 'fail' and s.at < ${end}) as once) failed
    -- A day that a later step set anew was another one then; one that followed a new notice of holidays holds.
    cross join lateral (select case when exists (select from rectification_step s
        where s.district_id = o.district_id and s.order_id = o.id and s.facts ? 'feedbackBy' and s.at >= ${end})
      then (select (s.facts ->> 'feedbackBy')::date from rectification_step s
        where s.district_id = o.district_id and s.order_id = o.id and s.facts ? 'feedbackBy' and s.at < ${end}
        order by s.version desc limit 1)
      else o.feedback_by end as day) d
    where o.district_id = ${districtId} and o.number is not null
      and (failed.once and s.state in ('failed', 'fixed')
        or s.state = any(${[...waitsForUnit]}::text[]) and d.day <= ${asOf}::date)
    order by u.name collate "zh-x-icu", o.issued_on, o.id`.execute(db)
  return rows
}

/** Where the orders of some findings stand. */
export type FindingOrder = Pick<Order, 'id' | 'state' | 'number' | 'stopBy' | 'stoppedAt' | 'feedbackBy'>

/** By finding: its order; a draft is none yet, and what was withdrawn or upheld stands until it is ordered anew. */
export async function ordersOfFindings(
  db: Db | Tx,
  districtId: string,
  ids: readonly string[],
): Promise<Map<string, FindingOrder>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<FindingOrder & { findingId: string }>`
    select distinct on (f.finding_id) f.finding_id as "findingId", o.id, o.state, o.number, o.stop_by as "stopBy",
      o.stopped_at as "stoppedAt", o.feedback_by as "feedbackBy"
    from rectification_finding f
    join rectification_order o on o.district_id = f.district_id and o.id = f.order_id and o.number is not null
    where f.district_id = ${districtId} and f.finding_id = any(${[...ids]}::uuid[])
    order by f.finding_id, f.released, o.issued_on desc, o.id desc`.execute(db)
  return new Map(rows.map(({ findingId, ...order }) => [findingId, order]))
}

/** What waits in 整改, by desk. */
export type OrdersWaiting = {
  drafts: number
  contested: number
  fixed: number
  passed: number
  late: number
  turned: number
}

export const waitingOrders = (districtId: string, now: Instant) => sql<Omit<OrdersWaiting, 'turned'>>`
    select count(*) filter (where o.state = 'drafted')::int as drafts,
      count(*) filter (where o.state = 'contested')::int as contested,
      count(*) filter (where o.state = 'fixed')::int as fixed,
      count(*) filter (where o.state = 'passed')::int as passed,
      count(*) filter (where ${owed(now)})::int as late
    from rectification_order o where o.district_id = ${districtId}`
