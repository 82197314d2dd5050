import { BOUNDARY, type Alphabet } from './alphabet.ts'
import { BothGrams, ORDER, type Grams } from './ngrams.ts'

/**
 * How much the shorter context is believed beside the longer one, by length of the n-gram: pseudo-counts for a context
 * counted once; they grow with its count to the power of 3/4, since frequent contexts are followed by more kinds.
 */
const TRUST = Float64Array.from([0, 0, 4, 3.5, 3.5, 2.5])

/** Counts of n-grams in the corpus that the model was made of. */
export type Counted = {
  readonly alphabet: Alphabet
  readonly ones: Float64Array
  readonly total: number
  readonly grams: Grams
  /** The same of general prose, as a model of words expects them. */
  readonly generalOnes: Float64Array
  readonly general: Grams
  /** 1; larger values read the counts as those of a corpus so many times smaller (used to train for foreign text). */
  readonly thinning: number
}
export type CharacterCounts = Counted & {
  /** How often each character was counted in all. */
  readonly often: Float64Array
  readonly both: BothGrams
}
export const countsOf = (counted: Counted): CharacterCounts => ({
  ...counted,
  often: counted.ones.map((count, id) => count + (counted.generalOnes[id] as number)),
  both: new BothGrams(counted.grams, counted.general, counted.thinning),
})

export type Gains = {
  forward: number
  backward: number
  ownForward: number
  ownBackward: number
}

/**
 * The counts of all n-grams in one line of ids and what they say of each character, read from the left and from the right.
 * `ids` begins and ends with a boundary.
 */
export class CharacterLine {
  readonly #often: Float64Array
  readonly #spread: number
  readonly #both: BothGrams
  readonly #size: number
  readonly ids: Uint16Array
  readonly changed: Uint16Array
  /** Count of the n-gram of length n at `start`: windows[n * ids.length + start]. */
  readonly #windows: Float64Array
  /** Up to which length n-grams are known at each place, as {@link BothGrams.read} tells. */
  readonly #known: Uint8Array
  readonly forward: Float64Array
  readonly backward: Float64Array
  /** The same for n-grams over the changed places, beginning at most ORDER - 1 before them: local[start - first + n * 16]. */
  readonly #local = new Float64Array((ORDER + 1) * 16)
  #from = 0
  #to = 0

  constructor({ total, often, both }: CharacterCounts, ids: Uint16Array) {
    this.#often = often
    this.#spread = total + 4000
    this.#both = both
    this.ids = ids
    this.changed = ids.slice()
    const size = (this.#size = ids.length)
    this.#windows = new Float64Array((ORDER + 1) * size)
    this.#known = new Uint8Array(size)
    for (let start = 0; start < size; start++) {
      this.#windows[start + size] = this.#often[ids[start] as number] as number
      this.#known[start] = this.#both.read(ids, start, 2, NOTHING_KNOWN, this.#windows, start, size)
    }
    this.forward = new Float64Array(size)
    this.backward = new Float64Array(size)
    for (let at = 0; at < size; at++) {
      this.forward[at] = this.#read(ids, at, true)
      this.backward[at] = this.#read(ids, at, false)
    }
  }

  /** Count over the changed line where the n-gram holds a change, else over the line as it stands. */
  count(length: number, start: number): number {
    if (start < this.#to && start + length > this.#from)
      return this.#local[start - this.#from + ORDER - 1 + length * 16] as number
    return this.#windows[length * this.#size + start] as number
  }

  #read(ids: Uint16Array, at: number, left: boolean): number {
    let chance = (this.count(1, at) + 0.5) / this.#spread
    for (let length = 2; length <= ORDER; length++) {
      const start = left ? at - length + 1 : at
      if (start < 0 || start + length > this.#size) break
      const context = this.count(length - 1, left ? start : at + 1)
      if (context === 0) break
      const trust = (TRUST[length] as number) * Math.sqrt(context) * Math.sqrt(Math.sqrt(context))
      chance = (Math.min(context, this.count(length, start)) + trust * chance) / (context + trust)
      // A context doesn't reach over a boundary.
      if (ids[left ? start : at + length - 1] === BOUNDARY) break
    }
    return Math.log(chance)
  }

  /** Makes the characters from `start` others; {@link gains} and {@link count} speak of this change until {@link restore}. */
  change(start: number, replacement: readonly number[]): void {
    this.#from = start
    this.#to = start + replacement.length
    for (let index = 0; index < replacement.length; index++) this.changed[start + index] = replacement[index] as number
    this.#local.fill(0, 16)
    for (let from = Math.max(0, start - ORDER + 1); from < this.#to; from++) {
      const at = from - start + ORDER - 1
      // What begins before the change is as known as it was up to there.
      if (from < start)
        this.#both.read(this.changed, from, start - from + 1, this.#known[from] as number, this.#local, at, 16)
      else {
        this.#local[at + 16] = this.#often[this.changed[from] as number] as number
        this.#both.read(this.changed, from, 2, NOTHING_KNOWN, this.#local, at, 16)
      }
    }
  }
  restore(): void {
    for (let at = this.#from; at < this.#to; at++) this.changed[at] = this.ids[at] as number
    this.#from = this.#to = 0
  }

  /** Log probability of the changed line less that of the line as it stands, from both sides; and of the changed characters. */
  gains(): Gains {
    const start = this.#from
    const end = this.#to
    const gains = { forward: 0, backward: 0, ownForward: 0, ownBackward: 0 }
    for (let at = start; at < Math.min(this.ids.length, end + ORDER - 1); at++) {
      const now = this.#read(this.changed, at, true)
      gains.forward += now - (this.forward[at] as number)
      if (at < end) gains.ownForward += now
    }
    for (let at = Math.max(0, start - ORDER + 1); at < end; at++) {
      const now = this.#read(this.changed, at, false)
      gains.backward += now - (this.backward[at] as number)
      if (at >= start) gains.ownBackward += now
    }
    return gains
  }

  /** Length of the longest known n-gram over a span, its count, and how far it is known to the left and to the right. */
  support(start: number, end: number) {
    let order = 0
    let most = 0
    let left = 0
    let right = 0
    for (let from = Math.max(0, start - ORDER + 1); from <= start; from++)
      for (let length = Math.max(end - from, 1); length <= ORDER && from + length <= this.ids.length; length++) {
        const seen = this.count(length, from)
        if (seen === 0) break
        if (length > order || (length === order && seen > most)) [order, most] = [length, seen]
        if (from + length === end) left = Math.max(left, length)
        if (from === start) right = Math.max(right, length)
      }
    return { order, most, left, right }
  }
}

/** {@link BothGrams.read} before anything was looked up: single characters are known to both. */
const NOTHING_KNOWN = 1 + 8
