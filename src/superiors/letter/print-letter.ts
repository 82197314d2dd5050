import { join } from 'node:path'
import type { Deps } from '../../access/index.ts'
import { renderDocx, renderPdf } from '../../documents/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import type { LetterContent } from './content.ts'
import { letterPaper } from './paper.ts'
import type { LetterVersion } from './queries.ts'

export const letterFormats = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const
export type LetterFormat = keyof typeof letterFormats

/** A version with the numbers masked by which people can be reached. */
export function maskedLetter<L extends Pick<LetterVersion, 'content'>>(letter: L): L {
  const masked = (key: string, value: unknown): unknown =>
    typeof value === 'string' && !unmasked.has(key) ? maskNumbers(value) : value
  return { ...letter, content: JSON.parse(JSON.stringify(letter.content, masked)) as LetterContent }
}
// Moments, days and the letter's own number.
const unmasked = new Set(['receivedAt', 'dueAt', 'answeredAt', 'asOf', 'compiledAt', 'signedOn', 'number'])

/** docx or pdf of one version, out of one content; what nobody signed is marked 草稿 and bears today's day. */
export async function printLetter(
  deps: Pick<Deps, 'clock' | 'dataDir'>,
  { version, content }: Pick<LetterVersion, 'version' | 'content'>,
  { format, demo }: { format: LetterFormat; demo: boolean },
): Promise<{ bytes: Uint8Array; mediaType: string; name: string }> {
  const notice = [...(demo ? ['演示数据'] : []), ...(content.signedOn ? [] : [`草稿（第${version}版）`])].join('　')
  const paper = letterPaper(content, { signedOn: content.signedOn ?? deps.clock.today(), notice })
  const bytes =
    format === 'pdf' ? await renderPdf(paper, { fontFolders: [join(deps.dataDir, 'fonts')] }) : await renderDocx(paper)
  const name = `${content.title}反馈函${content.number ?? `（草稿第${version}版）`}.${format}`
  return { bytes, mediaType: letterFormats[format], name }
}
