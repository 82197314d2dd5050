import { createRequire } from 'node:module'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { TextLink } from '../model.ts'

const load = createRequire(import.meta.url)
// Loaded with the first page: a check of plain text doesn't wait for it.
const htmlparser2 = () => load('htmlparser2') as typeof import('htmlparser2')

/** The words of a page, a paragraph a line, and what of it is no words. */
export type HtmlText = {
  readonly text: string
  readonly links: readonly TextLink[]
  readonly pictures: number
  readonly objects: number
}

const SILENT = new Set('script style noscript template title head textarea select'.split(' '))
const BLOCKS = new Set(
  'p div section article aside header footer main nav h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr caption blockquote figure figcaption address pre hr form fieldset body html'.split(
    ' ',
  ),
)
const OBJECTS = new Set('video audio iframe embed object canvas mpvoice mpvideo'.split(' '))

/** Pages of Word are nested some thirty deep; a closing tag is looked for in all that are open. */
const DEEPEST = 1_000

/** Reads a page as one stream, so that memory holds its words and never a tree. Refuses `text.nested-too-deep`. */
export function htmlText(html: string): HtmlText {
  const reader = new PageReader()
  const parser = new (htmlparser2().Parser)(reader, { decodeEntities: true, lowerCaseTags: true })
  parser.write(html)
  parser.end()
  return reader.whole()
}

const isChinese = (letter: string | undefined) => letter !== undefined && /[\u3000-\u9fff\uff00-\uffef]/.test(letter)

/** What the parser calls; blanks fall together as a browser shows them. */
class PageReader {
  private readonly pieces: string[] = []
  private readonly links: TextLink[] = []
  private length = 0
  private last = '\n'
  private blank = ''
  private silent = 0
  private depth = 0
  private pre = 0
  private pictures = 0
  private objects = 0
  private open: { href: string; start: number } | undefined

  onopentag(name: string, attributes: Record<string, string>): void {
    if (++this.depth > DEEPEST) throw refuse('text.nested-too-deep')
    if (SILENT.has(name)) this.silent++
    if (name === 'pre') this.pre++
    if (BLOCKS.has(name)) this.breakLine()
    else if (name === 'br') this.write('\n')
    else if (name === 'td' || name === 'th') this.blank = this.last === '\n' ? '' : '\t'
    else if (name === 'img' || name === 'image' || name === 'v:imagedata') this.pictures += isDot(attributes) ? 0 : 1
    else if (OBJECTS.has(name)) this.objects++
    else if (name === 'a' && attributes['href']) this.lead(attributes['href'])
  }

  onclosetag(name: string): void {
    this.depth--
    if (SILENT.has(name)) this.silent--
    if (name === 'pre') this.pre--
    if (BLOCKS.has(name)) this.breakLine()
    else if (name === 'a') this.arrive()
  }

  ontext(words: string): void {
    if (this.silent > 0) return
    if (this.pre > 0) return this.write(words)
    for (const [piece] of words.matchAll(/[ \t\r\n\f]+|[^ \t\r\n\f]+/g)) {
      if (!/^[ \t\r\n\f]/.test(piece)) this.say(piece)
      // An editor wraps Chinese lines where no blank is meant.
      else if (this.last !== '\n') this.blank ||= piece.includes('\n') && isChinese(this.last) ? '\n' : ' '
    }
  }

  whole(): HtmlText {
    return { text: this.pieces.join(''), links: this.links, pictures: this.pictures, objects: this.objects }
  }

  private say(words: string): void {
    const wrapped = this.blank === '\n'
    if (wrapped ? !isChinese(words[0]) : this.blank !== '') this.write(wrapped ? ' ' : this.blank)
    this.blank = ''
    this.write(words)
  }

  private breakLine(): void {
    this.blank = ''
    if (this.last !== '\n') this.write('\n')
  }

  private lead(href: string): void {
    this.open = { href, start: this.length + (this.blank === ' ' || this.blank === '\t' ? 1 : 0) }
  }

  private arrive(): void {
    if (this.open && this.length > this.open.start) this.links.push({ ...this.open, end: this.length })
    this.open = undefined
  }

  private write(words: string): void {
    if (words === '') return
    this.pieces.push(words)
    this.length += words.length
    this.last = words.at(-1) ?? this.last
    if (words === '\n') this.blank = ''
  }
}

/** A picture of one dot counts readers; nobody reads it. */
const isDot = ({ width = '', height = '' }: Record<string, string>) =>
  /^[01](?:px)?$/.test(width) || /^[01](?:px)?$/.test(height)
