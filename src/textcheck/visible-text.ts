import { UNSEEN } from '../vocabulary/unseen.ts'

/** A text as a reader sees it, and the way back to the offsets of the text as it is stored. */
export type VisibleText = { readonly text: string; at(offset: number): number }

/** The text without signs that nobody sees, so that every check reads what the reader reads. */
export function visibleText(text: string): VisibleText {
  if (text.search(UNSEEN) < 0) return { text, at: (offset) => offset }
  const parts: string[] = []
  // Where each kept piece begins: in the visible text, and how much was left out before it.
  const starts: number[] = []
  const left: number[] = []
  let [from, length] = [0, 0]
  const keep = (to: number) => {
    if (to === from) return
    parts.push(text.slice(from, to))
    starts.push(length)
    left.push(from - length)
    length += to - from
  }
  for (const { 0: sign, index } of text.matchAll(UNSEEN)) {
    keep(index)
    from = index + sign.length
  }
  keep(text.length)
  return { text: parts.join(''), at: (offset) => offset + (left[pieceOf(starts, offset)] ?? 0) }
}

function pieceOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Tells the line of an offset, from 1. */
export function paragraphsOf(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => pieceOf(starts, offset) + 1
}
