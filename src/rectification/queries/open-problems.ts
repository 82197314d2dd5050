import { sql } from 'kysely'
import { type CivilDate, type Instant, previousQuarter, type Quarter, quarterOf } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type ConfirmedFinding, confirmedFindings, type NamedFinding, namedFindings } from '../../monitoring/index.ts'
import type { Order, OrderedFinding, OrderState } from '../model.ts'
import { correctedAway, orderedAlready } from './findings.ts'
import { owed } from './lists.ts'
import { findingsOf, orderColumns } from './orders.ts'

/** The quarters whose problems may still be ordered: this one and the two before. */
export function orderableQuarters(today: CivilDate): Quarter[] {
  const now = quarterOf(today)
  return [now, previousQuarter(now), previousQuarter(previousQuarter(now))]
}

/** Those of some confirmed problems that stand in no order and were not put right since. */
async function unordered<F extends { findingId: string }>(
  db: Db,
  districtId: string,
  confirmed: readonly F[],
): Promise<F[]> {
  const ids = confirmed.map(({ findingId }) => findingId)
  const taken = await orderedAlready(db, districtId, ids)
  const corrected = await correctedAway(db, districtId, ids)
  return confirmed.filter(({ findingId }) => !taken.has(findingId) && !corrected.has(findingId))
}

/** Confirmed problems of a quarter that wait for an order, with what each rests on. */
export const unorderedFindings = async (db: Db, districtId: string, quarter: Quarter): Promise<ConfirmedFinding[]> =>
  unordered(db, districtId, await confirmedFindings(db, districtId, quarter))

/** Every problem that may still be ordered and is not, by its names alone. */
export const waitingFindings = async (db: Db, districtId: string, today: CivilDate): Promise<NamedFinding[]> =>
  unordered(db, districtId, await namedFindings(db, districtId, orderableQuarters(today)))

type Standing = Pick<Order, 'id' | 'unitId' | 'unitName' | 'state' | 'number' | 'stopBy' | 'stoppedAt' | 'feedbackBy'>
type Told = Pick<
  OrderedFinding,
  'accountId' | 'accountName' | 'platform' | 'indicator' | 'label' | 'about' | 'class' | 'month' | 'checkpoint'
>

/** A finding under an order that is not over yet, or, where `order` is null, one that nobody has ordered. */
export type OpenFinding = Told & { unitId: string; unitName: string; order: Standing | null }

/** What people confirmed and what is not over: under an order, or still to be ordered. */
export async function openFindings(db: Db, districtId: string, today: CivilDate): Promise<OpenFinding[]> {
  const orders = await db
    .selectFrom('rectification_order as o')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'o.district_id').onRef('u.id', '=', 'o.unit_id'))
    .select(orderColumns)
    .where('o.district_id', '=', districtId)
    .where('o.state', 'not in', ['upheld', 'closed', 'withdrawn'])
    .$castTo<Standing>()
    .execute()
  const ids = orders.map(({ id }) => id)
  const findings = await findingsOf(db, districtId, ids)
  const ordered = orders.flatMap((order) =>
    (findings.get(order.id) ?? []).map((one) => ({
      ...one,
      unitId: order.unitId,
      unitName: order.unitName,
      order,
    })),
  )
  const waiting = await waitingFindings(db, districtId, today)
  return [...ordered, ...waiting.map((one) => ({ ...one, order: null }))]
}

/** How many orders stand in each state; `late`: of those, past their days. */
export type OrderCounts = { byState: Partial<Record<OrderState, number>>; late: number }

export async function orderCounts(db: Db | Tx, districtId: string, now: Instant): Promise<OrderCounts> {
  const { rows } = await sql<{ state: OrderState; orders: number; late: number }>`
    select o.state, count(*)::int as orders, count(*) filter (where ${owed(now)})::int as late
    from rectification_order o where o.district_id = ${districtId} group by o.state`.execute(db)
  return {
    byState: Object.fromEntries(rows.map(({ state, orders }) => [state, orders])),
    late: rows.reduce((sum, { late }) => sum + late, 0),
  }
}
