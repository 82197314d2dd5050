import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { standIn } from './fonts.ts'
import type { FormBook, FormPaper } from './form-model.ts'
import type { Sheet } from './sheet.ts'

// The build copies the templates beside this file.
export const workspace = dirname(fileURLToPath(import.meta.url))

let compiler: { instance: NodeCompiler; fonts: string } | undefined

/**
 * Prints a sheet as PDF/A-2b. A character that no font has can't stand in PDF/A; such a paper comes as plain PDF 1.7
 * rather than not at all. Same sheet and fonts, same bytes.
 */
export const printPdf = (sheet: Sheet, fontFolders: string[]): Uint8Array => typeset('paper', sheet, fontFolders)

/** The same for forms. */
export const printFormsPdf = (book: FormBook, fontFolders: string[]): Uint8Array =>
  typeset('form', { ...book, forms: book.forms.map(plainForm) }, fontFolders)

// Everything that may be left out is there for the template, and bytes that only docx needs are not.
function plainForm({
  label = '',
  above = [],
  below = [],
  landscape,
  small,
  code,
  picture,
  follows,
  headRows = 0,
  footRows = 0,
  numbered,
  ...form
}: FormPaper) {
  const drawn = code ? { svg: code.svg, label: code.label, pageSvgs: code.pageSvgs ?? [] } : null
  return {
    ...form,
    label,
    above,
    below,
    headRows,
    footRows,
    numbered: numbered === true || headRows > 0,
    landscape: landscape ?? false,
    small: small ?? false,
    code: drawn,
    picture: picture ?? null,
    follows: follows === true,
  }
}

function typeset(template: 'paper' | 'form', words: object, fontFolders: string[]): Uint8Array {
  const typst = compilerFor(fontFolders)
  typst.mapShadow(join(workspace, `${template}.json`), Buffer.from(JSON.stringify(words)))
  const { result } = compiled(typst, join(workspace, `${template}.typ`))
  const bytes = new Uint8Array(pdfOf(typst, result))
  typst.evictCache(0)
  return bytes
}

function compiled(
  typst: NodeCompiler,
  mainFilePath: string,
): { result: NonNullable<ReturnType<NodeCompiler['compile']>['result']> } {
  const outcome = typst.compile({ mainFilePath })
  if (outcome.result) return { result: outcome.result }
  const error = outcome.takeDiagnostics()
  throw new Error('the paper could not be set', { cause: error && typst.fetchDiagnostics(error) })
}

function pdfOf(typst: NodeCompiler, result: ReturnType<typeof compiled>['result']): Uint8Array {
  try {
    return typst.pdf(result, { pdfStandard: 'a-2b' })
  } catch {
    return typst.pdf(result, {})
  }
}

/** The compiler over an office's fonts and those that come with the program; kept until other folders are asked for. */
export function compilerFor(fontFolders: string[]): NodeCompiler {
  const fonts = fontFolders.join('\n')
  if (compiler?.fonts !== fonts) {
    const fontPaths = [...fontFolders, ...(['fang', 'song', 'hei'] as const).map((face) => dirname(standIn(face)))]
    compiler = { fonts, instance: NodeCompiler.create({ workspace, fontArgs: [{ fontPaths }] }) }
  }
  return compiler.instance
}
