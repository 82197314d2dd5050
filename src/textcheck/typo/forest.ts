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
export function logOdds({ roots, feature, split, right }: Forest, row: Float32Array): number {
  let sum = 0
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree] as number
    let asked = feature[node] as number
    while (asked !== LEAF) {
      node = (row[asked] as number) > (split[node] as number) ? (right[node] as number) : node + 1
      asked = feature[node] as number
    }
    sum += split[node] as number
  }
  return sum
}
export const probability = (odds: number): number => 1 / (1 + Math.exp(-odds))
