/** Steps that may still be taken; every comparison takes from them. */
export type Work = { steps: number }

/** Pieces that stand in both lists, in the order of both. */
export type Run = { first: number; second: number; length: number }

/** With more pieces that differ than this, those met once in each list are looked for first. */
const MOST_EDITS = 800

/**
 * Which pieces two lists share, in order: the fewest pieces differ (Myers, “An O(ND) difference algorithm”, 1986) where the work
 * allows it; else pieces that stand once in both are kept (patience) and the fewest looked for between them. `isAll` tells
 * whether everything between was compared.
 */
export function sharedOf(
  one: readonly string[],
  two: readonly string[],
  work: Work,
): { pairs: readonly Run[]; isAll: boolean } {
  const numbers = new Map<string, number>()
  const numbered = (pieces: readonly string[]) =>
    Int32Array.from(pieces, (piece) => {
      const known = numbers.get(piece) ?? numbers.size
      if (known === numbers.size) numbers.set(piece, known)
      return known
    })
  const [a, b] = [numbered(one), numbered(two)]
  const runs = new Runs()
  const gaps = splitAtOnce(a, b, whole(a, b), work, runs)
  return { pairs: runs.inOrder(), isAll: gaps }
}

type Stretch = { from: number; to: number; other: number; until: number }
const whole = (a: Int32Array, b: Int32Array): Stretch => ({ from: 0, to: a.length, other: 0, until: b.length })

/** Compares a stretch of both lists; whether all of it was. */
function splitAtOnce(a: Int32Array, b: Int32Array, stretch: Stretch, work: Work, runs: Runs): boolean {
  const inner = withoutEnds(a, b, stretch, runs)
  if (inner.from === inner.to || inner.other === inner.until) return true
  if (fewest(a, b, inner, work, runs)) return true
  const anchors = onceInBoth(a, b, inner)
  if (anchors.length === 0) return false
  let isAll = true
  let { from, other } = inner
  for (const { first, second } of [...anchors, { first: inner.to, second: inner.until }]) {
    const gap = withoutEnds(a, b, { from, to: first, other, until: second }, runs)
    if (gap.from < gap.to && gap.other < gap.until && !fewest(a, b, gap, work, runs)) isAll = false
    if (first < inner.to) runs.add(first, second, 1)
    from = first + 1
    other = second + 1
  }
  return isAll
}

/** The stretch without what both begin and end with. */
function withoutEnds(a: Int32Array, b: Int32Array, stretch: Stretch, runs: Runs): Stretch {
  let { from, to, other, until } = stretch
  while (from < to && other < until && a[from] === b[other]) {
    from++
    other++
  }
  while (from < to && other < until && a[to - 1] === b[until - 1]) {
    to--
    until--
  }
  runs.add(stretch.from, stretch.other, from - stretch.from)
  runs.add(to, until, stretch.to - to)
  return { from, to, other, until }
}

/** The way with the fewest pieces that differ, if the work allows it. */
function fewest(a: Int32Array, b: Int32Array, { from, to, other, until }: Stretch, work: Work, runs: Runs): boolean {
  const [width, height] = [to - from, until - other]
  const most = Math.min(width + height, MOST_EDITS)
  // How far each diagonal was come, and the same as it was after every edit, to find the way back.
  const reached = new Int32Array(2 * most + 3)
  const zero = most + 1
  const kept: Int32Array[] = []
  let { steps } = work
  for (let edits = 0; edits <= most; edits++) {
    if (steps < 0) break
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const below = reached[zero + diagonal - 1]!
      const above = reached[zero + diagonal + 1]!
      let x = diagonal === -edits || (diagonal !== edits && below < above) ? above : below + 1
      const began = x
      while (x < width && x - diagonal < height && a[from + x] === b[other + x - diagonal]) x++
      steps -= 1 + x - began
      reached[zero + diagonal] = x
      if (x >= width && x - diagonal >= height) {
        work.steps = steps
        wayBack(kept, { from, other, width, height, edits }, runs)
        return true
      }
    }
    kept.push(reached.slice(zero - edits, zero + edits + 1))
  }
  work.steps = steps
  return false
}

type End = { from: number; other: number; width: number; height: number; edits: number }

function wayBack(kept: readonly Int32Array[], { from, other, width, height, edits }: End, runs: Runs): void {
  let [x, y] = [width, height]
  for (let left = edits; left > 0; left--) {
    const before = kept[left - 1]!
    const at = (diagonal: number) => before[diagonal + left - 1] ?? -1
    const diagonal = x - y
    const isNew = diagonal === -left || (diagonal !== left && at(diagonal - 1) < at(diagonal + 1))
    const came = isNew ? diagonal + 1 : diagonal - 1
    const [wasX, wasY] = [at(came), at(came) - came]
    const begins = isNew ? wasX : wasX + 1
    runs.add(from + begins, other + begins - diagonal, x - begins)
    x = wasX
    y = wasY
  }
  runs.add(from, other, x)
}

const NOWHERE = -1
const OFTEN = -2

/** Pieces that stand once in each stretch, as many as keep the same order in both. */
function onceInBoth(a: Int32Array, b: Int32Array, { from, to, other, until }: Stretch) {
  // Where each piece stands; there are never more numbers than pieces.
  const places = (list: Int32Array, begin: number, end: number) => {
    const found = new Int32Array(a.length + b.length).fill(NOWHERE)
    for (let at = begin; at < end; at++) found[list[at]!] = found[list[at]!] === NOWHERE ? at : OFTEN
    return found
  }
  const here = places(a, from, to)
  const there = places(b, other, until)
  const once: { first: number; second: number; before: number }[] = []
  for (let first = from; first < to; first++) {
    const piece = a[first]!
    if (here[piece] === first && there[piece]! >= 0) once.push({ first, second: there[piece]!, before: -1 })
  }
  return longestRising(once)
}

/** The longest rising row of `second`: for each length the pair it can end with soonest. */
function longestRising(once: { first: number; second: number; before: number }[]) {
  const ends: number[] = []
  once.forEach((pair, index) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (once[ends[middle]!]!.second < pair.second) low = middle + 1
      else high = middle
    }
    pair.before = ends[low - 1] ?? -1
    ends[low] = index
  })
  const row: { first: number; second: number }[] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = once[at]!.before) row.push(once[at]!)
  return row.reverse()
}

class Runs {
  readonly #runs: Run[] = []
  add(first: number, second: number, length: number): void {
    if (length > 0) this.#runs.push({ first, second, length })
  }
  inOrder(): readonly Run[] {
    return this.#runs.sort((p, q) => p.first - q.first)
  }
}
