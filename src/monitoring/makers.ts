import { type DayRange, spansOf } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { indicatorOf } from './indicators/index.ts'

/**
 * Who brought in what a finding rests on, so that makers don't check themselves: the importers and patrollers of every
 * span that touches its window. A finding on the ledger alone rests on no collection. A patrol that could not open the
 * account left no span and proves nothing.
 */
export async function makersOf(
  db: Db | Tx,
  districtId: string,
  finding: { accountId: string; indicator: string },
  window: DayRange,
): Promise<string[]> {
  if (!indicatorOf(finding.indicator).restsOnCollection) return []
  const spans = await spansOf(db, districtId, finding.accountId, window)
  const importers = spans.flatMap(({ importedBy }) => importedBy ?? [])
  const patrolIds = spans.flatMap(({ patrolId }) => patrolId ?? [])
  if (patrolIds.length === 0) return [...new Set(importers)]
  const patrols = await db
    .selectFrom('patrol')
    .select('patrolled_by')
    .where('district_id', '=', districtId)
    .where('id', 'in', patrolIds)
    .execute()
  return [...new Set([...importers, ...patrols.map((row) => row.patrolled_by)])]
}
