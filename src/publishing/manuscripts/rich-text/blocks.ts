import { readMarkup } from './markup.ts'

export type Run = { text: string; bold?: true; italic?: true; link?: string }
/** What a kept text is made of, for papers. A picture is named by its file. */
export type RichBlock =
  | { kind: 'heading'; level: 2 | 3; runs: Run[] }
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'item'; runs: Run[]; number?: number }
  | { kind: 'table'; rows: Run[][][] }
  | { kind: 'picture'; file: string | undefined; alt: string }

/** The blocks of a kept text, in their order; what stands in a cell stays in its cell. */
export function richBlocks(html: string): RichBlock[] {
  const blocks: RichBlock[] = []
  const lists: { ordered: boolean; count: number }[] = []
  let rows: Run[][][] | undefined
  let runs: Run[] | undefined
  let [bold, italic] = [0, 0]
  const links: string[] = []
  const end = (block: (found: Run[]) => RichBlock) => {
    if (runs && runs.length > 0) blocks.push(block(runs))
    runs = undefined
  }
  readMarkup(html, {
    open(name, attributes) {
      if (name === 'strong') bold += 1
      else if (name === 'em') italic += 1
      else if (name === 'a') links.push(attributes['href'] ?? '')
      else if (name === 'br') runs?.push({ text: '\n' })
      else if (name === 'ul' || name === 'ol') lists.push({ ordered: name === 'ol', count: 0 })
      else if (name === 'table') rows = []
      else if (name === 'tr') rows?.push([])
      else if (name === 'td' || name === 'th') {
        runs = []
        rows?.at(-1)?.push(runs)
      } else if (name === 'img')
        blocks.push({ kind: 'picture', file: attributes['data-file'], alt: attributes['alt'] ?? '' })
      else if (['p', 'h2', 'h3', 'li'].includes(name) && !rows) runs = []
    },
    text(text) {
      if (text === '\n') return
      const link = links.at(-1)
      runs?.push({ text, ...(bold > 0 && { bold: true }), ...(italic > 0 && { italic: true }), ...(link && { link }) })
    },
    close(name) {
      if (name === 'strong') bold -= 1
      else if (name === 'em') italic -= 1
      else if (name === 'a') links.pop()
      else if (name === 'ul' || name === 'ol') lists.pop()
      else if (name === 'td' || name === 'th') runs = undefined
      else if (name === 'table' && rows) {
        blocks.push({ kind: 'table', rows })
        rows = undefined
      } else if (name === 'h2' || name === 'h3')
        end((found) => ({ kind: 'heading', level: name === 'h2' ? 2 : 3, runs: found }))
      else if (name === 'p') end((found) => ({ kind: 'paragraph', runs: found }))
      else if (name === 'li')
        end((found) => {
          const list = lists.at(-1)
          if (!list?.ordered) return { kind: 'item', runs: found }
          list.count += 1
          return { kind: 'item', runs: found, number: list.count }
        })
    },
  })
  return blocks
}
