import { readMarkup } from './markup.ts'

export type Run = { text: string; bold?: true; italic?: true; link?: string }
/** What a kept text is made of, for papers. A picture is named by its file. */
export type RichBlock =
  | { kind: 'heading'; level: 2 | 3; runs: Run[] }
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'item'; runs: Run[]; number?: number }
  | { kind: 'table'; rows: Run[][][] }
  | { kind: 'picture'; file: string | undefined; alt: string }

const PARTED = new Set(['p', 'h2', 'h3', 'li', 'tr', 'td', 'th', 'table', 'blockquote'])

/**
 * The blocks of a kept text, in their order. A paper nests nothing: what stands in a cell stays in its cell on lines of its
 * own, an item within an item follows it, and words beside the cells of a table stand before it. No word is lost.
 */
export function richBlocks(html: string): RichBlock[] {
  const blocks: RichBlock[] = []
  const lists: { ordered: boolean; count: number }[] = []
  // The items that are open; one that was told in part is not numbered again.
  const items: { isTold: boolean }[] = []
  let tables = 0
  let rows: Run[][][] = []
  let cell: Run[] | undefined
  let isParted = false
  let heading: 2 | 3 | undefined
  let runs: Run[] = []
  let [bold, italic] = [0, 0]
  const links: string[] = []
  const end = () => {
    const found = runs
    runs = []
    if (found.length === 0) return
    const item = items.at(-1)
    if (heading !== undefined) blocks.push({ kind: 'heading', level: heading, runs: found })
    else if (tables > 0 || !item || item.isTold) blocks.push({ kind: 'paragraph', runs: found })
    else {
      item.isTold = true
      const list = lists.at(-1)
      if (list?.ordered) blocks.push({ kind: 'item', runs: found, number: (list.count += 1) })
      else blocks.push({ kind: 'item', runs: found })
    }
  }
  const put = (run: Run) => {
    if (cell && isParted && cell.length > 0) cell.push({ text: '\n' })
    isParted = false
    ;(cell ?? runs).push(run)
  }
  /** A block begins or ends: within a cell a line, elsewhere what was read so far is told. */
  const part = () => {
    if (cell) isParted = true
    else end()
  }
  readMarkup(html, {
    open(name, attributes) {
      if (PARTED.has(name) || name === 'ul' || name === 'ol') part()
      if (name === 'strong') bold += 1
      else if (name === 'em') italic += 1
      else if (name === 'a') links.push(attributes['href'] ?? '')
      else if (name === 'br') {
        if ((cell ?? runs).length > 0) put({ text: '\n' })
      } else if (name === 'img')
        blocks.push({ kind: 'picture', file: attributes['data-file'], alt: attributes['alt'] ?? '' })
      else if (name === 'table') {
        if (tables === 0) rows = []
        tables += 1
      } else if (tables === 1 && name === 'tr') rows.push([])
      else if (tables === 1 && (name === 'td' || name === 'th')) {
        if (rows.length === 0) rows.push([])
        cell = []
        isParted = false
        rows.at(-1)!.push(cell)
      } else if (cell) return
      else if (name === 'ul' || name === 'ol') lists.push({ ordered: name === 'ol', count: 0 })
      else if (name === 'li') items.push({ isTold: false })
      else if (name === 'h2' || name === 'h3') heading = name === 'h2' ? 2 : 3
    },
    text(text) {
      if (text === '\n') return
      const link = links.at(-1)
      put({ text, ...(bold > 0 && { bold: true }), ...(italic > 0 && { italic: true }), ...(link && { link }) })
    },
    close(name) {
      if (PARTED.has(name) || name === 'ul' || name === 'ol') part()
      if (name === 'strong') bold -= 1
      else if (name === 'em') italic -= 1
      else if (name === 'a') links.pop()
      else if (name === 'table') {
        tables -= 1
        if (tables > 0) return
        cell = undefined
        const filled = rows.filter((cells) => cells.length > 0)
        if (filled.length > 0) blocks.push({ kind: 'table', rows: filled })
      } else if (tables === 1 && (name === 'td' || name === 'th')) cell = undefined
      else if (cell) return
      else if (name === 'ul' || name === 'ol') lists.pop()
      else if (name === 'li') items.pop()
      else if (name === 'h2' || name === 'h3') heading = undefined
    },
  })
  end()
  return blocks
}
