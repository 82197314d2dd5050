import type { CivilDate } from '../../calendar/index.ts'
import type { Lexicon, TextFinding } from '../model.ts'
import { Automaton } from './automaton.ts'
import { foldedUnits, lower, narrow, simplifiedUnits, SKIPPED } from './fold.ts'
import type { Folding, LexiconEntry } from './model.ts'

type Place = { readonly start: number; readonly end: number }

/** What an entry says about its own folding when it says nothing: both widths, both cases. */
const PLAIN: readonly Folding[] = ['width', 'case']

/** All lists as one automaton. Compiling 50,000 entries takes a moment: keep what comes out and ask it about many texts. */
export function compileLexicon(entries: readonly LexiconEntry[]): Lexicon {
  const automaton = new Automaton(entries.map(({ wrong }) => wrong))
  const folded = foldedUnits()
  return {
    find(text: string, on: CivilDate): readonly TextFinding[] {
      const found: TextFinding[] = []
      automaton.scan(text, (pattern, end) => {
        const entry = entries[pattern]
        if (!entry || !holdsOn(entry, on)) return
        const start = startOf(text, end, { entry, folded })
        const place = { start, end }
        const observed = text.slice(start, end)
        if (!isWritten(entry, observed, folded) || isExcused(entry, text, place) || !isMeant(entry, text, place)) return
        found.push(findingOf(entry, { observed, ...place }))
      })
      return found
    },
  }
}

const holdsOn = ({ validFrom, validTo }: LexiconEntry, on: CivilDate) =>
  (validFrom === undefined || validFrom <= on) && (validTo === undefined || on <= validTo)

type Read = { readonly entry: LexiconEntry; readonly folded: Uint16Array }

/** As many letters back as the entry has, signs that are passed over not counted. */
function startOf(text: string, end: number, { entry: { wrong }, folded }: Read): number {
  let letters = 0
  for (let at = 0; at < wrong.length; at++) if (folded[wrong.charCodeAt(at)] !== SKIPPED) letters++
  let start = end
  while (letters > 0 && start > 0) if (folded[text.charCodeAt(--start)] !== SKIPPED) letters--
  return start
}

/** The words differ from the entry only in what it lets differ, and are not what should stand there. */
function isWritten({ wrong, right, folding = PLAIN }: LexiconEntry, observed: string, folded: Uint16Array): boolean {
  if (observed === wrong) return true
  if (observed === right) return false
  const inserted = folding.includes('inserted')
  let at = 0
  for (let place = 0; place < observed.length; place++) {
    const unit = observed.charCodeAt(place)
    const isSign = folded[unit] === SKIPPED
    if (inserted && !isSign) while (at < wrong.length && folded[wrong.charCodeAt(at)] === SKIPPED) at++
    if (at < wrong.length && foldsTo(unit, folding) === foldsTo(wrong.charCodeAt(at), folding)) at++
    else if (!isSign || !inserted) return false
  }
  return at === wrong.length
}

function foldsTo(unit: number, folding: readonly Folding[]): number {
  let made = unit
  if (folding.includes('width')) made = narrow(made)
  if (folding.includes('case')) made = lower(made)
  if (folding.includes('traditional')) made = simplifiedUnits()[made] ?? made
  return made
}

/** Within a longer phrase in which it is right: one that the entry names, or the very words that should stand. */
function isExcused({ wrong, right, excuses = [] }: LexiconEntry, text: string, { start, end }: Place): boolean {
  return [...excuses, ...(right === undefined ? [] : [right])].some((phrase) => {
    for (let at = phrase.indexOf(wrong); at >= 0; at = phrase.indexOf(wrong, at + 1))
      if (text.startsWith(phrase, start - at) && start - at + phrase.length >= end) return true
    return false
  })
}

const ENDS = /[。！？；\n]/u
/** Longer than any sentence of an office; a text without marks is not walked through for every word. */
const SENTENCE = 300

/** The sentence around has what the entry requires and nothing that it forbids. */
function isMeant({ required = [], forbidden = [] }: LexiconEntry, text: string, { start, end }: Place): boolean {
  if (required.length === 0 && forbidden.length === 0) return true
  const before = text.slice(Math.max(0, start - SENTENCE), start)
  const after = text.slice(end, end + SENTENCE)
  const from = before.split('').findLastIndex((sign) => ENDS.test(sign)) + 1
  const sentence = before.slice(from) + text.slice(start, end) + after.slice(0, endOf(after))
  return (
    (required.length === 0 || required.some((words) => sentence.includes(words))) &&
    !forbidden.some((words) => sentence.includes(words))
  )
}

function endOf(after: string): number {
  const at = after.search(ENDS)
  return at < 0 ? after.length : at
}

function findingOf(entry: LexiconEntry, { observed, start, end }: Place & { observed: string }): TextFinding {
  const { id, wrong, right, gate, severity, source, why } = entry
  const how = observed === wrong ? '' : `（词库条目“${wrong}”）`
  return {
    start,
    end,
    observed,
    ...(right !== undefined && { suggestion: right }),
    kind: 'lexicon',
    gate,
    severity,
    rule: `lexicon:${id}`,
    source,
    confidence: severity === 'advise' ? 0.7 : 0.95,
    why: why ?? (right === undefined ? `“${observed}”${how}请核对。` : `“${observed}”${how}应为“${right}”。`),
  }
}
