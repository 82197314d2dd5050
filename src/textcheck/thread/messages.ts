import type { CivilDate } from '../../calendar/index.ts'
import type { LexiconEntry } from '../lexicons/index.ts'
import type { Silenced, TextCheck, TextLink } from '../model.ts'

/** Which parts of the check look at a text. */
export type Parts = { readonly rules: boolean; readonly typo: boolean }

/** What the thread is told. Lists come in pieces of many lines, each line one `ListLine` as JSON, and are kept under their name. */
export type Told =
  | { readonly kind: 'lines'; readonly list: string; readonly lines: string }
  | { readonly kind: 'forget'; readonly list: string }
  | ({ readonly kind: 'check'; readonly id: number } & Asked)

/** A line of a list of words, or a name that is written as it is. */
export type ListLine = LexiconEntry | { readonly name: string }

export type Asked = Parts & {
  readonly text: string
  readonly on: CivilDate
  readonly links: readonly TextLink[]
  readonly silenced: Silenced
  /** Lists the thread has been told of: words that should not stand, and names. */
  readonly words?: string | undefined
  readonly names?: string | undefined
  /** The seed too; an entry of the list takes the place of the seed's. */
  readonly seed: boolean
}

export type Answer = { readonly id: number } & ({ readonly check: TextCheck } | { readonly defect: string })
