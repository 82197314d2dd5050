import { crc32, inflateRawSync } from 'node:zlib'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { LIMITS } from './shapes.ts'

/** One file of an archive, as its directory states it and as its own header confirms. Sizes in bytes. */
export type ZipEntry = {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Where the packed bytes begin. */
  readonly start: number
}

/** How many entries, and how many bytes of all of them together, unpacked. */
export type ZipLimits = { readonly zipEntries: number; readonly unpackedBytes: number }

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const CENTRAL_BYTES = 46
const LOCAL_BYTES = 30
const LONGEST_COMMENT = 0xffff
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

const MEGABYTE = 1024 * 1024

/**
 * Reads the directory of a ZIP archive and believes none of it: nothing is unpacked before counts, sizes, ratio, names
 * and places have passed (APPNOTE 4.3). Refuses archives that are cut off, encrypted, overlapping (42.zip and its
 * kin), oversized, or whose directory and local headers tell different stories.
 */
export function readZipDirectory(bytes: Uint8Array, limits: ZipLimits = LIMITS): ZipEntry[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(file)
  const count = file.readUInt16LE(end + 10)
  const size = file.readUInt32LE(end + 12)
  const offset = file.readUInt32LE(end + 16)
  // A file under 32 MB has no use for zip64 or for several disks; only liars claim them.
  if (count === 0xffff || offset === 0xffffffff || file.readUInt16LE(end + 4) !== 0)
    throw damaged('压缩目录声称的规模与文件不符')
  if (count > limits.zipEntries) throw tooFar(limits)
  if (offset + size > end) throw refuse('table.cut-off')
  const entries = readEntries(file, offset, offset + size, count)
  checkSizes(entries, limits)
  checkPlaces(entries, offset)
  return entries
}

/** Unpacks one entry and holds it to its word: exactly the stated size and checksum. */
export function unpack(bytes: Uint8Array, entry: ZipEntry): Buffer {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset + entry.start, entry.packed)
  const plain = entry.method === STORED ? packed : inflate(packed, entry.size)
  if (plain.length !== entry.size || crc32(plain) !== entry.crc) throw damaged(`${entry.name} 与校验值不符`)
  return plain
}

function inflate(packed: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw damaged('压缩内容无法解开')
    throw tooFar(LIMITS)
  }
}

function findEnd(file: Buffer): number {
  const lowest = Math.max(0, file.length - END_BYTES - LONGEST_COMMENT)
  for (let at = file.length - END_BYTES; at >= lowest; at--) {
    if (file.readUInt32LE(at) !== END) continue
    if (at + END_BYTES + file.readUInt16LE(at + 20) === file.length) return at
  }
  throw refuse('table.cut-off')
}

function readEntries(file: Buffer, from: number, to: number, count: number): ZipEntry[] {
  const entries: ZipEntry[] = []
  const names = new Set<string>()
  let at = from
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > to || file.readUInt32LE(at) !== CENTRAL) throw damaged('压缩目录的条目数不符')
    const entry = readEntry(file, at, to)
    const folded = entry.name.toLowerCase()
    if (names.has(folded)) throw damaged('压缩目录中有重名的文件')
    names.add(folded)
    entries.push(entry)
    at += CENTRAL_BYTES + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  if (at !== to) throw damaged('压缩目录的条目数不符')
  return entries
}

function readEntry(file: Buffer, at: number, to: number): ZipEntry {
  const nameEnd = at + CENTRAL_BYTES + file.readUInt16LE(at + 28)
  if (nameEnd > to) throw damaged('压缩目录不完整')
  const rawName = file.subarray(at + CENTRAL_BYTES, nameEnd)
  const name = plainName(rawName.toString('utf8'))
  const method = file.readUInt16LE(at + 10)
  if (file.readUInt16LE(at + 8) & ENCRYPTED) throw refuse('table.password-protected')
  if (method !== STORED && method !== DEFLATED) throw damaged('使用了不常见的压缩方法')
  const packed = file.readUInt32LE(at + 20)
  const size = file.readUInt32LE(at + 24)
  if (packed === 0xffffffff || size === 0xffffffff) throw damaged('压缩目录声称的规模与文件不符')
  if (method === STORED && packed !== size) throw damaged('压缩目录声称的规模与文件不符')
  const start = localStart(file, file.readUInt32LE(at + 42), rawName)
  return { name, method, crc: file.readUInt32LE(at + 16), packed, size, start }
}

// Old archivers wrote backslashes; a name that climbs out of the archive or is absolute was written to do harm.
function plainName(raw: string): string {
  const name = raw.replaceAll('\\', '/')
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..') || name.includes('\0')) {
    throw damaged('压缩包内的文件名越出表格范围')
  }
  return name
}

function localStart(file: Buffer, at: number, rawName: Buffer): number {
  if (at + LOCAL_BYTES > file.length || file.readUInt32LE(at) !== LOCAL) throw damaged('压缩目录指向了不存在的位置')
  const nameEnd = at + LOCAL_BYTES + file.readUInt16LE(at + 26)
  if (!file.subarray(at + LOCAL_BYTES, nameEnd).equals(rawName)) throw damaged('压缩目录与文件头的名称不一致')
  return nameEnd + file.readUInt16LE(at + 28)
}

function checkSizes(entries: readonly ZipEntry[], limits: ZipLimits): void {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0)
  const swollen = entries.some((entry) => entry.size > LIMITS.ratioFrom && entry.size > entry.packed * LIMITS.ratio)
  if (size > limits.unpackedBytes || swollen) throw tooFar(limits)
}

function checkPlaces(entries: readonly ZipEntry[], directory: number): void {
  let free = 0
  for (const entry of entries.toSorted((a, b) => a.start - b.start)) {
    if (entry.start - LOCAL_BYTES < free) throw damaged('压缩包内的文件互相重叠')
    free = entry.start + entry.packed
    if (free > directory) throw refuse('table.cut-off')
  }
}

const tooFar = ({ unpackedBytes }: ZipLimits) =>
  refuse('table.expands-too-far', { megabytes: unpackedBytes / MEGABYTE })
const damaged = (detail: string) => refuse('table.damaged', { detail })
