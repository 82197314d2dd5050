import type { Actor, Deps } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { readTables } from '../../documents/index.ts'
import { refuseMarkedSheets } from '../../files/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Match } from './model.ts'
import { readLedger } from './queries/ledger.ts'
import { type ReadList, readDiscovered } from './read-list.ts'
import { matchDiscovered } from './rules.ts'

/** What one list can hold. */
export const mostRows = 50_000

export type ListFile = { districtId: string; fileName: string; bytes: Uint8Array }

/**
 * Reads a list of found accounts. Refuses `secrecy.file-stopped`, `concealment.no-head`, `concealment.no-rows`, and what
 * reading tables refuses.
 */
export async function readListFile(deps: Deps, actor: Actor, file: ListFile, asOf: CivilDate): Promise<ReadList> {
  const { districtId, fileName, bytes } = file
  const tables = await readTables(bytes, { fileName, maxRows: mostRows })
  await refuseMarkedSheets(deps, actor, { districtId, source: '瞒报漏报核查', bytes, sheets: tables.sheets })
  const list = readDiscovered(tables, asOf)
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
