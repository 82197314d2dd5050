import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'

export type OpenState = 'prepared' | 'released' | 'withdrawn'
/** A set as it was prepared; what was handed out can be looked at for ever. */
export type OpenSet = {
  id: string
  serial: number
  state: OpenState
  asOf: CivilDate
  digest: string
  preparedBy: string
  preparedAt: Instant
  releasedAt: Instant | null
  withdrawnAt: Instant | null
  reason: string | null
}
export type WholeSet = OpenSet & { files: Record<string, string> }

const columns = [
  'id',
  'serial',
  'state',
  'as_of as asOf',
  'digest',
  'prepared_by as preparedBy',
  'prepared_at as preparedAt',
  'released_at as releasedAt',
  'withdrawn_at as withdrawnAt',
  'reason',
] as const

/** The sets of a district, the newest first. */
export async function listSets(db: Db | Tx, districtId: string): Promise<OpenSet[]> {
  const rows = await db
    .selectFrom('open_data')
    .select(columns)
    .where('district_id', '=', districtId)
    .orderBy('serial', 'desc')
    .limit(100)
    .execute()
  return rows as OpenSet[]
}

export async function findSet(db: Db | Tx, districtId: string, id: string): Promise<WholeSet | undefined> {
  const row = await db
    .selectFrom('open_data')
    .select([...columns, 'files'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as WholeSet | undefined
}

/** What everybody may read of a district now; undefined: nothing was released. */
export async function releasedSet(db: Db | Tx, districtId: string): Promise<WholeSet | undefined> {
  const row = await db
    .selectFrom('open_data')
    .select([...columns, 'files'])
    .where('district_id', '=', districtId)
    .where('state', '=', 'released')
    .executeTakeFirst()
  return row as WholeSet | undefined
}

/** Moves a set that stands in `from`; false: it no longer does. */
export async function moveSet(
  tx: Tx,
  districtId: string,
  { id, from }: { id: string; from: OpenState },
  to: { state: OpenState; by: string; at: Instant; reason?: string },
): Promise<boolean> {
  const { state, by, at, reason } = to
  const changed = await tx
    .updateTable('open_data')
    .set(
      state === 'released'
        ? { state, released_by: by, released_at: at }
        : { state, withdrawn_by: by, withdrawn_at: at, reason: reason ?? null },
    )
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}
