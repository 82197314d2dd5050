import type { Vault } from '../../../access/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import type { Platform } from '../../../vocabulary/platforms.ts'
import type { Discovered } from '../model.ts'
import { contextOfRow, openJson } from '../sealing.ts'

/** A found account that may be an impostor, or was settled to be one. `link`: where the list says it is. */
export type FoundImpostor = {
  id: string
  runId: string
  name: string
  platform: Platform
  link: string | null
  confirmed: boolean
}

const MOST = 50

/** Impostors that were found and not dismissed, the newest first; the one of an id where asked. */
export async function foundImpostors(
  db: Db | Tx,
  vault: Vault,
  districtId: string,
  id?: string,
): Promise<FoundImpostor[]> {
  let query = db
    .selectFrom('concealment_match')
    .select([
      'id',
      'run_id as runId',
      'name',
      'platform',
      'state',
      'discovered_key as wrappedKey',
      'discovered as sealed',
    ])
    .where('district_id', '=', districtId)
    .where((where) =>
      where.or([
        where.and([where('state', '=', 'confirmed'), where('verdict', '=', 'impostor')]),
        where.and([where('state', '=', 'open'), where('kind', '=', 'impostor')]),
      ]),
    )
  if (id !== undefined) query = query.where('id', '=', id)
  const rows = await query.orderBy('id', 'desc').limit(MOST).execute()
  return rows.map(({ id: matchId, runId, name, platform, state, wrappedKey, sealed }) => {
    const row = openJson(vault, { wrappedKey, sealed }, contextOfRow(districtId, matchId)) as Discovered
    const link = row.profileUrl && /^https?:\/\//i.test(row.profileUrl) ? row.profileUrl : null
    return { id: matchId, runId, name, platform: platform as Platform, link, confirmed: state === 'confirmed' }
  })
}
