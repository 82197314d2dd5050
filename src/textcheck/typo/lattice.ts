import { isHanId } from './alphabet.ts'
import { BREAK, LONGEST, UNKNOWN, type Lexicon } from './lexicon.ts'

/** Ways to words, side by side in flat arrays; those that end at one place stand together. */
class Ways {
  readonly start: Int32Array
  readonly word: Int32Array
  readonly best: Float64Array
  readonly tokens: Int32Array
  readonly before: Int32Array
  size = 0
  constructor(room: number) {
    this.start = new Int32Array(room)
    this.word = new Int32Array(room)
    this.best = new Float64Array(room)
    this.tokens = new Int32Array(room)
    this.before = new Int32Array(room)
  }
}

/** Whether the best way to a word comes from the line as it stands or from the changed part. */
const FRESH = 1 << 24

export type Reading = { gain: number; tokens: number; word: number; length: number }

/**
 * All ways to read a line as words: the best way to each word from the left, and from each word to the right, so that
 * a change of a few characters is weighed by the words over them alone.
 */
export class Lattice {
  readonly #lexicon: Lexicon
  readonly #size: number
  readonly #left: Ways
  /** Ways that end at a place: from #leftAt[place] to #leftAt[place + 1]. */
  readonly #leftAt: Int32Array
  /** Words that begin at a place, with the best way from behind them to the line's end. */
  readonly #rightAt: Int32Array
  readonly #rightWord: Int32Array
  readonly #rest: Float64Array
  readonly #restTokens: Int32Array
  readonly #fresh = new Ways(64)
  readonly #freshAt = new Int32Array(32)
  readonly best: number
  readonly #tokens: number
  /** Length of the word over each place in the best way, and the word. */
  readonly lengths: Uint8Array
  readonly words: Int32Array

