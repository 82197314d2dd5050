import { createHash } from 'node:crypto'
import type { Actor, Deps } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import type { Sheet } from '../../documents/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { bearsSecrecyMark } from '../../vocabulary/secrecy-mark.ts'
import { isMarkedRow } from './marked-file.ts'
import { recordStops, textKeyOf } from './stops.ts'

/** So many rows are named; of more, how many there are. */
const NAMED = 20

/** `source`: what was being done with it, for the list of what is to be handed over. */
type MarkedFile = { districtId: string; source: string; bytes: Uint8Array; sheets: readonly Sheet[] }

/**
 * Refuses sheets in which a row bears the mark of a state secret: the file is kept nowhere, not even for a preview, and its
 * rows are told by their number alone. Refuses `secrecy.file-stopped`.
 */
export async function refuseMarkedSheets(deps: Deps, actor: Actor, file: MarkedFile): Promise<void> {
  const marked = file.sheets.flatMap(({ rows }, sheet) =>
    rows.flatMap((cells, at) => (isMarkedRow(cells) ? { sheet, at } : [])),
  )
  if (marked.length === 0) return
  const place = placesOf(marked, file.sheets.length)
  const textKey = textKeyOf(file.districtId, 'import', createHash('sha256').update(file.bytes).digest('hex'))
  const [number = 0] = await inTransaction(deps.db, (tx) =>
    recordStops(tx, deps, actor, file.districtId, [
      { accountId: null, kind: 'import', source: file.source, place, textKey },
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

/** What somebody typed: `typed` are its texts and the names of its files, `place` the page or the command. */
type Typed = { districtId: string; source: '网页填写' | '终端填写'; place: string; typed: readonly string[] }

/**
 * Refuses a form or a command in which a text, or the name of a file, bears the mark of a state secret: nothing of it is kept or shown
 * again. One stop a person, place and day, however often it is sent. Refuses `secrecy.form-stopped`.
 */
export async function refuseMarkedForm(
  deps: Deps,
  actor: Actor,
  { districtId, source, place, typed }: Typed,
): Promise<void> {
  if (!typed.some(bearsSecrecyMark)) return
  const textKey = textKeyOf(districtId, 'form', actor.id, place, deps.clock.today())
  const [number = 0] = await inTransaction(deps.db, (tx) =>
    recordStops(tx, deps, actor, districtId, [{ accountId: null, kind: 'import', source, place, textKey }]),
  )
  throw refuse('secrecy.form-stopped', { number })
}
