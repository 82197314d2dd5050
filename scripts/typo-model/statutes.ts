import { hash } from 'node:crypto'

/** What the lines of the statutes are used for, by blocks of 400 lines, so that one law mostly falls on one side. */
export type Part = 'counted' | 'noised' | 'threshold' | 'clean'
const BLOCK = 400
/** Of twenty blocks: one for clean-text figures, one noised to train the classifier, one noised to choose thresholds. */
export const partOf = (line: number): Part =>
  ({ 3: 'threshold', 9: 'noised', 15: 'clean' } as const)[Math.floor(line / BLOCK) % 20] ?? 'counted'

export const sentencesOf = (line: string): string[] =>
  line.split(/(?<=[。！？；])/).filter((sentence) => sentence !== '')

const WINDOW = 10
const windowsOf = (text: string): string[] => {
  const bare = text.replaceAll(/[^\u3400-\u9fff]/g, '')
  return Array.from({ length: Math.max(0, bare.length - WINDOW + 1) }, (_, at) => bare.slice(at, at + WINDOW))
}

/** Whether a sentence shares ten characters in a row (punctuation left out) with any of the texts that are only for figures. */
export function sharesClause(tests: readonly string[]): (sentence: string) => boolean {
  const known = new Set(tests.flatMap(windowsOf))
  return (sentence) => {
    const bare = sentence.replaceAll(/[^\u3400-\u9fff]/g, '')
    for (let at = 0; at + WINDOW <= bare.length; at++) if (known.has(bare.slice(at, at + WINDOW))) return true
    return false
  }
}

/** A number below 1 that hangs on the text alone: who gets into the named 20 % doesn't hang on the order of lines. */
export const shareOf = (text: string): number => parseInt(hash('sha256', text).slice(0, 8), 16) / 0x1_0000_0000

/** The sentences of the statutes by what they are used for, without those that stand in a set for figures. */
export function partsOf(statutes: string, isShared: (sentence: string) => boolean): Record<Part, string[]> {
  const parts: Record<Part, string[]> = { counted: [], noised: [], threshold: [], clean: [] }
  statutes.split('\n').forEach((line, number) => {
    parts[partOf(number)].push(...sentencesOf(line).filter((sentence) => !isShared(sentence)))
  })
  return parts
}
