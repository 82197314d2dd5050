import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { unescapeXml } from '../tables/markup.ts'
import { plainMarkup } from '../tables/xlsx-package.ts'
import { readZipDirectory, unpack, type ZipEntry } from '../tables/zip-directory.ts'

/** The words of a Word document, a paragraph a line, and what of it is no words. */
export type WordText = {
  readonly text: string
  /** Where words lead; UTF-16 offsets into `text`. */
  readonly links: readonly { readonly href: string; readonly start: number; readonly end: number }[]
  readonly pictures: number
  /** Files and drawings that stand in it as objects. */
  readonly objects: number
}

/** Pictures are never unpacked, so they may be many; the parts that hold words stay below this, unpacked. */
const ARCHIVE = { zipEntries: 5_000, unpackedBytes: 400 * 1024 * 1024 }
const MOST_WORDS = 24 * 1024 * 1024

// Body first, then what stands at its foot and on every page.
const PARTS = [
  /^word\/document\.xml$/,
  /^word\/footnotes\.xml$/,
  /^word\/endnotes\.xml$/,
  /^word\/(?:header|footer)\d*\.xml$/,
]

/**
 * Reads what a .docx says (ECMA-376 part 1): body, notes, heads and feet of pages, text boxes. What was deleted or moved
 * away with changes tracked is left out, as a reader sees it; comments are. Refuses `text.damaged`,
 * `text.expands-too-far`, `text.password-protected`, `text.kind`.
 */
export function readWordText(bytes: Uint8Array): WordText {
  const reader = new WordReader()
  try {
    const directory = readZipDirectory(bytes, ARCHIVE)
    const parts = PARTS.flatMap((name) => directory.filter((entry) => name.test(entry.name)))
    if (!parts.some(({ name }) => name === 'word/document.xml')) throw refuse('text.kind', { found: found(directory) })
    const size = parts.reduce((sum, entry) => sum + entry.size, 0)
    if (size > MOST_WORDS) throw refuse('text.expands-too-far')
    for (const entry of parts) reader.read(xml(bytes, entry), targetsOf(bytes, directory, entry.name))
  } catch (error) {
    throw ofText(error)
  }
  return reader.whole()
}

const xml = (bytes: Uint8Array, entry: ZipEntry) => plainMarkup(unpack(bytes, entry)).toString('utf8')

// Reading archives is one work; what a person is told is about a paper, not about a table.
function ofText(error: unknown): unknown {
  if (!(error instanceof Refusal) || !error.code.startsWith('table.')) return error
  if (error.code === 'table.password-protected') return refuse('text.password-protected')
  if (error.code === 'table.expands-too-far') return refuse('text.expands-too-far')
  if (error.code === 'table.cut-off') return refuse('text.damaged', { detail: '没有传完或保存时中断' })
  const { detail } = error.params as { detail?: string }
  return refuse('text.damaged', { detail: detail ?? '含有不应有的外部引用声明' })
}

function found(directory: readonly ZipEntry[]): string {
  const has = (start: string) => directory.some(({ name }) => name.startsWith(start))
  if (has('xl/')) return '表格（.xlsx）'
  if (has('ppt/')) return '演示文稿（.pptx）'
  return has('content.xml') ? 'OpenDocument 文档（.odt）' : '压缩包（ZIP）'
}

const RELATIONSHIP = /<(?:\w+:)?Relationship\s[^<>]*>/g
const attribute = (tag: string, name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1]

/** Addresses outside the document that a part refers to by id. */
function targetsOf(bytes: Uint8Array, directory: readonly ZipEntry[], part: string): ReadonlyMap<string, string> {
  const beside = directory.find(({ name }) => name === part.replace(/([^/]+)$/, '_rels/$1.rels'))
  const tags = beside ? [...xml(bytes, beside).matchAll(RELATIONSHIP)] : []
  return new Map(
    tags.flatMap(([tag]) => {
      const [id, target] = [attribute(tag, 'Id'), attribute(tag, 'Target')]
      const outside = attribute(tag, 'TargetMode') === 'External' && attribute(tag, 'Type')?.endsWith('/hyperlink')
      return outside && id && target ? [[id, unescapeXml(target)] as const] : []
    }),
  )
}

// The words after an opening tag are its text where it is w:t or w:instrText; everything else between tags is layout.
const TAG =
  /<(\/?)(w:(?:p|t|tab|br|cr|noBreakHyphen|moveFrom|tc|hyperlink|fldChar|instrText|object)|mc:Fallback|a:blip|v:imagedata|pic:pic)(?=[\s/>])([^<>]*?)(\/?)>([^<]*)/g

/** Follows the tags of the parts of a document. */
class WordReader {
  private readonly pieces: string[] = []
  private readonly links: { href: string; start: number; end: number }[] = []
  private length = 0
  private hidden = 0
  private pictures = 0
  private objects = 0
  // A hyperlink, and a field of older documents that leads somewhere, begin at one tag and end at another.
  private open: { href: string; start: number } | undefined
  private instruction = ''
  private targets: ReadonlyMap<string, string> = new Map()

  read(part: string, targets: ReadonlyMap<string, string>): void {
    this.targets = targets
    for (const [, closing, name = '', attributes = '', single, words = ''] of part.matchAll(TAG)) {
      if (!closing) this.begin(name, attributes, words)
      if (closing || single) this.end(name)
    }
  }

  whole(): WordText {
    return { text: this.pieces.join(''), links: this.links, pictures: this.pictures, objects: this.objects }
  }

  private begin(name: string, attributes: string, words: string): void {
    if (name === 'mc:Fallback' || name === 'w:moveFrom') this.hidden++
    if (this.hidden > 0) return
    if (name === 'w:t') this.write(unescapeXml(words))
    else if (name === 'w:tab') this.write('\t')
    else if (name === 'w:noBreakHyphen') this.write('-')
    else if (name === 'w:br' || name === 'w:cr') this.write('\n')
    else if (name === 'a:blip' || name === 'v:imagedata') this.pictures++
    else if (name === 'w:object') this.objects++
    else if (name === 'w:hyperlink') this.lead(this.targets.get(attribute(attributes, 'r:id') ?? ''))
    else if (name === 'w:instrText') this.instruction += unescapeXml(words)
    else if (name === 'w:fldChar') this.field(attribute(attributes, 'w:fldCharType'))
  }

  private end(name: string): void {
    if (name === 'mc:Fallback' || name === 'w:moveFrom') this.hidden--
    else if (this.hidden > 0) return
    else if (name === 'w:p') this.write('\n')
    else if (name === 'w:hyperlink') this.arrive()
  }

  private field(type: string | undefined): void {
    if (type === 'separate') this.lead(/^\s*HYPERLINK\s+"([^"]+)"/.exec(this.instruction)?.[1])
    if (type === 'end') this.arrive()
    if (type !== undefined) this.instruction = ''
  }

  private lead(href: string | undefined): void {
    if (href !== undefined) this.open = { href, start: this.length }
  }

  private arrive(): void {
    if (this.open && this.length > this.open.start) this.links.push({ ...this.open, end: this.length })
    this.open = undefined
  }

  private write(words: string): void {
    this.pieces.push(words)
    this.length += words.length
  }
}
