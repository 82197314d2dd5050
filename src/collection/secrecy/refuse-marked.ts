import { createHash } from 'node:crypto'
import type { Actor, Deps } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import type { Sheet } from '../../documents/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { bearsSecrecyMark } from '../../vocabulary/secrecy-mark.ts'
import { textKeyOf } from './stop-marked.ts'
import { recordStops } from './stops.ts'

/** So many rows are named; of more, how many there are. */
const NAMED = 20

/**
 * Refuses a file of posts in which a row bears the mark of a state secret: the file is kept nowhere, not even for a
 * preview, and its rows are told by their number alone. Refuses `secrecy.file-stopped`.
 */
export async function refuseMarked(
  deps: Deps,
  actor: Actor,
  file: { districtId: string; bytes: Uint8Array; sheets: readonly Sheet[] },
): Promise<void> {
  const marked = file.sheets.flatMap(({ rows }, sheet) =>
    rows.flatMap((cells, at) => (bearsSecrecyMark(cells.map(({ text }) => text).join('\n')) ? { sheet, at } : [])),
  )
  if (marked.length === 0) return
  const place = placesOf(marked, file.sheets.length)
  const textKey = textKeyOf(file.districtId, 'import', createHash('sha256').update(file.bytes).digest('hex'))
  const [number = 0] = await inTransaction(deps.db, (tx) =>
    recordStops(tx, deps, actor, file.districtId, [
      { accountId: null, kind: 'import', source: '导入发布数据', place, textKey },
    ]),
  )
  throw refuse('secrecy.file-stopped', { place, number })
}

function placesOf(marked: readonly { sheet: number; at: number }[], sheets: number): string {
  const named = marked
    .slice(0, NAMED)
    .map(({ sheet, at }) => (sheets > 1 ? `第${sheet + 1}张表第${at + 1}行` : `第${at + 1}行`))
  return `${named.join('、')}${marked.length > NAMED ? `等${marked.length}行` : ''}`
}
