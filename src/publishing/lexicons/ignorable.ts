import type { TextFinding } from '../../textcheck/index.ts'

/** What these say hangs on the words around: 星期二 is right behind one day and wrong behind another. */
const BY_SURROUNDINGS: ReadonlySet<string> = new Set([
  'weekday-clash',
  'listed-count',
  'sums',
  'missing-number',
  'unpaired',
  'half-width',
  'doubled-marks',
  'pause-mark',
  'particles',
  'until-when',
  'doubled-characters',
  'hidden-characters',
  'garbled',
])

type Told = Pick<TextFinding, 'rule' | 'observed' | 'kind' | 'severity'>

/** Never let stand for other texts: what must not go out, persons, secrets. */
export const isDecidedTextByText = ({ observed, kind, severity }: Told): boolean =>
  severity === 'block' || kind === 'privacy' || kind === 'secrecy' || observed.trim() === ''

/**
 * Whether the words alone don't say what is wrong. A decision to let them stand holds in every later text of its unit: of these it
 * would silence a whole rule, or, of a single letter, half of what the typo engine sees.
 */
export const hangsOnWords = ({ rule, observed }: Told): boolean =>
  BY_SURROUNDINGS.has(rule) || [...observed.trim()].length < 2

/** Whether words may be let stand for all texts of a unit (忽略). */
export const isIgnorable = (finding: Told): boolean => !isDecidedTextByText(finding) && !hangsOnWords(finding)
