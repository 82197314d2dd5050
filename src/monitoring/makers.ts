import { sql } from 'kysely'
import { type DayRange, spansOf } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { indicatorOf } from './indicators/index.ts'

/**
 * Who brought in what a finding rests on, so that makers don't check themselves: the importers and patrollers of every
 * span that touches its window, and for a finding on the ledger whoever last entered the account or its unit's
 * responsible people there. A patrol that could not open the account left no span and proves nothing.
 */
export async function makersOf(
  db: Db | Tx,
  districtId: string,
  finding: { accountId: string; indicator: string },
  window: DayRange,
): Promise<string[]> {
  if (!indicatorOf(finding.indicator).restsOnCollection) return ledgerMakers(db, districtId, finding.accountId)
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

async function ledgerMakers(db: Db | Tx, districtId: string, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ actorId: string }>`
    select distinct on (t.subject_kind, t.subject_id) t.actor_id as "actorId"
    from trail_event t join account a on a.district_id = t.district_id and a.id = ${accountId}
    where t.district_id = ${districtId}
      and ((t.subject_kind = 'account' and t.subject_id = a.id::text) or (t.subject_kind = 'unit' and t.subject_id = a.unit_id::text))
      and t.action in ('account.registered', 'account.changed', 'unit.registered', 'unit.changed', 'duty.set', 'duty.changed')
    order by t.subject_kind, t.subject_id, t.seq desc`.execute(db)
  return [...new Set(rows.map(({ actorId }) => actorId))]
}
