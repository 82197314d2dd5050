import { foldedUnits, SKIPPED } from './fold.ts'
import { Trie, type Words } from './trie.ts'

/** A pattern was met: its number, and where its last unit ends. */
export type Hit = (pattern: number, end: number) => void

// Classes of units: what is in no pattern ends every word; what may be put between letters is passed over.
const OTHER = 0
const PASSED = 1
const FIRST = 2

/**
 * Every pattern of a list in one pass over a text (Aho and Corasick 1975), its transitions packed into a double array
 * (Aoe 1989). Letters are folded as they are read; whether an entry allows that is for the caller to verify.
 */
export class Automaton {
  /** Of every UTF-16 unit its class. */
  private readonly classes = new Uint16Array(0x10000)
  /** Pairs: where the children of a state begin, and which state a slot belongs to. */
  private cells: Int32Array = new Int32Array(0)
  private fails = new Int32Array(0)
  /** The patterns that end at a state: one of them, or of the state its `fails` lead to, as a number into `chains`. */
  private outs = new Int32Array(0)
  /** Pairs: a pattern, and the number of the next that ends there. Each pattern stands in one. */
  private readonly chains: Int32Array

  constructor(patterns: readonly string[]) {
    const folded = foldedUnits()
    this.chains = new Int32Array(2 * (patterns.length + 1))
    this.link(new Trie(this.classify(patterns, folded)))
  }

  /** Calls `hit` for every pattern at every place, in the order of their ends. */
  scan(text: string, hit: Hit): void {
    const { classes, cells, fails, outs, chains } = this
    let state = 0
    for (let at = 0; at < text.length; at++) {
      const letter = classes[text.charCodeAt(at)]!
      if (letter === PASSED) continue
      if (letter === OTHER) {
        state = 0
        continue
      }
      for (;;) {
        const next = cells[state << 1]! + letter
        if (cells[(next << 1) | 1] === state) {
          state = next
          break
        }
        if (state === 0) break
        state = fails[state]!
      }
      if (outs[state] !== 0)
        for (let out = outs[state]!; out !== 0;) {
          hit(chains[out << 1]!, at + 1)
          out = chains[(out << 1) | 1]!
        }
    }
  }

  private classify(patterns: readonly string[], folded: Uint16Array): Words {
    const counts = new Uint32Array(0x10000)
    const letters = new Uint16Array(patterns.reduce((sum, { length }) => sum + length, 0))
    const starts = new Uint32Array(patterns.length + 1)
    let end = 0
    for (const [pattern, word] of patterns.entries()) {
      for (let at = 0; at < word.length; at++) {
        const unit = folded[word.charCodeAt(at)]!
        if (unit === SKIPPED) continue
        counts[unit]!++
        letters[end++] = unit
      }
      starts[pattern + 1] = end
    }
    // The commonest letters first: their children lie close together.
    const met = Array.from(counts.keys())
      .filter((unit) => counts[unit]! > 0)
      .sort((a, b) => counts[b]! - counts[a]!)
    const classOf = new Uint16Array(0x10000)
    met.forEach((unit, at) => (classOf[unit] = at + FIRST))
    for (let unit = 0; unit < 0x10000; unit++)
      this.classes[unit] = folded[unit] === SKIPPED ? PASSED : classOf[folded[unit]!]!
    for (let at = 0; at < end; at++) letters[at] = classOf[letters[at]!]!
    return { letters: letters.subarray(0, end), starts }
  }

  private link(trie: Trie): void {
    const slots = trie.pack()
    this.cells = slots.cells
    this.fails = new Int32Array(slots.cells.length >> 1)
    this.outs = new Int32Array(slots.cells.length >> 1)
    let last = 0
    for (const node of trie.byDepth()) {
      const state = slots.slotOf[node]!
      if (node > 0) this.fail(state, slots.slotOf[trie.parents[node]!]!, trie.letters[node]!)
      trie.patternsAt(node, (pattern) => {
        last += 1
        this.chains[last << 1] = pattern
        this.chains[(last << 1) | 1] = this.outs[state]!
        this.outs[state] = last
      })
    }
  }

  // Parents come before their children: where a parent fails to is known.
  private fail(state: number, parent: number, letter: number): void {
    let from = parent
    while (from !== 0) {
      from = this.fails[from]!
      const next = this.cells[from << 1]! + letter
      if (this.cells[(next << 1) | 1] === from && next !== state) {
        this.fails[state] = next
        this.outs[state] = this.outs[next]!
        return
      }
    }
  }
}
