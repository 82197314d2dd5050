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
// What the plain fields hold at most; then the wider ones speak.
const WIDE = 0xffff_ffff
const MANY = 0xffff

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
  yield zipDirectory(written, offset)
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

/**
 * The list of what an archive holds and where, and its end. Beyond 4 GiB or 65,535 files places and counts stand in wider
 * fields (ZIP64); one file stays below 4 GiB.
 */
export function zipDirectory(written: readonly Written[], offset: number): Buffer {
  const entries = Buffer.concat(
    written.map((entry) => {
      const fields = commonFields(entry)
      const place = Buffer.alloc(14)
      if (entry.offset < WIDE) {
        place.writeUInt32LE(entry.offset, 10)
        return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, place, entry.path])
      }
      const wide = Buffer.alloc(12)
      wide.writeUInt16LE(1, 0)
      wide.writeUInt16LE(8, 2)
      wide.writeBigUInt64LE(BigInt(entry.offset), 4)
      fields.writeUInt16LE(45, 0)
      fields.writeUInt16LE(wide.length, 24)
      place.writeUInt32LE(WIDE, 10)
      return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, place, entry.path, wide])
    }),
  )
  const isWide = offset >= WIDE || entries.length >= WIDE || written.length >= MANY
  const end = Buffer.from('PK\x05\x06'.padEnd(22, '\0'))
  end.writeUInt16LE(Math.min(written.length, MANY), 8)
  end.writeUInt16LE(Math.min(written.length, MANY), 10)
  end.writeUInt32LE(Math.min(entries.length, WIDE), 12)
  end.writeUInt32LE(Math.min(offset, WIDE), 16)
  return Buffer.concat([entries, ...(isWide ? [wideEnd(written.length, entries.length, offset)] : []), end])
}

function wideEnd(files: number, length: number, offset: number): Buffer {
  const end = Buffer.from('PK\x06\x06'.padEnd(56, '\0'))
  end.writeBigUInt64LE(44n, 4)
  end.writeUInt16LE(45, 12)
  end.writeUInt16LE(45, 14)
  end.writeBigUInt64LE(BigInt(files), 24)
  end.writeBigUInt64LE(BigInt(files), 32)
  end.writeBigUInt64LE(BigInt(length), 40)
  end.writeBigUInt64LE(BigInt(offset), 48)
  const where = Buffer.from('PK\x06\x07'.padEnd(20, '\0'))
  where.writeBigUInt64LE(BigInt(offset + length), 8)
  where.writeUInt32LE(1, 16)
  return Buffer.concat([end, where])
}
