import {
  BorderStyle,
  FrameAnchorType,
  FrameWrap,
  ImageRun,
  Paragraph,
  RelativeHorizontalPosition,
  RelativeVerticalPosition,
  Tab,
  Table,
  TableAnchorType,
  TableCell,
  TableLayoutType,
  TableRow,
  TextDirection,
  TextRun,
  VerticalAlign,
  WidthType,
  type FileChild,
  type IBorderOptions,
} from 'docx'
import { CHAR, PITCH, fontOf, mm } from './docx-styles.ts'
import { pictureOf } from './picture.ts'
import type { Part } from './sheet.ts'

type Of<P extends Part['part']> = Extract<Part, { part: P }>

const RED = 'E60012'
const FOOT_CHAR = 280
const NO_LINE: IBorderOptions = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const ruled = (eighths: number, color = '000000'): IBorderOptions => ({
  style: BorderStyle.SINGLE,
  size: eighths,
  color,
})
const cellMargins = { left: 60, right: 60, top: 60, bottom: 60 }

/** Issuer 35 mm below the upper edge of the text, number two lines on, the red rule 4 mm below it (7.2). */
export function mastheadOf(part: Of<'masthead'>, width: number): FileChild[] {
  const issuer = new TextRun({ text: part.issuer, font: fontOf('song'), size: part.issuerPt * 2, color: RED })
  const signer = [
    new TextRun({ children: [new Tab(), '签发人：'] }),
    new TextRun({ text: part.signer, font: fontOf('kai') }),
  ]
  return [
    new Paragraph({
      style: 'masthead',
      spacing: { before: mm(35), line: part.issuerPt * 20, lineRule: 'exact' },
      children: [issuer],
    }),
    new Paragraph({ style: 'part' }),
    new Paragraph({ style: 'part' }),
    new Paragraph({
      style: 'part',
      alignment: part.upward ? 'left' : 'center',
      indent: part.upward ? { left: 0, firstLine: CHAR } : {},
      border: { bottom: { ...ruled(14, RED), space: 11 } },
      tabStops: [{ type: 'right', position: width - CHAR }],
      children: [new TextRun({ text: part.number }), ...(part.signer ? signer : [])],
    }),
  ]
}

const frame = {
  type: 'absolute' as const,
  position: { x: mm(20), y: mm(30) },
  width: mm(170),
  height: 0,
  anchor: { horizontal: FrameAnchorType.PAGE, vertical: FrameAnchorType.PAGE },
  wrap: FrameWrap.AROUND,
}

/** 信函格式 (10.1): 标志 30 mm below the edge of the page, a double rule of 170 mm under it, the number at the right. */
export const letterheadOf = (part: Of<'letterhead'>): FileChild[] => [
  new Paragraph({
    style: 'masthead',
    frame,
    border: { bottom: { style: BorderStyle.THICK_THIN_SMALL_GAP, size: 24, color: RED, space: 11 } },
    children: [new TextRun({ text: part.issuer, font: fontOf('song'), size: part.issuerPt * 2, color: RED })],
  }),
  new Paragraph({ style: 'part', alignment: 'right', spacing: { before: 280 }, text: part.number }),
]

/** The second double rule, 20 mm above the foot of the first page, which has no number. */
export const letterFoot = (): Paragraph =>
  new Paragraph({
    style: 'foot',
    indent: { left: -mm(8), right: -mm(6) },
    border: { bottom: { style: BorderStyle.THIN_THICK_SMALL_GAP, size: 24, color: RED, space: 9 } },
  })

/**
 * The number of a turned page, where the others have theirs: beside the left edge of the text, read from the right. In the
 * running head, as a table that stands on the page.
 */
export function turnedNumber(side: 'top' | 'bottom', number: TextRun): Table {
  const height = mm(40)
  const cell = new TableCell({
    textDirection: TextDirection.TOP_TO_BOTTOM_RIGHT_TO_LEFT,
    children: [new Paragraph({ style: 'foot', alignment: side === 'top' ? 'left' : 'right', children: [number] })],
  })
  const y = side === 'top' ? mm(28) + FOOT_CHAR : mm(210 - 26) - FOOT_CHAR - height
  return new Table({
    width: { size: mm(7), type: WidthType.DXA },
    columnWidths: [mm(7)],
    layout: TableLayoutType.FIXED,
    float: {
      horizontalAnchor: TableAnchorType.PAGE,
      absoluteHorizontalPosition: mm(28) - mm(7),
      verticalAnchor: TableAnchorType.PAGE,
      absoluteVerticalPosition: y,
    },
    borders: { top: NO_LINE, bottom: NO_LINE, left: NO_LINE, right: NO_LINE },
    rows: [new TableRow({ height: { value: height, rule: 'exact' }, children: [cell] })],
  })
}

/** 版记 of a 函: 抄送 alone. */
export const copiesOf = ({ copiesTo }: Of<'copies'>): Paragraph =>
  new Paragraph({
    style: 'foot',
    indent: { left: 4 * FOOT_CHAR, hanging: 3 * FOOT_CHAR, right: FOOT_CHAR },
    spacing: { before: PITCH },
    text: copiesTo,
  })

