import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeightRule,
  ImageRun,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
  type ISectionOptions,
} from 'docx'
import { coreProperties } from './docx-core.ts'
import { fontOf, mm, stylesXml } from './docx-styles.ts'
import { withoutEntryTimes } from './docx-zip.ts'
import type { FormBook, FormCell, FormPaper, FormRow } from './form-model.ts'

type PageOf = {
  width: number
  height: number
  margin: { top: number; bottom: number; left: number; right: number }
  room: number
}

const UPRIGHT: PageOf = {
  width: mm(210),
  height: mm(297),
  margin: { top: mm(22), bottom: mm(32), left: mm(25), right: mm(22) },
  room: mm(163),
}
const TURNED: PageOf = {
  width: mm(297),
  height: mm(210),
  margin: { top: mm(16), bottom: mm(32), left: mm(14), right: mm(14) },
  room: mm(269),
}

/** Forms as .docx, each a section of its own with its code in the foot. Same book, same bytes. */
export async function printFormsDocx(book: FormBook): Promise<Uint8Array> {
  const document = new Document({
    title: book.title,
    creator: book.office,
    sections: book.forms.map((form) => sectionOf(form, book)),
  })
  const bytes = await Packer.toBuffer(document, undefined, [
    { path: 'word/styles.xml', data: stylesXml() },
    { path: 'docProps/core.xml', data: coreProperties(book) },
  ])
  return withoutEntryTimes(new Uint8Array(bytes))
}

function sectionOf(form: FormPaper, { notice = '', taken }: FormBook): ISectionOptions {
  const page = form.landscape ? TURNED : UPRIGHT
  const orientation = form.landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT
  return {
    properties: {
      // The library turns a landscape page itself.
      page: {
        size: { width: UPRIGHT.width, height: UPRIGHT.height, orientation },
        // A line more in the foot, on the same room.
        margin: { ...page.margin, header: mm(10), footer: mm(taken === undefined ? 8 : 5) },
      },
    },
    headers: { default: new Header({ children: [words(notice, { face: 'hei', halfPoints: 21, align: 'right' })] }) },
    footers: { default: footOf(form, page, taken) },
    children: [
      ...(form.label ? [words(form.label, { face: 'hei', halfPoints: 28 })] : []),
      words(form.title, { face: 'song', halfPoints: form.small ? 36 : 40, align: 'center' }),
      ...(form.above ? [spread(form.above, page.room)] : []),
      tableOf(form, page.room),
      ...(form.below ?? []).map((line) => words(line, { halfPoints: form.small ? 18 : 24 })),
    ],
  }
}

/** `gap`: twips above and below. */
type Look = {
  face?: 'fang' | 'hei' | 'song'
  halfPoints?: number
  align?: 'left' | 'center' | 'right'
  gap?: number
  keepNext?: boolean
}

// Signs of a form that no Chinese font has.
const TICKS = /([□☑☐])/
const tickFont = 'Segoe UI Symbol'

const runsOf = (text: string, face: 'fang' | 'hei' | 'song', size: number) =>
  text
    .split(TICKS)
    .filter((part) => part !== '')
    .map((part) => {
      const font = TICKS.test(part)
        ? { ascii: tickFont, eastAsia: tickFont, hAnsi: tickFont, cs: tickFont }
        : fontOf(face)
      return new TextRun({ text: part, font, size, characterSpacing: 0 })
    })

function words(
  text: string,
  { face = 'fang', halfPoints = 24, align = 'left', gap = 40, keepNext = false }: Look,
): Paragraph {
  return new Paragraph({
    alignment: align,
    ...(keepNext && { keepNext }),
    spacing: { line: Math.round(halfPoints * 14), lineRule: 'atLeast', before: gap, after: gap },
    children: runsOf(text, face, halfPoints),
  })
}

function spread(parts: readonly string[], room: number): Paragraph {
  const children = parts.flatMap((text, at) => [
    ...(at > 0 ? [new TextRun({ children: [new Tab()] })] : []),
    ...runsOf(text, 'fang', 22),
  ])
  const tabStops = parts
    .slice(1)
    .map((_, at) => ({ type: 'left' as const, position: Math.round((room / parts.length) * (at + 1)) }))
  return new Paragraph({ tabStops, spacing: { before: 60, after: 60, line: 320, lineRule: 'atLeast' }, children })
}

function tableOf(form: FormPaper, room: number): Table {
  const shares = form.columns.reduce((sum, share) => sum + share, 0)
  const columnWidths = form.columns.map((share) => Math.round((share / shares) * room))
  return new Table({
    width: { size: room, type: WidthType.DXA },
    columnWidths,
    layout: TableLayoutType.FIXED,
    rows: form.rows.map((row, at) =>
      rowOf(row, {
        small: form.small === true,
        isHead: at < (form.headRows ?? 0),
        // From the last row of the list on, up to the last of all.
        keepNext: at < form.rows.length - 1 && at + 1 >= form.rows.length - (form.footRows ?? 0),
      }),
    ),
  })
}

type RowLook = { small: boolean; isHead: boolean; keepNext: boolean }

function rowOf({ cells, height }: FormRow, { isHead, ...look }: RowLook): TableRow {
  return new TableRow({
    cantSplit: true,
    ...(isHead && { tableHeader: true }),
    ...(height !== undefined && { height: { value: mm(height), rule: HeightRule.ATLEAST } }),
    children: cells.map((cell) => cellOf(cell, look)),
  })
}

function cellOf(
  { lines, columns = 1, rows = 1, align = 'center', top }: FormCell,
  { small, keepNext }: Omit<RowLook, 'isHead'>,
): TableCell {
  const [x, y] = small ? [40, 30] : [110, 60]
  return new TableCell({
    columnSpan: columns,
    rowSpan: rows,
    verticalAlign: top ? VerticalAlign.TOP : VerticalAlign.CENTER,
    margins: { left: x, right: x, top: y, bottom: y },
    children: lines.map((line) => words(line, { halfPoints: small ? 18 : 24, align, gap: 10, keepNext })),
  })
}

const pageNumberRun = () =>
  new TextRun({
    font: fontOf('fang'),
    size: 18,
    children: ['第 ', PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页'],
  })
const pageNumber = () =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [pageNumberRun()],
      }),
    ],
  })

function footOf({ code, headRows = 0, numbered }: FormPaper, { room }: PageOf, taken?: string): Footer {
  const isNumbered = headRows > 0 || numbered
  if (!code && isNumbered) return pageNumber()
  if (!code) return new Footer({ children: [new Paragraph({})] })
  const picture = new ImageRun({
    type: 'svg',
    data: Buffer.from(code.svg),
    transformation: { width: 76, height: 76 },
    fallback: { type: 'png', data: Buffer.from(code.png) },
    altText: { id: '1', name: '二维码', description: code.label },
  })
  return new Footer({
    children: [
      ...(taken === undefined ? [] : [words(taken, { halfPoints: 18, align: 'right', gap: 0 })]),
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        tabStops: [{ type: 'right', position: room }],
        children: [
          ...(isNumbered ? [pageNumberRun(), new TextRun({ text: '　　' })] : []),
          ...runsOf(code.label, 'fang', 18),
          new TextRun({ text: '  ' }),
          picture,
        ],
      }),
    ],
  })
}
