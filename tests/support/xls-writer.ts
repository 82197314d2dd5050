/** Writes small old Excel files (BIFF8 in a compound file, MS-XLS and MS-CFB), since no package writes them any more. */

export type XlsCell =
  | string
  | number
  | boolean
  | null
  | { number: number; format: number }
  | { result: number | string }
  | { error: number }
export type XlsSheet = {
  name: string
  hidden?: boolean
  rows: readonly (readonly XlsCell[])[]
  merges?: readonly { top: number; left: number; bottom: number; right: number }[]
  /** Puts the records of an embedded chart before the merges, as Excel does. */
  chart?: boolean
}

const bytes = (...values: number[]) => Buffer.from(values)
const word = (...values: number[]) => Buffer.concat(values.map((value) => bytes(value & 255, (value >> 8) & 255)))
const record = (id: number, ...data: Buffer[]) => {
  const body = Buffer.concat(data)
  return Buffer.concat([word(id, body.length), body])
}
const long = (value: number) => word(value & 0xffff, value >>> 16)
const double = (value: number) => {
  const made = Buffer.alloc(8)
  made.writeDoubleLE(value)
  return made
}
const wide = (text: string) => Buffer.concat([bytes(1), Buffer.from(text, 'utf16le')])

const BOF = (kind: number) => record(0x0809, word(0x0600, kind, 0, 0), long(0), long(0))
const EOF = record(0x000a)

// Style n has built-in number format n, for n up to 58 (57 shows 2019年6月).
const STYLES = Array.from({ length: 59 }, (_, format) => record(0x00e0, word(0, format), Buffer.alloc(16)))

/** The bytes of the Workbook stream. `locked` adds the record of a password-protected file. */
export function biffStream(sheets: readonly XlsSheet[], { locked = false } = {}): Buffer {
  const texts = [...new Set(sheets.flatMap(({ rows }) => rows.flat()).filter((cell) => typeof cell === 'string'))]
  const strings = sharedStrings(texts)
  const bodies = sheets.map((sheet) => sheetRecords(sheet, texts))
  const head = [BOF(5), ...(locked ? [record(0x002f, word(1, 1, 1))] : []), ...STYLES]
  const boundLength = sheets.reduce((sum, { name }) => sum + 12 + name.length * 2, 0)
  let place = Buffer.concat(head).length + boundLength + strings.length + EOF.length
  const bound = sheets.map((sheet, i) => {
    const made = record(
      0x0085,
      long(place),
      bytes(sheet.hidden === true ? 1 : 0, 0, sheet.name.length),
      wide(sheet.name),
    )
    place += bodies[i]?.length ?? 0
    return made
  })
  return Buffer.concat([...head, ...bound, strings, EOF, ...bodies])
}

const LONGEST_RECORD = 8_224

/**
 * The shared strings, over as many CONTINUE records as they need: a break inside a text repeats its width flag, as
 * Excel does (MS-XLS 2.5.293).
 */
function sharedStrings(texts: readonly string[]): Buffer {
  const records = [Buffer.concat([long(texts.length), long(texts.length)])]
  const room = () => LONGEST_RECORD - (records.at(-1)?.length ?? 0)
  const add = (data: Buffer) => records.push(Buffer.concat([records.pop() ?? Buffer.alloc(0), data]))
  for (const text of texts) {
    if (room() < 5) records.push(Buffer.alloc(0))
    add(Buffer.concat([word(text.length), bytes(1)]))
    for (let at = 0; at < text.length;) {
      if (room() < 2) records.push(bytes(1))
      const part = text.slice(at, at + Math.floor(room() / 2))
      add(Buffer.from(part, 'utf16le'))
      at += part.length
    }
  }
  return Buffer.concat(records.map((data, i) => record(i === 0 ? 0x00fc : 0x003c, data)))
}

function sheetRecords({ rows, merges = [], chart = false }: XlsSheet, texts: readonly string[]): Buffer {
  const cells = rows.flatMap((row, r) => row.map((cell, c) => cellRecord(r, c, cell, texts)))
  const areas = merges.map((m) => word(m.top, m.bottom, m.left, m.right))
  const merged = areas.length > 0 ? record(0x00e5, word(areas.length), ...areas) : Buffer.alloc(0)
  return Buffer.concat([BOF(0x10), ...cells, ...(chart ? [BOF(0x20), EOF] : []), merged, EOF])
}

