import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { waitsForSheetSql } from './queries.ts'

/**
 * Units that owe clean-up work of a campaign: items that were put to them in this span and wait for the unit, not for the
 * office, with no later day of their own. What stands on 审定表 that is not signed yet waits for the office.
 */
export async function unfinishedCleanup(
  db: Db | Tx,
  districtId: string,
  { since, before, today }: { since: Instant; before: Instant; today: CivilDate },
): Promise<{ unitId: string; items: number }[]> {
  const { rows } = await sql<{ unitId: string; items: number }>`
    select unit_id as "unitId", count(*)::int as items from cleanup_item
    where district_id = ${districtId} and proposed_at >= ${since} and proposed_at < ${before}
      and state in ('proposed', 'approved', 'executing') and decided_disposition is distinct from 'keep'
      and (due_on is null or due_on < ${today})
      and not ${waitsForSheetSql}
    group by unit_id order by unit_id`.execute(db)
  return rows
}
