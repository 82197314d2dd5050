import { refuse } from '../../vocabulary/refusals/index.ts'
import { openCompoundFile } from './compound-file.ts'
import { readZipDirectory } from './zip-directory.ts'
import type { ZipEntry } from './zip-directory.ts'

/** What a file is by its first bytes and, for archives, by its directory. Its name is never asked. */
export type Kind = { format: 'xlsx' | 'docx'; directory: ZipEntry[] } | { format: 'xls' } | { format: 'text' }

const SIGNATURES: readonly (readonly [bytes: string, found: string])[] = [
  ['89504e470d0a1a0a', '图片（PNG）'],
  ['ffd8ff', '图片（JPEG）'],
  ['47494638', '图片（GIF）'],
  ['424d', '图片（BMP）'],
  ['49492a00', '图片（TIFF）'],
  ['4d4d002a', '图片（TIFF）'],
  ['25504446', 'PDF 文件'],
  ['526172211a07', '压缩包（RAR）'],
  ['377abcaf271c', '压缩包（7z）'],
  ['1f8b', '压缩包（gzip）'],
  ['7b5c727466', 'RTF 文档'],
  ['4d5a', '程序文件'],
  ['7f454c46', '程序文件'],
]

/** Tells what the bytes are, or refuses with what was found instead of a table. `word`: tables in a .docx are wanted, too. */
export function kindOf(bytes: Uint8Array, word = false): Kind {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  if (/^504b(0304|0506|0708)/.test(head)) return archiveKind(readZipDirectory(bytes), word)
  if (head.startsWith('d0cf11e0a1b11ae1')) return compoundKind(bytes)
  // BIFF2-5 files had no container: the first record is BOF.
  if (/^09(00|02|04|08)0[4-8]00/.test(head))
    throw refuse('table.convert-first', { found: 'Excel 5.0/95 或更早格式的旧表格' })
  const signature = SIGNATURES.find(([start]) => head.startsWith(start))
  if (signature && !(signature[0].length === 4 && looksLikeText(bytes))) {
    throw refuse('table.not-a-table', { found: signature[1] })
  }
  if (Buffer.from(bytes.subarray(8, 12)).toString('latin1') === 'WEBP')
    throw refuse('table.not-a-table', { found: '图片（WebP）' })
  refuseMarkup(bytes)
  return { format: 'text' }
}

function archiveKind(directory: ZipEntry[], word: boolean): Kind {
  const names = directory.map(({ name }) => name.toLowerCase())
  const has = (start: string) => names.some((name) => name.startsWith(start))
  if (has('xl/workbook.bin')) throw refuse('table.convert-first', { found: '二进制工作簿（.xlsb）' })
  if (has('xl/') && has('[content_types].xml')) return { format: 'xlsx', directory }
  if (has('word/') && word) return { format: 'docx', directory }
  if (has('word/')) throw refuse('table.not-a-table', { found: 'Word 文档（.docx）' })
  if (has('ppt/')) throw refuse('table.not-a-table', { found: '演示文稿（.pptx）' })
  if (names.includes('mimetype') && has('content.xml'))
    throw refuse('table.convert-first', { found: 'OpenDocument 文件（.ods）' })
  throw refuse('table.not-a-table', { found: '压缩包（ZIP）' })
}

function compoundKind(bytes: Uint8Array): Kind {
  const { names } = openCompoundFile(bytes)
  if (names.includes('EncryptedPackage')) throw refuse('table.password-protected')
  if (names.includes('Workbook')) return { format: 'xls' }
  if (names.includes('Book')) throw refuse('table.convert-first', { found: 'Excel 5.0/95 格式的旧表格' })
  if (names.includes('WordDocument')) throw refuse('table.not-a-table', { found: 'Word 文档（.doc）' })
  if (names.includes('PowerPoint Document')) throw refuse('table.not-a-table', { found: '演示文稿（.ppt）' })
  throw refuse('table.not-a-table', { found: '其他类型的旧版 Office 文件' })
}

// Bitmaps and programs hold zero bytes from the start; a text that begins with BM or MZ does not.
const looksLikeText = (bytes: Uint8Array) => !bytes.subarray(0, 64).includes(0)

// Old office systems save web pages and XML under the name .xls; the tags would end up in the ledger.
function refuseMarkup(bytes: Uint8Array): void {
  const head = Buffer.from(bytes.subarray(0, 2048))
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^(ï»¿|ÿþ|þÿ)/, '')
    .trimStart()
  const start = head.toLowerCase()
  if (/^(<!doctype html|<html|<head|<body|<table|<meta|<style|<div)/.test(start)) {
    throw refuse('table.convert-first', { found: '网页（HTML），只是改名为表格' })
  }
  if (start.startsWith('mime-version:'))
    throw refuse('table.convert-first', { found: '单个文件网页（MHTML），只是改名为表格' })
  if (!start.startsWith('<?xml') && !start.startsWith('<workbook')) return
  const html = start.includes('<html')
  throw refuse('table.convert-first', { found: html ? '网页（HTML），只是改名为表格' : 'XML 文件' })
}
