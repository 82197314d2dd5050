import {
  AlignmentType,
  Document,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { coreProperties } from './docx-core.ts'
import { withoutEntryTimes } from './docx-zip.ts'
import type { TextBlock, TextDocument, TextRunOf } from './text-model.ts'

const FONT = { ascii: '宋体', eastAsia: '宋体', hAnsi: '宋体', cs: '宋体' }
// The width of an A4 page within Word's own margins, in pixels of 96 to the inch.
const WIDEST = 554

/** A text as .docx with headings, lists, tables and pictures as Word has them. Same text, same bytes. */
export async function printTextDocx(text: TextDocument): Promise<Uint8Array> {
  const { title, office, blocks, below } = text
  const document = new Document({
    title,
    creator: office,
    sections: [
      {
        children: [
          new Paragraph({
            heading: HeadingLevel.HEADING_1,
            alignment: AlignmentType.CENTER,
            spacing: { after: 240 },
            children: [runOf({ text: title, bold: true }, 36)],
          }),
          ...blocks.map(blockOf),
          ...below.map((line) => new Paragraph({ alignment: AlignmentType.RIGHT, children: [runOf({ text: line })] })),
        ],
      },
    ],
  })
  const bytes = await Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties({ title, office, day: text.day }) },
  ])
  return withoutEntryTimes(new Uint8Array(bytes))
}

// Word's own headings are blue; an office's are black.
const runOf = ({ text, bold, italic }: TextRunOf, size = 28) =>
  new TextRun({ text, font: FONT, size, color: '000000', ...(bold && { bold }), ...(italic && { italics: true }) })

const runsOf = (runs: readonly TextRunOf[], size?: number) =>
  runs.map((run) =>
    run.link === undefined ? runOf(run, size) : new ExternalHyperlink({ link: run.link, children: [runOf(run, size)] }),
  )

function blockOf(block: TextBlock): Paragraph | Table {
  const spacing = { line: 420, after: 120 }
  switch (block.kind) {
    case 'heading':
      return new Paragraph({
        heading: block.level === 2 ? HeadingLevel.HEADING_2 : HeadingLevel.HEADING_3,
        spacing,
        children: runsOf(
          block.runs.map((run) => ({ ...run, bold: true as const })),
          30,
        ),
      })
    case 'paragraph':
      return new Paragraph({ spacing, indent: { firstLine: 560 }, children: runsOf(block.runs) })
    case 'item':
      return new Paragraph({
        spacing,
        indent: { left: 560, hanging: 280 },
        children: [runOf({ text: block.number === undefined ? '· ' : `${block.number}. ` }), ...runsOf(block.runs)],
      })
    case 'table':
      return new Table({
        width: { size: 100, type: WidthType.PERCENTAGE },
        rows: block.rows.map(
          (cells) =>
            new TableRow({
              children: cells.map(
                (runs) => new TableCell({ children: [new Paragraph({ children: runsOf(runs, 24) })] }),
              ),
            }),
        ),
      })
    case 'picture': {
      const shrink = Math.min(1, WIDEST / block.width)
      return new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing,
        children: [
          new ImageRun({
            type: block.type,
            data: Buffer.from(block.bytes),
            transformation: { width: Math.round(block.width * shrink), height: Math.round(block.height * shrink) },
            altText: { id: '1', name: '插图', description: block.alt },
          }),
        ],
      })
    }
  }
}
