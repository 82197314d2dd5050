import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { bookParts, sheetMarkup, sheetPath } from './book-markup.ts'
import { BookStyles } from './book-styles.ts'
import { zipArchive } from './zip-writer.ts'
import type { Writable } from 'node:stream'
import type { Book } from './book.ts'
import type { ZipPart } from './zip-writer.ts'

/**
 * A book as .xlsx bytes, piece by piece while its rows are asked for: memory does not grow with the rows. The same book
 * gives the same bytes. A book that no spreadsheet program could open (sheet names, over-long texts, numbers that are
 * none) is a defect: RangeError.
 */
export function workbookPieces(book: Book): AsyncGenerator<Uint8Array> {
  return zipArchive(partsOf(book))
}

/** A book as .xlsx bytes in memory, for forms. */
export async function writeWorkbook(book: Book): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of workbookPieces(book)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Writes a book of any length to a file or a stream. A file left half-written by an error is removed. */
export async function writeWorkbookTo(target: string | Writable, book: Book): Promise<void> {
  const stream = typeof target === 'string' ? createWriteStream(target) : target
  try {
    await pipeline(workbookPieces(book), stream)
  } catch (error) {
    if (typeof target === 'string') await rm(target, { force: true })
    throw error
  }
}

async function* partsOf(book: Book): AsyncGenerator<ZipPart> {
  const styles = new BookStyles(book.look)
  for (const [index, sheet] of book.sheets.entries()) yield { path: sheetPath(index), text: sheetMarkup(sheet, styles) }
  for (const [path, text] of bookParts(book, styles)) yield { path, text: once(text) }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
