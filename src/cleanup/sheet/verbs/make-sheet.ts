import { type Actor, type Deps, findDistrict, permit } from '../../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../../calendar/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { contentHash } from '../../../filing/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import type { CleanupItem } from '../../items/model.ts'
import { readItems } from '../../items/queries.ts'
import type { FrozenSheet } from '../model.ts'
import { mostRows } from '../print.ts'
import { holdDecided, insertSheet, nextNumber } from '../queries.ts'
import { type SheetRow, sheetRow } from '../rows.ts'

/**
 * Freezes what was decided of a day as a sheet to be signed and sealed: items that are decided, not begun, and on no other
 * sheet. From here on they wait for signature and seal. Refuses `sheet.nothing-decided`, `cleanup.sheet-too-long`.
 */
export async function makeSheet(
  deps: Deps,
  actor: Actor,
  { districtId, asOf }: { districtId: string; asOf: CivilDate },
): Promise<{ id: string }> {
  permit(actor, 'cleanup.verify', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const number = await nextNumber(tx, districtId)
    const items = await readItems(tx, districtId, await holdDecided(tx, districtId, asOf))
    if (items.length === 0) throw refuse('sheet.nothing-decided', { day: formatDayZh(asOf) })
    if (items.length > mostRows) throw refuse('cleanup.sheet-too-long', { most: mostRows, found: items.length })
    const { name, officeName } = await findDistrict(tx, districtId)
    const content: FrozenSheet = {
      district: { name, officeName },
      number,
      asOf,
      printedOn: deps.clock.today(),
      rows: items.map((item, at) => ({ itemId: item.id, accountId: item.accountId, cells: toBeSigned(item, at + 1) })),
    }
    const [id, hash, at] = [deps.ids.next(), contentHash(content), deps.wall.now()]
    const deciders = items.flatMap(({ decidedBy }) => decidedBy ?? [])
    await insertSheet(tx, districtId, {
      id,
      content,
      contentHash: hash,
      handledBy: [...new Set([actor.id, ...deciders])],
      madeBy: actor.id,
      madeAt: at,
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sheet.made',
      subject: { kind: 'decision-sheet', id },
      after: { state: 'printed', sheet: number, asOf, items: items.length, hash },
      at,
    })
    return { id }
  })
}

// Nothing has been carried out yet when it is signed: where an account is kept, nothing will be.
const toBeSigned = (item: CleanupItem, number: number): SheetRow => [
  ...sheetRow(item, number).slice(0, -1),
  item.decidedDisposition === 'keep' ? ['保留，无须办理'] : [],
]
