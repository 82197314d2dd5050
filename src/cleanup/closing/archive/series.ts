import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../../database/index.ts'
import { csvPieces, type CsvValue, type ZipPart } from '../../../documents/index.ts'
import { maskNumbers } from '../../../vocabulary/personal-numbers.ts'
import { bearsSecrecyMark } from '../../../vocabulary/secrecy-mark.ts'

type Of = { districtId: string; accountId: string }

/** Rows of one account as a sheet: the statement names the columns, as they are to be read, and begins with the newest. */
export type Series = {
  path: string
  select: (of: Of) => RawBuilder<unknown>
  /** Of a column, the words for its codes. */
  words?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Columns that hold what people typed, or what others wrote: numbers that name a person are masked. */
  free?: readonly string[]
}

const BATCH = 1_000
/**
 * Ten years of a website that is tried twenty times a day, and what the papers need of the package. What is beyond stays
 * in the system, and the sheet says so.
 */
const SERIES_MOST = 100_000
const LEFT_TO_PAPERS = 6 * 1024 * 1024

const MARKED = '【疑似涉密，未收入】'

/** A moment as sheets show it. */
export const minute = (column: string): RawBuilder<string> =>
  sql`to_char(${sql.raw(column)} at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`
export const yesNo = (column: string): RawBuilder<string> =>
  sql`case ${sql.raw(column)} when true then '是' when false then '否' end`

/**
 * A sheet of the package; its rows come through a cursor, a thousand at a time, so that memory does not grow with them.
 * `room`: bytes that are left in the package.
 */
export const sheetOf = (tx: Tx, of: Of, series: Series, room: () => number, most = SERIES_MOST): ZipPart => ({
  path: series.path,
  text: csvPieces(batches(tx, of, series, () => room() > LEFT_TO_PAPERS, most)),
})

async function* batches(
  tx: Tx,
  of: Of,
  series: Series,
  hasRoom: () => boolean,
  most: number,
): AsyncGenerator<CsvValue[][]> {
  await sql`declare held_rows no scroll cursor for ${series.select(of)}`.execute(tx)
  let told = 0
  for (;;) {
    const { rows } = await sql<Record<string, unknown>>`fetch forward ${sql.lit(BATCH)} from held_rows`.execute(tx)
    const [first] = rows
    if (first === undefined || told >= most || !hasRoom()) {
      if (first === undefined && told === 0) yield [['无记录']]
      if (first !== undefined) yield [[`以上${told}行之外，更早的保存在系统中`]]
      break
    }
    if (told === 0) yield [Object.keys(first)]
    yield rows.map((row) => Object.entries(row).map(([head, value]) => cell(series, head, value)))
    told += rows.length
  }
  await sql`close held_rows`.execute(tx)
}

function cell({ words, free }: Series, head: string, value: unknown): CsvValue {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  // Stopped before it was kept; what came in before that was so, or was typed here, is looked at once more.
  if (bearsSecrecyMark(text)) return MARKED
  return words?.[head]?.[text] ?? (free?.includes(head) ? maskNumbers(text) : text)
}
