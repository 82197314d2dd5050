import { isHan } from '../../src/textcheck/typo/alphabet.ts'
import type { WordModel } from './kenlm.ts'

/**
 * Makes up text word by word from the pairs of a word model: no sense in it, but words, idioms and neighbours as general
 * prose has them and statutes don't. Only the classifier is trained on it, beside a lexicon that has part of them hidden.
 */
export class Phrases {
  readonly #model: WordModel
  readonly #chance: () => number
  /** Pairs by their first word, those of a word between two offsets. */
  readonly #at: Uint32Array
  readonly #pairs: Uint32Array
  readonly #usable: Uint8Array
  readonly #begins: Uint32Array

  constructor(model: WordModel, chance: () => number) {
    this.#model = model
    this.#chance = chance
    const size = model.words.length
    this.#usable = Uint8Array.from(model.words, (word) =>
      word.length <= 4 && [...word].every(isHan) && word !== '' ? 1 : 0,
    )
    this.#at = new Uint32Array(size + 1)
    for (const first of model.first) this.#at[first + 1]!++
    for (let word = 0; word < size; word++) this.#at[word + 1]! += this.#at[word] ?? 0
    const filled = this.#at.slice()
    this.#pairs = new Uint32Array(model.first.length)
    model.first.forEach((first, pair) => {
      const place = filled[first] ?? 0
      this.#pairs[place] = pair
      filled[first] = place + 1
    })
    const often = [...model.unigram.keys()].filter((word) => this.#usable[word] === 1)
    this.#begins = Uint32Array.from(often.sort((a, b) => (model.unigram[b] ?? 0) - (model.unigram[a] ?? 0)))
  }

  #begin(): number {
    const size = this.#begins.length
    // A fifth begins with an idiom, the rest mostly with a common word.
    if (this.#chance() < 0.2)
      for (let tries = 0; tries < 40; tries++) {
        const word = this.#begins[Math.floor(this.#chance() * size)] ?? 0
        if ((this.#model.words[word]?.length ?? 0) >= 3) return word
      }
    return this.#begins[Math.floor(this.#chance() ** 4 * size)] ?? 0
  }

  #after(word: number): number | undefined {
    const { bigram, second } = this.#model
    const from = this.#at[word] ?? 0
    const to = this.#at[word + 1] ?? 0
    let sum = 0
    const weight = (place: number) => {
      const pair = this.#pairs[place] ?? 0
      return this.#usable[second[pair] ?? 0] === 1 ? 10 ** ((bigram[pair] ?? 0) * 0.9) : 0
    }
    for (let place = from; place < to; place++) sum += weight(place)
    let rest = sum * this.#chance()
    if (sum === 0) return undefined
    for (let place = from; place < to; place++) {
      rest -= weight(place)
      if (rest <= 0) return second[this.#pairs[place] ?? 0]
    }
    return undefined
  }

  /** So many words in a row, now and then with a comma and a new beginning. */
  make(words: number): string {
    let text = ''
    let word = this.#begin()
    for (let made = 0; made < words; made++) {
      text += this.#model.words[word] ?? ''
      const draw = this.#chance()
      const next = draw < 0.08 ? undefined : this.#after(word)
      if (next === undefined && made + 1 < words) text += draw < 0.05 ? '，' : draw < 0.08 ? '、' : ''
      word = next ?? this.#begin()
    }
    return text
  }
}
