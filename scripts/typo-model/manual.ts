import { spawnSync } from 'node:child_process'
import { sentencesOf } from './statutes.ts'

/**
 * Sentences of a program's manual in Chinese out of its Debian package: the only real prose at hand that is no law, many
 * thousand sentences long, and free to practise on. Each once, in their order; lines that are mostly not Chinese are left out.
 */
export function manualOf(debian: string): string[] {
  const { status, stdout, stderr } = spawnSync('dpkg-deb', ['--fsys-tarfile', debian], { maxBuffer: 2 ** 30 })
  if (status !== 0) throw new Error(`dpkg-deb can't open ${debian}: ${stderr.toString()}`)
  const lines = filesOf(stdout)
    .filter(({ name }) => name.endsWith('.html'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ text }) => linesOf(text))
  return [...new Set(lines.flatMap(sentencesOf).map((sentence) => sentence.trim()))].filter(
    (sentence) => (sentence.match(/[\u4e00-\u9fff]/g)?.length ?? 0) >= 0.7 * sentence.length,
  )
}

/** Paragraphs of a page, without marks, scripts and references. */
const linesOf = (html: string): string[] =>
  html
    .replaceAll(/<(script|style|head)[\s\S]*?<\/\1>/g, '')
    .split(/<\/?(?:p|div|h\d|li|td|th|tr|br|ul|ol|table)\b[^>]*>/)
    .map((line) =>
      line
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll(/&[#\w]+;/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )

/** Plain files in an archive of tar. */
function filesOf(tar: Buffer): { name: string; text: string }[] {
  const files: { name: string; text: string }[] = []
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const field = (from: number, to: number) => tar.toString('utf8', at + from, at + to).replace(/\0.*$/s, '')
    const size = parseInt(field(124, 136), 8)
    if (field(156, 157) === '0')
      files.push({ name: field(0, 100), text: tar.toString('utf8', at + 512, at + 512 + size) })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
