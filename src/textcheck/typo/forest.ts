/** Boosted trees: each tree's nodes lie one after another; a leaf has feature 255 and its value in `split`. */
export type Forest = {
  readonly roots: Uint32Array
  readonly feature: Uint8Array
  readonly split: Float32Array
  /** Where a node goes when the value is above its split; it goes to the next node when not. */
  readonly right: Uint32Array
}
export const LEAF = 255

/** Sum of the leaves that `row` falls into: the log odds. What can't come to `bar` any more is only told to be below it. */
export function logOdds(forest: Forest, row: Float32Array, bar = -Infinity): number {
  const { roots, feature, split, right } = forest
  const hope = hopeOf(forest)
  let sum = 0
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree] as number
    let asked = feature[node] as number
    while (asked !== LEAF) {
      node = (row[asked] as number) > (split[node] as number) ? (right[node] as number) : node + 1
      asked = feature[node] as number
    }
    sum += split[node] as number
    if (sum + (hope[tree] as number) < bar) return sum
  }
  return sum
}

const known = new WeakMap<Forest, Float64Array>()
/** The most that the trees behind each one can add, and a little for what rounding adds. */
function hopeOf(forest: Forest): Float64Array {
  const before = known.get(forest)
  if (before) return before
  const { roots, feature, split } = forest
  const hope = new Float64Array(roots.length)
  let rest = 1e-6
  for (let tree = roots.length - 1; tree >= 0; tree--) {
    hope[tree] = rest
    let most = -Infinity
    const end = roots[tree + 1] ?? feature.length
    for (let node = roots[tree] as number; node < end; node++)
      if (feature[node] === LEAF) most = Math.max(most, split[node] as number)
    rest += most
  }
  known.set(forest, hope)
  return hope
}
export const probability = (odds: number): number => 1 / (1 + Math.exp(-odds))
