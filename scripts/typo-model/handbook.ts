import { readdirSync, readFileSync } from 'node:fs'
import { sentencesOf } from './statutes.ts'

/**
 * Sentences of the project's own handbook: the only clean prose at hand that is written for offices, is not law and may be
 * chosen on. Marks of Markdown, code and links are left out, lines that are mostly not Chinese, and the chapter on the text
 * check, which quotes wrong characters.
 */
export function handbook(folder = 'docs/handbook'): string[] {
  const lines = readdirSync(folder)
    .filter((name) => !name.includes('文字检查'))
    .sort()
    .flatMap((name) =>
      readFileSync(`${folder}/${name}`, 'utf8')
        .replaceAll(/```[\s\S]*?```/g, '')
        .split('\n'),
    )
    .map((line) => line.replaceAll(/`[^`]*`|\]\([^)]*\)|[*_#>|[\]]/g, '').trim())
  return [...new Set(lines.flatMap(sentencesOf).map((sentence) => sentence.trim()))].filter(
    (sentence) => (sentence.match(/[\u4e00-\u9fff]/g)?.length ?? 0) >= 0.7 * sentence.length,
  )
}
