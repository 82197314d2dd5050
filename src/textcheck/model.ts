import type { CivilDate } from '../calendar/index.ts'

/** 五关 (notice 三): the gate before which a finding is to be settled. */
export type Gate = 'political' | 'legal' | 'policy' | 'secrecy' | 'wording'

/** `block`: not to go out like this; `confirm`: a person says that it is meant so; `advise`: worth a look. */
export type Severity = 'block' | 'confirm' | 'advise'

export type FindingKind =
  | 'privacy'
  | 'secrecy'
  | 'lexicon'
  | 'typo'
  | 'number'
  | 'date'
  | 'document-number'
  | 'punctuation'
  | 'grammar'
  | 'character'
  | 'link'

/** What a check says about one place of a text: a clue for the person who reviews it, never a verdict. */
export type TextFinding = {
  /** UTF-16 offsets into the text that was handed in, `end` exclusive. */
  readonly start: number
  readonly end: number
  /** The line of the text, from 1; a line is a paragraph. */
  readonly paragraph?: number
  /** What stands there; masked where it names or reaches a person, empty where it may be a secret. */
  readonly observed: string
  /** What may stand there instead; absent where only a person knows. */
  readonly suggestion?: string
  readonly kind: FindingKind
  readonly gate: Gate
  readonly severity: Severity
  /** Which rule, list entry or model said it: `identity-number`, `lexicon:…`, `typo`. */
  readonly rule: string
  /** Clause, standard or list it rests on. */
  readonly source: string
  /** 0 to 1: how sure the check is that something is wrong here. */
  readonly confidence: number
  /** A Chinese sentence: what is wrong and why. */
  readonly why: string
}

/** What nobody looked at, said so that silence is never taken for a pass. */
export type NotChecked = {
  readonly part: 'empty' | 'images' | 'attachments' | 'links' | 'lexicons' | 'typos' | 'rest'
  readonly why: string
}

/** A link of a text: where it leads, and the words it stands on. */
export type TextLink = { readonly href: string; readonly start: number; readonly end: number }

/** What rules know besides the text; links have offsets into the text as it is stored. */
export type RuleContext = { readonly on: CivilDate; readonly links: readonly TextLink[] }

/** What a rule found at a place; the rest of the finding is the rule's own. Offsets into the text it was handed. */
export type Found = {
  readonly start: number
  readonly end: number
  readonly why: string
  readonly confidence: number
  readonly observed?: string
  readonly suggestion?: string
  readonly severity?: Severity
}

/** A rule: data about it beside a pure function. */
export type Rule = {
  readonly id: string
  readonly kind: FindingKind
  readonly gate: Gate
  readonly severity: Severity
  readonly source: string
  /** `stored`: the rule is handed the text with its unseen signs; every other reads what a reader sees. */
  readonly reads?: 'stored'
  find(text: string, context: RuleContext): Iterable<Found>
}

export const defineRule = (rule: Rule): Rule => rule

/** The typo engine behind its one door; offsets into the text it was handed. */
export type TypoEngine = { find(text: string): readonly TextFinding[] }

/** Lists of words, compiled once and asked about many texts. */
export type Lexicon = { find(text: string, on: CivilDate): readonly TextFinding[] }

/** What may stand although a check would say something about it. */
export type Silenced = {
  /** Names of units, accounts, people, places: nothing is said about spelling or wording within one. */
  readonly names: readonly string[]
  /** What reviewers decided to let stand: this rule, on these words. */
  readonly ignored: readonly { readonly rule: string; readonly observed: string }[]
}

export type TextCheck = { readonly findings: readonly TextFinding[]; readonly notChecked: readonly NotChecked[] }
