import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'

/**
 * When an account (`a` in the statement) came to the unit that it belongs to now; null: it was registered there. Its posts of
 * before were another unit's: whether that one approved them is not asked of this one.
 */
export const cameToUnit: RawBuilder<Instant | null> = sql<Instant | null>`(
  select max(e.occurred_at) from trail_event e
  where e.district_id = a.district_id and e.subject_kind = 'account' and e.subject_id = a.id::text
    and e.action = 'account.changed' and e.after ? 'unitId')`
