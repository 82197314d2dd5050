import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { inTransaction, type Tx } from '../../../database/index.ts'
import { readTables } from '../../../documents/index.ts'
import { refuseMarkedForm, refuseMarkedSheets } from '../../../files/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { contraryTo, SaidOnce } from '../contrary.ts'
import type { ListKind, ListRow } from '../model.ts'
import { holdDistrict, holdsRows, insertRows, removeRows, standingRows, unitIdsByName } from '../queries.ts'
import { keyOf, rowReader } from '../read-row.ts'
import { HEADS_WITHIN, linesOf, type SheetLine } from '../sheet.ts'

/** Lines of one file, and titles above their heads; more are brought in as several files. */
const MOST_LINES = 200_000

/** What became of the lines of a file. */
export type Brought = {
  added: number
  replaced: number
  same: number
  refused: readonly { at: number; why: string }[]
}

export type ListInput = { districtId: string; kind: ListKind; unitId: string | null }

/** Whoever keeps a list of the district; names of one unit are kept by its own people. */
export function permitKeeping(actor: Actor, { districtId, kind, unitId }: ListInput): void {
  if (kind.table === 'silenced_name') permit(actor, 'texts.decide', { districtId, unitId })
  else permit(actor, 'lexicons.maintain', { districtId })
}

/**
 * 导入: lines that can be read are kept, those that can't are told with their row and why; nothing else of the list
 * changes. A line that is there already with other words is replaced, and what it was stays in the table. Refuses
 * `table.*`, `lexicon.heads-missing`, `secrecy.file-stopped`.
 */
export async function bringRows(
  deps: Deps,
  actor: Actor,
  input: ListInput & { fileName: string; bytes: Uint8Array },
): Promise<Brought> {
  permitKeeping(actor, input)
  const { districtId, kind, bytes, fileName } = input
  const { sheets } = await readTables(bytes, { fileName, maxRows: MOST_LINES + HEADS_WITHIN })
  await refuseMarkedSheets(deps, actor, { districtId, source: `导入${kind.label}`, bytes, sheets })
  const lines = linesOf(kind, sheets)
  return inTransaction(deps.db, async (tx) => {
    const brought = await keep(tx, deps, actor, input, lines)
    const { refused, ...counts } = brought
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'lexicon.imported',
      subject: { kind: 'lexicon', id: kind.code },
      after: { ...counts, refused: refused.length },
      at: deps.wall.now(),
    })
    return brought
  })
}

/** 登记 one line. Refuses `lexicon.row` with what is wrong with it, `lexicon.known` where it is there already. */
export async function enterRow(
  deps: Deps,
  actor: Actor,
  input: ListInput & { written: ReadonlyMap<string, string> },
): Promise<void> {
  permitKeeping(actor, input)
  const { districtId, kind, written } = input
  await refuseMarkedForm(deps, actor, {
    districtId,
    source: '网页填写',
    place: kind.label,
    typed: [...written.values()],
  })
  await inTransaction(deps.db, async (tx) => {
    const { refused, same } = await keep(tx, deps, actor, input, [{ at: 1, written }])
    if (refused[0]) throw refuse('lexicon.row', { why: refused[0].why })
    if (same > 0) throw refuse('lexicon.known')
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'lexicon.entered',
      subject: { kind: 'lexicon', id: kind.code },
      after: { added: 1 },
      at: deps.wall.now(),
    })
  })
}

/** 停用 a line: it counts no more, and stays in the table. Refuses `record.not-found`. */
export async function removeRow(deps: Deps, actor: Actor, input: ListInput & { id: string }): Promise<void> {
  permitKeeping(actor, input)
  const { districtId, kind, unitId, id } = input
  await inTransaction(deps.db, async (tx) => {
    const at = deps.wall.now()
    // Who keeps the names of one unit removes those alone.
    const onlyUnit = kind.table === 'silenced_name' ? unitId : null
    const removed = await removeRows(tx, kind, { districtId, ids: [id], by: actor.id, at, onlyUnit })
    if (removed === 0) throw refuse('record.not-found', { what: kind.label })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'lexicon.removed',
      subject: { kind: 'lexicon', id: kind.code },
      before: { line: id },
      at,
    })
  })
}

const PIECE = 5_000

/**
 * Lines piece by piece: each piece is held against what stands of it, and written by one statement while the next is read.
 * Between pieces others are answered.
 */
async function keep(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, kind, unitId }: ListInput,
  lines: Iterable<SheetLine>,
): Promise<Brought> {
  if (!(await holdDistrict(tx, districtId))) throw refuse('record.not-found', { what: '区县' })
  const readRow = rowReader(kind, { unitIds: await unitIdsByName(tx, districtId), onlyUnit: unitId ?? undefined })
  const [first, once] = [new Map<string, number>(), new SaidOnce()]
  const refused: { at: number; why: string }[] = []
  const counts = { added: 0, replaced: 0, same: 0 }
  const at = deps.wall.now()
  // A file tells no line twice, so that what it brought is not looked for in what follows.
  const isFresh = !(await holdsRows(tx, kind, districtId))
  let writing: Promise<unknown> = Promise.resolve()
  for (const piece of inPieces(lines)) {
    const read = new Map<string, ListRow>()
    for (const { at: line, written } of piece) {
      const found = readRow(written)
      const key = 'row' in found ? keyOf(kind, found.row) : ''
      const earlier = first.get(key)
      const contrary = 'row' in found ? once.against(kind, found.row, line) : undefined
      if ('problem' in found) refused.push({ at: line, why: found.problem })
      else if (earlier !== undefined) refused.push({ at: line, why: `与第${earlier}行重复` })
      else if (contrary !== undefined) refused.push({ at: line, why: contrary })
      else {
        first.set(key, line)
        read.set(key, found.row)
      }
    }
    for (const [key, why] of isFresh ? [] : await contraryTo(tx, kind, districtId, read)) {
      read.delete(key)
      refused.push({ at: first.get(key)!, why })
    }
    const gone: string[] = []
    const standing = isFresh ? [] : await standingRows(tx, kind, districtId, [...read.values()])
    for (const { id, row } of standing) {
      const key = keyOf(kind, row)
      const now = read.get(key)
      if (now === undefined) continue
      if (!isSame(kind, row, now)) gone.push(id)
      else if (read.delete(key)) counts.same++
    }
    if (gone.length > 0) await removeRows(tx, kind, { districtId, ids: gone, by: actor.id, at })
    const rows = [...read.values()]
    const ids = rows.map(() => deps.ids.next())
    const inserting = insertRows(tx, kind, { district_id: districtId, entered_by: actor.id, entered_at: at }, rows, ids)
    // What fails is told when it is waited for; one piece waits while another is written.
    inserting.catch(() => undefined)
    await writing
    writing = inserting
    counts.added += read.size - gone.length
    counts.replaced += gone.length
  }
  await writing
  return { ...counts, refused: refused.toSorted((a, b) => a.at - b.at) }
}

function* inPieces(lines: Iterable<SheetLine>): Iterable<SheetLine[]> {
  let piece: SheetLine[] = []
  for (const line of lines) {
    piece.push(line)
    if (piece.length < PIECE) continue
    yield piece
    piece = []
  }
  if (piece.length > 0) yield piece
}

const isSame = ({ columns }: ListKind, a: ListRow, b: ListRow) =>
  columns.every(({ column }) => JSON.stringify(a[column] ?? null) === JSON.stringify(b[column] ?? null))
