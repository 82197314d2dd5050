/** The container of a packed model: a JSON header, then typed arrays at multiples of 8 bytes, so that they are read in place. */
type Kind = 'u8' | 'u16' | 'i16' | 'u32' | 'f32' | 'f64'
type Numbers = Uint8Array | Uint16Array | Int16Array | Uint32Array | Float32Array | Float64Array

const MAGIC = 'govmedia-typo-1\n'
const constructors = {
  u8: Uint8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const
const aligned = (length: number) => Math.ceil(length / 8) * 8

type Header = {
  readonly about: Readonly<Record<string, unknown>>
  readonly sections: readonly { name: string; kind: Kind; at: number; length: number }[]
}

/** The same values give the same bytes. `about` says what the file was made of and holds its small settings. */
export function pack(about: Readonly<Record<string, unknown>>, arrays: Readonly<Record<string, Numbers>>): Uint8Array {
  let at = 0
  const sections = Object.entries(arrays).map(([name, array]) => {
    const kind = (Object.keys(constructors) as Kind[]).find((key) => array instanceof constructors[key]) ?? 'u8'
    const section = { name, kind, at, length: array.length }
    at = aligned(at + array.byteLength)
    return section
  })
  const header = new TextEncoder().encode(JSON.stringify({ about, sections } satisfies Header))
  const start = aligned(MAGIC.length + 4 + header.length)
  const bytes = new Uint8Array(start + at)
  bytes.set(new TextEncoder().encode(MAGIC))
  new DataView(bytes.buffer).setUint32(MAGIC.length, header.length, true)
  bytes.set(header, MAGIC.length + 4)
  for (const section of sections) {
    const array = arrays[section.name] as Numbers
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + section.at)
  }
  return bytes
}

export type Packed = {
  readonly about: Readonly<Record<string, unknown>>
  u8(name: string): Uint8Array
  u16(name: string): Uint16Array
  u32(name: string): Uint32Array
  f32(name: string): Float32Array
  f64(name: string): Float64Array
}

/** Views into `bytes`; nothing is copied unless the bytes lie askew in their buffer. Throws on anything but a packed model. */
export function unpack(given: Uint8Array): Packed {
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new Error('not a packed typo model')
  const length = view.getUint32(MAGIC.length, true)
  const header = JSON.parse(
    new TextDecoder().decode(bytes.subarray(MAGIC.length + 4, MAGIC.length + 4 + length)),
  ) as Header
  const start = bytes.byteOffset + aligned(MAGIC.length + 4 + length)
  const read =
    <K extends Kind>(kind: K) =>
    (name: string) => {
      const section = header.sections.find((candidate) => candidate.name === name && candidate.kind === kind)
      if (!section) throw new Error(`the packed model has no section ${name} of kind ${kind}`)
      return new constructors[kind](bytes.buffer as ArrayBuffer, start + section.at, section.length) as InstanceType<
        (typeof constructors)[K]
      >
    }
  return { about: header.about, u8: read('u8'), u16: read('u16'), u32: read('u32'), f32: read('f32'), f64: read('f64') }
}
