import { type Actor, type Deps, findDistrict, permit } from '../../../access/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { readTables } from '../../../documents/index.ts'
import { refuseMarkedSheets, saveFile } from '../../../files/index.ts'
import { plainUnitName } from '../../../registry/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { compareWithLedger } from '../compare.ts'
import { folded } from '../keys.ts'
import type { Extent } from '../model.ts'
import { keepComparison } from '../queries/comparisons.ts'
import { ledgerOfSheet, type LedgerOfSheet } from '../queries/ledger.ts'
import { readNationalSheet } from '../read-sheet.ts'
import { maskedPhones } from '../sheet.ts'

export type ReconcileInput = {
  districtId: string
  fileName: string
  bytes: Uint8Array
  /** Whose accounts the sheet should hold; left out: those of the units that it names. */
  extent?: Extent
}
export type Reconciled = { comparisonId: string; rows: number; matched: number; differences: number; unread: number }

/** As many unread cells as a person would look at; the number of all is told. */
const UNREAD_KEPT = 500

/**
 * Holds a sheet out of the national system (xlsx, xls, csv) against the ledger and keeps what differs, field by field.
 * The ledger is not changed. Refuses `access.denied`, `table.*`, `file.*`, `secrecy.file-stopped`, `national.no-head`, `national.no-rows`.
 */
export async function reconcileNational(deps: Deps, actor: Actor, input: ReconcileInput): Promise<Reconciled> {
  const { districtId, fileName, bytes, extent = 'units-in-sheet' } = input
  permit(actor, 'national.compare', { districtId })
  const tables = await readTables(bytes, { fileName })
  await refuseMarkedSheets(deps, actor, { districtId, source: '与台账比对', bytes, sheets: tables.sheets })
  const { headed, rows, unread } = readNationalSheet(tables)
  if (!headed) throw refuse('national.no-head', { file: fileName })
  if (rows.length === 0) throw refuse('national.no-rows', { file: fileName })
  const district = await findDistrict(deps.db, districtId)
  const comparisonId = deps.ids.next()
  const at = deps.wall.now()
  return inTransaction(deps.db, async (tx) => {
    const { accounts, units } = await ledgerOfSheet(tx, deps.vault, districtId)
    const known = { idOf: unitFinder(units, district), masked: maskedPhones }
    const { differences, matched } = compareWithLedger(rows, accounts, { extent, units: known })
    const file = await saveFile(tx, deps, { districtId, name: fileName, bytes, actor, accept: ['zip', 'cfb', 'text'] })
    const told = { rows: rows.length, matched, differences: differences.length, unread: unread.length }
    await keepComparison(tx, deps, districtId, {
      run: {
        id: comparisonId,
        fileName,
        extent,
        rowCount: rows.length,
        matchedCount: matched,
        unread: unread.slice(0, UNREAD_KEPT),
        comparedBy: actor.id,
        comparedAt: at,
      },
      fileId: file.id,
      differences,
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'national.compared',
      subject: { kind: 'comparison', id: comparisonId },
      after: { ...told, extent, file: file.sha256 },
      at,
    })
    return { comparisonId, ...told }
  })
}

/** The unit that a name means: its full name, its short name, or either without the district's own. A name of two units means none. */
function unitFinder(units: LedgerOfSheet['units'], district: { name: string; shortName: string }) {
  const exact = new Map(units.map(({ id, name }) => [folded(name), id]))
  const plain = new Map<string, string | undefined>()
  for (const { id, name, shortName } of units)
    for (const key of new Set([name, ...(shortName ? [shortName] : [])].map((one) => plainUnitName(one, district))))
      plain.set(key, plain.has(key) && plain.get(key) !== id ? undefined : id)
  return (name: string) => exact.get(folded(name)) ?? plain.get(plainUnitName(name, district))
}
