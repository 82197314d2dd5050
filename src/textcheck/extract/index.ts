import { readWordText } from '../../documents/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { NotChecked, TextLink } from '../model.ts'
import { decodeText } from './decode.ts'
import { htmlText } from './html-text.ts'

/** The words of a file, and what of it nobody reads. Offsets of findings are offsets into `text`. */
export type ExtractedText = {
  readonly format: 'txt' | 'html' | 'docx'
  readonly text: string
  readonly links: readonly TextLink[]
  readonly notChecked: readonly NotChecked[]
}

const MEGABYTE = 1024 * 1024
const LARGEST = 32 * MEGABYTE
/** A book has some hundred thousand characters. */
const LONGEST = 2_000_000

const SIGNATURES: readonly (readonly [start: string, found: string, picture?: true])[] = [
  ['89504e470d0a1a0a', '图片（PNG）', true],
  ['ffd8ff', '图片（JPEG）', true],
  ['47494638', '图片（GIF）', true],
  ['49492a00', '图片（TIFF）', true],
  ['4d4d002a', '图片（TIFF）', true],
  ['52494646', '图片（WebP）或音视频', true],
  ['25504446', 'PDF 文件'],
  ['d0cf11e0a1b11ae1', '旧版 Office 文件（.doc 等）'],
  ['526172211a07', '压缩包（RAR）'],
  ['377abcaf271c', '压缩包（7z）'],
  ['1f8b', '压缩包（gzip）'],
  ['7b5c727466', 'RTF 文档'],
  ['7f454c46', '程序文件'],
]

/**
 * The words of a .txt, .html or .docx; what a file is, its bytes say, and its name only where they leave it open. Line
 * ends become one kind. Pictures are counted, never opened. `longest`: letters that are still taken. Refuses `text.*` with the
 * reason.
 */
export function extractText(bytes: Uint8Array, fileName = '', longest = LONGEST): ExtractedText {
  if (bytes.length === 0) throw refuse('text.file-empty')
  if (bytes.length > LARGEST) throw refuse('text.file-too-large', { megabytes: LARGEST / MEGABYTE })
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  const known = SIGNATURES.find(([start]) => head.startsWith(start))
  if (known) throw refuse(known[2] ? 'text.picture' : 'text.kind', { found: known[1] })
  const extracted = read(bytes, /^504b(?:0304|0506|0708)/.test(head), fileName)
  if (extracted.text.length > longest) throw refuse('text.too-long', { limit: longest })
  return extracted
}

function read(bytes: Uint8Array, isArchive: boolean, fileName: string): ExtractedText {
  if (isArchive) return whole('docx', readWordText(bytes))
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  const text = decodeText(bytes, /\bcharset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1])
  if (/^\s*mime-version:/i.test(text)) throw refuse('text.kind', { found: '单个文件网页（MHTML）' })
  if (/\.html?$/i.test(fileName) || isPage(text)) return whole('html', htmlText(text))
  return { format: 'txt', text: text.replaceAll(/\r\n?/g, '\n'), links: [], notChecked: [] }
}

const isPage = (text: string) =>
  /^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body|meta|p|div|section|article|table|h[1-6]|span)\b/i.test(
    text.slice(0, 2048),
  )

type Parts = Omit<ExtractedText, 'format' | 'notChecked'> & { readonly pictures: number; readonly objects: number }

function whole(format: ExtractedText['format'], { text, links, pictures, objects }: Parts): ExtractedText {
  const notChecked: NotChecked[] = []
  if (pictures > 0)
    notChecked.push({ part: 'images', why: `有 ${pictures} 张图片，图片里的文字没有检查，请人工核对。` })
  if (objects > 0)
    notChecked.push({ part: 'attachments', why: `有 ${objects} 处音视频或嵌入对象，其中的内容没有检查，请人工核对。` })
  return { format, text, links, notChecked }
}
