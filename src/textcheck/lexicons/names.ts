import { Automaton } from './automaton.ts'

/** Names of a long list that stand in a text, each once. */
export type NameFinder = (text: string) => string[]

/** All names as one automaton, so that a text is not held against each of them. */
export function nameFinder(names: readonly string[]): NameFinder {
  const automaton = new Automaton(names)
  return (text) => {
    const met = new Set<number>()
    automaton.scan(text, (pattern) => met.add(pattern))
    // The automaton folds letters; a name is written as its owner writes it.
    return [...met].flatMap((pattern) => (text.includes(names[pattern]!) ? names[pattern]! : []))
  }
}