  constructor(lexicon: Lexicon, ids: Uint16Array) {
    this.#lexicon = lexicon
    const size = (this.#size = ids.length)
    const left = (this.#left = new Ways(size * LONGEST + 1))
    this.#leftAt = new Int32Array(size + 2)
    left.word[0] = BREAK
    left.before[0] = -1
    left.size = this.#leftAt[1] = 1
    for (let end = 1; end <= size; end++) {
      for (let start = Math.max(0, end - LONGEST); start < end; start++) {
        const word = wordAt(lexicon, ids, start, end)
        if (word !== NONE)
          this.#arrive(left, start, word, this.#leftAt[start] as number, this.#leftAt[start + 1] as number)
      }
      this.#leftAt[end + 1] = left.size
    }
    this.#rightAt = new Int32Array(size + 2)
    this.#rightWord = new Int32Array(size * LONGEST + 1)
    this.#rest = new Float64Array(size * LONGEST + 1)
    this.#restTokens = new Int32Array(size * LONGEST + 1)
    this.#readRight(ids)
    let last = top(left, this.#leftAt[size] as number, left.size)
    this.best = left.best[last] as number
    this.#tokens = left.tokens[last] as number
    this.lengths = new Uint8Array(size)
    this.words = new Int32Array(size).fill(BREAK)
    for (let end = size; last > 0 && end > 0; last = left.before[last] as number) {
      const start = left.start[last] as number
      this.lengths.fill(end - start, start, end)
      this.words.fill(left.word[last] as number, start, end)
      end = start
    }
  }

  /** Words are laid from the line's end to its beginning, so those that begin at a place stand together. */
  #readRight(ids: Uint16Array): void {
    const size = this.#size
    let next = 0
    this.#rightWord[next++] = BREAK
    const at = this.#rightAt
    at[size] = 0
    const ends = new Int32Array(size + 2)
    ends[size] = 1
    for (let start = size - 1; start >= 0; start--) {
      at[start] = next
      for (let end = start + 1; end <= Math.min(size, start + LONGEST); end++) {
        const word = wordAt(this.#lexicon, ids, start, end)
        if (word === NONE) continue
        const best = this.#onward(word, end, ends[end] as number)
        this.#rightWord[next] = word
        this.#rest[next] = this.#onwardBest
        this.#restTokens[next++] = best
      }
      ends[start] = next
    }
    this.#rightEnds = ends
  }
  #rightEnds = new Int32Array(0)
  #onwardBest = 0

  /** Leaves the best way from behind a word to the line's end in #onwardBest; gives its number of words. */
  #onward(word: number, end: number, until: number): number {
    let best = -Infinity
    let tokens = 0
    for (let next = this.#rightAt[end] as number; next < until; next++) {
      const sum = this.#lexicon.after(word, this.#rightWord[next] as number) + (this.#rest[next] as number)
      if (sum > best) {
        best = sum
        tokens = (this.#restTokens[next] as number) + 1
      }
    }
    this.#onwardBest = best
    return tokens
  }

  #arrive(into: Ways, start: number, word: number, from: number, to: number, among = into, mark = 0): void {
    let best = -Infinity
    let before = -1
    for (let way = from; way < to; way++) {
      const sum = (among.best[way] as number) + this.#lexicon.after(among.word[way] as number, word)
      if (sum > best) {
        best = sum
        before = way
      }
    }
    const way = into.size++
    into.start[way] = start
    into.word[way] = word
    into.best[way] = best
    into.tokens[way] = (among.tokens[before] as number) + 1
    into.before[way] = before | mark
  }

  /**
   * What the best way gains when the characters from `start` to `end` are those of `changed`: log probability, fewer
   * words, and the word that stands over `start` then.
   */
  changed(changed: Uint16Array, start: number, end: number): Reading {
    const size = this.#size
    const fresh = this.#fresh
    fresh.size = 0
    let best = -Infinity
    let tokens = 0
    let over = -1
    let overEnd = 0
    for (let stop = start + 1; stop < Math.min(size + 1, end + LONGEST); stop++) {
      this.#freshAt[stop - start] = fresh.size
      for (let from = Math.max(0, stop - LONGEST); from < Math.min(stop, end); from++) {
        const word = wordAt(this.#lexicon, changed, from, stop)
        if (word === NONE) continue
        if (from <= start)
          this.#arrive(fresh, from, word, this.#leftAt[from] as number, this.#leftAt[from + 1] as number, this.#left)
        else
          this.#arrive(
            fresh,
            from,
            word,
            this.#freshAt[from - start] as number,
            this.#freshAt[from - start + 1] as number,
            fresh,
            FRESH,
          )
        if (stop < end) continue
        const onward = this.#onward(word, stop, this.#rightEnds[stop] as number)
        const way = fresh.size - 1
        if ((fresh.best[way] as number) + this.#onwardBest > best) {
          best = (fresh.best[way] as number) + this.#onwardBest
          tokens = (fresh.tokens[way] as number) + onward
          over = way
          overEnd = stop
        }
      }
      this.#freshAt[stop - start + 1] = fresh.size
    }
    // Back to the word over `start`.
    while (over >= 0 && (fresh.start[over] as number) > start) {
      overEnd = fresh.start[over] as number
      over = (fresh.before[over] as number) & (FRESH - 1)
    }
    return {
      gain: best - this.best,
      tokens: tokens - this.#tokens,
      word: over < 0 ? UNKNOWN : (fresh.word[over] as number),
      length: over < 0 ? 0 : overEnd - (fresh.start[over] as number),
    }
  }
}

function top(ways: Ways, from: number, to: number): number {
  let best = from
  for (let way = from + 1; way < to; way++) if ((ways.best[way] as number) > (ways.best[best] as number)) best = way
  return best
}

const NONE = -3
/** The word there; a single character is always one, known or not; digits and marks are a break. */
function wordAt(lexicon: Lexicon, ids: Uint16Array, start: number, end: number): number {
  if (end - start === 1) return isHanId(lexicon.alphabet, ids[start] as number) ? lexicon.at(ids, start, 1) : BREAK
  const word = lexicon.at(ids, start, end - start)
  return word === UNKNOWN ? NONE : word
}
