import { sanitizeHtml } from '../../../collection/index.ts'
import { isUuid } from '../../../database/index.ts'
import { plainText } from '../../../vocabulary/plain-text.ts'
import { escaped, isVoid, openTag, readMarkup } from './markup.ts'
import { plainOf } from './plain.ts'

/** A text as it is kept. `embedded`: pictures that came inside it, by the number in `data-embedded`. */
export type RichText = { html: string; plain: string; embedded: Uint8Array[] }

const INLINE = ['strong', 'em', 'u', 's', 'sub', 'sup', 'a']
const FRAMES = ['ul', 'ol', 'blockquote', 'table', 'tbody', 'tr']
const CELLS = ['li', 'td', 'th']
const HEADS = ['h2', 'h3']
const allowedTags = [...INLINE, ...FRAMES, ...CELLS, ...HEADS, 'p', 'div', 'br', 'hr', 'img']

// What writing programs call otherwise: WeChat editors nest sections, Word writes b, i and deep headings.
const called: Readonly<Record<string, string>> = {
  b: 'strong',
  i: 'em',
  strike: 's',
  del: 's',
  ins: 'u',
  h1: 'h2',
  h4: 'h3',
  h5: 'h3',
  h6: 'h3',
  section: 'div',
  article: 'div',
  figure: 'div',
  figcaption: 'p',
  center: 'div',
  header: 'div',
  footer: 'div',
  main: 'div',
  pre: 'div',
  dl: 'div',
  dt: 'p',
  dd: 'p',
}
// Deeper than any editor writes; what lies below keeps its words and loses its tags.
const DEEPEST = 60
const DATA = /^data:image\/(?:png|jpe?g|pjpeg|webp|gif|bmp);base64,([A-Za-z\d+/=\s]+)$/i

/**
 * Markup as it was typed or pasted, made into what is kept: paragraphs, headings, lists, tables, quotations, links and
 * pictures, one below the other; no script, style, handler or frame, and no address that is not http(s). A picture that
 * lies elsewhere is kept by its address (`data-remote`) and shown as a gap until somebody uploads it.
 */
export function sanitiseText(typed: string): RichText {
  const embedded: Uint8Array[] = []
  const safe = sanitizeHtml()(plainText(typed), {
    allowedTags,
    allowedAttributes: {
      a: ['href'],
      img: ['data-file', 'data-remote', 'data-embedded', 'alt'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
    },
    allowedSchemes: ['http', 'https'],
    allowProtocolRelative: false,
    nestingLimit: DEEPEST,
    nonTextTags: ['script', 'style', 'option', 'noscript', 'title', 'xml', 'object', 'iframe'],
    transformTags: {
      ...Object.fromEntries(Object.entries(called).map(([from, tagName]) => [from, () => ({ tagName, attribs: {} })])),
      a: (tagName, attribs) => ({ tagName, attribs: linkOf(attribs) }),
      td: (tagName, attribs) => ({ tagName, attribs: spanOf(attribs) }),
      th: (tagName, attribs) => ({ tagName, attribs: spanOf(attribs) }),
      img: (tagName, attribs) => ({ tagName, attribs: pictureOf(attribs, embedded) }),
    },
  })
  const html = flat(safe)
  return { html, plain: plainOf(html), embedded }
}

// A line break or a control within an attribute would part a block, or hide where it leads.
const ADDRESS = /^https?:\/\/[^\s\p{Cc}]+$/iu
const isAddress = (text: string) => ADDRESS.test(text) && URL.canParse(text)
const linkOf = ({ href = '' }: Record<string, string>): Record<string, string> => (isAddress(href) ? { href } : {})
const spanOf = ({ colspan = '', rowspan = '' }: Record<string, string>): Record<string, string> => ({
  ...(SPAN.test(colspan) && { colspan }),
  ...(SPAN.test(rowspan) && { rowspan }),
})
const SPAN = /^[1-9]\d{0,2}$/

function pictureOf(found: Record<string, string>, embedded: Uint8Array[]): Record<string, string> {
  const alt = plainText((found['data-alt'] ?? found['alt'] ?? '').replace(/\s+/g, ' ').slice(0, 200))
  const file = found['data-file'] ?? ''
  if (isUuid(file)) return { 'data-file': file, alt }
  // Pages that load late hold the address beside a placeholder.
  const src = (found['data-remote'] ?? found['data-src'] ?? found['src'] ?? '').trim().replace(/^\/\//, 'https://')
  const data = DATA.exec(src)
  if (data) return { 'data-embedded': String(embedded.push(Buffer.from(data[1]!, 'base64')) - 1), alt }
  return { 'data-remote': src.length <= 1000 && isAddress(src) ? src : '', alt }
}

const BLANK = /^[\s\u00a0\u3000]*$/
// Files break lines where they like: between Han letters nothing was meant, elsewhere a blank.
const unbroken = (text: string) =>
  text
    .replace(
      /(?<=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])[ \t]*\r?\n\s*(?=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])/gu,
      '',
    )
    .replace(/\s*\r?\n\s*/g, ' ')

