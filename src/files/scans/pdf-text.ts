import { refuse } from '../../vocabulary/refusals/index.ts'
import { kindOf } from '../kinds.ts'
import { linesOf, refusalOf } from './inspect-scan.ts'
import { scanLimits } from './limits.ts'
import { runScanProcess } from './run-scan-process.ts'

/** What the pages of a PDF say, as far as their words are words and no pictures of words. */
export type PdfText = {
  pages: number
  /** Of each page that was read, in order; empty where a page has no words. */
  texts: string[]
}

/**
 * The words of a PDF, read by the process that looks into scans, with its bounds. Pages beyond `scanLimits.textPages`, and
 * what was not reached in time, are left out: `texts` is shorter than `pages` then. Refuses `scan.unreadable`, `scan.password`.
 */
export async function readPdfText({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<PdfText> {
  if (kindOf(bytes) !== 'pdf') throw refuse('scan.unreadable', { name })
  const lines = linesOf(await runScanProcess(['text'], bytes, scanLimits.textMillis))
  for (const line of lines) if ('refused' in line) throw refusalOf(name, line)
  const opened = lines.flatMap((line) => ('opened' in line ? [line.opened] : []))[0]
  if (!opened) throw refuse('scan.too-heavy', { name })
  return { pages: opened.pages, texts: lines.flatMap((line) => ('text' in line ? [line.text] : [])) }
}

/**
 * The first page of a PDF whose words bear the mark of a state secret; undefined where none does, and where it cannot be
 * read. All pages are looked at, by the same process.
 */
export async function markedPdfPage(bytes: Uint8Array): Promise<number | undefined> {
  const lines = linesOf(await runScanProcess(['mark'], bytes, scanLimits.markMillis))
  return lines.flatMap((line) => ('markedPage' in line ? [line.markedPage] : []))[0]
}
