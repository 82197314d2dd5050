import { formatDayZh, type Instant } from '../../calendar/index.ts'
import { type Bound, figureText, proseFaults, type ReportFacts } from '../../reporting/index.ts'
import { spokenCounts } from '../../vocabulary/spoken-counts.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type DispatchContent, isBound, type Piece, textOf, titleOf } from './content.ts'

type Counted = Pick<DispatchContent, 'annexes' | 'feedback'>

/**
 * Every number a dispatch may print without a mark, recomputed: those of its own annexes (`rows:1`, `units:1`: rows and
 * units of annex 1) and deadline (`feedback-by`, `feedback-days`), and those of the report behind it.
 */
export function dispatchFigure(content: Counted, report: ReportFacts | undefined, id: string): string {
  const [family = '', member = ''] = id.split(':')
  const rows = content.annexes[Number(member) - 1]?.rows
  if (family === 'rows' && rows) return String(rows.length)
  if (family === 'units' && rows) return String(new Set(rows.map(([, unit]) => unit)).size)
  if (family === 'feedback-by' && content.feedback) return formatDayZh(content.feedback.by)
  if (family === 'feedback-days' && content.feedback?.days) return String(content.feedback.days)
  if (!report) throw new RangeError(`no such figure: ${id}`)
  return figureText(report, id)
}

/** A number bound to the figure it is. */
export const bind = (content: Counted, report: ReportFacts | undefined, id: string): Piece => ({
  figure: id,
  text: dispatchFigure(content, report, id),
})

// “2026年第三季度” is a number, “12345” is one; 1.5 and 93.3% are one each, and so is a day.
const DIGITS = /(?:[0-9０-９]+年)?[0-9０-９]+月[0-9０-９]+日|[0-9０-９]+(?:[.．,，][0-9０-９]+)*[%％]?/gu

/** Words with what counts in them marked as typed. */
export function withTyped(text: string): Piece[] {
  const found = [...text.matchAll(DIGITS), ...text.matchAll(spokenCounts)]
    .filter(([words]) => words !== '一')
    .toSorted((one, other) => one.index - other.index)
  const pieces: Piece[] = []
  let at = 0
  for (const { 0: words, index } of found) {
    if (index < at) continue
    if (index > at) pieces.push(text.slice(at, index))
    pieces.push({ typed: '', text: words })
    at = index + words.length
  }
  if (at < text.length) pieces.push(text.slice(at))
  return pieces
}

const numbersIn = (text: string): string[] =>
  withTyped(text).flatMap((one) => (typeof one === 'string' ? [] : one.text))

/** Numbers that somebody typed, each once, with what it rests on: in the text, in a heading, in a title that nothing bound bears out. */
export function typedNumbers(content: Pick<DispatchContent, 'title' | 'blocks' | 'typedSource'>): Typed[] {
  const runs = content.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.runs : withTyped(block.text)))
  const known = new Set(runs.filter(isBound).flatMap(({ text }) => [...numbersIn(text), ...text.split(/[年月日]/u)]))
  const inTitle = withTyped(titleOf(content)).filter((one) => typeof one !== 'string' && !known.has(one.text))
  const found = [...runs, ...inTitle].flatMap((one): Typed[] =>
    typeof one !== 'string' && 'typed' in one
      ? [{ text: one.text, source: one.typed || content.typedSource.trim() }]
      : [],
  )
  return [...new Map(found.map((one) => [`${one.text} ${one.source}`, one])).values()]
}
type Typed = { text: string; source: string }

/** 36（来源：培训签到表）, or that its source is still missing. */
export const typedWords = (typed: readonly Typed[]): string =>
  typed.map(({ text, source }) => `${text}（来源：${source || '尚未写明'}）`).join('、')

/**
 * Holds every number against its source, and the words around it against the report's numbers, before anything is signed,
 * numbered or issued. Refuses `dispatch.figure-differs`, `dispatch.prose-contradicts`, `dispatch.numbers-unsourced`.
 */
export function checkNumbers(content: DispatchContent, report: ReportFacts | undefined): void {
  for (const block of content.blocks) {
    if (block.kind === 'heading') continue
    for (const piece of block.runs) {
      if (typeof piece === 'string' || !('figure' in piece)) continue
      const holds = dispatchFigure(content, report, piece.figure)
      if (holds !== piece.text)
        throw refuse('dispatch.figure-differs', { found: piece.text, holds, where: sentenceOf(block.runs) })
    }
    const [why] = report ? proseFaults(report, block.runs.map(asInReport)) : []
    // What to write instead is the report editor's own.
    if (why !== undefined) throw refuse('dispatch.prose-contradicts', { why: why.replace(/，请改用“[^”]*”$/u, '') })
  }
  const unsourced = typedNumbers(content).filter(({ source }) => source === '')
  if (unsourced.length > 0)
    throw refuse('dispatch.numbers-unsourced', { numbers: unsourced.map(({ text }) => text).join('、') })
}

// Numbers of the paper itself, its rows and its deadline, are none that a report's words speak of.
const asInReport = (piece: Piece): Bound => {
  if (typeof piece === 'string') return piece
  if ('typed' in piece) return { by: '', at: '' as Instant, ...piece }
  return 'figure' in piece && OWN.test(piece.figure) ? { name: piece.text, text: piece.text } : piece
}
const OWN = /^(?:rows|units|feedback-by|feedback-days)(?::|$)/u

const SHOWN = 40
const sentenceOf = (runs: readonly Piece[]) => {
  const text = runs.map(textOf).join('')
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}……` : text
}
