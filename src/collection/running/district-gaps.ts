import { sql } from 'kysely'
import { type CivilDate, firstDayOf, lastDayOf, type Month } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'

/** How much of a month was seen of one account. */
export type AccountCoverage = {
  accountId: string
  accountName: string
  platform: Platform
  unitName: string
  /** Sources that are in use. */
  sources: number
  /** Days of the month that somebody speaks of. */
  seen: number
  /** The last day up to the end of the month that somebody speaks of. */
  until: CivilDate | null
}

export type DistrictGaps = {
  /** Days of the month that have come. */
  days: number
  /** Accounts that are not deregistered: seen on every day, on some, on none. */
  whole: number
  some: number
  none: number
  rows: AccountCoverage[]
}

type Asked = { month: Month; today: CivilDate; search: string; offset: number; limit: number }

/** The gap log of a district and month, the accounts that were seen least first. */
export async function districtGaps(
  db: Db,
  districtId: string,
  { month, today, search, offset, limit }: Asked,
): Promise<DistrictGaps & { total: number }> {
  const [from, last] = [firstDayOf(month), lastDayOf(month)]
  const to = last < today ? last : today
  const days = Number(to.slice(8))
  const coverage = sql`
    with seen as (
      select c.account_id, sum(upper(part) - lower(part)) as days
      from (
        select account_id, range_agg(daterange(greatest(from_day, ${from}::date), least(to_day, ${to}::date), '[]')) as parts
        from collection_span
        where district_id = ${districtId} and from_day <= ${to} and to_day >= ${from}
        group by account_id
      ) c cross join lateral unnest(c.parts) as part
      group by c.account_id
    ), one as (
      select a.id, a.name, a.platform, u.name as unit, coalesce(s.days, 0)::int as seen
      from account a
      join unit u on u.district_id = a.district_id and u.id = a.unit_id
      left join seen s on s.account_id = a.id
      where a.district_id = ${districtId} and a.running_state <> 'deregistered'
    )`
  const counted = await sql<Omit<DistrictGaps, 'days' | 'rows'> & { total: number }>`
    ${coverage}
    select count(*) filter (where seen >= ${days}) as whole, count(*) filter (where seen > 0 and seen < ${days}) as some,
      count(*) filter (where seen = 0) as none, count(*) filter (where ${found(search)}) as total
    from one`.execute(db)
  const { rows } = await sql<AccountCoverage>`
    ${coverage}
    select id as "accountId", name as "accountName", platform, unit as "unitName", seen,
      (select count(*) from collection_target t
        where t.district_id = ${districtId} and t.account_id = one.id and t.state = 'on') as sources,
      (select max(least(s.to_day, ${to}::date)) from collection_span s
        where s.district_id = ${districtId} and s.account_id = one.id and s.from_day <= ${to}) as until
    from one where ${found(search)}
    order by seen, unit collate "zh-x-icu", name collate "zh-x-icu", id
    offset ${offset} limit ${limit}`.execute(db)
  return { days, ...counted.rows[0]!, rows }
}

const found = (search: string) =>
  search === '' ? sql`true` : sql`(position(${search} in one.name) > 0 or position(${search} in one.unit) > 0)`
