import { isHanId } from './alphabet.ts'
import { isAlike, type Confusions } from './confusions.ts'
import { LONGEST, type Lexicon } from './lexicon.ts'
import { NumberIndex } from './number-index.ts'

/** Other characters for a few places in a row. `kind` says how it was found. */
export type Candidate = {
  readonly start: number
  readonly ids: readonly number[]
  readonly kind: 'character' | 'homophones' | 'word'
}

/** How words are read: syllables between offsets, for each word of the lexicon; none for words that are not looked for. */
export type WordReadings = {
  readonly syllables: readonly string[]
  readonly at: Uint32Array
  readonly readings: Uint16Array
}

/** Finds what may have been meant: characters of like sound or shape, homophones of two to four characters, words one character away. */
export class Candidates {
  readonly #lexicon: Lexicon
  readonly #confusions: Confusions
  readonly #bySound: NumberIndex
  readonly #byRest: NumberIndex

  constructor(lexicon: Lexicon, confusions: Confusions, { syllables, at, readings }: WordReadings) {
    this.#lexicon = lexicon
    this.#confusions = confusions
    const near = syllables.map((syllable) => confusions.soundNumber(syllable))
    const sounds: number[] = []
    const soundWords: number[] = []
    const rests: number[] = []
    const restWords: number[] = []
    const { spelt, speltAt } = lexicon
    for (let word = 0; word < lexicon.size; word++) {
      const begins = speltAt[word] as number
      const length = (speltAt[word + 1] as number) - begins
      if (length < 2 || length > LONGEST) continue
      const from = at[word] as number
      if ((at[word + 1] as number) - from === length) {
        let key = 0
        for (let place = from; place < from + length; place++)
          key = key * 512 + (near[readings[place] as number] as number) + 1
        sounds.push(key)
        soundWords.push(word)
      }
      if (length > 2)
        for (let hole = 0; hole < length; hole++) {
          rests.push(restKey(spelt, begins, length, hole))
          restWords.push(word)
        }
    }
    this.#bySound = new NumberIndex(sounds, soundWords)
    this.#byRest = new NumberIndex(rests, restWords)
  }

  /**
   * Looks for words of three and four that a single other character at `at` would complete. Leaves them in {@link completed}
   * and gives their number.
   */
  lookAround(ids: Uint16Array, at: number): number {
    const { spelt, speltAt } = this.#lexicon
    const { id: meant, from: begins, length: long } = this.completed
    let size = 0
    for (let length = 3; length <= LONGEST; length++)
      for (let from = Math.max(0, at - length + 1); from <= at && from + length <= ids.length; from++) {
        const list = this.#byRest.find(restKey(ids, from, length, at - from))
        for (let index = list.at; index < list.end; index++) {
          const id = spelt[(speltAt[this.#byRest.values[index] as number] as number) + at - from] as number
          if (id === ids[at]) continue
          meant[size] = id
          begins[size] = from
          long[size++] = length
        }
      }
    return size
  }
  readonly completed = { id: [] as number[], from: [] as number[], length: [] as number[] }

  /** Single characters for `at` that make a word of three or four with their neighbours though nothing in them is alike. */
  completing(ids: Uint16Array, at: number, size: number): Candidate[] {
    const found: Candidate[] = []
    const { id: meant } = this.completed
    for (let index = 0; index < size; index++) {
      const id = meant[index] as number
      if (meant.indexOf(id) < index) continue
      if (!isAlike(this.#confusions.likeness(ids[at] as number, id))) found.push({ start: at, ids: [id], kind: 'word' })
    }
    return found
  }

  /** Words read like the characters from `at` on that differ from them in the first and in at least one more. */
  homophones(ids: Uint16Array, at: number): Candidate[] {
    const found: Candidate[] = []
    let keys = [0]
    for (let length = 1; length <= LONGEST; length++) {
      const id = ids[at + length - 1] ?? 0
      if (!isHanId(this.#lexicon.alphabet, id)) break
      const sounds = this.#confusions.sounds(id)
      const next: number[] = []
      for (const key of keys)
        for (let sound = 0; sound < Math.min(3, sounds.length); sound++)
          next.push(key * 512 + (sounds[sound] as number) + 1)
      keys = next
      if (length > 1) for (const key of keys) this.#read(key, ids, at, length, found)
    }
    return found
  }

  #read(key: number, ids: Uint16Array, at: number, length: number, found: Candidate[]): void {
    const { spelt, speltAt } = this.#lexicon
    const list = this.#bySound.find(key)
    for (let index = list.at; index < list.end; index++) {
      const begins = speltAt[this.#bySound.values[index] as number] as number
      if (spelt[begins] === ids[at]) continue
      let last = 0
      let differing = 0
      for (let place = 0; place < length; place++)
        if (spelt[begins + place] !== ids[at + place]) {
          last = place
          differing++
        }
      if (differing < 2 || isAmong(found, spelt, begins, last + 1)) continue
      found.push({ start: at, ids: spelled(spelt, begins, last + 1), kind: 'homophones' })
    }
  }
}

const spelled = (spelt: Uint16Array, begins: number, length: number) => {
  const ids: number[] = []
  for (let place = begins; place < begins + length; place++) ids.push(spelt[place] as number)
  return ids
}

function isAmong(found: readonly Candidate[], spelt: Uint16Array, begins: number, length: number): boolean {
  for (const { ids } of found) {
    if (ids.length !== length) continue
    let same = 0
    while (same < length && ids[same] === spelt[begins + same]) same++
    if (same === length) return true
  }
  return false
}

/** Characters beside the hole, the hole's place and the length, as one number. */
function restKey(ids: Uint16Array, from: number, length: number, hole: number): number {
  let key = length * 8 + hole
  for (let at = 0; at < length; at++) if (at !== hole) key = key * 8192 + (ids[from + at] as number)
  return key
}
