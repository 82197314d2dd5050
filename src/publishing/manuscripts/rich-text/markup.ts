import { htmlparser2 } from '../../../collection/index.ts'

/** What a reader of markup meets, in order; `text` is unescaped. */
export type MarkupEvents = {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** Reads markup from its beginning to its end without going deeper than it is: nesting costs no stack. */
export function readMarkup(html: string, { open, text, close }: MarkupEvents): void {
  const { Parser } = htmlparser2()
  // The parser hands a text over in pieces, one for each reference; a reader hears of it once.
  let pieces = ''
  const told = () => {
    if (pieces === '') return
    const found = pieces
    pieces = ''
    text?.(found)
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      told()
      open?.(name, attributes)
    },
    ontext(piece) {
      pieces += piece
    },
    onclosetag(name) {
      told()
      close?.(name)
    },
    onend: told,
  })
  parser.write(html)
  parser.end()
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign]!)

/** `<img data-file="…">`, attributes as they are given. */
export const openTag = (name: string, attributes: Readonly<Record<string, string>> = {}): string =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')}>`

/** Tags that stand alone. */
export const isVoid = (name: string): boolean => name === 'br' || name === 'hr' || name === 'img'
