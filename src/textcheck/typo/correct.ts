import { logOdds, type Forest } from './forest.ts'
import type { Scored } from './features.ts'
import type { Language } from './model.ts'
import { scoreLine } from './score.ts'

/** How far a change of one place changes what is thought of the others. */
const REACH = 6
const MOST_CHANGES = 12

/**
 * Corrects a line of ids: takes the likeliest change that is at least as likely as `bar` (log odds), looks again at what
 * stands near it, and goes on until none is left. Gives the changes, each with the line's state when it was found.
 */
export function correctLine(language: Language, forest: Forest, ids: Uint16Array, bar: number): Scored[] {
  const line = ids.slice()
  const judge = (from: number, to: number) => {
    const scored = scoreLine(language, line, from, to)
    for (const one of scored) one.odds = logOdds(forest, one.row, bar)
    return scored
  }
  let open = judge(1, line.length - 1)
  const changes: Scored[] = []
  while (changes.length < MOST_CHANGES) {
    const best = open.reduce<Scored | undefined>((a, b) => (a && a.odds >= b.odds ? a : b), undefined)
    if (!best || best.odds < bar) break
    const { start } = best.candidate
    const end = start + best.candidate.ids.length
    // What was changed stays changed: two corrections never undo one another.
    changes.push(best)
    line.set(best.candidate.ids, start)
    const from = Math.max(1, start - REACH)
    const to = Math.min(line.length - 1, end + REACH)
    const untouched = (one: Scored) =>
      changes.every(
        ({ candidate }) =>
          one.candidate.start + one.candidate.ids.length <= candidate.start ||
          one.candidate.start >= candidate.start + candidate.ids.length,
      )
    open = [
      ...open.filter(({ candidate }) => candidate.start < from || candidate.start >= to),
      ...judge(from, to),
    ].filter(untouched)
  }
  return changes.sort((a, b) => a.candidate.start - b.candidate.start)
}
