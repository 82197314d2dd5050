import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../../database/index.ts'
import { csvPieces, type CsvValue } from '../../../documents/index.ts'
import { maskNumbers } from '../../../vocabulary/personal-numbers.ts'
import { bearsSecrecyMark } from '../../../vocabulary/secrecy-mark.ts'
import type { Part } from './parts.ts'

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
/** Rows of one sheet; a longer series goes on in the next: 采集记录-2.csv. Spreadsheets open no more than a million. */
const SHEET_MOST = 100_000

const MARKED = '【疑似涉密，未收入】'

/** A moment as sheets show it. */
export const minute = (column: string): RawBuilder<string> =>
  sql`to_char(${sql.raw(column)} at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`
export const yesNo = (column: string): RawBuilder<string> =>
  sql`case ${sql.raw(column)} when true then '是' when false then '否' end`

/**
 * A series as sheets of the package; its rows come through a cursor, a thousand at a time, so that memory does not grow
 * with them. Each sheet has to be read to its end before the next is asked for.
 */
export async function* sheetParts(tx: Tx, of: Of, series: Series, most = SHEET_MOST): AsyncGenerator<Part> {
  await sql`declare held_rows no scroll cursor for ${series.select(of)}`.execute(tx)
  let rows = await nextRows()
  let number = 1
  do {
    yield { path: number === 1 ? series.path : series.path.replace('.csv', `-${number}.csv`), text: csvPieces(sheet()) }
    number += 1
  } while (rows.length > 0)
  await sql`close held_rows`.execute(tx)

  async function* sheet(): AsyncGenerator<CsvValue[][]> {
    yield [rows[0] ? Object.keys(rows[0]) : ['无记录']]
    for (let told = 0; rows.length > 0 && told < most;) {
      yield rows.map((row) => Object.entries(row).map(([head, value]) => cell(series, head, value)))
      told += rows.length
      rows = await nextRows()
    }
  }

  async function nextRows() {
    return (await sql<Record<string, unknown>>`fetch forward ${sql.lit(BATCH)} from held_rows`.execute(tx)).rows
  }
}

function cell({ words, free }: Series, head: string, value: unknown): CsvValue {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  // Stopped before it was kept; what came in before that was so, or was typed here, is looked at once more.
  if (bearsSecrecyMark(text)) return MARKED
  return words?.[head]?.[text] ?? (free?.includes(head) ? maskNumbers(text) : text)
}

/** A series as lines of words, the oldest first, of the newest `most` rows; without its columns where it has no row. */
export async function seriesLines(
  tx: Tx,
  of: Of,
  series: Series,
  most: number,
): Promise<{ heads: string[]; rows: string[][]; more: boolean }> {
  const { rows } = await sql<Record<string, unknown>>`${series.select(of)} limit ${most + 1}`.execute(tx)
  const told = rows.slice(0, most).toReversed()
  return {
    heads: Object.keys(told[0] ?? {}),
    rows: told.map((row) => Object.entries(row).map(([head, value]) => String(cell(series, head, value) ?? ''))),
    more: rows.length > most,
  }
}
