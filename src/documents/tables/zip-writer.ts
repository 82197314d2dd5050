import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

/** One file to put into an archive. */
export type ZipPart = { readonly path: string; readonly text: AsyncIterable<string | Uint8Array> }

type Written = { path: Buffer; crc: number; packed: number; size: number; offset: number }

// Sizes follow the data (bit 3), so nothing has to be kept until they are known. The time is the format's first day:
// the same parts give the same bytes.
const FLAGS = 0x0808
const DEFLATED = 8
const FIRST_DAY = 0x0021

/** A ZIP archive as it is written, piece by piece; memory does not grow with the parts. */
export async function* zipArchive(parts: AsyncIterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let offset = 0
  for await (const { path, text } of parts) {
    const entry = { path: Buffer.from(path), crc: 0, packed: 0, size: 0, offset }
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), commonFields(entry), entry.path])
    yield head
    for await (const piece of deflated(text, entry)) yield piece
    yield sizesBehind(entry)
    offset += head.length + entry.packed + 16
    written.push(entry)
  }
  yield directory(written, offset)
}

async function* deflated(text: ZipPart['text'], entry: Written): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: 3 })
  const fed = pipeline(counted(text, entry), deflate)
  // A failing source destroys the stream, and reading it below throws the same error.
  fed.catch(() => undefined)
  for await (const piece of deflate) {
    entry.packed += piece.length
    yield piece
  }
  await fed
}

async function* counted(text: ZipPart['text'], entry: Written): AsyncGenerator<Buffer> {
  for await (const piece of text) {
    const bytes = Buffer.from(piece)
    entry.crc = crc32(bytes, entry.crc)
    entry.size += bytes.length
    yield bytes
  }
}

/** The 26 bytes a local header and a directory entry have in common. In a local header the sizes are still zero. */
function commonFields(entry: Written): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(FLAGS, 2)
  fields.writeUInt16LE(DEFLATED, 4)
  fields.writeUInt16LE(FIRST_DAY, 8)
  fields.writeUInt32LE(entry.crc, 10)
  fields.writeUInt32LE(entry.packed, 14)
  fields.writeUInt32LE(entry.size, 18)
  fields.writeUInt16LE(entry.path.length, 22)
  return fields
}

function sizesBehind(entry: Written): Buffer {
  const sizes = Buffer.from('PK\x07\x08'.padEnd(16, '\0'))
  sizes.writeUInt32LE(entry.crc, 4)
  sizes.writeUInt32LE(entry.packed, 8)
  sizes.writeUInt32LE(entry.size, 12)
  return sizes
}

function directory(written: readonly Written[], offset: number): Buffer {
  const entries = written.map((entry) => {
    const place = Buffer.alloc(14)
    place.writeUInt32LE(entry.offset, 10)
    return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), commonFields(entry), place, entry.path])
  })
  const end = Buffer.from('PK\x05\x06'.padEnd(22, '\0'))
  end.writeUInt16LE(written.length, 8)
  end.writeUInt16LE(written.length, 10)
  end.writeUInt32LE(Buffer.concat(entries).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...entries, end])
}
