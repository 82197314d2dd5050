import { compose } from './compose.ts'
import type { Paper } from './model.ts'
import type { Part } from './sheet.ts'

/** The words of a paper in reading order, a line each; page numbers, running heads and drawings are not among them. */
export function paperText(paper: Paper): string {
  return compose(paper)
    .sections.flatMap((section) => section.parts.flatMap(wordsOf))
    .filter((words) => words !== '')
    .join('\n')
}

function wordsOf(part: Part): string[] {
  switch (part.part) {
    case 'masthead':
      return [part.issuer, part.number, part.signer && `签发人：${part.signer}`]
    case 'letterhead':
      return [part.issuer, part.number]
    case 'line':
      return [part.pieces.map(({ text }) => text).join('')]
    case 'attachments':
      return part.items.map(({ number, title }, index) => (index === 0 ? part.label : '') + number + title)
    case 'signature':
      return [part.office, part.day]
    case 'instruction':
      return [part.label, part.sign]
    case 'table':
      return [part.columns.map(({ title }) => title), ...part.rows].map((cells) => cells.join('\t'))
    case 'colophon':
      return [part.copiesTo, part.printedBy, part.printedOn]
    case 'copies':
      return [part.copiesTo]
    case 'blank':
    case 'figure':
      return []
  }
}
