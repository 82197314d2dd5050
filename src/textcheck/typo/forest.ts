/** Boosted trees: each tree's nodes lie one after another; a leaf has feature 255 and its value in `split`. */
export type Forest = {
  readonly roots: Uint32Array
  readonly feature: Uint8Array
  readonly split: Float32Array
  /** Where a node goes when the value is above its split; it goes to the next node when not. */
  readonly right: Uint32Array
}
export const LEAF = 255

/** Sum of the leaves that `row` falls into: the log odds. */
export function logOdds({ roots, feature, split, right }: Forest, row: ArrayLike<number>): number {
  let sum = 0
  for (const root of roots) {
    let node = root
    while (feature[node] !== LEAF)
      node = (row[feature[node] ?? 0] ?? 0) > (split[node] ?? 0) ? (right[node] ?? 0) : node + 1
    sum += split[node] ?? 0
  }
  return sum
}
export const probability = (odds: number): number => 1 / (1 + Math.exp(-odds))
