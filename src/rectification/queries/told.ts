import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { OrderClass, OrderForm, OrderState } from '../model.ts'

/** An order as other systems are told of it: its days, what it is about and where it stands; not a word that people wrote. */
export type ToldOrder = {
  id: string
  number: string
  form: OrderForm
  class: OrderClass
  state: OrderState
  unitId: string
  unitName: string
  issuedOn: CivilDate
  stopBy: CivilDate | null
  stoppedAt: Instant | null
  feedbackBy: CivilDate | null
  findings: { id: string; accountId: string; accountName: string; label: string }[]
  changedAt: Instant
}
export type ToldOrders = {
  id?: string | undefined
  after?: string | undefined
  limit: number
  state?: OrderState | undefined
  class?: OrderClass | undefined
  unitId?: string | undefined
  accountId?: string | undefined
  issuedSince?: CivilDate | undefined
  updatedSince?: Instant | undefined
}

/** Issued orders in the order of their ids, in one statement. A draft is nobody's order yet. */
export async function toldOrders(db: Db, districtId: string, asked: ToldOrders): Promise<ToldOrder[]> {
  const { id, after, limit, state, unitId, accountId, issuedSince, updatedSince } = asked
  const conditions = [
    sql`o.district_id = ${districtId} and o.number is not null`,
    ...(id === undefined ? [] : [sql`o.id = ${id}`]),
    ...(after === undefined ? [] : [sql`o.id > ${after}`]),
    ...(state === undefined ? [] : [sql`o.state = ${state}`]),
    ...(unitId === undefined ? [] : [sql`o.unit_id = ${unitId}`]),
    ...(asked.class === undefined ? [] : [sql`o.class = ${asked.class}`]),
    ...(issuedSince === undefined ? [] : [sql`o.issued_on >= ${issuedSince}::date`]),
    ...(accountId === undefined
      ? []
      : [
          sql`exists (select from rectification_finding a where a.district_id = o.district_id and a.order_id = o.id
            and a.account_id = ${accountId})`,
        ]),
    ...(updatedSince === undefined ? [] : [sql`s.at >= ${updatedSince}`]),
  ]
  const { rows } = await sql<ToldOrder>`
    select o.id, o.number, o.form, o.class, o.state, o.unit_id as "unitId", u.name as "unitName",
      o.issued_on as "issuedOn", o.stop_by as "stopBy", o.stopped_at as "stoppedAt", o.feedback_by as "feedbackBy",
      coalesce(s.at, o.created_at) as "changedAt",
      coalesce((select jsonb_agg(jsonb_build_object('id', f.finding_id, 'accountId', f.account_id,
          'accountName', f.account_name, 'label', f.label) order by f.finding_id)
        from rectification_finding f where f.district_id = o.district_id and f.order_id = o.id), '[]') as findings
    from rectification_order o
    join unit u on u.district_id = o.district_id and u.id = o.unit_id
    cross join lateral (select max(t.at) as at from rectification_step t
      where t.district_id = o.district_id and t.order_id = o.id) s
    where ${sql.join(conditions, sql` and `)}
    order by o.id limit ${limit}`.execute(db)
  return rows
}
