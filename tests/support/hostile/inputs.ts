/** A row of numbers that looks like chance and is the same on every run. */
export function chance(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

const bomb =
  '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'

/** What parsers stumble over, wherever it stands. */
const stumbling: readonly (string | Uint8Array)[] = [
  bomb,
  '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
  '&c;&c;&c;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '\u0000',
  '\ufeff',
  '\u202e\u2028',
  '"',
  '=1+1',
  ',,,,,,,,',
  '\r\r\n\n',
  '-1',
  '1e400',
  '99999999999999999999',
  '0000-00-00',
  '../../../etc/passwd',
  '__proto__',
  '{"a":',
  '[[[[[[[[[[[[[[[[',
  '%00%ff',
  '<a '.repeat(200),
  '<div>'.repeat(2_000),
  '('.repeat(2_000),
  'a'.repeat(20_000),
  '　'.repeat(10_000),
  new Uint8Array([0xff, 0xfe, 0x00, 0xd8]),
  new Uint8Array([0xed, 0xa0, 0x80, 0xf0, 0x9f]),
  new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0xff, 0xff]),
  new Uint8Array([0xff, 0xff, 0xff, 0x7f]),
  new Uint8Array(64),
]

const bytesOf = (found: string | Uint8Array) => (typeof found === 'string' ? new TextEncoder().encode(found) : found)
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

type Change = (bytes: Uint8Array, random: () => number, other: Uint8Array) => Uint8Array
const at = (bytes: Uint8Array, random: () => number) => Math.floor(random() * (bytes.length + 1))

/** What becomes of a file on its way, or in the hands of somebody who means it. */
const changes: readonly Change[] = [
  (bytes, random) => bytes.slice(0, at(bytes, random)),
  (bytes, random) => bytes.slice(at(bytes, random)),
  (bytes, random) => bytes.map((byte) => (random() < 0.01 ? Math.floor(random() * 256) : byte)),
  (bytes, random) => {
    const copy = bytes.slice()
    for (let n = 0; n < 4 && copy.length > 4; n++)
      new DataView(copy.buffer).setUint32(
        Math.floor(random() * (copy.length - 4)),
        random() < 0.5 ? 0xffffffff : Math.floor(random() * 2 ** 32),
        true,
      )
    return copy
  },
  (bytes, random) => {
    const place = at(bytes, random)
    return joined(
      bytes.slice(0, place),
      bytesOf(stumbling[Math.floor(random() * stumbling.length)]!),
      bytes.slice(place),
    )
  },
  (bytes, random) => {
    const place = at(bytes, random)
    const piece = bytes.slice(place, place + Math.floor(random() * 400))
    return joined(
      bytes.slice(0, place),
      ...Array.from({ length: Math.floor(random() * 300) }, () => piece),
      bytes.slice(place),
    )
  },
  (bytes, random, other) => joined(bytes.slice(0, at(bytes, random)), other.slice(at(other, random))),
  (bytes, random) => joined(bytesOf(stumbling[Math.floor(random() * stumbling.length)]!), bytes),
  (_bytes, random) =>
    new Uint8Array(Array.from({ length: Math.floor(random() * 3_000) }, () => Math.floor(random() * 256))),
]

/** The `n`th hostile input made out of good ones: one to three changes of one of them. */
export function hostileInput(n: number, good: readonly Uint8Array[]): Uint8Array {
  const random = chance(n * 2_654_435_761 + 97)
  for (let warm = 0; warm < 8; warm++) random()
  let bytes = good[Math.floor(random() * good.length)]!
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--)
    bytes = changes[Math.floor(random() * changes.length)]!(bytes, random, good[Math.floor(random() * good.length)]!)
  return bytes
}
