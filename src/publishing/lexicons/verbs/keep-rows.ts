import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { inTransaction, type Tx, writePieces } from '../../../database/index.ts'
import { readTables } from '../../../documents/index.ts'
import { refuseMarkedForm, refuseMarkedSheets } from '../../../files/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import type { ListKind, ListRow } from '../model.ts'
import { insertRows, listRows, removeRows, unitIdsByName } from '../queries.ts'
import { keyOf, rowReader } from '../read-row.ts'
import { linesOf, type SheetLine } from '../sheet.ts'

/** Lines of one file; more are brought in as several files. The automaton is made for as many. */
const MOST_LINES = 50_000

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
  const { sheets } = await readTables(bytes, { fileName, maxRows: MOST_LINES })
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
    const seen = (await listRows(tx, kind, { districtId })).rows.find((one) => one.id === id)
    const own = kind.table !== 'silenced_name' || unitId === null || seen?.row['unit_id'] === unitId
    if (!seen || !own) throw refuse('record.not-found', { what: kind.label })
    await removeRows(tx, kind, { districtId, ids: [id], by: actor.id, at })
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

async function keep(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, kind, unitId }: ListInput,
  lines: readonly SheetLine[],
): Promise<Brought> {
  const readRow = rowReader(kind, { unitIds: await unitIdsByName(tx, districtId), onlyUnit: unitId ?? undefined })
  const there = new Map((await listRows(tx, kind, { districtId })).rows.map((one) => [keyOf(kind, one.row), one]))
  const first = new Map<string, number>()
  const [fresh, gone]: [ListRow[], string[]] = [[], []]
  const refused: { at: number; why: string }[] = []
  let same = 0
  for (const { at, written } of lines) {
    const read = readRow(written)
    const key = 'row' in read ? keyOf(kind, read.row) : ''
    const earlier = first.get(key)
    if ('problem' in read) refused.push({ at, why: read.problem })
    else if (earlier !== undefined) refused.push({ at, why: `与第${earlier}行重复` })
    else {
      first.set(key, at)
      const before = there.get(key)
      if (before && isSame(kind, before.row, read.row)) same++
      else {
        fresh.push(read.row)
        if (before) gone.push(before.id)
      }
    }
  }
  const at = deps.wall.now()
  if (gone.length > 0) await removeRows(tx, kind, { districtId, ids: gone, by: actor.id, at })
  await writePieces(fresh, PIECE, {
    prepare: (piece) =>
      piece.map((row) => ({
        ...row,
        district_id: districtId,
        id: deps.ids.next(),
        entered_by: actor.id,
        entered_at: at,
      })),
    write: (rows) => insertRows(tx, kind, rows),
  })
  return { added: fresh.length - gone.length, replaced: gone.length, same, refused }
}

const isSame = ({ columns }: ListKind, a: ListRow, b: ListRow) =>
  columns.every(({ column }) => JSON.stringify(a[column] ?? null) === JSON.stringify(b[column] ?? null))
