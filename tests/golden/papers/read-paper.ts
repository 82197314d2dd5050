import { strFromU8, unzipSync } from 'fflate'
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** The files inside a .docx, as text. */
export function docxPart(bytes: Uint8Array, path: string): string {
  const part = unzipSync(bytes)[path]
  if (!part) throw new Error(`no ${path} in the docx`)
  return strFromU8(part)
}

/** The words of a .docx in reading order: every w:t of its body. */
export function docxText(bytes: Uint8Array): string {
  const found = docxPart(bytes, 'word/document.xml').matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>/gu)
  return [...found].map(([, words = '']) => unescaped(words)).join('')
}

/** One line a paragraph: its style and its words; tables as | cells |. What a reader of a diff wants to see. */
export function docxOutline(bytes: Uint8Array): string {
  const body = docxPart(bytes, 'word/document.xml')
  const lines = [...body.matchAll(/<w:tr>|<w:p>(.*?)<\/w:p>|<w:sectPr>(.*?)<\/w:sectPr>/gu)].map(
    ([all, paragraph, section]) => {
      if (section !== undefined)
        return `=== ${(/<w:pgSz [^>]*>/u.exec(section) ?? [''])[0]} ${(/<w:docGrid [^>]*>/u.exec(section) ?? [''])[0]}`
      if (paragraph === undefined) return `--- row${all.length > 6 ? all : ''}`
      const style = /<w:pStyle w:val="([^"]*)"/u.exec(paragraph)?.[1] ?? '-'
      const words = [...paragraph.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>|(<w:tab\/>)|(<w:drawing>)/gu)]
      return `[${style}] ${words.map(([, text, tab, drawing]) => (tab ? '→' : drawing ? '(picture)' : unescaped(text ?? ''))).join('')}`
    },
  )
  return `${lines.join('\n')}\n`
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}

export function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  return getDocument({ data: bytes.slice(), verbosity: 0 }).promise
}

/** One piece of text on a page, in points from the left and lower edge. */
export type Placed = { text: string; x: number; y: number; width: number; artifact: boolean; figure: boolean }

type Node = { role?: string; type?: string; id?: string; children?: Node[] }

/** Ids of the marked content that belongs to drawings. */
function figureIds(node: Node | null, inFigure = false): string[] {
  const figure = inFigure || node?.role === 'Figure'
  const own = figure && node?.type === 'content' && node.id ? [node.id] : []
  return [...own, ...(node?.children ?? []).flatMap((child) => figureIds(child, figure))]
}

/** What stands on a page (from 1); `artifact` for running heads, page numbers and repeated head rows. */
export async function pdfPage(pdf: PDFDocumentProxy, number: number): Promise<Placed[]> {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true })
  const figures = new Set(figureIds(await page.getStructTree()))
  const open: { tag?: string; id?: string }[] = []
  return items.flatMap((item) => {
    if (!('str' in item)) {
      if (item.type === 'endMarkedContent') open.pop()
      else open.push(item)
      return []
    }
    const [, , , , x = 0, y = 0] = item.transform as number[]
    const artifact = open.some(({ tag }) => tag === 'Artifact')
    const figure = open.some(({ id }) => id !== undefined && figures.has(id))
    return [{ text: item.str, x, y, width: item.width, artifact, figure }]
  })
}

/** The words of a PDF in reading order, without artifacts and without the lettering of drawings. */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  const pdf = await openPdf(bytes)
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, at) => pdfPage(pdf, at + 1)))
  return pages
    .flatMap((page) => page.filter(({ artifact, figure }) => !artifact && !figure).map(({ text }) => text))
    .join('')
}

/** The words of a PDF in the order of its tags, as a screen reader says them: a cell over several rows comes first. */
export async function pdfReading(bytes: Uint8Array): Promise<string> {
  const pdf = await openPdf(bytes)
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, at) => pageReading(pdf, at + 1)))
  return pages.join('')
}

async function pageReading(pdf: PDFDocumentProxy, number: number): Promise<string> {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true })
  const words = new Map<string, string>()
  const open: string[] = []
  for (const item of items) {
    if ('str' in item) for (const id of open) words.set(id, (words.get(id) ?? '') + item.str)
    else if (item.type === 'endMarkedContent') open.pop()
    else open.push(item.id ?? '')
  }
  return contentIds(await page.getStructTree())
    .map((id) => words.get(id) ?? '')
    .join('')
}

function contentIds(node: Node | null): string[] {
  const own = node?.type === 'content' && node.id ? [node.id] : []
  return [...own, ...(node?.children ?? []).flatMap(contentIds)]
}

/** Without white space, which line ends and columns make differently in each form. */
export function squeezed(text: string): string {
  return text.replaceAll(/[\s\u200B]/gu, '')
}
