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

  /** What stands first in both buckets, mixed: says nothing, but brings them near. */
  touch(first: number, second: number): number {
    const { slots } = this
    return (slots[bucketOf(first, this.#buckets)] as number) ^ (slots[bucketOf(second, this.#buckets)] as number)
  }

  /** The count of an n-gram by its finished hashes, to the precision of {@link LEVELS}; 0 for one never counted. */
  count(first: number, second: number): number {
    const { slots } = this
    const print = printOf(second)
    const one = bucketOf(first, this.#buckets)
    const two = bucketOf(second, this.#buckets)
    // The second bucket is asked for before the first is judged: both are on their way from memory at once.
    const other = slots[two] as number
    for (let slot = one; slot < one + 4; slot++)
      if ((slots[slot] as number) >>> LEVEL_BITS === print) return COUNTS[(slots[slot] as number) & 31] as number
    if (other >>> LEVEL_BITS === print) return COUNTS[other & 31] as number
    for (let slot = two + 1; slot < two + 4; slot++)
      if ((slots[slot] as number) >>> LEVEL_BITS === print) return COUNTS[(slots[slot] as number) & 31] as number
    return 0
  }
}

/** Where it is written what was only touched, so that the reading isn't left out as useless. */
const TOUCHED = new Int32Array(1)

/** Two tables read as one: the counts of one, divided by `thinning` and rounded down, and those of the other. */
export class BothGrams {
  readonly #one: Grams
  readonly #two: Grams
  readonly #thinning: number
  /** Both hashes of the pairs that are looked up together. */
  readonly #hashed = new Uint32Array(2 * 8192)

  constructor(one: Grams, two: Grams, thinning: number) {
    this.#one = one
    this.#two = two
    this.#thinning = thinning
  }

  /**
   * Writes the counts of the n-grams from `start` of `shortest` up to {@link ORDER} characters to `into[at + length * step]`
   * and stops where neither table knows one; what is left stays. `known`: up to which length all n-grams from there are known,
   * by the one table + 8 * by the other; the answer tells the same of what was read.
   */
  read(
    ids: Uint16Array,
    start: number,
    shortest: number,
    known: number,
    into: Float64Array,
    at: number,
    step: number,
  ): number {
    const thinning = this.#thinning
    let depthOne = Math.min(known & 7, shortest - 1)
    let depthTwo = Math.min(known >> 3, shortest - 1)
    if (depthOne < shortest - 1 && depthTwo < shortest - 1) return 0
    let first = FIRST
    let second = SECOND
    let length = 1
    for (; length < shortest; length++) {
      first = onward(first, ids[start + length - 1] as number)
      second = again(second, ids[start + length - 1] as number)
    }
    const end = Math.min(ORDER, ids.length - start)
    for (; length <= end; length++) {
      const id = ids[start + length - 1] as number
      first = onward(first, id)
      second = again(second, id)
      const done = finish(first, length)
      const print = finish(second, length)
      const own = depthOne === length - 1 ? this.#one.count(done, print) : 0
      const other = depthTwo === length - 1 ? this.#two.count(done, print) : 0
      if (own !== 0) depthOne = length
      if (other !== 0) depthTwo = length
      if (own === 0 && other === 0) break
      into[at + length * step] = (thinning === 1 ? own : Math.floor(own / thinning)) + other
    }
    return depthOne + 8 * depthTwo
  }

  /** Writes how often each of `seconds` stands after `first` to `into` from `at` on. */
  pairsBehind(first: number, seconds: Uint16Array, into: Float32Array, at: number): void {
    const begun = onward(FIRST, first)
    const begunAgain = again(SECOND, first)
    for (let index = 0; index < seconds.length; index++) {
      const second = seconds[index] as number
      this.#hashed[index * 2] = finish(onward(begun, second), 2)
      this.#hashed[index * 2 + 1] = finish(again(begunAgain, second), 2)
    }
    this.#countHashed(seconds.length, into, at)
  }
  /** The same of each of `firsts` before `second`. */
  pairsBefore(firsts: Uint16Array, second: number, into: Float32Array, at: number): void {
    for (let index = 0; index < firsts.length; index++) {
      const first = firsts[index] as number
      this.#hashed[index * 2] = finish(onward(onward(FIRST, first), second), 2)
      this.#hashed[index * 2 + 1] = finish(again(again(SECOND, first), second), 2)
    }
    this.#countHashed(firsts.length, into, at)
  }

  #countHashed(size: number, into: Float32Array, at: number): void {
    const hashed = this.#hashed
    // Without a look at what is found: memory answers many such questions at once, and the loops below find it near.
    let touched = 0
    for (let index = 0; index < size; index++) {
      touched ^= this.#one.touch(hashed[index * 2] as number, hashed[index * 2 + 1] as number)
      touched ^= this.#two.touch(hashed[index * 2] as number, hashed[index * 2 + 1] as number)
    }
    TOUCHED[0] = touched
    for (let index = 0; index < size; index++) {
      const own = this.#one.count(hashed[index * 2] as number, hashed[index * 2 + 1] as number)
      into[at + index] = this.#thinning === 1 ? own : Math.floor(own / this.#thinning)
    }
    for (let index = 0; index < size; index++)
      into[at + index]! += this.#two.count(hashed[index * 2] as number, hashed[index * 2 + 1] as number)
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
