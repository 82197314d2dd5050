type Word = { readonly classes: Uint16Array; readonly pattern: number }

/** Words as a tree of their letters, and that tree in two flat arrays. Node 0 is the root. */
export class Trie {
  readonly parents: number[] = [0]
  readonly letters: number[] = [0]
  private readonly firstChild: number[] = [0]
  private readonly nextSibling: number[] = [0]
  private readonly patterns = new Map<number, number[]>()

  constructor(words: Word[]) {
    // In order, a word shares its beginning with the word before: only the last child of a node is looked at.
    const lastChild: number[] = [0]
    for (const { classes, pattern } of words.sort(byLetters)) {
      let node = 0
      for (const letter of classes) {
        const last = lastChild[node]!
        if (last !== 0 && this.letters[last] === letter) node = last
        else {
          const made = this.parents.push(node) - 1
          this.letters.push(letter)
          this.firstChild.push(0)
          this.nextSibling.push(0)
          lastChild.push(0)
          if (last === 0) this.firstChild[node] = made
          else this.nextSibling[last] = made
          lastChild[node] = made
          node = made
        }
      }
      const there = this.patterns.get(node)
      if (there) there.push(pattern)
      else this.patterns.set(node, [pattern])
    }
  }

  patternsAt(node: number): readonly number[] {
    return this.patterns.get(node) ?? []
  }

  /** Every node, parents before children. */
  byDepth(): number[] {
    const order = [0]
    for (let at = 0; at < order.length; at++)
      for (let child = this.firstChild[order[at]!]!; child !== 0; child = this.nextSibling[child]!) order.push(child)
    return order
  }

  /**
   * Two cells a slot: where the children of its state begin, and the state it is a child of (-1 where it is free). The
   * root is slot 0; `slotOf` tells the slot of each node.
   */
  pack(): { cells: Int32Array; slotOf: Int32Array } {
    const letters = Math.max(...new Set(this.letters), 1)
    let cells: Int32Array = new Int32Array(2 * (this.parents.length * 2 + letters + 2)).fill(-1)
    const slotOf = new Int32Array(this.parents.length)
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

function byLetters(a: Word, b: Word): number {
  const length = Math.min(a.classes.length, b.classes.length)
  for (let at = 0; at < length; at++) {
    const order = a.classes[at]! - b.classes[at]!
    if (order !== 0) return order
  }
  return a.classes.length - b.classes.length
}
