import type { ChildNode, Document, Element } from 'domhandler'
import { domhandler } from '../markup-libraries.ts'

// What runs, decorates or asks for something says nothing of what was published, and changes with every look.
const LEFT_OUT = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
  'link',
  'form',
  'input',
  'button',
  'select',
  'textarea',
  'object',
  'embed',
  'canvas',
])
// Attributes that carry content; class names, event handlers, nonces and the like don't.
const KEPT = new Set([
  'id',
  'href',
  'src',
  'data-src',
  'alt',
  'title',
  'datetime',
  'content',
  'name',
  'property',
  'itemprop',
])
const VOID = new Set(['br', 'hr', 'img', 'meta', 'source', 'wbr', 'col'])

/** The markup of a page without what isn't content: the same page looked at twice is the same text. */
export function mainPart(document: Document): string {
  const { isTag, isText } = domhandler()
  const parts: string[] = []
  const open: (ChildNode | string)[] = [...document.children].reverse()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') parts.push(node)
    else if (isText(node)) parts.push(node.data.replace(/\s+/g, ' '))
    else if (isTag(node) && !LEFT_OUT.has(node.name)) {
      parts.push(`<${node.name}${attributesOf(node)}>`)
      if (!VOID.has(node.name)) open.push(`</${node.name}>`, ...[...node.children].reverse())
    }
  }
  return parts.join('').replace(/ {2,}/g, ' ').trim()
}

const attributesOf = ({ attribs }: Element): string =>
  Object.entries(attribs)
    .filter(([name, value]) => KEPT.has(name) && !/^(?:javascript|data):/i.test(value.trim()))
    .map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`)
    .join('')
