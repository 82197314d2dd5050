import { htmlparser2 } from '../markup-libraries.ts'
import { decodeReferences } from './characters.ts'
import { isStrange, namespaceKey, undeclaredKey } from './namespaces.ts'
import { isSafeUri, resolveUri } from './resolve-uri.ts'
import { ATTACK, TooDeep } from './too-deep.ts'

/** An element: `name` in lower case behind the short name of its namespace (`dc:date`; bare in RSS), attributes likewise. */
export type Element = {
  name: string
  attributes: Readonly<Record<string, string>>
  children: (Element | string)[]
  parent: Element | null
  /** What relative addresses in it are relative to (xml:base). */
  base: string | null
}

type Open = { element: Element; prefixes: ReadonlyMap<string, string> }

/** Elements nested deeper than this are read as if they stood here: a text full of unclosed `<br>` is. */
const MAX_DEPTH = 200

/**
 * Reads markup that may be ill-formed: unclosed, wrongly nested, with undeclared prefixes and references. Answers the
 * document as one nameless element. Never throws.
 */
export function readMarkup(text: string, base: string | null): Element {
  const root: Element = { name: '', attributes: {}, children: [], parent: null, base }
  const stack: Open[] = [{ element: root, prefixes: new Map() }]
  const { body, references } = withoutDoctype(text)
  let [pending, literal] = ['', false]
  let beyond = 0
  const top = () => stack.at(-1) as Open
  const flush = () => {
    if (pending === '') return
    const value = literal ? pending : decodeReferences(pending, references)
    const { children } = top().element
    const last = children.length - 1
    if (typeof children[last] === 'string') children[last] += value
    else children.push(value)
    pending = ''
  }
  const { Parser } = htmlparser2()
  const parser = new Parser(
    {
      onopentag(tag, raw) {
        flush()
        if (stack.length > MAX_DEPTH) {
          if (++beyond > ATTACK) throw new TooDeep()
          return
        }
        const open = opened(top(), tag, raw, references)
        top().element.children.push(open.element)
        stack.push(open)
      },
      onclosetag() {
        flush()
        if (beyond > 0) return void (beyond -= 1)
        if (stack.length > 1) stack.pop()
      },
      ontext(chunk) {
        pending += chunk
      },
      oncdatastart() {
        flush()
        literal = true
      },
      oncdataend() {
        flush()
        literal = false
      },
    },
    { xmlMode: true, decodeEntities: false },
  )
  try {
    parser.end(body)
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
  }
  return root
}

function opened(
  { element: parent, prefixes }: Open,
  tag: string,
  raw: Record<string, string>,
  references: ReadonlyMap<string, string>,
): Open {
  let known = prefixes
  const values: [string, string][] = Object.entries(raw).map(([name, value]) => [
    name.toLowerCase(),
    decodeReferences(value, references),
  ])
  const declared = values.filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
  if (declared.length > 0)
    known = new Map([...prefixes, ...declared.map(([name, uri]) => [name.slice(6), keyOf(name, uri, parent)] as const)])
  const attributes: Record<string, string> = {}
  for (const [name, value] of values)
    attributes[name.startsWith('xmlns') ? name : named(name, known, 'attribute')] = value
  const name = named(tag.toLowerCase(), known, 'element')
  // CDF had its own word for it.
  const own = (attributes['xml:base'] ?? (name === 'channel' ? attributes['base'] : undefined))?.trim()
  const base = own && isSafeUri(own) ? resolveUri(parent.base, own) : parent.base
  return { element: { name, attributes, children: [], parent, base }, prefixes: known }
}

/** A document whose own namespace is a stranger or misspelt is read by its names; a stranger within it stays one. */
function keyOf(name: string, uri: string, parent: Element): string {
  const key = namespaceKey(uri)
  return name === 'xmlns' && parent.parent === null && isStrange(key) ? '' : key
}

// The Atom elements of a feed and those put into RSS have the same names here: `atom:link`.
function named(name: string, prefixes: ReadonlyMap<string, string>, kind: 'element' | 'attribute'): string {
  const colon = name.indexOf(':')
  if (colon < 0 && kind === 'attribute') return name
  const prefix = colon < 0 ? '' : name.slice(0, colon)
  const key = prefixes.get(prefix) ?? undeclaredKey(prefix)
  const local = name.slice(colon + 1)
  return key === '' ? local : `${key}:${local}`
}

/** An internal subset's `>` would end the declaration too early; its references are read, one step deep and short. */
function withoutDoctype(text: string): { body: string; references: ReadonlyMap<string, string> } {
  const start = text.slice(0, 8_192).search(/<!DOCTYPE[^>[]*\[/i)
  if (start < 0) return { body: text, references: new Map() }
  const end = /\]\s*>/.exec(text.slice(start, start + 65_536))
  if (!end) return { body: text, references: new Map() }
  const subset = text.slice(start, start + end.index)
  const references = new Map<string, string>()
  for (const [, name = '', , value = ''] of subset.matchAll(/<!ENTITY\s+([\w.-]+)\s+(["'])([^"']{0,500})\2\s*>/gi))
    references.set(name, decodeReferences(value))
  return { body: text.slice(0, start) + text.slice(start + end.index + end[0].length), references }
}

/** Everything a person would read in it. */
export const textOf = (element: Element): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')

const VOID = new Set([
  'br',
  'hr',
  'img',
  'input',
  'area',
  'col',
  'embed',
  'source',
  'track',
  'wbr',
  'param',
  'meta',
  'link',
])
const escapeText = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** What stands inside an element, written out as markup without its namespaces. */
export const innerMarkup = (element: Element): string =>
  element.children.map((child) => (typeof child === 'string' ? escapeText(child) : outerMarkup(child))).join('')

function outerMarkup(element: Element): string {
  const tag = localName(element)
  const attributes = Object.entries(element.attributes)
    .filter(([name]) => !name.includes(':') && name !== 'xmlns')
    .map(([name, value]) => ` ${name}="${escapeText(value).replace(/"/g, '&quot;')}"`)
    .join('')
  return VOID.has(tag) && element.children.length === 0
    ? `<${tag}${attributes} />`
    : `<${tag}${attributes}>${innerMarkup(element)}</${tag}>`
}

export const localName = ({ name }: Element): string => name.slice(name.lastIndexOf(':') + 1)

export const elementsOf = (element: Element): Element[] =>
  element.children.filter((child): child is Element => typeof child !== 'string')
