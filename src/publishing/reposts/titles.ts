// Two titles that share this much of their pairs of characters may be one item under another headline.
const LIKELY = 0.6

/** Letters, digits and characters alone, in one form: titles are compared without blanks, marks and pictures. */
export const foldTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** How posts' titles, in one form, stand to the title of a duty. */
export type Resemblance = {
  /** It bears the title whole, with whatever else before and after it. */
  bears: (folded: string) => boolean
  /** It bears it, or may be the item under another headline. */
  resembles: (folded: string) => boolean
}

/** The title of a duty made ready once: a month compares it with hundreds of thousands of posts. */
export function resemblanceTo(title: string): Resemblance {
  const wanted = foldTitle(title)
  const counts = pairCounts(wanted)
  const bears = (folded: string) => folded.includes(wanted)
  return { bears, resembles: (folded) => bears(folded) || shareOfPairs(folded, wanted, counts, LIKELY) >= LIKELY }
}

/** How much two titles in one form have in common: the share of pairs of neighbouring characters, 0 to 1 (Dice). */
export const likeness = (one: string, other: string): number => shareOfPairs(one, other, pairCounts(other))

// Pairs of UTF-16 units: a number each, which costs a tenth of a text.
const pairAt = (text: string, at: number): number => text.charCodeAt(at) * 0x1_00_00 + text.charCodeAt(at + 1)

function pairCounts(text: string): Map<number, number> {
  const counts = new Map<number, number>()
  for (let at = 0; at < text.length - 1; at++) counts.set(pairAt(text, at), (counts.get(pairAt(text, at)) ?? 0) + 1)
  return counts
}

// A pair counts as often as both have it. 0 where it is less than `least`: most posts are told apart by their first characters.
function shareOfPairs(one: string, other: string, counts: ReadonlyMap<number, number>, least = 0): number {
  const [a, b] = [one.length - 1, other.length - 1]
  if (a <= 0 || b <= 0) return 0
  // As many as may be missed, with room for what a share can't be told exactly.
  let misses = a - (least * (a + b)) / 2 + 1e-9
  const taken = new Map<number, number>()
  let shared = 0
  for (let at = 0; at < a && misses >= 0; at++) {
    const pair = pairAt(one, at)
    const count = counts.get(pair)
    const before = count === undefined ? 0 : (taken.get(pair) ?? 0)
    if (count === undefined || before >= count) misses--
    else {
      taken.set(pair, before + 1)
      shared++
    }
  }
  return misses < 0 ? 0 : (2 * shared) / (a + b)
}