/** 批阅栏: the label at the top, room to write, the place for name and day at the bottom. */
export function instructionOf({ label, sign, lines: height }: Of<'instruction'>, width: number): Table {
  const line = ruled(4)
  const lines = [
    new Paragraph({ style: 'part', children: [new TextRun({ text: label, font: fontOf('hei') })] }),
    ...Array.from({ length: height - 2 }, () => new Paragraph({ style: 'part' })),
    new Paragraph({ style: 'part', alignment: 'right', text: sign }),
  ]
  const cell = new TableCell({ children: lines, margins: { left: CHAR, right: CHAR, top: 80, bottom: 80 } })
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: [width],
    borders: { top: line, bottom: line, left: line, right: line },
    rows: [new TableRow({ cantSplit: true, children: [cell] })],
  })
}

/** Columns by their shares, a head row that comes again on every page, rows that stay whole. */
export function tableOf({ columns, rows, small }: Of<'table'>, width: number): Table {
  const shares = columns.reduce((sum, column) => sum + column.width, 0)
  const columnWidths = columns.map((column) => Math.round((column.width / shares) * width))
  const style = small ? 'small-cell' : 'cell'
  const cell = (text: string, at: number, head: boolean): TableCell =>
    new TableCell({
      verticalAlign: VerticalAlign.CENTER,
      margins: cellMargins,
      width: { size: columnWidths[at] ?? 0, type: WidthType.DXA },
      children: [
        new Paragraph({
          style,
          alignment: head ? 'center' : (columns[at]?.align ?? 'left'),
          children: [new TextRun({ text, font: fontOf(head ? 'hei' : 'fang') })],
        }),
      ],
    })
  const row = (cells: string[], head: boolean): TableRow =>
    new TableRow({ cantSplit: true, tableHeader: head, children: cells.map((text, at) => cell(text, at, head)) })
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths,
    layout: TableLayoutType.FIXED,
    rows: [
      row(
        columns.map(({ title }) => title),
        true,
      ),
      ...rows.map((cells) => row(cells, false)),
    ],
  })
}

// A Word pixel is 1/96 inch, that is 15 twips.
const TWIPS_PER_PX = 15
const TALLEST_PX = (12 * PITCH) / TWIPS_PER_PX

/** The drawing as SVG for new programs and as a picture for old ones. */
export function figureOf({ svg, alt, width, height, keep = false }: Of<'figure'>, room: number): Paragraph {
  const scale = Math.min(1, room / TWIPS_PER_PX / width, TALLEST_PX / height)
  const transformation = { width: Math.round(width * scale), height: Math.round(height * scale) }
  const fallback = { type: 'png' as const, data: pictureOf(svg), transformation }
  const altText = { id: '1', name: '图', description: alt }
  const image = new ImageRun({ type: 'svg', data: Buffer.from(svg), transformation, fallback, altText })
  return new Paragraph({ style: 'figure', keepNext: keep, children: [image] })
}

// Under the first word after 抄送：
const hanging = { left: 3 * FOOT_CHAR, hanging: 3 * FOOT_CHAR }

/** 版记 at the foot of the text: outer rules 0.35 mm, inner 0.25 mm, one character in on both sides (7.4). */
export function colophonOf({ copiesTo, printedBy, printedOn }: Of<'colophon'>, width: number): FileChild[] {
  const half = Math.floor(width / 2)
  const print = new TableRow({
    cantSplit: true,
    children: [
      footCell(printedBy, 'left', { size: half, span: 1 }),
      footCell(printedOn, 'right', { size: width - half, span: 1 }),
    ],
  })
  const copies = new TableRow({
    cantSplit: true,
    children: [footCell(copiesTo, 'left', { size: width, span: 2 })],
  })
  const table = new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: [half, width - half],
    layout: TableLayoutType.FIXED,
    float: {
      horizontalAnchor: TableAnchorType.MARGIN,
      verticalAnchor: TableAnchorType.MARGIN,
      relativeHorizontalPosition: RelativeHorizontalPosition.LEFT,
      relativeVerticalPosition: RelativeVerticalPosition.BOTTOM,
    },
    borders: {
      top: ruled(8),
      bottom: ruled(8),
      left: NO_LINE,
      right: NO_LINE,
      insideHorizontal: ruled(6),
      insideVertical: NO_LINE,
    },
    rows: copiesTo ? [copies, print] : [print],
  })
  return [new Paragraph({ style: 'cell' }), table, new Paragraph({ style: 'cell' })]
}

function footCell(
  text: string,
  alignment: 'left' | 'right',
  { size, span }: { size: number; span: number },
): TableCell {
  return new TableCell({
    columnSpan: span,
    width: { size, type: WidthType.DXA },
    margins: { left: FOOT_CHAR, right: FOOT_CHAR, top: 20, bottom: 20 },
    children: [new Paragraph({ style: 'foot', alignment, indent: span > 1 ? hanging : {}, text })],
  })
}
