import { formatDayZh } from '../../calendar/index.ts'
import { charsOf } from './chars.ts'
import type { Annex, Block, Paper, Run } from './model.ts'
import { headingNumbers } from './numbering.ts'
import type { Part, Piece, Role, Sheet } from './sheet.ts'

// 7.2.4: red 小标宋, as large as looks well, never wider than the text (442 pt).
const ISSUER_PT = 46
const TEXT_WIDTH_PT = 442

// From here on a table's columns are too narrow for 小四, and 五号 is used.
const SMALL_TABLE_COLUMNS = 6

/**
 * Lays a paper out as the sequence of what is printed: numbers of headings and annexes, blank lines, the list of
 * annexes. Refuses (RangeError) a table whose rows don't fit its columns and a figure without a size.
 */
export function compose(paper: Paper): Sheet {
  const annexes = paper.annexes ?? []
  const printed = annexes.flatMap((annex, index) => (annex.blocks ? [annexSection(annex, index, annexes.length)] : []))
  const sections = [{ landscape: false, parts: keptTogether(mainParts(paper, annexes)) }, ...printed]
  if (paper.colophon) sections.at(-1)?.parts.push(...colophonParts(paper.kind, paper.colophon))
  return {
    title: paper.title.join(''),
    office: paper.signature.office,
    day: paper.signature.day,
    notice: paper.notice ?? '',
    sections,
  }
}

function mainParts(paper: Paper, annexes: Annex[]): Part[] {
  return [
    ...headParts(paper),
    ...(paper.instructionBox?.above ? [...instructionParts(paper.instructionBox.label, 5).slice(1), blank(1)] : []),
    ...(paper.addressee ? [line('addressee', paper.addressee.replace(/[:：]?$/u, '：'))] : []),
    ...bodyParts(paper.body),
    ...attachmentParts(annexes),
    ...signatureParts(paper),
    ...(paper.remark ? [line('remark', `（${paper.remark}）`)] : []),
    ...(paper.instructionBox && !paper.instructionBox.above ? instructionParts(paper.instructionBox.label, 7) : []),
  ]
}

// GB/T 9704-2012 7.3.1: the title two lines below the red rule, what follows one line below the title.
function headParts({ kind, masthead, title }: Paper): Part[] {
  return [
    ...(masthead ? [mastheadPart(kind, masthead), blank(2)] : []),
    ...title.map((text) => line('title', text, 'song')),
    blank(1),
  ]
}

function mastheadPart(kind: Paper['kind'], { issuer, number = '', signer = '' }: NonNullable<Paper['masthead']>): Part {
  if (kind === 'letter') return { part: 'letterhead', issuer, issuerPt: issuerPt(issuer), number }
  const upward = kind === 'report'
  return { part: 'masthead', issuer, issuerPt: issuerPt(issuer), number, signer: upward ? signer : '', upward }
}

function issuerPt(issuer: string): number {
  return Math.min(ISSUER_PT, Math.floor(TEXT_WIDTH_PT / Math.max(1, charsOf(issuer))))
}

function bodyParts(blocks: Block[]): Part[] {
  const numberOf = headingNumbers()
  return blocks.flatMap((block) => blockParts(block, numberOf))
}

function blockParts(block: Block, numberOf: ReturnType<typeof headingNumbers>): Part[] {
  switch (block.kind) {
    case 'heading':
      return [headingLine(block.level, numberOf(block.level) + block.text)]
    case 'paragraph':
      return [{ part: 'line', role: 'paragraph', pieces: block.runs.map(pieceOf) }]
    case 'table':
      return tableParts(block)
    case 'figure':
      return [figurePart(block), line('caption', block.caption, 'hei')]
  }
}

const HEADING_FACES = { 1: 'hei', 2: 'kai', 3: 'fang' } as const

function headingLine(level: 1 | 2 | 3, text: string): Part {
  return line(`heading-${level}`, text, HEADING_FACES[level])
}

