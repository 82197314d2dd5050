import type { CivilDate } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import { releasedSet } from './queries.ts'

/** An account of the public directory, as it was released: words for everybody. */
export type OpenAccount = { name: string; platform: string; unit: string; state: string }
export type OpenDirectory = { serial: number; asOf: CivilDate; digest: string; accounts: OpenAccount[] }

/** The directory that is open to everybody now, as it was looked at and released; undefined: nothing is open. */
export async function openDirectory(db: Db, districtId: string): Promise<OpenDirectory | undefined> {
  const set = await releasedSet(db, districtId)
  const file = set?.files['账号名录.json']
  if (!set || file === undefined) return undefined
  const { rows } = JSON.parse(file) as { rows: OpenAccount[] }
  return { serial: set.serial, asOf: set.asOf, digest: set.digest, accounts: rows }
}
