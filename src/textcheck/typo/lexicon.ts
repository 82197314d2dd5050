import { ALPHABET, BOUNDARY, idsOf, OTHER, type Alphabet } from './alphabet.ts'
import { mix, other } from './fingerprints.ts'
import { NumberIndex } from './number-index.ts'

/** Words with their log probabilities (natural), alone and after another word. */
export type WordTable = {
  /** All words, one a line. */
  readonly text: string
  readonly unigram: Float32Array
  readonly backoff: Float32Array
  readonly pairs: Uint16Array
  readonly pairValues: Uint8Array
  /** Log probability by packed value. */
  readonly scale: Float32Array
}

/** The longest word that is looked for. */
export const LONGEST = 4
/** A character that is no word. */
export const UNKNOWN = -1
/** Digits, letters, punctuation: words on both sides don't know each other. */
export const BREAK = -2
const UNKNOWN_COST = -17

export const pairHash = (first: number, second: number): number => mix(mix(0x1b873593, first), second)
export const pairAgain = (first: number, second: number): number =>
  other((Math.imul(first, 0x27d4eb2f) ^ Math.imul(second, 0x165667b1)) >>> 0, second)
export const pairPrint = (again: number): number => again & 0xffff || 1

/** Finds words by the ids of their characters. */
export class Lexicon {
  readonly table: WordTable
  readonly alphabet: Alphabet
  readonly size: number
  /** Ids of each word's characters, between two offsets. */
  readonly spelt: Uint16Array
  readonly speltAt: Uint32Array
  readonly #index: NumberIndex
  /** First characters with each length of word, and first two, by a hash: saves most look-ups. */
  readonly #begins: Uint8Array
  readonly #beginsWith: Uint8Array
  readonly #buckets: number
  /** Share of words and pairs taken for unknown, 0 but where foreign text is practised. */
  readonly #hidden: number

  constructor(alphabet: Alphabet, table: WordTable, hidden = 0) {
    this.#hidden = hidden
    this.table = table
    this.alphabet = alphabet
    this.#buckets = table.pairs.length / 4
    this.#begins = new Uint8Array(ALPHABET)
    this.#beginsWith = new Uint8Array(BEGINNINGS)
    this.size = table.unigram.length
    const ids = idsOf(alphabet, table.text)
    this.spelt = new Uint16Array(ids.length)
    this.speltAt = new Uint32Array(this.size + 1)
    const keys = new Float64Array(this.size)
    const values = new Uint32Array(this.size)
    let known = 0
    for (let word = 0, at = 0, written = 0; word < this.size; word++, at++) {
      const begins = written
      let whole = true
      // A line's end is a boundary in any alphabet.
      for (; at < ids.length && ids[at] !== BOUNDARY; at++) {
        if ((ids[at] as number) <= OTHER) whole = false
        this.spelt[written++] = ids[at] as number
      }
      this.speltAt[word + 1] = written
      const length = written - begins
      if (!whole || length === 0 || length > LONGEST || this.#isHidden(word, length)) continue
      keys[known] = keyOf(this.spelt, begins, length)
      values[known++] = word
      this.#begins[this.spelt[begins] as number]! |= 1 << (length - 1)
      if (length > 1)
        this.#beginsWith[beginning(this.spelt[begins] as number, this.spelt[begins + 1] as number)]! |=
          1 << (length - 1)
    }
    this.#index = new NumberIndex(keys.subarray(0, known), values.subarray(0, known))
  }

  #isHidden(word: number, length: number): boolean {
    if (this.#hidden === 0 || length < 2) return false
    // Rare words are the ones that another vocabulary lacks.
    const rarity = Math.min(1, Math.max(0, (-10 - (this.table.unigram[word] as number)) / 3))
    return mix(0x3243f6a9, word) / 0x1_0000_0000 < this.#hidden * rarity
  }

  /** The word made of these characters, or {@link UNKNOWN}. */
  at(ids: Uint16Array, start: number, length: number): number {
    const first = ids[start] as number
    if (((this.#begins[first] as number) & (1 << (length - 1))) === 0) return UNKNOWN
    if (length > 1) {
      const with_ = this.#beginsWith[beginning(first, ids[start + 1] as number)] as number
      if ((with_ & (1 << (length - 1))) === 0) return UNKNOWN
    }
    return this.#index.first(keyOf(ids, start, length))
  }

  /** Log probability of a word after another. */
  after(first: number, second: number): number {
    if (second === BREAK) return -2
    const { unigram, backoff, pairs, pairValues, scale } = this.table
    if (second < 0) return UNKNOWN_COST
    if (first < 0) return unigram[second] as number
    const again = pairAgain(first, second)
    if (this.#hidden > 0 && (again & 0xff) < this.#hidden * 256)
      return (backoff[first] as number) + (unigram[second] as number)
    const print = pairPrint(again)
    const one = Math.floor((pairHash(first, second) / 0x1_0000_0000) * this.#buckets) * 4
    const two = Math.floor((again / 0x1_0000_0000) * this.#buckets) * 4
    // As in the tables of n-grams: both buckets are on their way from memory at once.
    const early = pairs[two] as number
    for (let slot = one; slot < one + 4; slot++)
      if (pairs[slot] === print) return scale[pairValues[slot] as number] as number
    if (early === print) return scale[pairValues[two] as number] as number
    for (let slot = two + 1; slot < two + 4; slot++)
      if (pairs[slot] === print) return scale[pairValues[slot] as number] as number
    return (backoff[first] as number) + (unigram[second] as number)
  }
  alone(word: number): number {
    return word < 0 ? UNKNOWN_COST : (this.table.unigram[word] as number)
  }

  /** Log probability of the likeliest longest word of two or more characters over a span, and its length; 0 for none. */
  over(ids: Uint16Array, start: number, end: number): { length: number; odds: number } {
    let best = { length: 0, odds: UNKNOWN_COST }
    for (let from = Math.max(0, end - LONGEST); from <= start; from++)
      for (let to = Math.max(end, from + 2); to <= Math.min(ids.length, from + LONGEST); to++) {
        const word = this.at(ids, from, to - from)
        if (word === UNKNOWN) continue
        const odds = this.alone(word)
        if (to - from > best.length || (to - from === best.length && odds > best.odds))
          best = { length: to - from, odds }
      }
    return best
  }
}

/** Places of first two characters: one in twenty is taken. */
const BEGINNINGS = 2 ** 20
const beginning = (first: number, second: number) =>
  (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 12

const keyOf = (ids: Uint16Array, start: number, length: number) => {
  let key = 0
  for (let at = start; at < start + length; at++) key = key * ALPHABET + (ids[at] as number)
  return key
}
