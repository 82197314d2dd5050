import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { standIn } from './fonts.ts'
import type { Sheet } from './sheet.ts'

// The build copies paper.typ beside this file.
const workspace = dirname(fileURLToPath(import.meta.url))
const template = join(workspace, 'paper.typ')

let compiler: { instance: NodeCompiler; fonts: string } | undefined

/**
 * Prints a sheet as PDF/A-2b. A character that no font has can't stand in PDF/A; such a paper comes as plain PDF 1.7
 * rather than not at all. Same sheet and fonts, same bytes.
 */
export function printPdf(sheet: Sheet, fontFolders: string[]): Uint8Array {
  const typst = compilerFor(fontFolders)
  typst.mapShadow(join(workspace, 'paper.json'), Buffer.from(JSON.stringify(sheet)))
  const { result } = compiled(typst)
  const bytes = new Uint8Array(pdfOf(typst, result))
  typst.evictCache(0)
  return bytes
}

function compiled(typst: NodeCompiler): { result: NonNullable<ReturnType<NodeCompiler['compile']>['result']> } {
  const outcome = typst.compile({ mainFilePath: template })
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

function compilerFor(fontFolders: string[]): NodeCompiler {
  const fonts = fontFolders.join('\n')
  if (compiler?.fonts !== fonts) {
    const fontPaths = [...fontFolders, ...(['fang', 'song', 'hei'] as const).map((face) => dirname(standIn(face)))]
    compiler = { fonts, instance: NodeCompiler.create({ workspace, fontArgs: [{ fontPaths }] }) }
  }
  return compiler.instance
}
