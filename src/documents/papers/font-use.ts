import { join } from 'node:path'
import { fontOf } from './docx-styles.ts'
import { compilerFor, workspace } from './pdf.ts'
import type { Face } from './sheet.ts'

/** What one face of a paper is set in. `standIn`: the font that comes with the program, because the office's own is not there. */
export type FontUse = { wanted: string; used: string; standIn: boolean }

const standInNames: Readonly<Record<string, string>> = { 'Noto Serif SC': '思源宋体', 'Noto Sans SC': '思源黑体' }

/** Asks the compiler that prints: what it doesn't know it warns of, and takes the next name. */
export function lookUpFonts(fontFolders: string[]): FontUse[] {
  const typst = compilerFor(fontFolders)
  const outcome = typst.compile({ mainFilePath: join(workspace, 'fonts.typ') })
  const { result } = outcome
  if (!result) throw new Error('the fonts could not be asked for')
  const warnings = outcome.takeWarnings()
  const said = (warnings ? typst.fetchDiagnostics(warnings) : []) as { message: string }[]
  const unknown = new Set(said.map(({ message }) => message.replace('unknown font family: ', '')))
  const faces = (typst.query(result, { selector: '<faces>', field: 'value' }) as Asked[][]).flat()
  return faces.map(({ face, families }) => {
    const used = families.find((name) => !unknown.has(name.toLowerCase())) ?? ''
    return { wanted: fontOf(face).eastAsia, used: standInNames[used] ?? used, standIn: used in standInNames }
  })
}

type Asked = { face: Face | 'number'; families: string[] }
