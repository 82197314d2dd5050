import { readFileSync } from 'node:fs'

const NAME_RECORD_BYTES = 12
const WINDOWS = [3, 1, 0x409] as const

/** A TrueType font under another family name, as if an office had put its own into the folder (OpenType `name` table). */
export function renamedFont(file: string, family: string, postscript: string): Buffer {
  const font = readFileSync(file)
  const names = nameTable([
    [1, family],
    [2, 'Regular'],
    [4, family],
    [6, postscript],
  ])
  for (let table = 0; table < font.readUInt16BE(4); table++) {
    const at = 12 + table * 16
    if (font.toString('latin1', at, at + 4) !== 'name') continue
    font.writeUInt32BE(font.length, at + 8)
    font.writeUInt32BE(names.length, at + 12)
  }
  return Buffer.concat([font, names])
}

function nameTable(entries: [id: number, words: string][]): Buffer {
  const words = entries.map(([, text]) => Buffer.from(text, 'utf16le').swap16())
  const storage = 6 + entries.length * NAME_RECORD_BYTES
  const head = Buffer.alloc(storage)
  ;[0, entries.length, storage].forEach((value, at) => head.writeUInt16BE(value, at * 2))
  let offset = 0
  entries.forEach(([id], index) => {
    const length = words[index]?.length ?? 0
    const record = [...WINDOWS, id, length, offset]
    record.forEach((value, at) => head.writeUInt16BE(value, 6 + index * NAME_RECORD_BYTES + at * 2))
    offset += length
  })
  return Buffer.concat([head, ...words])
}
