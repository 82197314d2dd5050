import { isHanId } from './alphabet.ts'
import type { CharacterCounts } from './characters.ts'
import { isAlike, type Confusions } from './confusions.ts'
import { type Lexicon, UNKNOWN } from './lexicon.ts'

/** Nobody means a character that is rarer than this in the whole corpus, unless a word of three or four has it. */
const LEAST_OFTEN = 8
/** Numbers kept of neighbours met before: 8 MB. When no room is left all are forgotten. */
const ROOM = 2 ** 21

/** What may be meant for a character because it is alike, in flat arrays. */
export type Alike = {
  readonly ids: Uint16Array
  readonly sound: Float64Array
  readonly shape: Float64Array
  /** 1 for one so little alike that both neighbours have to know it. */
  readonly strict: Uint8Array
}

/**
 * How what may be meant for a character stands beside a neighbour: how often, and the odds of the word that both make. The
 * same neighbours come again and again, so they are kept.
 */
export class Beside {
  readonly #counts: CharacterCounts
  readonly #lexicon: Lexicon
  readonly #confusions: Confusions
  readonly #alike: (Alike | undefined)[] = []
  readonly #known = new Map<number, number>()
  readonly values = new Float32Array(ROOM)
  #used = 0

  constructor(counts: CharacterCounts, lexicon: Lexicon, confusions: Confusions) {
    this.#counts = counts
    this.#lexicon = lexicon
    this.#confusions = confusions
  }

  alike(id: number): Alike {
    return (this.#alike[id] ??= this.#alikeOf(id))
  }
  #alikeOf(id: number): Alike {
    const { often } = this.#counts
    const all = this.#confusions.of(id).filter((one) => isAlike(one) && !((often[one.id] as number) < LEAST_OFTEN))
    return {
      ids: Uint16Array.from(all, (one) => one.id),
      sound: Float64Array.from(all, ({ sound }) => sound),
      shape: Float64Array.from(all, ({ shape }) => shape),
      strict: Uint8Array.from(all, ({ sound, shape }) => (sound < 2 && shape < 0.7 ? 1 : 0)),
    }
  }

  /** Keeps room for both sides of one character, so that asking for the second doesn't forget the first. */
  begin(id: number): void {
    if (this.#used + 4 * this.alike(id).ids.length <= ROOM) return
    this.#known.clear()
    this.#used = 0
  }
  /** Where in {@link values} the counts of `other` and what is alike to `id` begin; the odds of their words follow. */
  behind(other: number, id: number): number {
    return this.#find((other * 8192 + id) * 2, other, id)
  }
  /** The same of what is alike to `id` and `other` after it. */
  before(id: number, other: number): number {
    return this.#find((other * 8192 + id) * 2 + 1, other, id)
  }

  #find(key: number, other: number, id: number): number {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const { ids } = this.alike(id)
    const { both, alphabet } = this.#counts
    const begins = this.#used
    this.#used += 2 * ids.length
    const isOtherHan = isHanId(alphabet, other)
    for (let index = 0; index < ids.length; index++) {
      const one = ids[index] as number
      const isFirst = (key & 1) === 1
      this.values[begins + index] = isFirst ? both.pair(one, other) : both.pair(other, one)
      PAIR[0] = isFirst ? one : other
      PAIR[1] = isFirst ? other : one
      const word = isOtherHan ? this.#lexicon.at(PAIR, 0, 2) : UNKNOWN
      this.values[begins + ids.length + index] = word === UNKNOWN ? -Infinity : this.#lexicon.alone(word)
    }
    this.#known.set(key, begins)
    return begins
  }
}
const PAIR = new Uint16Array(2)
