/** Words one behind the other: the letters of word `n` stand from `starts[n]` to `starts[n + 1]`. */
export type Words = { readonly letters: Uint16Array; readonly starts: Uint32Array }

/**
 * Words as a tree of their letters, and that tree in two flat arrays. Node 0 is the root. All of it lies in arrays of
 * numbers: a list of 200,000 words has a million letters, and an object for each would be most of the memory.
 */
export class Trie {
  readonly count: number
  readonly parents: Int32Array
  readonly letters: Uint16Array
  private readonly firstChild: Int32Array
  private readonly nextSibling: Int32Array
  /** The patterns that end at a node: the first as its number and one, and behind each pattern the next. */
  private readonly firstPattern: Int32Array
  private readonly nextPattern: Int32Array

  constructor({ letters, starts }: Words) {
    const words = starts.length - 1
    const most = letters.length + 1
    this.parents = new Int32Array(most)
    this.letters = new Uint16Array(most)
    this.firstChild = new Int32Array(most)
    this.nextSibling = new Int32Array(most)
    this.firstPattern = new Int32Array(most)
    this.nextPattern = new Int32Array(words)
    // In order, a word shares its beginning with the word before: only the last child of a node is looked at.
    const lastChild = new Int32Array(most)
    let nodes = 1
    for (const pattern of inOrder({ letters, starts })) {
      let node = 0
      const end = starts[pattern + 1]!
      for (let at = starts[pattern]!; at < end; at++) {
        const letter = letters[at]!
        const last = lastChild[node]!
        if (last !== 0 && this.letters[last] === letter) node = last
        else {
          const made = nodes++
          this.parents[made] = node
          this.letters[made] = letter
          if (last === 0) this.firstChild[node] = made
          else this.nextSibling[last] = made
          lastChild[node] = made
          node = made
        }
      }
      // A word of signs that are passed over alone is nowhere.
      if (node === 0) continue
      this.nextPattern[pattern] = this.firstPattern[node]!
      this.firstPattern[node] = pattern + 1
    }
    this.count = nodes
  }

  /** Calls `told` for each pattern that ends at a node, the first of the list first. */
  patternsAt(node: number, told: (pattern: number) => void): void {
    for (let next = this.firstPattern[node]!; next !== 0; next = this.nextPattern[next - 1]!) told(next - 1)
  }
  /** Every node, parents before children. */
  byDepth(): Int32Array {
    const order = new Int32Array(this.count)
    let known = 1
    for (let at = 0; at < known; at++)
      for (let child = this.firstChild[order[at]!]!; child !== 0; child = this.nextSibling[child]!)
        order[known++] = child
    return order
  }

  /**
   * Two cells a slot: where the children of its state begin, and the state it is a child of (-1 where it is free). The
   * root is slot 0; `slotOf` tells the slot of each node.
   */
  pack(): { cells: Int32Array; slotOf: Int32Array } {
    const letters = this.letters.reduce((most, letter) => Math.max(most, letter), 1)
    let cells: Int32Array = new Int32Array(2 * (this.count * 2 + letters + 2)).fill(-1)
    const slotOf = new Int32Array(this.count)
    cells[0] = 0
    const isFree = (slot: number) => {
      if (2 * slot + 1 >= cells.length) cells = enlarged(cells, slot + letters + 2)
      return cells[2 * slot + 1] === -1
    }
    // Searches go on where the last one ended: beginning anew each time costs the square of the words. Single children
    // fill the gaps that families leave.
    const from = { single: 1, family: 1 }
    for (const node of this.byDepth()) {
      const first = this.firstChild[node]!
      if (first === 0) continue
      const kind = this.nextSibling[first] === 0 ? 'single' : 'family'
      const slot = this.placeFor(first, from[kind], isFree)
      from[kind] = slot
      const base = slot - this.letters[first]!
      cells[2 * slotOf[node]!] = base
      for (let child = first; child !== 0; child = this.nextSibling[child]!) {
        slotOf[child] = base + this.letters[child]!
        cells[2 * slotOf[child]! + 1] = slotOf[node]!
      }
    }
    let furthest = 0
    for (let slot = 0; slot < cells.length; slot += 2) {
      if (cells[slot] === -1) cells[slot] = 0
      furthest = Math.max(furthest, cells[slot]!)
    }
    // A state may ask for any letter: there is room behind the last.
    if (2 * (furthest + letters + 2) > cells.length) cells = enlarged(cells, furthest + letters + 2)
    return { cells, slotOf }
  }

  /** The first slot from here on that takes the first child of a node so that its siblings find theirs free. */
  private placeFor(first: number, from: number, isFree: (slot: number) => boolean): number {
    for (let slot = Math.max(from, this.letters[first]!); ; slot++) {
      if (!isFree(slot)) continue
      const base = slot - this.letters[first]!
      let sibling = this.nextSibling[first]!
      while (sibling !== 0 && isFree(base + this.letters[sibling]!)) sibling = this.nextSibling[sibling]!
      if (sibling === 0) return slot
    }
  }
}

function enlarged(cells: Int32Array, slots: number): Int32Array {
  const larger = new Int32Array(Math.max(cells.length * 2, slots * 2)).fill(-1)
  larger.set(cells)
  return larger
}

/** The numbers of the words in the order of their letters; of equal words the last first. */
function inOrder({ letters, starts }: Words): Uint32Array {
  return Uint32Array.from({ length: starts.length - 1 }, (_, word) => word).sort((a, b) => {
    let [x, y] = [starts[a]!, starts[b]!]
    const [endX, endY] = [starts[a + 1]!, starts[b + 1]!]
    for (; x < endX && y < endY; x++, y++) {
      const order = letters[x]! - letters[y]!
      if (order !== 0) return order
    }
    return endX - x - (endY - y) || b - a
  })
}