function cellRecord(row: number, column: number, cell: XlsCell, texts: readonly string[]): Buffer {
  const at = (format = 0) => word(row, column, format)
  if (cell === null) return Buffer.alloc(0)
  if (typeof cell === 'string') return record(0x00fd, at(), long(texts.indexOf(cell)))
  if (typeof cell === 'number') return record(0x0203, at(), double(cell))
  if (typeof cell === 'boolean') return record(0x0205, at(), bytes(cell ? 1 : 0, 0))
  if ('error' in cell) return record(0x0205, at(), bytes(cell.error, 1))
  if ('number' in cell) return record(0x0203, at(cell.format), double(cell.number))
  const formula = Buffer.concat([word(0), long(0), word(0)])
  if (typeof cell.result === 'number') return record(0x0006, at(), double(cell.result), formula)
  const text = record(0x0207, word(cell.result.length), wide(cell.result))
  return Buffer.concat([record(0x0006, at(), bytes(0, 0, 0, 0, 0, 0, 255, 255), formula), text])
}

export const makeXls = (sheets: readonly XlsSheet[], options: { locked?: boolean } = {}): Buffer =>
  makeCompoundFile([['Workbook', biffStream(sheets, options)]])

const SECTOR = 512
const FREE = 0xffffffff
const END_OF_CHAIN = 0xfffffffe
const TABLE = 0xfffffffd

/** A compound file of streams, each padded past 4,096 bytes so that no small-stream table is needed. */
export function makeCompoundFile(streams: readonly (readonly [name: string, data: Uint8Array])[]): Buffer {
  const padded = streams.map(([name, data]) => ({
    name,
    data: padTo(Buffer.from(data), Math.max(4096, Math.ceil(data.length / SECTOR) * SECTOR)),
  }))
  const directoryBytes = Math.ceil((streams.length + 1) / 4) * SECTOR
  const dataSectors = (padded.reduce((sum, { data }) => sum + data.length, 0) + directoryBytes) / SECTOR
  const tables = Math.ceil(dataSectors / (SECTOR / 4 - 1))
  const next = new Uint32Array((tables * SECTOR) / 4).fill(FREE)
  let free = 0
  const chain = (sectors: number) => {
    for (let i = 0; i < sectors; i++) next[free + i] = i === sectors - 1 ? END_OF_CHAIN : free + i + 1
    free += sectors
    return free - sectors
  }
  const entries = padded.map(({ name, data }) => directoryEntry(name, 2, chain(data.length / SECTOR), data.length))
  const directory = padTo(Buffer.concat([directoryEntry('Root Entry', 5, END_OF_CHAIN, 0), ...entries]), directoryBytes)
  const directoryAt = chain(directoryBytes / SECTOR)
  next.fill(TABLE, free, free + tables)
  return Buffer.concat([
    header(tables, directoryAt, free),
    ...padded.map(({ data }) => data),
    directory,
    Buffer.from(next.buffer),
  ])
}

const padTo = (data: Buffer, length: number) => Buffer.concat([data, Buffer.alloc(length - data.length)])

function directoryEntry(name: string, type: number, start: number, size: number): Buffer {
  const made = Buffer.alloc(128)
  made.write(name, 'utf16le')
  made.writeUInt16LE((name.length + 1) * 2, 64)
  made.writeUInt8(type, 66)
  for (const at of [68, 72, 76]) made.writeUInt32LE(FREE, at)
  made.writeUInt32LE(start, 116)
  made.writeUInt32LE(size, 120)
  return made
}

function header(tables: number, directoryAt: number, tablesAt: number): Buffer {
  const made = Buffer.alloc(SECTOR)
  made.write('d0cf11e0a1b11ae1', 'hex')
  for (const [at, value] of [
    [24, 62],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    made.writeUInt16LE(value, at)
  for (const [at, value] of [
    [44, tables],
    [48, directoryAt],
    [56, 4096],
    [60, END_OF_CHAIN],
    [68, END_OF_CHAIN],
  ] as const) {
    made.writeUInt32LE(value, at)
  }
  for (let i = 0; i < 109; i++) made.writeUInt32LE(i < tables ? tablesAt + i : FREE, 76 + i * 4)
  return made
}
