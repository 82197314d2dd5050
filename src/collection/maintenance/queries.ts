import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { inForce, type MaintenanceWindow, type Stretch } from './model.ts'

type WindowRow = MaintenanceWindow & { setBy: string }

/** A district's windows that reach beyond a moment, those that have yet to begin among them; one-off ones by their beginning. */
export async function windowsFrom(
  db: Db | Tx,
  districtId: string,
  from: Instant,
  before?: Instant,
): Promise<WindowRow[]> {
  const { rows } = await sql<WindowRow>`
    select id, from_at as "from", to_at as "to", reason, set_by as "setBy",
      case when daily_from is not null then jsonb_build_object('from', daily_from, 'to', daily_to) end as daily
    from collection_window
    where district_id = ${districtId} and (to_at is null or to_at > ${from}) and to_at is distinct from from_at
      and (${before ?? null}::timestamptz is null or from_at < ${before ?? null})
    order by daily_from is null, from_at, id`.execute(db)
  return rows
}

/** The stretch in which nothing may be sent now. */
export const stretchNow = async (db: Db | Tx, districtId: string, now: Instant): Promise<Stretch | undefined> =>
  inForce(await windowsFrom(db, districtId, now), now)

/** A window, held until the transaction ends. Refuses `record.not-found`. */
export async function lockWindow(tx: Tx, districtId: string, id: string): Promise<MaintenanceWindow> {
  const { rows } = await sql<MaintenanceWindow>`
    select id, from_at as "from", to_at as "to", reason,
      case when daily_from is not null then jsonb_build_object('from', daily_from, 'to', daily_to) end as daily
    from collection_window where district_id = ${districtId} and id = ${id} for update`.execute(tx)
  const [found] = rows
  if (!found) throw refuse('record.not-found', { what: '维护时段' })
  return found
}
