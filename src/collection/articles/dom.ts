import type { ChildNode, Document, Element } from 'domhandler'
import { domhandler, htmlparser2 } from '../markup-libraries.ts'

export type { Document, Element }

export const readDocument = (html: string): Document => htmlparser2().parseDocument(html)

export const byId = (document: Document, id: string): Element | undefined =>
  find(document, ({ attribs }) => attribs['id'] === id)[0]

/** Elements in the order of the page, however deep it is nested. */
export function find(within: Document | Element, test: (element: Element) => boolean): Element[] {
  const { isTag } = domhandler()
  const found: Element[] = []
  const open = [...within.children].reverse()
  for (let node = open.pop(); node; node = open.pop()) {
    if (!isTag(node)) continue
    if (test(node)) found.push(node)
    open.push(...[...node.children].reverse())
  }
  return found
}

export const named = (document: Document | Element, ...names: string[]): Element[] =>
  find(document, ({ name }) => names.includes(name))

// What is no text to a reader, and what stands around an article on every page of a site.
const SILENT = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
  'form',
  'button',
  'select',
  'textarea',
])
const BLOCKS = new Set(
  'p div section article br li tr h1 h2 h3 h4 h5 h6 table ul ol blockquote header footer'.split(' '),
)

/** The text a person would read, a paragraph a line. */
export function readable(element: Document | Element): string {
  const parts: string[] = []
  collect(element, parts)
  return parts
    .join('')
    .split('\n')
    .map((line) => line.replace(/[\s\u00a0\u3000]+/g, ' ').trim())
    .filter(Boolean)
    .join('\n')
}

function collect(within: Document | Element, parts: string[]): void {
  const { isTag, isText } = domhandler()
  const open: (ChildNode | string)[] = [...within.children].reverse()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') parts.push(node)
    else if (isText(node)) parts.push(node.data.replace(/\n/g, ' '))
    else if (isTag(node) && !SILENT.has(node.name)) {
      const edge = BLOCKS.has(node.name) ? '\n' : ''
      parts.push(edge)
      open.push(edge, ...[...node.children].reverse())
    }
  }
}

/** Meta tags by name or property, in lower case; the first of a name stands. */
export function metaOf(document: Document): Map<string, string> {
  const found = new Map<string, string>()
  for (const { attribs } of named(document, 'meta')) {
    const name = (attribs['name'] ?? attribs['property'] ?? attribs['itemprop'])?.trim().toLowerCase()
    const content = attribs['content']?.trim()
    if (name && content && !found.has(name)) found.set(name, content)
  }
  return found
}
