import { refuse } from '../../vocabulary/refusals/index.ts'
import { type DispatchBlock, type DispatchContent, isBound, type Piece, textOf } from './content.ts'
import { withTyped } from './figures.ts'

/** A section as a form shows it: what is bound to a source stands in braces and can be moved or left out, never altered. */
export type Section = { level: 1 | 2; heading: string; text: string }

const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'

/** By token what is bound in these words; two that read alike are told apart: {30}, {30②}. */
function tokensOf(blocks: readonly DispatchBlock[]): Map<string, Piece> {
  const tokens = new Map<string, Piece>()
  const known = new Set<string>()
  const alike = new Map<string, number>()
  for (const block of blocks) {
    if (block.kind === 'heading') continue
    for (const piece of block.runs.filter(isBound)) {
      const key = JSON.stringify(piece)
      if (known.has(key)) continue
      known.add(key)
      const count = (alike.get(piece.text) ?? 0) + 1
      alike.set(piece.text, count)
      tokens.set(count === 1 ? piece.text : `${piece.text}${CIRCLED[count - 1] ?? `(${count})`}`, piece)
    }
  }
  return tokens
}

/** The sections of a dispatch for its form, the opening first, which has no heading. */
export function sectionsOf({ blocks }: Pick<DispatchContent, 'blocks'>): Section[] {
  const tokens = new Map([...tokensOf(blocks)].map(([token, piece]) => [JSON.stringify(piece), token]))
  const shown = (piece: Piece) => (isBound(piece) ? `{${tokens.get(JSON.stringify(piece))}}` : textOf(piece))
  const sections: Section[] = [{ level: 1, heading: '', text: '' }]
  for (const block of blocks) {
    if (block.kind === 'heading') sections.push({ level: block.level, heading: block.text, text: '' })
    else {
      const last = sections.at(-1)!
      last.text = [last.text, block.runs.map(shown).join('')].filter(Boolean).join('\n')
    }
  }
  return sections
}

/**
 * The blocks of edited sections: a line is a paragraph, a token is what it was bound to, every other number is typed. A
 * section without heading and text is gone. Refuses `dispatch.token-unknown`.
 */
export function blocksFrom(sections: readonly Section[], before: Pick<DispatchContent, 'blocks'>): DispatchBlock[] {
  const tokens = tokensOf(before.blocks)
  return sections.flatMap(({ level, heading, text }): DispatchBlock[] => {
    const lines = text
      .split(/\r?\n/u)
      .map((line) => line.trim())
      .filter(Boolean)
    return [
      ...(heading.trim() ? [{ kind: 'heading' as const, level, text: heading.trim() }] : []),
      ...lines.map((line): DispatchBlock => ({ kind: 'paragraph', runs: runsOf(line, tokens) })),
    ]
  })
}

function runsOf(line: string, tokens: ReadonlyMap<string, Piece>): Piece[] {
  return line.split(/(\{[^{}]*\})/u).flatMap((part): Piece[] => {
    if (part === '') return []
    if (!/^\{.*\}$/su.test(part)) return withTyped(part)
    const piece = tokens.get(part.slice(1, -1).trim())
    if (piece === undefined) throw refuse('dispatch.token-unknown', { found: part })
    return [piece]
  })
}
