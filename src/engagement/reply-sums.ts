import { sql } from 'kysely'
import type { CivilDate } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Standing } from './model.ts'
import { isTimed, standingIs } from './queries.ts'
import { type Sums, sumsFrom } from './rules.ts'

type Counted = Parameters<typeof sumsFrom>[0]

/**
 * `sumsOf` of a district's messages asked within some days, as they stood at the end of the last, counted by the database:
 * a screen asks again and again, and needs no message.
 */
export async function replySums(
  db: Db,
  districtId: string,
  { from, to }: { from: CivilDate; to: CivilDate },
): Promise<Sums> {
  const are = (standing: Standing) => sql`count(*) filter (where ${standingIs(standing, to)})::int`
  const hours = sql`extract(epoch from m.replied_at - m.asked_at) / 3600`
  const { rows } = await sql<Counted>`
    select ${are('on-time')} as "onTime", ${are('late')} as late, ${are('open')} as open, ${are('overdue')} as overdue,
      ${are('unlooked')} as unlooked, ${are('invalid')} as invalid,
      max(${to}::date - m.asked_on) filter (where m.state <> 'invalid' and (m.replied_on is null or m.replied_on > ${to}))
        as "oldestOpenDays",
      count(*) filter (where ${isTimed(to)})::int as timed,
      (percentile_cont(0.5) within group (order by ${hours}) filter (where ${isTimed(to)}))::float8 as "medianHours",
      (percentile_disc(0.9) within group (order by ${hours}) filter (where ${isTimed(to)}))::float8 as "p90Hours"
    from message m
    where m.district_id = ${districtId} and m.asked_on between ${from} and ${to}`.execute(db)
  return sumsFrom(rows[0]!)
}