/**
 * Blocks one below the other, a line each: what editors nest for its looks is taken apart, words and pictures stay in their
 * order. No line break stands inside a block.
 */
function flat(html: string): string {
  const out: string[] = []
  const inline: { name: string; attributes: Readonly<Record<string, string>> }[] = []
  // What of lists and tables is open; a cell knows whether anything stands in it yet.
  const cells: { filled: boolean }[] = []
  let frames = 0
  let block: { tag: string; parts: string[]; words: boolean } | undefined
  const put = (markup: string) => out.push(frames + cells.length === 0 ? `${markup}\n` : markup)
  const begin = (tag: string) => {
    block = { tag, parts: inline.map(({ name, attributes }) => openTag(name, attributes)), words: false }
  }
  const flush = () => {
    if (!block) return
    const { tag, parts, words } = block
    block = undefined
    if (!words) return
    const inside = [...parts, ...inline.toReversed().map(({ name }) => `</${name}>`)].join('')
    const cell = cells.at(-1)
    if (cell) {
      put(cell.filled ? `<br>${inside}` : inside)
      cell.filled = true
    } else put(`<${tag}>${inside}</${tag}>`)
  }
  readMarkup(html, {
    open(name, attributes) {
      if (INLINE.includes(name)) {
        inline.push({ name, attributes })
        block?.parts.push(openTag(name, attributes))
      } else if (name === 'br') {
        block?.parts.push('<br>')
      } else if (name === 'img' || name === 'hr') {
        flush()
        const tag = openTag(name, attributes)
        put(name === 'hr' || cells.length > 0 ? tag : `<figure>${tag}</figure>`)
      } else {
        flush()
        if (HEADS.includes(name)) begin(name)
        else if (FRAMES.includes(name) || CELLS.includes(name)) out.push(openTag(name, attributes))
        if (FRAMES.includes(name)) frames += 1
        if (CELLS.includes(name)) cells.push({ filled: false })
      }
    },
    text(found) {
      // Signs that came as references.
      const text = unbroken(plainText(found).replaceAll(/\r\n?/g, '\n'))
      const isBlank = BLANK.test(text)
      if (!block && isBlank) return
      if (!block) begin('p')
      block!.parts.push(escaped(text))
      block!.words ||= !isBlank
    },
    close(name) {
      if (isVoid(name)) return
      if (INLINE.includes(name)) {
        inline.pop()
        block?.parts.push(`</${name}>`)
        return
      }
      flush()
      if (CELLS.includes(name)) {
        cells.pop()
        out.push(`</${name}>`)
      } else if (FRAMES.includes(name)) {
        frames -= 1
        put(`</${name}>`)
      }
    },
  })
  flush()
  return out.join('').trimEnd()
}
