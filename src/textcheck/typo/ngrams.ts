import { lay } from './fingerprints.ts'

/** The longest n-gram that is counted. */
export const ORDER = 5

/** What the 32 levels of a packed count stand for. */
export const LEVELS: readonly number[] = [
  1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 29, 38, 50, 66, 87, 115, 152, 200, 265, 350, 470, 640, 900, 1300, 2000, 3400,
  6500, 14000, 34000, 100000, 400000,
]
const LEVEL_BITS = 5
const COUNTS = Float64Array.from(LEVELS)

export const levelOf = (count: number): number => {
  let level = 0
  while (level + 1 < LEVELS.length && (LEVELS[level + 1] as number) <= count) level++
  return level
}

// Two running hashes of the characters; each is finished with the length, so that an n-gram's prefix is another key.
const FIRST = 0x51ed270b
const SECOND = 0x2545f491
const onward = (hash: number, id: number) => Math.imul(hash ^ id, 0x9e3779b1) + (hash >>> 15)
const again = (hash: number, id: number) => Math.imul(hash ^ (id + 0x7f4a7c15), 0x5bd1e995) ^ (hash >>> 13)
const finish = (hash: number, length: number) => {
  const mixed = Math.imul(hash ^ (hash >>> 16) ^ length, 0x85ebca6b)
  return (mixed ^ (mixed >>> 13)) >>> 0
}
const printOf = (second: number) => second & 0x7ff || 1

/**
 * Counts of n-grams without the n-grams: a fingerprint of 11 bits and a level of 5 in one of two buckets of four. One that
 * was never counted is taken for one that was about four times in a thousand.
 */
export class Grams {
  readonly slots: Uint16Array
  readonly #buckets: number

  constructor(slots: Uint16Array) {
    this.slots = slots
    this.#buckets = slots.length / 4
  }

  /** The count of an n-gram by its finished hashes, to the precision of {@link LEVELS}; 0 for one never counted. */
  count(first: number, second: number): number {
    const { slots } = this
    const print = printOf(second)
    let slot = bucketOf(first, this.#buckets)
    for (let turn = 0; turn < 4; turn++, slot++)
      if ((slots[slot] as number) >>> LEVEL_BITS === print) return COUNTS[(slots[slot] as number) & 31] as number
    slot = bucketOf(second, this.#buckets)
    for (let turn = 0; turn < 4; turn++, slot++)
      if ((slots[slot] as number) >>> LEVEL_BITS === print) return COUNTS[(slots[slot] as number) & 31] as number
    return 0
  }
}

/**
 * Writes the counts of the n-grams from `start` of 2, 3, … up to `longest` characters to `into[at + length * step]`: those
 * of `one`, divided by `thinning` and rounded down, and those of `two`. Stops where neither knows one; what is left stays.
 */
export function readCounts(
  one: Grams,
  two: Grams,
  thinning: number,
  ids: ArrayLike<number>,
  start: number,
  longest: number,
  into: Float64Array,
  at: number,
  step: number,
): void {
  let first = onward(FIRST, ids[start] as number)
  let second = again(SECOND, ids[start] as number)
  const end = Math.min(longest, ids.length - start)
  let inOne = true
  let inTwo = true
  for (let length = 2; length <= end; length++) {
    const id = ids[start + length - 1] as number
    first = onward(first, id)
    second = again(second, id)
    const done = finish(first, length)
    const print = finish(second, length)
    const own = inOne ? one.count(done, print) : 0
    const other = inTwo ? two.count(done, print) : 0
    if (own === 0) inOne = false
    if (other === 0) inTwo = false
    if (!inOne && !inTwo) return
    into[at + length * step] = (thinning === 1 ? own : Math.floor(own / thinning)) + other
  }
}

const bucketOf = (hash: number, buckets: number) => Math.floor((hash / 0x1_0000_0000) * buckets) * 4

/** The two finished hashes of an n-gram. */
export function hashesOf(ids: ArrayLike<number>, start: number, length: number): readonly [number, number] {
  let first = FIRST
  let second = SECOND
  for (let at = start; at < start + length; at++) {
    first = onward(first, ids[at] as number)
    second = again(second, ids[at] as number)
  }
  return [finish(first, length), finish(second, length)]
}

/** Packs counted n-grams by their hashes. */
export function packCounts(firsts: Uint32Array, seconds: Uint32Array, counts: ArrayLike<number>): Uint16Array {
  const laid = lay(firsts.length, (key) => [firsts[key] as number, seconds[key] as number])
  const slots = new Uint16Array(laid.size)
  for (let index = 0; index < firsts.length; index++)
    slots[laid.slots[index] as number] =
      (printOf(seconds[index] as number) << LEVEL_BITS) | levelOf(counts[index] as number)
  return slots
}
