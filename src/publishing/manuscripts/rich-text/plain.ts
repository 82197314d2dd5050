import type { TextLink } from '../../../textcheck/index.ts'
import { escaped, isVoid, openTag, readMarkup } from './markup.ts'

const LINES = new Set(['p', 'h2', 'h3', 'li', 'tr', 'blockquote', 'figure'])

/**
 * Walks what is kept and tells each piece of text with its place in the plain words, so that marks of a check find their
 * way back into the markup.
 */
function walk(
  html: string,
  { onText, onMarkup }: { onText?(text: string, at: number): void; onMarkup?(markup: string): void } = {},
): { plain: string; links: TextLink[] } {
  const words: string[] = []
  let length = 0
  // The last sign of what stands there: asking the joined text for it would join it anew each time.
  let last = '\n'
  const add = (text: string) => {
    words.push(text)
    length += text.length
    last = text.at(-1) ?? last
  }
  const links: { href: string; start: number; end: number }[] = []
  readMarkup(html, {
    open(name, attributes) {
      if (name === 'br') add('\n')
      // Within a cell or an item a block begins beside words: nothing parts them but the line.
      else if (LINES.has(name) && last !== '\n' && last !== '\t') add('\n')
      if (name === 'a') links.push({ href: attributes['href'] ?? '', start: length, end: length })
      onMarkup?.(openTag(name, attributes))
    },
    text(text) {
      // Blocks stand on lines of their own in what is kept; between them nobody wrote anything.
      if (text === '\n') return onMarkup?.(text)
      onText?.(text, length)
      add(text)
    },
    close(name) {
      if (name === 'a' && links.length > 0) links.at(-1)!.end = length
      if (LINES.has(name) && last !== '\n') add('\n')
      else if ((name === 'td' || name === 'th') && last !== '\n' && last !== '\t') add('\t')
      if (!isVoid(name)) onMarkup?.(`</${name}>`)
    },
  })
  return { plain: words.join(''), links }
}

/** The words of a kept text, a paragraph a line; cells of a row parted by tabs. Pictures say nothing. */
export function plainOf(html: string): string {
  return walk(html).plain.trimEnd()
}

/** Links of a kept text with the words they stand on, by their place in the plain words. */
export const linksOf = (html: string): TextLink[] => walk(html).links.filter(({ href }) => href !== '')

export type MarkedPlace = { start: number; end: number; id: string; tone: string; label: string }

/** The kept text with `<mark>` where something was found, for reading beside the remarks. Places that overlap keep the first. */
export function markedHtml(html: string, places: readonly MarkedPlace[]): string {
  const apart: MarkedPlace[] = []
  for (const place of places.toSorted((a, b) => a.start - b.start || b.end - a.end))
    if (place.end > place.start && (apart.at(-1)?.end ?? 0) <= place.start) apart.push(place)
  let next = 0
  const out: string[] = []
  const named = new Set<string>()
  walk(html, {
    onMarkup: (markup) => out.push(markup),
    onText(text, at) {
      let from = 0
      while (next < apart.length && apart[next]!.end <= at) next += 1
      for (let place = next; place < apart.length && apart[place]!.start < at + text.length; place += 1) {
        const { start, end, id, tone, label } = apart[place]!
        const [a, b] = [Math.max(start - at, 0), Math.min(end - at, text.length)]
        // A mark may run over several pieces of text; only the first bears its name.
        const own: Record<string, string> = named.has(id) ? {} : { id }
        named.add(id)
        out.push(
          escaped(text.slice(from, a)),
          openTag('mark', { ...own, class: tone, title: label }),
          escaped(text.slice(a, b)),
          '</mark>',
        )
        from = b
      }
      out.push(escaped(text.slice(from)))
    },
  })
  return out.join('')
}
