import { BOUNDARY, isHan, isHanId } from './alphabet.ts'
import type { TextFinding, TypoEngine } from '../model.ts'
import { correctLine } from './correct.ts'
import { confusionOf, CONFUSIONS, whyOf } from './explain.ts'
import type { Scored } from './features.ts'
import { probability, type Forest } from './forest.ts'
import { LONGEST, UNKNOWN } from './lexicon.ts'
import type { Language } from './model.ts'
import { hashesOf } from './ngrams.ts'
import { lineOf } from './score.ts'

/** Log odds from which a change is told at all, and from which a person has to confirm that it is meant so. */
export type Bars = { readonly advise: number; readonly confirm: number }

/** The longest piece of text that is read at once; a longer sentence is cut, after a mark where there is one. */
const LONGEST_LINE = 120

/** The typo engine of one model. What it says hangs on the text alone. */
export function typoEngine(language: Language, forest: Forest, bars: Bars): TypoEngine {
  return {
    find: (text) =>
      pieces(text).flatMap(({ start, piece }) =>
        findingsOf(language, forest, bars, piece).map((finding) => ({
          ...finding,
          start: finding.start + start,
          end: finding.end + start,
        })),
      ),
  }
}

/** Sentences of a text with their offsets, none longer than {@link LONGEST_LINE}. */
function* piecesOf(text: string): Iterable<{ start: number; piece: string }> {
  for (const { 0: sentence, index } of text.matchAll(/[^。！？；!?;\n\r\0]+/g))
    for (let from = 0; from < sentence.length;) {
      const rest = sentence.slice(from, from + LONGEST_LINE)
      const mark =
        from + rest.length < sentence.length ? Math.max(rest.lastIndexOf('，'), rest.lastIndexOf('、')) + 1 : 0
      const piece = mark > LONGEST_LINE / 2 ? rest.slice(0, mark) : rest
      yield { start: index + from, piece }
      from += piece.length
    }
}
const pieces = (text: string) => [...piecesOf(text)]

function findingsOf(language: Language, forest: Forest, bars: Bars, piece: string): TextFinding[] {
  const ids = lineOf(language, piece)
  const changes = correctLine(language, forest, ids, bars.advise).filter((change) => !isInName(language, piece, change))
  if (changes.length === 0) return []
  const corrected = ids.slice()
  for (const { candidate } of changes) corrected.set(candidate.ids, candidate.start)
  return changes.map((change) => {
    const { from, to } = wordsOver(language, corrected, change)
    const written = (line: Uint16Array, begins: number, ends: number) =>
      Array.from(line.subarray(begins, ends), (id, index) =>
        line[begins + index] === ids[begins + index]
          ? (piece[begins + index - 1] ?? '')
          : (language.counts.alphabet.characters[id] ?? ''),
      ).join('')
    const { start, ids: meant } = change.candidate
    const was = ids.subarray(start, start + meant.length)
    const confusion = confusionOf(language.confusions, Array.from(was), meant)
    const differing = meant.flatMap((id, index) => (id === was[index] ? [] : [start + index]))
    const spread = [Math.min(...differing), Math.max(...differing) + 1] as const
    const observed = written(ids, from, to)
    const suggestion = written(corrected, from, to)
    const why = whyOf({
      confusion,
      observed,
      suggestion,
      was: written(ids, ...spread),
      meant: written(corrected, ...spread),
      counted: countOf(language, ids.subarray(from, to)),
      countedMeant: countOf(language, corrected.subarray(from, to)),
      isWord: isWord(language, ids, from, to),
      isWordMeant: isWord(language, corrected, from, to),
    })
    return {
      start: from - 1,
      end: to - 1,
      observed,
      suggestion,
      kind: 'typo',
      gate: 'wording',
      severity: change.odds >= bars.confirm ? 'confirm' : 'advise',
      rule: `typo:${confusion}`,
      source: `错别字引擎（${CONFUSIONS[confusion]}）：国家法律法规语料字词统计、libime 词库`,
      confidence: Math.round(probability(change.odds) * 100) / 100,
      why,
    } satisfies TextFinding
  })
}

/** Transliterated names of townships and villages are made of characters in no word: nothing in them is guessed at. */
const TRANSLITERATED = /[\u4e00-\u9fff]{1,5}(?:苏木|嘎查)/g
/** Ends of names of bodies and places. New bodies (农业农村局) stand in no corpus yet; nobody writes another shape for these. */
const BODY_ENDS = '局厅署委办镇乡'

function isInName({ confusions, counts }: Language, piece: string, { candidate: { start, ids } }: Scored): boolean {
  const at = start - 1
  const was = piece[at] ?? ''
  if (ids.length === 1 && BODY_ENDS.includes(was) && isHan(piece[at - 1] ?? ''))
    return confusions.likeness(counts.alphabet.ids[was.charCodeAt(0)] ?? 0, ids[0] ?? 0).sound === 0
  return [...piece.matchAll(TRANSLITERATED)].some(
    ({ 0: name, index }) => index < at + ids.length && at < index + name.length,
  )
}

/** The word over a change, so that what is marked says something by itself; a single character takes a neighbour along. */
function wordsOver({ lexicon, counts }: Language, corrected: Uint16Array, { candidate }: Scored) {
  const { start } = candidate
  const end = start + candidate.ids.length
  let [from, to] = [start, end]
  for (let begins = Math.max(1, end - LONGEST); begins <= start; begins++)
    for (let ends = end; ends <= Math.min(corrected.length - 1, begins + LONGEST); ends++)
      if (ends - begins > Math.max(1, to - from) && lexicon.at(corrected, begins, ends - begins) !== UNKNOWN)
        [from, to] = [begins, ends]
  if (to - from > 1) return { from, to }
  const isWritten = (place: number) => isHanId(counts.alphabet, corrected[place] ?? BOUNDARY)
  if (isWritten(from - 1)) return { from: from - 1, to }
  return isWritten(to) ? { from, to: to + 1 } : { from, to }
}

const isWord = ({ lexicon }: Language, ids: Uint16Array, from: number, to: number) =>
  to - from > 1 && to - from <= LONGEST && lexicon.at(ids, from, to - from) !== UNKNOWN

/** How often it was counted in the statutes alone. */
const countOf = ({ counts }: Language, ids: Uint16Array): number => counts.grams.count(...hashesOf(ids, 0, ids.length))
