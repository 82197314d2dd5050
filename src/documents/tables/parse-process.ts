import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { kindOf } from './kind.ts'
import { readTextTable } from './read-text.ts'
import { readXlsSheets, readXlsxSheets } from './read-workbook.ts'
import type { TableFile } from './shapes.ts'

/** What the reading process answers: the tables, or the code and values of a refusal. */
export type Answer = { tables: TableFile } | { refusal: string; params: Readonly<Record<string, unknown>> }

/** Asks one file of this process; it then has nothing more to do and ends. */
export type Question = { bytes: Uint8Array; maxRows: number }

async function parse({ bytes, maxRows }: Question): Promise<TableFile> {
  const kind = kindOf(bytes)
  if (kind.format === 'text') return checkRows(readTextTable(bytes), maxRows)
  const sheets = kind.format === 'xlsx' ? await readXlsxSheets(bytes, kind.directory) : await readXlsSheets(bytes)
  return checkRows({ format: kind.format, sheets }, maxRows)
}

function checkRows(tables: TableFile, limit: number): TableFile {
  const long = tables.sheets.find((sheet) => sheet.rowCount > limit)
  if (long) throw refuse('table.too-many-rows', { sheet: long.name, limit })
  if (tables.sheets.every((sheet) => sheet.rowCount === 0)) throw refuse('table.no-rows')
  return tables
}

async function answer(question: Question): Promise<Answer> {
  try {
    return { tables: await parse(question) }
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.code, params: error.params }
    if (error instanceof RangeError) return { refusal: 'table.too-heavy', params: {} }
    throw error
  }
}

process.once('message', (question: Question) => {
  void answer(question).then((reply) => process.send?.(reply, () => process.disconnect()))
})
