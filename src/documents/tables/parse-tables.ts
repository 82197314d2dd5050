import { refuse } from '../../vocabulary/refusals/index.ts'
import { kindOf } from './kind.ts'
import { readTextTable } from './read-text.ts'
import { readWordTables } from './read-word.ts'
import { readXlsSheets, readXlsxSheets } from './read-workbook.ts'
import type { TableFile } from './shapes.ts'

/**
 * Bytes to tables, in this process and without bounds of time or memory: for the reading process and for tests. Everybody else calls
 * `readTables`. Refuses a sheet with more rows than `maxRows` and a file without any row. `word`: a .docx is taken, each of
 * its tables as a sheet.
 */
export async function parseTables(bytes: Uint8Array, maxRows: number, word = false): Promise<TableFile> {
  const tables = await parse(bytes, word)
  const long = tables.sheets.find((sheet) => sheet.rowCount > maxRows)
  if (long) throw refuse('table.too-many-rows', { sheet: long.name, limit: maxRows })
  if (tables.sheets.every((sheet) => sheet.rowCount === 0)) throw refuse('table.no-rows')
  return tables
}

async function parse(bytes: Uint8Array, word: boolean): Promise<TableFile> {
  const kind = kindOf(bytes, word)
  if (kind.format === 'text') return readTextTable(bytes)
  if (kind.format === 'docx') return { format: 'docx', sheets: readWordTables(bytes, kind.directory) }
  const sheets = kind.format === 'xlsx' ? await readXlsxSheets(bytes, kind.directory) : await readXlsSheets(bytes)
  return { format: kind.format, sheets }
}
