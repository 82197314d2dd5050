import { refuse } from '../../vocabulary/refusals/index.ts'

/** The old Office container (MS-CFB): a small file system of sectors. Only names and the one wanted stream are read. */
export type CompoundFile = { readonly names: readonly string[]; stream(name: string): Uint8Array }

const HEADER_BYTES = 512
const ENTRY_BYTES = 128
const FREE = 0xffffffff
const END_OF_CHAIN = 0xfffffffe
const LAST_SECTOR = 0xfffffffa
const STREAM = 2
const ROOT = 5
const MOST_ENTRIES = 4_096
const SMALL_STREAM = 4_096

type Entry = { name: string; type: number; start: number; size: number }

/**
 * Opens a compound file without trusting it: no sector may be used by two streams, no chain may turn in a circle, no
 * stream may be larger than its chain. So the work is bounded by the size of the file (MS-CFB 2.2-2.6).
 */
export function openCompoundFile(bytes: Uint8Array): CompoundFile {
  if (bytes.length < HEADER_BYTES * 3) throw refuse('table.cut-off')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sectorBytes = 1 << view.getUint16(30, true)
  const miniBytes = 1 << view.getUint16(32, true)
  if ((sectorBytes !== 512 && sectorBytes !== 4096) || miniBytes !== 64) throw damaged()
  const sectors = new Sectors(bytes, view, sectorBytes)
  const entries = readDirectory(sectors.chain(view.getUint32(48, true)))
  const cutoff = view.getUint32(56, true)
  if (cutoff !== SMALL_STREAM) throw damaged()
  const small = () => new MiniSectors(sectors, entries, view.getUint32(60, true))
  for (const entry of entries) if (entry.type === STREAM && entry.size >= cutoff) sectors.claim(entry)
  return {
    names: entries.map((entry) => entry.name),
    stream(name) {
      const entry = entries.find((each) => each.name === name && each.type === STREAM)
      if (!entry) throw damaged()
      return entry.size < cutoff ? small().read(entry) : sectors.read(entry)
    },
  }
}

class Sectors {
  private readonly bytes: Uint8Array
  private readonly sectorBytes: number
  private readonly next: Uint32Array
  private readonly claimed: Uint8Array

  constructor(bytes: Uint8Array, view: DataView, sectorBytes: number) {
    this.bytes = bytes
    this.sectorBytes = sectorBytes
    const count = Math.floor(bytes.length / sectorBytes) - 1
    this.claimed = new Uint8Array(Math.max(count, 0))
    this.next = this.allocationTable(view)
  }

  private at(sector: number): Uint8Array {
    const start = (sector + 1) * this.sectorBytes
    if (sector > LAST_SECTOR || start + this.sectorBytes > this.bytes.length) throw refuse('table.cut-off')
    return this.bytes.subarray(start, start + this.sectorBytes)
  }

  private allocationTable(view: DataView): Uint32Array {
    const wanted = view.getUint32(44, true)
    if (wanted > this.claimed.length) throw refuse('table.cut-off')
    const places: number[] = []
    for (let i = 0; i < 109 && places.length < wanted; i++) places.push(view.getUint32(76 + i * 4, true))
    let further = view.getUint32(68, true)
    for (let guard = 0; places.length < wanted && further <= LAST_SECTOR; guard++) {
      if (guard > this.claimed.length) throw damaged()
      const words = words32(this.at(further))
      places.push(...words.slice(0, -1).subarray(0, wanted - places.length))
      further = words.at(-1) ?? FREE
    }
    const table = new Uint32Array(wanted * (this.sectorBytes / 4))
    places.forEach((place, i) => table.set(words32(this.at(place)), i * (this.sectorBytes / 4)))
    return table
  }

  private places(start: number): number[] {
    const places: number[] = []
    for (let sector = start; sector !== END_OF_CHAIN && sector !== FREE; sector = this.next[sector] ?? END_OF_CHAIN) {
      if (places.length > this.claimed.length) throw damaged()
      places.push(sector)
    }
    return places
  }

  /** All bytes of a chain. */
  chain(start: number): Uint8Array {
    return Buffer.concat(this.places(start).map((sector) => this.at(sector)))
  }

  read(entry: Entry): Uint8Array {
    const all = this.chain(entry.start)
    if (all.length < entry.size) throw refuse('table.cut-off')
    return all.subarray(0, entry.size)
  }

  /** Books the sectors of a stream; two streams over the same sectors would be a bomb. */
  claim(entry: Entry): void {
    const places = this.places(entry.start)
    if (places.length * this.sectorBytes < entry.size) throw refuse('table.cut-off')
    for (const sector of places) {
      if (sector >= this.claimed.length) throw refuse('table.cut-off')
      if (this.claimed[sector]) throw damaged()
      this.claimed[sector] = 1
    }
  }
}

/** Streams under 4,096 bytes share one stream of 64-byte sectors that belongs to the root entry. */
class MiniSectors {
  private readonly bytes: Uint8Array
  private readonly next: Uint32Array

  constructor(sectors: Sectors, entries: readonly Entry[], tableStart: number) {
    const root = entries.find((entry) => entry.type === ROOT)
    if (!root) throw damaged()
    this.bytes = sectors.chain(root.start)
    this.next = words32(sectors.chain(tableStart))
  }

  read(entry: Entry): Uint8Array {
    const pieces: Uint8Array[] = []
    for (let at = entry.start; pieces.length * 64 < entry.size; at = this.next[at] ?? END_OF_CHAIN) {
      if ((at + 1) * 64 > this.bytes.length) throw refuse('table.cut-off')
      pieces.push(this.bytes.subarray(at * 64, (at + 1) * 64))
    }
    return Buffer.concat(pieces).subarray(0, entry.size)
  }
}

function readDirectory(bytes: Uint8Array): Entry[] {
  if (bytes.length / ENTRY_BYTES > MOST_ENTRIES) throw damaged()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Entry[] = []
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const type = view.getUint8(at + 66)
    if (type === 0) continue
    const nameBytes = Math.min(Math.max(view.getUint16(at + 64, true) - 2, 0), 62)
    const name = Buffer.from(bytes.subarray(at, at + nameBytes)).toString('utf16le')
    entries.push({ name, type, start: view.getUint32(at + 116, true), size: view.getUint32(at + 120, true) })
  }
  return entries
}

function words32(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: bytes.byteLength >> 2 }, (_, i) => view.getUint32(i * 4, true))
}

const damaged = () => refuse('table.damaged', { detail: '旧版 Office 文件的目录前后不一致' })
