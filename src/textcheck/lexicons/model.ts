import type { CivilDate } from '../../calendar/index.ts'
import type { Gate, Severity } from '../model.ts'

/** What may differ between an entry and the text that it still is found in. */
export type Folding = 'width' | 'case' | 'traditional' | 'inserted'

/** One line of a list: words that should not stand, and what should. */
export type LexiconEntry = {
  /** Stands in the rule of a finding: `lexicon:ID`. */
  readonly id: string
  readonly wrong: string
  /** What should stand there; absent where a person has to find the words. */
  readonly right?: string
  readonly gate: Gate
  readonly severity: Severity
  readonly source: string
  /** First and last day on which it holds. */
  readonly validFrom?: CivilDate
  readonly validTo?: CivilDate
  /** Counts only where one of these stands in the same sentence … */
  readonly required?: readonly string[]
  /** … and where none of these does. */
  readonly forbidden?: readonly string[]
  /** Longer phrases within which it is right. */
  readonly excuses?: readonly string[]
  readonly folding?: readonly Folding[]
  /** Why, where the plain sentence doesn't say enough. */
  readonly why?: string
}
