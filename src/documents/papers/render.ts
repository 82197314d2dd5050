import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { compose } from './compose.ts'
import type { FontUse } from './font-use.ts'
import type { FormBook } from './form-model.ts'
import type { Paper } from './model.ts'
import { print } from './press.ts'
import { programRoot } from './program-root.ts'
import type { TextDocument } from './text-model.ts'

/** Prints a paper as .docx with the layout of GB/T 9704-2012. Same paper, same bytes. */
export function renderDocx(paper: Paper): Promise<Uint8Array> {
  return print({ kind: 'docx', sheet: compose(paper) })
}

/**
 * Prints a paper as PDF/A-2b, 22 lines of 28 characters a page; plain PDF 1.7 if a character is in no font.
 * `fontFolders`: where an office keeps its licensed fonts, besides `fonts/` of the program. Same paper, same bytes.
 */
export function renderPdf(paper: Paper, { fontFolders = [] }: { fontFolders?: string[] } = {}): Promise<Uint8Array> {
  return print({ kind: 'pdf', sheet: compose(paper), fontFolders: foldersWith(fontFolders) })
}

/** Forms as .docx, each on pages of its own. Same book, same bytes. */
export function renderFormsDocx(book: FormBook): Promise<Uint8Array> {
  return print({ kind: 'forms-docx', book })
}

/** Forms as PDF/A-2b. Same book and fonts, same bytes. */
export function renderFormsPdf(
  book: FormBook,
  { fontFolders = [] }: { fontFolders?: string[] } = {},
): Promise<Uint8Array> {
  return print({ kind: 'forms-pdf', book, fontFolders: foldersWith(fontFolders) })
}

/** A text that is no 公文 as .docx, for working on or pasting elsewhere. Same text, same bytes. */
export function renderTextDocx(text: TextDocument): Promise<Uint8Array> {
  return print({ kind: 'text-docx', text })
}

/** How many pages a PDF of the press has: its page tree stands uncompressed. Throws for what was printed elsewhere. */
export function pagesOfPrint(pdf: Uint8Array): number {
  const [, pages] = /\/Type\s*\/Pages[^>]*?\/Count (\d+)/.exec(Buffer.from(pdf).toString('latin1')) ?? []
  if (!pages) throw new Error('no page tree in this PDF')
  return Number(pages)
}

/** What the faces of a 公文 are set in with these folders: the office's own fonts, or those that come with the program. */
export function fontsInUse({ fontFolders = [] }: { fontFolders?: string[] } = {}): Promise<FontUse[]> {
  return print({ kind: 'fonts', fontFolders: foldersWith(fontFolders) })
}

const foldersWith = (given: readonly string[]) =>
  [...given, join(programRoot, 'fonts')].filter((folder) => existsSync(folder))
