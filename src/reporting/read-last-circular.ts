import { sql } from 'kysely'
import { previousQuarter, type Quarter } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { LastCircular } from './last-circular.ts'

/**
 * The paper that went out from the last quarter's report and still holds; null: none did. It is read here from the tables
 * of circulars, a room that stands above this one (docs/decisions/026).
 */
export async function lastCircular(tx: Db | Tx, districtId: string, quarter: Quarter): Promise<LastCircular | null> {
  const { rows } = await sql<LastCircular>`
    select d.title, d.mark || '〔' || d.number_year || '〕' || d.number_serial || '号' as number, d.issued_on as "issuedOn",
      coalesce((select jsonb_agg(jsonb_build_object('unitName', n.name, 'dueOn', u.due_on,
          'answeredOn', (u.answered_at at time zone 'Asia/Shanghai')::date) order by u.due_on, n.name collate "zh-x-icu")
        from dispatch_unit u join unit n on n.district_id = u.district_id and n.id = u.unit_id
        where u.district_id = d.district_id and u.dispatch_id = d.id and u.answers), '[]') as units,
      (select jsonb_build_object('asked', count(*),
          'inTime', count(*) filter (where (u.answered_at at time zone 'Asia/Shanghai')::date <= u.due_on),
          'late', count(*) filter (where (u.answered_at at time zone 'Asia/Shanghai')::date > u.due_on))
        from dispatch_unit u
        where u.district_id = d.district_id and u.dispatch_id = d.id and u.answers) as counted
    from dispatch d join quarterly_report r on r.district_id = d.district_id and r.id = d.report_id
    where d.district_id = ${districtId} and r.quarter = ${previousQuarter(quarter)}
      and d.variant in ('circular', 'letter') and d.state in ('issued', 'closed')
    order by d.issued_on desc, d.id desc limit 1`.execute(tx)
  return rows[0] ?? null
}
