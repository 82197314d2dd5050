import type { CharacterCounts } from './characters.ts'
import { isAlike, type Confusions } from './confusions.ts'
import { type Lexicon, UNKNOWN } from './lexicon.ts'

/** Nobody means a character that is rarer than this in the whole corpus, unless a word of three or four has it. */
const LEAST_OFTEN = 8
/** Numbers kept of neighbours met before: 8 MB. When no room is left, or too many are known, all are forgotten. */
const ROOM = 2 ** 21
const MOST_KNOWN = 50_000

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
  readonly values: Float32Array
  #used = 0

  constructor(counts: CharacterCounts, lexicon: Lexicon, confusions: Confusions, room = ROOM) {
    this.values = new Float32Array(room)
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
    const isRoom = this.#used + 4 * this.alike(id).ids.length <= this.values.length
    if (isRoom && this.#known.size < MOST_KNOWN) return
    this.#known.clear()
    this.#used = 0
  }
  /** Where in {@link values} the counts of `other` and what is alike to `id` begin; places for the odds of their words follow. */
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
    const { both } = this.#counts
    const begins = this.#used
    const end = begins + ids.length
    this.#used = end + ids.length
    if ((key & 1) === 1) both.pairsBefore(ids, other, this.values, begins)
    else both.pairsBehind(other, ids, this.values, begins)
    this.values.fill(NaN, end, this.#used)
    this.#known.set(key, begins)
    return begins
  }

  /** Odds of the word that two characters make, kept at `place`; -Infinity for none. */
  wordOdds(place: number, one: number, two: number): number {
    const known = this.values[place] as number
    if (!Number.isNaN(known)) return known
    PAIR[0] = one
    PAIR[1] = two
    const word = this.#lexicon.at(PAIR, 0, 2)
    return (this.values[place] = word === UNKNOWN ? -Infinity : this.#lexicon.alone(word))
  }
}
const PAIR = new Uint16Array(2)
