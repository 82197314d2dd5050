import type { Deps } from '../../../access/index.ts'
import type { CivilDate } from '../../../calendar/index.ts'
import { renderTextDocx, type TextBlock } from '../../../documents/index.ts'
import { pictureSize, readStoredFile } from '../../../files/index.ts'
import type { TextVersion } from '../model.ts'
import { type Bylines, bylineWords } from './bylines.ts'
import { richBlocks } from '../rich-text/blocks.ts'
import { escaped, openTag } from '../rich-text/markup.ts'
import { withPictures } from '../rich-text/pictures.ts'

export type ExportFormat = 'html' | 'docx' | 'txt'
export const exportFormats = ['html', 'docx', 'txt'] as const satisfies readonly ExportFormat[]

type Asked = {
  districtId: string
  unitName: string
  text: TextVersion
  bylines: Bylines
  day: CivilDate
  format: ExportFormat
}

const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/**
 * A text for pasting into a platform: clean markup with its pictures inside, Word, or words alone; source, label of
 * generated content and 署名 stand below.
 */
export async function exportText(
  deps: Deps,
  asked: Asked,
): Promise<{ bytes: Uint8Array; name: string; mediaType: string }> {
  const { text, format } = asked
  const bytes =
    format === 'docx'
      ? await asDocx(deps, asked)
      : Buffer.from(format === 'txt' ? asWords(asked) : await asHtml(deps, asked))
  const name = text.title.replace(/[\\/:*?"<>|\s]+/g, '').slice(0, 60)
  return { bytes: new Uint8Array(bytes), name: `${name}.${format}`, mediaType: mediaTypes[format] }
}

const below = ({ text, bylines }: Asked): string[] => [
  ...(text.source === null ? [] : [`来源：${text.source}`]),
  ...(text.aiLabel === null ? [] : [text.aiLabel]),
  ...bylineWords(bylines),
]

const asWords = (asked: Asked): string => [asked.text.title, '', asked.text.plain, '', ...below(asked), ''].join('\n')

async function asHtml(deps: Deps, asked: Asked): Promise<string> {
  const { text, districtId } = asked
  const sources = new Map<string, string>()
  for (const block of richBlocks(text.body))
    if (block.kind === 'picture' && block.file !== undefined && !sources.has(block.file)) {
      const { bytes, mediaType } = await readStoredFile(deps, districtId, block.file)
      sources.set(block.file, `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`)
    }
  const body = withPictures(text.body, ({ file, alt }) => openTag('img', { src: sources.get(file ?? '') ?? '', alt }))
  const lines = below(asked).map((line) => `<p>${escaped(line)}</p>`)
  return `<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n<title>${escaped(text.title)}</title>\n<h1>${escaped(text.title)}</h1>\n${body}\n${lines.join('\n')}\n</html>\n`
}

async function asDocx(deps: Deps, asked: Asked): Promise<Uint8Array> {
  const { text, districtId, unitName, day } = asked
  const blocks: TextBlock[] = []
  for (const block of richBlocks(text.body)) {
    if (block.kind !== 'picture') {
      blocks.push(block)
      continue
    }
    if (block.file === undefined) continue
    const { bytes, mediaType } = await readStoredFile(deps, districtId, block.file)
    const size = pictureSize(bytes)
    const type = mediaType === 'image/png' ? 'png' : 'jpg'
    if (size) blocks.push({ kind: 'picture', bytes, type, ...size, alt: block.alt })
  }
  return renderTextDocx({ title: text.title, office: unitName, day, blocks, below: below(asked) })
}
