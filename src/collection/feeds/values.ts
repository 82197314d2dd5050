import { tidy } from './characters.ts'
import { looksLikeMarkup, sanitiseMarkup } from './html.ts'
import { type Element, elementsOf, innerMarkup, localName, textOf } from './markup.ts'

/** How the values of a feed come out: markup made harmless, or exactly as it stood. */
export type Markup = 'harmless' | 'as-found'

type Kind = 'text' | 'html' | 'guess'

/** What an element says, as markup or as text by its own word, or by what its kind of element usually holds. */
export function valueOf(element: Element, usual: Kind, markup: Markup): string | null {
  const { text, kind } = read(element, usual)
  const tidied = tidy(text)
  if (tidied === '') return null
  const html = kind === 'html' || (kind === 'guess' && looksLikeMarkup(tidied))
  const shown = html && markup === 'harmless' ? sanitiseMarkup(tidied, element.base) : tidied
  return shown.trim() === '' ? null : shown.trim()
}

function read(element: Element, usual: Kind): { text: string; kind: Kind } {
  const type = (element.attributes['type'] ?? '').trim().toLowerCase().split(';')[0] ?? ''
  const mode = element.attributes['mode']
  const inner = elementsOf(element)
  if (mode === 'base64' || isBinary(element, type))
    return { text: fromBase64(textOf(element)), kind: kindOf(type, usual) }
  // Some publishing systems wrap their escaped markup in a div of their own; what is escaped is what they mean.
  if (type === 'html' && inner.length > 0 && elementsOf(unwrapped(element, inner)).length === 0)
    return { text: textOf(unwrapped(element, inner)), kind: 'html' }
  if (inner.length > 0 && mode !== 'escaped')
    return { text: innerMarkup(isWrapped(element, type) ? unwrapped(element, inner) : element), kind: 'html' }
  return { text: textOf(element), kind: kindOf(type, usual) }
}

function kindOf(type: string, usual: Kind): Kind {
  if (type === 'text' || type === 'text/plain' || type === 'plain') return 'text'
  if (['html', 'xhtml', 'text/html', 'application/xhtml+xml'].includes(type)) return 'html'
  return type === '' ? usual : 'text'
}

// Atom 1.0: content of any other type than text and XML is Base64.
function isBinary({ name, attributes }: Element, type: string): boolean {
  if (!name.startsWith('atom:') || attributes['mode'] !== undefined || attributes['src'] !== undefined) return false
  return /^[\w.-]+\/[\w.+-]+$/.test(type) && !/^text\/|\+xml$|\/xml$/.test(type)
}

function fromBase64(text: string): string {
  const bytes = Buffer.from(text.replace(/\s/g, ''), 'base64')
  return new TextDecoder('utf-8').decode(bytes)
}

// Before Atom 1.0 the type was a media type, and no div was asked for.
function isWrapped(element: Element, type: string): boolean {
  let feed: Element = element
  while (feed.parent?.parent) feed = feed.parent
  return type === 'xhtml' || (type === 'application/xhtml+xml' && !feed.attributes['version']?.startsWith('0.'))
}

// RFC 4287, 3.1.1.3: the div around XHTML is the feed's and not the author's.
function unwrapped(element: Element, inner: Element[]): Element {
  const [only] = inner
  const alone = element.children.every((child) => typeof child !== 'string' || child.trim() === '')
  return only && inner.length === 1 && alone && localName(only) === 'div' ? only : element
}
