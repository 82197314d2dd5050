import { sql } from 'kysely'
import { type CivilDate, dayOf, type Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'

/**
 * What a finding on collection rests on: whether files or collectors looked at its window, and on which days people did.
 * Who looked stands on the bench and in the trail: a report is kept in the clear and names nobody of the office.
 */
export type FindingSources = { bySystem: boolean; patrolledOn: CivilDate[] }

/** The sources of some findings, from the spans that touch the window each was judged on; by finding. */
export async function sourcesOf(
  db: Db | Tx,
  districtId: string,
  findingIds: readonly string[],
): Promise<Map<string, FindingSources>> {
  const found = await sql<{ id: string; patrolledAt: Instant | null }>`
    select distinct f.id, p.checked_at as "patrolledAt"
    from finding f
    join check_run r on r.district_id = f.district_id and r.id = f.run_id
    join collection_span s on s.district_id = f.district_id and s.account_id = f.account_id
      and s.from_day <= r.checkpoint
      and s.to_day >= r.checkpoint - (r.rules -> 'thresholds' ->> 'maxSilentDays')::int
        + case when (r.rules -> 'thresholds' ->> 'strictFourteen')::boolean then 1 else 0 end
    left join patrol p on p.district_id = s.district_id and p.id = s.patrol_id
    where f.district_id = ${districtId} and f.id = any(${[...findingIds]}::uuid[])
    order by f.id, p.checked_at`.execute(db)
  const byFinding = Map.groupBy(found.rows, ({ id }) => id)
  return new Map(
    [...byFinding].map(([id, rows]) => [
      id,
      {
        bySystem: rows.some(({ patrolledAt }) => patrolledAt === null),
        patrolledOn: [...new Set(rows.flatMap(({ patrolledAt }) => (patrolledAt === null ? [] : dayOf(patrolledAt))))],
      },
    ]),
  )
}
