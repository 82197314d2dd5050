import type { ChildNode } from 'domhandler'
import { maskNumbers } from '../../../vocabulary/personal-numbers.ts'
import { readDocument } from '../../articles/dom.ts'
import { domhandler } from '../../markup-libraries.ts'
import { partIn, textIn } from '../document.ts'

/** One line as it is drawn. Its words are text: none of the markup that was kept is left in it. */
export type Line = { kind: Kind; cells: readonly string[] }
type Kind = 'heading' | 'item' | 'row' | 'media' | 'text'

/** Of what was kept, masked: the title of the page, its lines, and whether lines behind them were left out. */
export type Lines = { title: string | null; lines: readonly Line[]; isCut: boolean }

/** Letters that are drawn; what a person wants behind them is in the kept text. */
const LETTERS_MOST = 15_000
/** Letters of markup that are read for them: a page nested ten thousand deep holds nobody up. */
const PART_MOST = 150_000

const KINDS: Readonly<Record<string, Kind>> = { li: 'item', tr: 'row' }
const BLOCKS = new Set(
  `address article aside blockquote body br caption dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6
  header hr html item li main nav ol p pre section table tbody tfoot thead tr ul`.split(/\s+/),
)
const MEDIA: Readonly<Record<string, string>> = { img: '图片', video: '视频', audio: '音频' }
// Feeds keep their own source, which is no page: what they list stands in the text.
const IS_NO_PAGE = /^\s*(?:<\?xml|<(?:rss|feed|rdf:rdf)\b|[{[])/i

/** What is drawn of a kept text: the main part line by line, or the extracted text where there is no main part. */
export function linesIn(kept: string): Lines {
  const part = partIn(kept)
  const page = IS_NO_PAGE.test(part) ? { title: '', lines: [] } : linesOfPart(part.slice(0, PART_MOST))
  const isWhole = page.lines.length === 0 || part.length <= PART_MOST
  // Half a number would not be known for one: the line that was cut is left out.
  const lines = page.lines.length === 0 ? linesOfText(textIn(kept)) : isWhole ? page.lines : page.lines.slice(0, -1)
  const shown = cut(masked(lines))
  return { title: maskNumbers(clean(page.title)) || null, ...shown, isCut: shown.isCut || !isWhole }
}

const linesOfText = (text: string): Line[] =>
  text.split('\n').flatMap((line) => {
    const words = clean(line)
    return words === '' ? [] : [{ kind: 'text' as const, cells: [words] }]
  })

// Signs without width, and those that turn the order of letters round, would hide a number from the mask.
const clean = (text: string) =>
  text
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

function linesOfPart(part: string): { title: string; lines: Line[] } {
  const { isTag, isText } = domhandler()
  const lines: Line[] = []
  let [title, text, kind]: [string, string, Kind] = ['', '', 'text']
  let media: string[] = []
  const end = (next: Kind) => {
    const cells = text.split('\t').map(clean)
    if (cells.at(-1) === '') cells.pop()
    if (cells.some((cell) => cell !== '')) lines.push({ kind, cells })
    // Behind the line and not within it: between its letters, a picture would part a number that is to be masked.
    for (const one of media) lines.push({ kind: 'media', cells: [one] })
    ;[text, media, kind] = ['', [], next]
  }
  const open: (ChildNode | (() => void))[] = [...readDocument(part).children].reverse()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'function') node()
    else if (isText(node)) text += node.data.replace(/\s+/g, ' ')
    else if (isTag(node)) {
      const { name, attribs, children } = node
      const what = MEDIA[name]
      if (what) media.push(`〔${what}${attribs['alt'] ? `：${clean(attribs['alt'])}` : ''}〕`)
      if (name === 'title') title ||= children.map((child) => (isText(child) ? child.data : '')).join('')
      else {
        const isBlock = BLOCKS.has(name)
        if (isBlock) end(/^h[1-6]$/.test(name) ? 'heading' : (KINDS[name] ?? kind))
        if (isBlock) open.push(() => end('text'))
        if (name === 'td' || name === 'th') open.push(() => (text += '\t'))
        // What runs was left out when it was kept; where it seems to stand here, a page had written of it.
        open.push(...[...children].reverse())
      }
    }
  }
  end('text')
  return { title, lines }
}

/**
 * Masked as every view masks. A number that goes on in the next line is one in the whole text only: then the whole text is
 * drawn as it is masked, without headings, cells and pictures.
 */
function masked(lines: readonly Line[]): Line[] {
  const told = lines.flatMap(({ kind, cells }) => (kind === 'media' ? [] : maskedCells(cells).join('\t')))
  const whole = maskNumbers(told.join('\n'))
  if (told.join('\n') !== whole) return linesOfText(whole)
  return lines.map(({ kind, cells }) => ({ kind, cells: maskedCells(cells) }))
}

/** Cells side by side read on: where together they still show a number, they become one. */
function maskedCells(cells: readonly string[]): string[] {
  const apart = maskNumbers(cells.join('\t')).split('\t')
  const together = maskNumbers(apart.join(''))
  return together === apart.join('') ? apart : [together]
}

function cut(lines: readonly Line[]): { lines: readonly Line[]; isCut: boolean } {
  let letters = 0
  const shown: Line[] = []
  for (const { kind, cells } of lines) {
    const room = LETTERS_MOST - letters
    const length = cells.join('').length
    if (length > room) {
      shown.push({ kind: 'text', cells: [cells.join(' ').slice(0, room).toWellFormed()] })
      return { lines: shown, isCut: true }
    }
    letters += length
    shown.push({ kind, cells })
  }
  return { lines: shown, isCut: false }
}
