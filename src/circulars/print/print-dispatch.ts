import { join } from 'node:path'
import type { Deps } from '../../access/index.ts'
import { renderDocx, renderPdf, writeWorkbook } from '../../documents/index.ts'
import { type DispatchContent, titleOf } from '../words/content.ts'
import { annexBook } from './annex-book.ts'
import { dispatchPaper, markLine, type PrintMarks, publicPaper } from './paper.ts'

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const mediaTypes = {
  docx: word,
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'public-docx': word,
  'public-pdf': 'application/pdf',
} as const
export type PrintedKind = keyof typeof mediaTypes
export const isPrintedKind = (kind: string): kind is PrintedKind => Object.hasOwn(mediaTypes, kind)

/** One file of a dispatch; undefined: there is no such file of it (no annex, nothing to publish). */
export async function printDispatch(
  deps: Pick<Deps, 'dataDir'>,
  content: DispatchContent,
  marks: PrintMarks,
  kind: PrintedKind,
): Promise<Uint8Array | undefined> {
  const fonts = { fontFolders: [join(deps.dataDir, 'fonts')] }
  if (kind === 'xlsx') {
    const book = annexBook(content.annexes, { title: titleOf(content), notice: markLine(marks) })
    return book && writeWorkbook(book)
  }
  const isPublic = kind.startsWith('public-')
  if (isPublic && marks.dispatch.openness !== 'public') return undefined
  const paper = isPublic ? publicPaper(content, marks) : dispatchPaper(content, marks)
  return kind.endsWith('pdf') ? renderPdf(paper, fonts) : renderDocx(paper)
}

/** Every file that there is of it. */
export async function printAll(
  deps: Pick<Deps, 'dataDir'>,
  content: DispatchContent,
  marks: PrintMarks,
): Promise<{ kind: PrintedKind; bytes: Uint8Array }[]> {
  const kinds = Object.keys(mediaTypes) as PrintedKind[]
  const printed = await Promise.all(
    kinds.map(async (kind) => ({ kind, bytes: await printDispatch(deps, content, marks, kind) })),
  )
  return printed.flatMap(({ kind, bytes }) => (bytes ? [{ kind, bytes }] : []))
}

/** `关于…的通报（公开发布稿）.pdf` */
export const fileName = (title: string, kind: PrintedKind): string =>
  kind === 'xlsx'
    ? `${title}附表.xlsx`
    : kind.startsWith('public-')
      ? `${title}（公开发布稿）.${kind.slice('public-'.length)}`
      : `${title}.${kind}`