function tableParts({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): Part[] {
  const misfit = rows.findIndex((row) => row.length !== columns.length)
  if (misfit >= 0) throw new RangeError(`row ${misfit + 1} of a table of ${columns.length} columns has another length`)
  return [
    ...(caption ? [line('caption', caption, 'hei')] : []),
    {
      part: 'table',
      columns: columns.map(({ title, width, align = 'left' }) => ({ title, width, align })),
      rows,
      small: columns.length >= SMALL_TABLE_COLUMNS,
    },
  ]
}

function figurePart({ svg, alt }: Extract<Block, { kind: 'figure' }>): Part {
  const root = /<svg\b[^>]*>/u.exec(svg)?.[0] ?? ''
  const [width, height] = ['width', 'height'].map((side) =>
    Number(new RegExp(`\\s${side}="([\\d.]+)`, 'u').exec(root)?.[1]),
  )
  if (!width || !height) throw new RangeError('a figure needs an svg with a width and a height')
  return { part: 'figure', svg, alt, width, height }
}

// 7.3.4: one line below the text; a single annex has no number, and names carry no full stop.
function attachmentParts(annexes: Annex[]): Part[] {
  if (annexes.length === 0) return []
  const items = annexes.map(({ title }, index) => ({ number: annexes.length > 1 ? `${index + 1}.` : '', title }))
  return [blank(1), { part: 'attachments', label: '附件：', items }]
}

// 7.3.5.1: the day four characters from the right edge, the office centred above it as far as the page allows.
const DAY_INDENT = 4

function signatureParts({ signature: { office, day }, instructionBox }: Paper): Part[] {
  const dayText = formatDayZh(day)
  const officeIndent = Math.max(0, DAY_INDENT + (charsOf(dayText) - charsOf(office)) / 2)
  // A 呈批件 is no 公文: one page, if it can be.
  return [
    blank(instructionBox?.above ? 1 : 2),
    { part: 'signature', office, officeIndent, day: dayText, dayIndent: DAY_INDENT },
  ]
}

// Five lines. A longer paragraph would leave too large a gap if it moved as a whole to the page of the signature.
const MOVABLE_CHARS = 140

// A signature never stands on a page without text (7.3.5.4), a heading or caption never without what it announces.
function keptTogether(parts: Part[]): Part[] {
  const signature = parts.findIndex(({ part }) => part === 'signature')
  const lastText = parts.findLastIndex((part, at) => at < signature && part.part === 'line')
  const closing = (part: Part, at: number): boolean =>
    at < signature && (at > lastText || (at === lastText && lengthOf(part) <= MOVABLE_CHARS))
  return parts.map((part, at) => ({ ...part, keep: closing(part, at) || announces(part, parts[at + 1]) }))
}

function lengthOf(part: Part): number {
  return part.part === 'line' ? charsOf(part.pieces.map(({ text }) => text).join('')) : 0
}

function announces(part: Part, next: Part | undefined): boolean {
  if (part.part === 'figure') return true
  if (part.part !== 'line') return false
  return part.role.startsWith('heading') || (part.role === 'caption' && next?.part === 'table')
}

function instructionParts(label: string, lines: number): Part[] {
  return [blank(1), { part: 'instruction', label, sign: '签批：　　　　　　年　　月　　日', lines }]
}

// 7.3.6: a page of its own, 附件 and its number flush left, the title in the third line.
function annexSection(annex: Annex, index: number, count: number): Sheet['sections'][number] {
  const label = count > 1 ? `附件${index + 1}` : '附件'
  return {
    landscape: annex.landscape ?? false,
    parts: keptTogether([
      line('annex-label', label, 'hei'),
      blank(1),
      line('annex-title', annex.title, 'song'),
      blank(1),
      ...bodyParts(annex.blocks ?? []),
    ]),
  }
}

function colophonParts(
  kind: Paper['kind'],
  { copiesTo, printedBy, printedOn }: NonNullable<Paper['colophon']>,
): Part[] {
  const copies = copiesTo ? `抄送：${copiesTo.replace(/。?$/u, '。')}` : ''
  if (kind === 'letter') return copies ? [{ part: 'copies', copiesTo: copies }] : []
  return [{ part: 'colophon', copiesTo: copies, printedBy, printedOn: `${formatDayZh(printedOn)}印发` }]
}

function blank(lines: number): Part {
  return { part: 'blank', lines }
}

function line(role: Role, text: string, face: Piece['face'] = 'fang'): Part {
  return { part: 'line', role, pieces: [{ text, face }] }
}

function pieceOf(run: Run): Piece {
  return typeof run === 'string' ? { text: run, face: 'fang' } : run
}
