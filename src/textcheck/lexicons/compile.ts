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
        if (
          !isWritten(entry, observed, folded) ||
          isExcused(entry, text, place, folded) ||
          !isMeant(entry, text, place, folded)
        )
          return
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

/** Words as an entry compares them; signs that may stand between letters left out where it passes over them. */
function plainWords(words: string, folding: readonly Folding[], folded: Uint16Array): string {
  const units: number[] = []
  for (let at = 0; at < words.length; at++) {
    const unit = words.charCodeAt(at)
    if (!folding.includes('inserted') || folded[unit] !== SKIPPED) units.push(foldsTo(unit, folding))
  }
  return String.fromCharCode(...units)
}

/** Within a longer phrase in which it is right: one that the entry names, or the very words that should stand. It may differ in what the entry lets differ. */
function isExcused(entry: LexiconEntry, text: string, { start, end }: Place, folded: Uint16Array): boolean {
  const { wrong, right, excuses = [], folding = PLAIN } = entry
  if (excuses.length === 0 && right === undefined) return false
  const word = plainWords(wrong, folding, folded)
  const stands = (words: string, from: number, step: 1 | -1) => isBeside(text, { words, from, step, folding, folded })
  return [...excuses, ...(right === undefined ? [] : [right])].some((phrase) => {
    const plain = plainWords(phrase, folding, folded)
    // What differs in nothing but case, width or letters is right only as it is written.
    if (plain.length <= word.length) return text.slice(start, end) === phrase
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1))
      if (stands(plain.slice(0, at), start - 1, -1) && stands(plain.slice(at + word.length), end, 1)) return true
    return false
  })
}

type Beside = { words: string; from: number; step: 1 | -1; folding: readonly Folding[]; folded: Uint16Array }

/** Whether folded words stand from a place on, forwards or backwards. */
function isBeside(text: string, { words, from, step, folding, folded }: Beside): boolean {
  const passes = folding.includes('inserted')
  let [at, left] = [step === 1 ? 0 : words.length - 1, words.length]
  for (let place = from; left > 0; place += step) {
    if (place < 0 || place >= text.length) return false
    const unit = text.charCodeAt(place)
    if (passes && folded[unit] === SKIPPED) continue
    if (foldsTo(unit, folding) !== words.charCodeAt(at)) return false
    at += step
    left--
  }
  return true
}

const ENDS = /[。！？；\n]/u
/** Longer than any sentence of an office; a text without marks is not walked through for every word. */
const SENTENCE = 300

/** The sentence around has what the entry requires and nothing that it forbids, in whatever it lets differ. */
function isMeant(entry: LexiconEntry, text: string, { start, end }: Place, folded: Uint16Array): boolean {
  const { required = [], forbidden = [], folding = PLAIN } = entry
  if (required.length === 0 && forbidden.length === 0) return true
  const before = text.slice(Math.max(0, start - SENTENCE), start)
  const after = text.slice(end, end + SENTENCE)
  const from = before.split('').findLastIndex((sign) => ENDS.test(sign)) + 1
  const around = before.slice(from) + text.slice(start, end) + after.slice(0, endOf(after))
  const sentence = plainWords(around, folding, folded)
  const has = (words: string) => sentence.includes(plainWords(words, folding, folded))
  return (required.length === 0 || required.some(has)) && !forbidden.some(has)
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
