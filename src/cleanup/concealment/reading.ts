import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { readTables } from '../../documents/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Match } from './model.ts'
import { readLedger } from './queries/ledger.ts'
import { type ReadList, readDiscovered } from './read-list.ts'
import { matchDiscovered } from './rules.ts'

/** What one list can hold. */
export const mostRows = 50_000

/** Reads a list of found accounts. Refuses `concealment.no-head`, `concealment.no-rows`, and what reading tables refuses. */
export async function readListFile(bytes: Uint8Array, fileName: string, asOf: CivilDate): Promise<ReadList> {
  const list = readDiscovered(await readTables(bytes, { fileName, maxRows: mostRows }), asOf)
  if (!list.headed) throw refuse('concealment.no-head', { file: fileName })
  if (list.rowCount === 0) throw refuse('concealment.no-rows', { file: fileName })
  return list
}

/** Holds a list against the ledger of a district as it stood on a day. Writes nothing. */
export async function matchWithLedger(
  db: Db | Tx,
  districtId: string,
  list: ReadList,
  asOf: CivilDate,
): Promise<{ matches: Match[]; ledger: Awaited<ReturnType<typeof readLedger>> }> {
  const ledger = await readLedger(db, districtId)
  return { matches: matchDiscovered(list.discovered, ledger, { asOf }), ledger }
}
