import type { Actor, Deps } from '../../../access/index.ts'
import { inspectScan, saveFile } from '../../../files/index.ts'
import { refuseSameFile } from '../../../filing/index.ts'
import { actOnSheet, type SheetInput } from '../act.ts'
import { insertSheetScan, readSheet, sheetScans } from '../queries.ts'
import { pagesPrinted } from '../frozen.ts'
import { refuseOtherPaper } from '../decision.ts'

/**
 * Takes the scan of the signed and sealed sheet; a code on it must be of this sheet and of what it froze. Refuses what
 * `inspectScan`, `refuseOtherPaper` and `refuseSameFile` refuse.
 */
export async function takeSheetScan(
  deps: Deps,
  actor: Actor,
  input: SheetInput & { name: string; bytes: Uint8Array },
): Promise<void> {
  const { districtId, sheetId, name } = input
  const scan = await inspectScan({ name, bytes: input.bytes })
  const codes = scan.codes.map(({ text }) => text)
  // Counted when the first scan comes, outside the transaction.
  const shown = await readSheet(deps.db, districtId, sheetId)
  const printedPages = shown ? await pagesPrinted(shown) : null
  await actOnSheet(deps, actor, input, 'upload', async (tx, sheet) => {
    refuseOtherPaper(sheet, codes, name)
    refuseSameFile(await sheetScans(tx, districtId, sheetId), { name, bytes: scan.bytes })
    const file = await saveFile(tx, deps, { districtId, name, bytes: scan.bytes, actor, accept: ['pdf', 'jpg', 'png'] })
    const id = deps.ids.next()
    await insertSheetScan(tx, {
      districtId,
      sheetId,
      id,
      fileId: file.id,
      pages: scan.pages,
      codes,
      by: actor.id,
      uploadedAt: deps.wall.now(),
    })
    return {
      set: { handled_by: [...new Set([...sheet.handledBy, actor.id])], reason: null, printed_pages: printedPages },
      told: { scan: { id, sha256: file.sha256, pages: scan.pages, codes: codes.length } },
    }
  })
}
