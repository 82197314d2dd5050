import {
  Document,
  DocumentGridType,
  Footer,
  Header,
  PageNumber,
  PageOrientation,
  Packer,
  Paragraph,
  Tab,
  TextRun,
  type FileChild,
  type IParagraphOptions,
  type ISectionOptions,
} from 'docx'
import { coreProperties } from './docx-core.ts'
import {
  colophonOf,
  copiesOf,
  figureOf,
  instructionOf,
  letterFoot,
  letterheadOf,
  mastheadOf,
  tableOf,
  turnedNumber,
} from './docx-parts.ts'
import { TURNED, UPRIGHT, type Page } from './docx-page.ts'
import { CHAR, PITCH, fontOf, stylesXml } from './docx-styles.ts'
import { withoutEntryTimes } from './docx-zip.ts'
import type { Part, Piece, Sheet } from './sheet.ts'

type Section = Sheet['sections'][number]

/** Prints a sheet as .docx (GB/T 9704-2012). Same sheet, same bytes. */
export async function printDocx(sheet: Sheet): Promise<Uint8Array> {
  const document = new Document({
    title: sheet.title,
    creator: sheet.office,
    evenAndOddHeaderAndFooters: true,
    defaultTabStop: CHAR * 2,
    sections: sheet.sections.map((section) => sectionOf(section, sheet.notice)),
  })
  const bytes = await Packer.toBuffer(document, undefined, [
    { path: 'word/styles.xml', data: stylesXml() },
    { path: 'docProps/core.xml', data: coreProperties(sheet) },
  ])
  return withoutEntryTimes(new Uint8Array(bytes))
}

function sectionOf({ landscape, parts }: Section, notice: string): ISectionOptions {
  const page = landscape ? TURNED : UPRIGHT
  const orientation = landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT
  const head = (side: 'top' | 'bottom') =>
    new Header({ children: [...(landscape ? [turnedNumber(side, numberRun())] : []), runningHead(notice)] })
  const isLetter = parts.some(({ part }) => part === 'letterhead')
  return {
    properties: {
      titlePage: isLetter,
      // The library turns a landscape page itself.
      page: { size: { width: UPRIGHT.width, height: UPRIGHT.height, orientation }, margin: page.margin },
      // Rulebook (h): 28 characters of 三号 fill 156 mm only if each gives up 0.21 pt (in 4096ths of a point).
      grid: { type: DocumentGridType.LINES_AND_CHARS, linePitch: PITCH, charSpace: -850 },
    },
    headers: { default: head('bottom'), even: head('top'), ...(isLetter && { first: head('bottom') }) },
    footers: {
      default: landscape ? new Footer({ children: [new Paragraph({ style: 'foot' })] }) : pageNumber('right'),
      even: landscape ? new Footer({ children: [new Paragraph({ style: 'foot' })] }) : pageNumber('left'),
      ...(isLetter && { first: new Footer({ children: [letterFoot()] }) }),
    },
    children: parts.flatMap((part) => childrenOf(part, page)),
  }
}

const numberRun = (): TextRun =>
  new TextRun({ font: fontOf('number'), size: 28, children: ['— ', PageNumber.CURRENT, ' —'] })

// 四号半角宋体 between two dashes, odd pages at the right, even pages at the left, one character in (7.5).
function pageNumber(side: 'left' | 'right'): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: 'foot',
        alignment: side,
        indent: { [side]: 280 },
        children: [numberRun()],
      }),
    ],
  })
}

function runningHead(notice: string): Paragraph {
  return new Paragraph({
    alignment: 'right',
    style: 'foot',
    children: [new TextRun({ text: notice, size: 21, color: '595959', font: fontOf('hei') })],
  })
}

function childrenOf(part: Part, page: Page): FileChild[] {
  const keepNext = part.keep ?? false
  switch (part.part) {
    case 'masthead':
      return mastheadOf(part, page.textWidth)
    case 'letterhead':
      return letterheadOf(part)
    case 'line':
      return [paragraph({ style: part.role, keepNext }, part.pieces)]
    case 'blank':
      return Array.from({ length: part.lines }, () => new Paragraph({ style: 'part', keepNext }))
    case 'attachments':
      return attachmentsOf(part)
    case 'signature':
      return [signatureLine(part.office, part.officeIndent, true), signatureLine(part.day, part.dayIndent, false)]
    case 'instruction':
      return [instructionOf(part, page.textWidth), new Paragraph({ style: 'cell' })]
    case 'table':
      return [tableOf(part, page.textWidth), new Paragraph({ style: 'cell' })]
    case 'figure':
      return [figureOf(part, page.textWidth)]
    case 'copies':
      return [copiesOf(part)]
    case 'colophon':
      return colophonOf(part, page.textWidth)
  }
}

function paragraph(options: IParagraphOptions, pieces: Piece[]): Paragraph {
  const children = pieces.map(({ text, face }) => new TextRun({ text, font: fontOf(face) }))
  return new Paragraph({ ...options, children })
}

// The names hang under the first one: two characters in, three for 附件：, one and a half for the number.
function attachmentsOf({ label, items }: Extract<Part, { part: 'attachments' }>): Paragraph[] {
  const hanging = Math.round(CHAR * (items.length > 1 ? 1.5 : 0))
  const left = CHAR * 5 + hanging
  return items.map(({ number, title }, index) => {
    const first = index === 0 ? hanging + CHAR * 3 : hanging
    return new Paragraph({
      style: 'part',
      keepNext: true,
      indent: { left, hanging: first },
      tabStops: number ? [{ type: 'left', position: left }] : [],
      children: [
        new TextRun({ text: (index === 0 ? label : '') + number }),
        new TextRun({ children: number ? [new Tab(), title] : [title] }),
      ],
    })
  })
}

function signatureLine(text: string, indent: number, keepNext: boolean): Paragraph {
  return new Paragraph({
    style: 'part',
    keepNext,
    alignment: 'right',
    indent: { right: Math.round(indent * CHAR) },
    text,
  })
}
