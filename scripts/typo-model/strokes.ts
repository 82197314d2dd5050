/** Likeness of characters by their strokes (each a letter for a kind of stroke, in the order of writing). */
const LEAST = 0.6
const PART = 0.3
const MOST_NEIGHBOURS = 30

/** For each character the ones in use that look like it, most alike first. */
export function shapesOf(
  strokes: ReadonlyMap<string, string>,
  inUse: (character: string) => boolean,
): Map<string, { other: string; likeness: number }[]> {
  const all = [...strokes].map(([character, order]) => ({ character, order, bag: bagOf(order) }))
  const neighbours = new Map<string, { other: string; likeness: number }[]>(all.map(({ character }) => [character, []]))
  all.forEach((one, index) => {
    for (let next = index + 1; next < all.length; next++) {
      const two = all[next] as (typeof all)[number]
      const likeness = likenessOf(one, two)
      if (likeness < PART) continue
      if (inUse(two.character)) neighbours.get(one.character)?.push({ other: two.character, likeness })
      if (inUse(one.character)) neighbours.get(two.character)?.push({ other: one.character, likeness })
    }
  })
  for (const [character, among] of neighbours)
    neighbours.set(
      character,
      among.sort((a, b) => b.likeness - a.likeness || (a.other < b.other ? -1 : 1)).slice(0, MOST_NEIGHBOURS),
    )
  return neighbours
}

const bagOf = (order: string) => {
  const bag = new Uint8Array(26)
  for (let at = 0; at < order.length; at++) bag[order.charCodeAt(at) - 97]! += 1
  return bag
}

type Written = { readonly order: string; readonly bag: Uint8Array }

function likenessOf(one: Written, two: Written): number {
  const [short, long] = one.order.length <= two.order.length ? [one.order, two.order] : [two.order, one.order]
  const ratio = short.length / long.length
  if (ratio < PART) return 0
  // A part of the character written alone: 法 and 去, 程 and 禾.
  const part = short.length >= 2 && (long.startsWith(short) || long.endsWith(short)) ? ratio * 0.95 : 0
  if (ratio < LEAST) return part
  let apart = 0
  for (let letter = 0; letter < 26; letter++) apart += Math.abs((one.bag[letter] ?? 0) - (two.bag[letter] ?? 0))
  if (1 - Math.ceil(apart / 2) / long.length < LEAST) return part
  const likeness = 1 - distance(short, long) / long.length
  return Math.max(part, likeness >= LEAST ? likeness : 0)
}

function distance(one: string, two: string): number {
  let before = Array.from({ length: two.length + 1 }, (_, index) => index)
  for (let at = 1; at <= one.length; at++) {
    const row = [at]
    for (let to = 1; to <= two.length; to++)
      row.push(
        Math.min(
          (row[to - 1] ?? 0) + 1,
          (before[to] ?? 0) + 1,
          (before[to - 1] ?? 0) + (one[at - 1] === two[to - 1] ? 0 : 1),
        ),
      )
    before = row
  }
  return before[two.length] ?? 0
}
