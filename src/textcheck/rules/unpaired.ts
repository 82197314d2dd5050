import { defineRule, type Found } from '../model.ts'

const OPENERS = '“‘《〈（(〔［【「『'
const CLOSERS = '”’》〉）)〕］】」』'
const SIGNS = /[“”‘’《》〈〉（）()〔〕［］【】「」『』]/g
const QUOTES = '“‘「『'

type Open = { sign: string; at: number; line: number }

/**
 * Quotes and brackets without their other half (GB/T 15834-2011 4.8, 4.9, 4.15). Brackets pair within a paragraph; a quote
 * may run over several, each of them then begins with an opening quote. A sentence that stands by itself may be taken out of a
 * longer quotation, whose other half stands in another sentence: where a text has one sentence a line, a quote that opens
 * and runs to the end of its line, or closes at it, is advised on and no more.
 */
export const unpaired = defineRule({
  id: 'unpaired',
  kind: 'punctuation',
  gate: 'wording',
  severity: 'confirm',
  source: 'GB/T 15834-2011 4.8、4.9、4.15',
  *find(text) {
    const quotes: Open[] = []
    const excerpts = isOneSentenceALine(text)
    const told = (found: Found): Found =>
      excerpts && isAtEdge(text, found.start)
        ? { ...found, severity: 'advise', confidence: 0.5, why: EXCERPT(found.why) }
        : found
    let from = 0
    let line = 0
    for (const paragraph of text.split('\n')) {
      for (const found of pairs(paragraph, { from, line, quotes })) yield told(found)
      from += paragraph.length + 1
      line++
    }
    // A quote that begins its paragraph and never ends may be quoted on in the next paper; one within a sentence is not.
    for (const open of quotes) if (!opensParagraph(text, open.at)) yield told(missing(text, open.at, '缺少后半'))
  },
})

const EXCERPT = (why: string) => `${why.slice(0, -1)}；从较长的引文中摘出的一句，可以不改。`

/** Nine lines in ten end with their only sentence. */
function isOneSentenceALine(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const single = lines.filter((line) => !/[。！？](?=[^”’」』）)]*[^”’」』）)\s])/u.test(line))
  return single.length >= lines.length * 0.9
}

/** An opening quote after which its line has none that closes, or a closing one at either end of its line: splitting leaves it there. */
function isAtEdge(text: string, at: number): boolean {
  const sign = text[at] ?? ''
  // A sentence is no longer; a text that is all quotes is not walked through for each of them.
  const rest = text.slice(at + 1, at + 301).split('\n', 1)[0] ?? ''
  if ('”’」』】'.includes(sign) && (at === 0 || text[at - 1] === '\n')) return true
  if (QUOTES.includes(sign)) return !/[”’」』]/u.test(rest)
  return '”’」』'.includes(sign) && /^[。！？…，；”’」』）)\s]*$/u.test(rest)
}

type Within = { from: number; line: number; quotes: Open[] }

function* pairs(paragraph: string, { from, line, quotes }: Within): Generator<Found> {
  const brackets: Open[] = []
  for (const { 0: sign, index } of paragraph.matchAll(SIGNS)) {
    const at = from + index
    const kind = OPENERS.indexOf(sign)
    if (kind >= 0) {
      const stack = QUOTES.includes(sign) ? quotes : brackets
      // The convention of a quote over several paragraphs: the one that is open goes on.
      if (stack === quotes && opensParagraph(paragraph, index)) quotes.splice(0, quotes.length)
      stack.push({ sign, at, line })
      continue
    }
    const opener = OPENERS[CLOSERS.indexOf(sign)] ?? ''
    if (isNumbering(paragraph, index, sign) || endsNote(paragraph, index) || isApostrophe(paragraph, index, sign))
      continue
    const stack = QUOTES.includes(opener) ? quotes : brackets
    const place = stack.findLastIndex((open) => sameBracket(open.sign, opener))
    if (place < 0) yield { start: at, end: at + 1, confidence: 0.9, why: `“${sign}”缺少前半，请补上或删去。` }
    else {
      for (const open of stack.slice(place + 1)) yield missing(paragraph, open.at - from, '缺少后半', from)
      stack.length = place
    }
  }
  for (const open of brackets) yield missing(paragraph, open.at - from, '缺少后半', from)
}

// Papers mix the two widths of round brackets; that is another matter.
const sameBracket = (a: string, b: string) => a === b || ('（('.includes(a) && '（('.includes(b))

const opensParagraph = (text: string, at: number) =>
  /(?:^|\n)[\s\u3000]*[“‘「『《（(]*$/u.test(text.slice(Math.max(0, at - 12), at))

/** 1）, （a), 一） stand before an item without an opening half. */
const isNumbering = (paragraph: string, index: number, sign: string) =>
  (sign === '）' || sign === ')') &&
  /(?:^|[\s，。；：、])(?:\d{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[ivxIVX]{1,4})$/u.test(
    paragraph.slice(Math.max(0, index - 5), index),
  )

// The note below the title of a law runs over several lines, and its first half stands in an earlier one.
const endsNote = (paragraph: string, index: number) =>
  index === paragraph.length - 1 && /(?:修正|修订|通过|批准|公布|施行)$/u.test(paragraph.slice(0, -1))

const isApostrophe = (paragraph: string, index: number, sign: string) =>
  sign === '’' && /[A-Za-z0-9]/.test(paragraph[index - 1] ?? '')

const missing = (text: string, at: number, what: string, from = 0): Found => ({
  start: from + at,
  end: from + at + 1,
  confidence: 0.85,
  why: `“${text[at]}”${what}，请补上或删去。`,
})
