/** One field: a string may be anything a person typed; null is an empty field. */
export type CsvValue = string | number | boolean | null

// Text that already begins like a guarded one gets one apostrophe more, so that reading gives back what was written.
const LIKE_FORMULA = /^'*[=+\-@\t\r]/

/**
 * Rows as CSV (RFC 4180) in UTF-8 with a mark, so that Excel and WPS show Chinese. Text that a spreadsheet would run as
 * a formula gets an apostrophe in front; `readTables` takes it away again.
 */
export function writeCsv(rows: Iterable<readonly CsvValue[]>): Uint8Array {
  return Buffer.from(`\ufeff${Array.from(rows, csvLine).join('')}`)
}

/** The same, as rows come: a batch of them at a time. */
export async function* csvPieces(batches: AsyncIterable<readonly (readonly CsvValue[])[]>): AsyncGenerator<string> {
  yield '\ufeff'
  for await (const rows of batches) yield rows.map(csvLine).join('')
}

const csvLine = (row: readonly CsvValue[]) => `${row.map(csvField).join(',')}\r\n`

function csvField(value: CsvValue): string {
  if (value === null) return ''
  const text = typeof value === 'string' && LIKE_FORMULA.test(value) ? `'${value}` : String(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
