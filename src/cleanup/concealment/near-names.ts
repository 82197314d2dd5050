/** Whether a name is another one but for one letter: same sound, same look or a slip, that is for a person to say. */

// A shorter rest says nothing: 民政 and 民宿 have one letter in common as half of the words have.
const REST = 2

/** `find`: what stands under names from which a folded one parts by one letter put in, left out, replaced or moved. */
export type NearNames<T> = { find(folded: string): T[] }

/** Keeps every name under what is left of it without one of its letters: two names that share a rest are near. */
export function nearNames<T>(names: Iterable<readonly [string, T]>): NearNames<T> {
  const byRest = new Map<string, Set<T>>()
  for (const [folded, meant] of names)
    for (const rest of restsOf(folded)) byRest.set(rest, (byRest.get(rest) ?? new Set()).add(meant))
  return { find: (folded) => [...new Set(restsOf(folded).flatMap((rest) => [...(byRest.get(rest) ?? [])]))] }
}

function restsOf(folded: string): string[] {
  const letters = Array.from(folded)
  const without = letters.map((_, at) => [...letters.slice(0, at), ...letters.slice(at + 1)].join(''))
  return [...new Set([folded, ...without])].filter((rest) => Array.from(rest).length >= REST)
}
