import { escaped } from './markup.ts'
import { picturesOf } from './pictures.ts'
import { plainOf } from './plain.ts'

/** A text without its looks, for a page without script: paragraphs parted by an empty line, pictures as ［图片1］. */
export function typedLines(html: string): string {
  return blocksOf(html)
    .map(({ lines }) => lines.join('\n'))
    .join('\n\n')
}

/**
 * What was typed into such a page, on the text it was made from: a paragraph that says what it said keeps its looks, a picture
 * that is still named stays where it is named, everything else is a new paragraph.
 */
export function fromTypedLines(typed: string, base: string): string {
  const known = Map.groupBy(blocksOf(base), ({ lines }) => lines[0] ?? '')
  const lines = typed.split(/\r?\n/).map((text) => text.trimEnd())
  const out: string[] = []
  for (let at = 0; at < lines.length;) {
    const text = lines[at]!
    const same = known.get(text)?.find((block) => block.lines.every((line, below) => line === lines[at + below]))
    if (same) out.push(same.html)
    else if (text.trim() !== '') out.push(`<p>${escaped(text.trim())}</p>`)
    at += same ? same.lines.length : 1
  }
  return out.join('\n')
}

type Block = { html: string; lines: string[] }

// A block stands on a line of its own in what is kept.
function blocksOf(html: string): Block[] {
  let pictures = 0
  return html
    .split('\n')
    .filter(Boolean)
    .map((block) => {
      const words = plainOf(block)
      if (words !== '') {
        pictures += picturesOf(block).length
        return { html: block, lines: words.split('\n').map((text) => text.trimEnd()) }
      }
      const own = picturesOf(block).length > 0 ? `［图片${(pictures += 1)}］` : '————'
      return { html: block, lines: [own] }
    })
}
