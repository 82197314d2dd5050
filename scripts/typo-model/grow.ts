import { LEAF, type Forest } from '../../src/textcheck/typo/forest.ts'

export type Rows = {
  readonly rows: readonly Float32Array[]
  readonly wanted: ArrayLike<number>
  readonly weight: ArrayLike<number>
}
export type Growth = {
  readonly trees: number
  readonly leaves: number
  readonly rate: number
  readonly leastWeight: number
  readonly ridge: number
  /** Share of the rows and of the features that each tree sees. */
  readonly sample: number
  readonly features: number
}

const BINS = 64
type Leaf = { rows: Int32Array; gradient: number; curvature: number; best: Split | undefined; node: Node }
type Split = { feature: number; bin: number; gain: number }
type Node = { feature: number; split: number; left?: Node; right?: Node }

/** Grows boosted trees on log loss, leaf by leaf, on features cut into 64 bins. The same rows and chance give the same trees. */
export function grow({ rows, wanted, weight }: Rows, growth: Growth, chance: () => number): Forest {
  const width = rows[0]?.length ?? 0
  const cuts = Array.from({ length: width }, (_, feature) => cutsOf(rows, feature))
  const binned = cuts.map((cut, feature) => Uint8Array.from(rows, (row) => binOf(cut, row[feature] ?? 0)))
  const size = rows.length
  const odds = new Float64Array(size)
  const gradient = new Float64Array(size)
  const curvature = new Float64Array(size)
  const roots: Node[] = []
  for (let tree = 0; tree < growth.trees; tree++) {
    for (let row = 0; row < size; row++) {
      const chanceOfOne = 1 / (1 + Math.exp(-(odds[row] ?? 0)))
      gradient[row] = (chanceOfOne - (wanted[row] ?? 0)) * (weight[row] ?? 1)
      curvature[row] = Math.max(1e-6, chanceOfOne * (1 - chanceOfOne)) * (weight[row] ?? 1)
    }
    const seen = Int32Array.from({ length: size }, (_, row) => row).filter(() => chance() < growth.sample)
    const features = cuts.map((_, feature) => feature).filter(() => chance() < growth.features)
    const root = growTree(seen, features, binned, cuts, gradient, curvature, growth)
    roots.push(root)
    for (let row = 0; row < size; row++) {
      let node = root
      while (node.left && node.right) node = (rows[row]?.[node.feature] ?? 0) > node.split ? node.right : node.left
      odds[row]! += node.split
    }
  }
  return flat(roots)
}

function growTree(
  seen: Int32Array,
  features: readonly number[],
  binned: readonly Uint8Array[],
  cuts: readonly Float32Array[],
  gradient: Float64Array,
  curvature: Float64Array,
  growth: Growth,
): Node {
  const sums = new Float64Array(BINS * 2)
  const leafOf = (rows: Int32Array, node: Node): Leaf => {
    let g = 0
    let h = 0
    for (const row of rows) {
      g += gradient[row] ?? 0
      h += curvature[row] ?? 0
    }
    const leaf: Leaf = { rows, gradient: g, curvature: h, best: undefined, node }
    if (h < 2 * growth.leastWeight) return leaf
    const value = (a: number, b: number) => (a * a) / (b + growth.ridge)
    for (const feature of features) {
      sums.fill(0)
      const bins = binned[feature] as Uint8Array
      for (let index = 0; index < rows.length; index++) {
        const row = rows[index] as number
        const bin = (bins[row] as number) * 2
        sums[bin]! += gradient[row] as number
        sums[bin + 1]! += curvature[row] as number
      }
      let leftG = 0
      let leftH = 0
      for (let bin = 0; bin + 1 < BINS; bin++) {
        leftG += sums[bin * 2] ?? 0
        leftH += sums[bin * 2 + 1] ?? 0
        if (leftH < growth.leastWeight) continue
        if (h - leftH < growth.leastWeight) break
        const gain = value(leftG, leftH) + value(g - leftG, h - leftH) - value(g, h)
        if (gain > (leaf.best?.gain ?? 1e-3)) leaf.best = { feature, bin, gain }
      }
    }
    return leaf
  }
  const root: Node = { feature: LEAF, split: 0 }
  const leaves = [leafOf(seen, root)]
  while (leaves.length < growth.leaves) {
    let chosen = -1
    leaves.forEach((leaf, index) => {
      if (leaf.best && leaf.best.gain > (leaves[chosen]?.best?.gain ?? 0)) chosen = index
    })
    const leaf = leaves[chosen]
    if (!leaf?.best) break
    const { feature, bin } = leaf.best
    const bins = binned[feature] as Uint8Array
    const left: Node = { feature: LEAF, split: 0 }
    const right: Node = { feature: LEAF, split: 0 }
    Object.assign(leaf.node, { feature, split: cuts[feature]?.[bin] ?? 0, left, right })
    leaves.splice(
      chosen,
      1,
      leafOf(
        leaf.rows.filter((row) => (bins[row] ?? 0) <= bin),
        left,
      ),
      leafOf(
        leaf.rows.filter((row) => (bins[row] ?? 0) > bin),
        right,
      ),
    )
  }
  for (const { node, gradient: g, curvature: h } of leaves) node.split = (-g / (h + growth.ridge)) * growth.rate
  return root
}

/** Values above cut n fall into a bin above n. */
function cutsOf(rows: readonly Float32Array[], feature: number): Float32Array {
  const step = Math.max(1, Math.floor(rows.length / 20000))
  const values = new Float32Array(Math.ceil(rows.length / step))
  for (let index = 0; index < values.length; index++) values[index] = rows[index * step]?.[feature] ?? 0
  values.sort()
  const cuts = Array.from({ length: BINS - 1 }, (_, cut) => values[Math.floor(((cut + 1) / BINS) * values.length)] ?? 0)
  return Float32Array.from(new Set(cuts))
}
function binOf(cuts: Float32Array, value: number): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value > (cuts[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  return low
}

function flat(trees: readonly Node[]): Forest {
  const roots: number[] = []
  const feature: number[] = []
  const split: number[] = []
  const right: number[] = []
  const lay = (node: Node): void => {
    const at = feature.length
    feature.push(node.left ? node.feature : LEAF)
    split.push(node.split)
    right.push(0)
    if (!node.left || !node.right) return
    lay(node.left)
    right[at] = feature.length
    lay(node.right)
  }
  for (const tree of trees) {
    roots.push(feature.length)
    lay(tree)
  }
  return {
    roots: Uint32Array.from(roots),
    feature: Uint8Array.from(feature),
    split: Float32Array.from(split),
    right: Uint32Array.from(right),
  }
}
