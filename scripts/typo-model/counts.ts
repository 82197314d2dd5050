import { ALPHABET, BOUNDARY } from '../../src/textcheck/typo/alphabet.ts'

export type Counted = {
  readonly length: number
  /** Prefix (index of the n-gram one shorter) * ALPHABET + last character, ascending. */
  readonly keys: Float64Array
  readonly counts: Uint32Array
}

/**
 * Counts n-grams of 1 to `order` characters. Those seen less than `least[length]` times are left out with all that begin
 * with them. A boundary stands only at an end.
 */
export function countGrams(ids: Uint16Array, order: number, least: readonly number[]): Counted[] {
  const ones = new Uint32Array(ALPHABET)
  for (const id of ids) ones[id] = (ones[id] ?? 0) + 1
  const counted: Counted[] = [{ length: 1, keys: Float64Array.from({ length: ALPHABET }, (_, id) => id), counts: ones }]
  // The number of the n-gram that starts here, -1 for one that was left out.
  let prefix: Int32Array = Int32Array.from(ids)
  for (let length = 2; length <= order; length++) {
    const keys = new Float64Array(ids.length)
    let size = 0
    for (let at = 0; at + length <= ids.length; at++) {
      const before = prefix[at] ?? -1
      const inside = length === 2 ? ids[at] === BOUNDARY && ids[at + 1] === BOUNDARY : ids[at + length - 2] === BOUNDARY
      if (before >= 0 && !inside) keys[size++] = before * ALPHABET + (ids[at + length - 1] ?? 0)
    }
    const grams = unique(keys.subarray(0, size).sort(), least[length] ?? 2, length)
    counted.push(grams)
    if (length < order) prefix = numbersOf(grams, prefix, ids)
  }
  return counted
}

function unique(sorted: Float64Array, least: number, length: number): Counted {
  const keys: number[] = []
  const counts: number[] = []
  for (let at = 0; at < sorted.length;) {
    let end = at + 1
    while (end < sorted.length && sorted[end] === sorted[at]) end++
    if (end - at >= least) {
      keys.push(sorted[at] ?? 0)
      counts.push(end - at)
    }
    at = end
  }
  return { length, keys: Float64Array.from(keys), counts: Uint32Array.from(counts) }
}

function numbersOf({ keys, length }: Counted, prefix: Int32Array, ids: Uint16Array): Int32Array {
  const size = 2 ** Math.ceil(Math.log2(keys.length * 1.6 + 8))
  const places = new Int32Array(size).fill(-1)
  const placeOf = (key: number) => {
    let place = (Math.imul((key % 4294967291) | 0, 0x9e3779b1) >>> 0) & (size - 1)
    while ((places[place] ?? -1) >= 0 && keys[places[place] ?? 0] !== key) place = (place + 1) & (size - 1)
    return place
  }
  keys.forEach((key, index) => (places[placeOf(key)] = index))
  const numbers = new Int32Array(prefix.length).fill(-1)
  for (let at = 0; at + length <= ids.length; at++) {
    const before = prefix[at] ?? -1
    if (before < 0 || (length > 2 && ids[at + length - 2] === BOUNDARY)) continue
    numbers[at] = places[placeOf(before * ALPHABET + (ids[at + length - 1] ?? 0))] ?? -1
  }
  return numbers
}

/** The ids of one counted n-gram, written into `into`. */
export function spell(counted: readonly Counted[], length: number, index: number, into: Uint16Array): void {
  let at = index
  for (let rest = length; rest > 1; rest--) {
    const key = counted[rest - 1]?.keys[at] ?? 0
    into[rest - 1] = key % ALPHABET
    at = Math.floor(key / ALPHABET)
  }
  into[0] = at
}
