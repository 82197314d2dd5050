import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Way } from '../model.ts'
import type { Delivery, DeliveryState } from './model.ts'

type Noted = {
  packageId: string
  way: Way
  peerCode: string
  state: DeliveryState
  at: Instant
  why?: string | undefined
}

/** Notes what became of a package on its way. What has arrived stays so, whatever is tried afterwards. */
export async function noteDelivery(
  db: Db | Tx,
  place: string,
  { packageId, way, peerCode, state, at, why }: Noted,
): Promise<void> {
  await sql`
    insert into exchange_delivery as d (district_id, package_id, way, peer_code, state, at, why)
    values (${place}, ${packageId}, ${way}, ${peerCode}, ${state}, ${at}, ${why ?? null})
    on conflict (district_id, package_id, way) do update set state = excluded.state, at = excluded.at, why = excluded.why
    where d.state not in ('sent', 'fetched')`.execute(db)
}

/** What became of these packages; those that nobody sent or fetched are not among them. */
export async function deliveriesOf(
  db: Db | Tx,
  place: string,
  way: Way,
  ids: readonly string[],
): Promise<Map<string, Delivery>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('exchange_delivery')
    .select(['package_id as packageId', 'state', 'at', 'why'])
    .where('district_id', '=', place)
    .where('way', '=', way)
    .where(sql<boolean>`package_id = any(${[...ids]}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.packageId, { ...row, state: row.state as DeliveryState }]))
}
