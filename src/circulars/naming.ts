import { sql } from 'kysely'
import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import { numberText } from './document-number.ts'
import type { DispatchState, Variant } from './model.ts'

/** An issued paper that an account stands in, with what its unit did about it. */
export type Naming = {
  number: string
  title: string
  variant: Variant
  state: DispatchState
  issuedOn: CivilDate
  receivedAt: Instant | null
  answer: string | null
  answeredAt: Instant | null
}

/**
 * Issued papers about an account, the oldest first: drafted from a report that holds a problem of it, or from findings of
 * it alone; and what puts one of these right or takes it back.
 */
export async function papersNaming(
  tx: Tx,
  { districtId, accountId }: { districtId: string; accountId: string },
): Promise<Naming[]> {
  const held = JSON.stringify({ facts: { findings: [{ accountId }] } })
  const { rows } = await sql<Omit<Naming, 'number'> & { mark: string; year: number; serial: number }>`
    with about as (
      select d.id from dispatch d where d.district_id = ${districtId} and (
        exists (select from quarterly_report r
          where r.district_id = d.district_id and r.id = d.report_id and r.content @> ${held}::jsonb)
        or exists (select from dispatch_step s join finding f on f.district_id = s.district_id
            and s.facts -> 'findings' ? f.id::text
          where s.district_id = d.district_id and s.dispatch_id = d.id and s.action = 'draft'
            and f.account_id = ${accountId}::uuid)))
    select d.mark, d.number_year as year, d.number_serial as serial, d.title, d.variant, d.state, d.issued_on as "issuedOn",
      u.received_at as "receivedAt", u.answer, u.answered_at as "answeredAt"
    from dispatch d
    join account a on a.district_id = d.district_id and a.id = ${accountId}::uuid
    left join dispatch_unit u on u.district_id = d.district_id and u.dispatch_id = d.id and u.unit_id = a.unit_id
    where d.district_id = ${districtId} and d.issued_on is not null
      and (d.id in (select id from about) or d.corrects_id in (select id from about))
    order by d.issued_on, d.number_serial`.execute(tx)
  return rows.map(({ mark, year, serial, ...paper }) => ({ ...paper, number: numberText({ mark, year, serial }) }))
}
