import { ALPHABET, FIRST_CHARACTER, idsOf, type Alphabet } from '../../src/textcheck/typo/alphabet.ts'
import { hashesOf, ORDER, packCounts } from '../../src/textcheck/typo/ngrams.ts'
import type { WordModel } from './kenlm.ts'

/** As many words of general prose as the counts are to stand for, and what is expected less often is left out. */
const WORDS = 20_000_000
const LEAST = 0.5

/**
 * Counts of n-grams of characters as a corpus of general prose would have them, by the word model: of each word those in
 * it, of each pair those over the seam, of each triple those over both seams.
 */
export function generalGrams(model: WordModel, alphabet: Alphabet, isDoubtful: (word: string) => boolean) {
  const spelt = model.words.map((word) => {
    const ids = idsOf(alphabet, word)
    const isHan = ids.length > 0 && ids.every((id) => id >= FIRST_CHARACTER && id < alphabet.hanEnd)
    return isHan && !isDoubtful(word) ? ids : undefined
  })
  const table = new Sums(2 ** Math.ceil(Math.log2(1024 + model.first.length * 7 + model.triplePair.length * 4)))
  const ones = new Float64Array(ALPHABET)
  const often = (log: number) => WORDS * 10 ** log
  spelt.forEach((ids, word) => {
    const times = often(model.unigram[word] ?? 0)
    for (const id of ids ?? []) ones[id]! += times
    if (ids) addWithin(table, ids, times)
  })
  const buffer: number[] = []
  model.first.forEach((first, pair) => {
    const one = spelt[first]
    const two = spelt[model.second[pair] ?? 0]
    if (!one || !two) return
    const times = often((model.unigram[first] ?? 0) + (model.bigram[pair] ?? 0))
    buffer.splice(0, buffer.length, ...one.slice(-ORDER + 1), ...two.slice(0, ORDER - 1))
    const seam = Math.min(one.length, ORDER - 1)
    for (let from = Math.max(0, seam - ORDER + 1); from < seam; from++)
      for (let to = seam + 1; to <= Math.min(buffer.length, from + ORDER); to++)
        table.add(buffer, from, to - from, times)
  })
  const pairOdds = new Map<number, number>()
  model.first.forEach((first, pair) =>
    pairOdds.set(first * 262144 + (model.second[pair] ?? 0), model.bigram[pair] ?? 0),
  )
  model.triplePair.forEach((pair, triple) => {
    const middle = model.first[pair] ?? 0
    const first = model.tripleFirst[triple] ?? 0
    const [one, two, three] = [spelt[first], spelt[middle], spelt[model.second[pair] ?? 0]]
    if (!one || !two || !three || two.length > ORDER - 2) return
    const odds = pairOdds.get(first * 262144 + middle)
    if (odds === undefined) return
    const times = often((model.unigram[first] ?? 0) + odds + (model.trigram[triple] ?? 0))
    buffer.splice(0, buffer.length, ...one.slice(-ORDER + 1), ...two, ...three.slice(0, ORDER - 1))
    const left = Math.min(one.length, ORDER - 1)
    const right = left + two.length
    for (let from = Math.max(0, right - ORDER + 1); from < left; from++)
      for (let to = right + 1; to <= Math.min(buffer.length, from + ORDER); to++)
        table.add(buffer, from, to - from, times)
  })
  const { firsts, seconds, counts } = table.least(LEAST)
  return { ones: Uint32Array.from(ones, Math.round), grams: packCounts(firsts, seconds, counts), size: firsts.length }
}

function addWithin(table: Sums, ids: Uint16Array, times: number): void {
  for (let from = 0; from + 2 <= ids.length; from++)
    for (let length = 2; length <= ORDER && from + length <= ids.length; length++) table.add(ids, from, length, times)
}

/** Sums by hashed n-gram. */
class Sums {
  readonly #first: Uint32Array
  readonly #second: Uint32Array
  readonly #sum: Float32Array
  readonly #mask: number

  constructor(room: number) {
    this.#first = new Uint32Array(room)
    this.#second = new Uint32Array(room)
    this.#sum = new Float32Array(room)
    this.#mask = room - 1
  }
  add(ids: ArrayLike<number>, start: number, length: number, times: number): void {
    const [first, second] = hashesOf(ids, start, length)
    let place = (first ^ Math.imul(second, 0x9e3779b1)) & this.#mask
    while (this.#sum[place] !== 0 && (this.#first[place] !== first || this.#second[place] !== second))
      place = (place + 1) & this.#mask
    this.#first[place] = first
    this.#second[place] = second
    this.#sum[place]! += times
  }
  least(times: number) {
    const places: number[] = []
    this.#sum.forEach((sum, place) => {
      if (sum >= times) places.push(place)
    })
    return {
      firsts: Uint32Array.from(places, (place) => this.#first[place] ?? 0),
      seconds: Uint32Array.from(places, (place) => this.#second[place] ?? 0),
      counts: Float32Array.from(places, (place) => this.#sum[place] ?? 0),
    }
  }
}
