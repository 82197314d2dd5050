import type { Actor, Deps } from '../../access/index.ts'
import type { CivilDate, Month, Quarter } from '../../calendar/index.ts'
import { type Book, type BookRow, workbookPieces } from '../../documents/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'

/** What the folder is made of: who exports it, of which time, and whether names and numbers stand in it in full. */
export type FolderContext = {
  deps: Deps
  actor: Actor
  districtId: string
  months: readonly Month[]
  quarters: readonly Quarter[]
  /** First and last day. */
  from: CivilDate
  to: CivilDate
  /** What the personal contents are for; null: they are masked or left out. */
  purpose: string | null
  demo: boolean
}

/** A file of the folder, or one that is only named in its list: why it isn't there. */
export type Piece =
  | { path: string; what: string; text: AsyncIterable<string | Uint8Array> }
  | { path: string; what: string; leftOut: string }

// What no file system takes, what would lead out of the folder, and marks that turn a name round as it is read.
const unfit = /[\p{Cc}\p{Cf}\p{Cs}<>:"|?*/\\]/gu
const NAME_MOST = 80

/** A part of a path, as every file system takes it. */
export const fileNamed = (text: string): string => {
  const plain = text
    .replaceAll(unfit, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '')
  const ending = /\.[A-Za-z0-9]{1,5}$/u.exec(plain)?.[0] ?? ''
  const name = Array.from(plain.slice(0, plain.length - ending.length))
    .slice(0, NAME_MOST)
    .join('')
  return `${name}${ending}` || '未命名'
}

export const serial = (at: number): string => String(at + 1).padStart(3, '0')

export const whole = (path: string, what: string, bytes: string | Uint8Array): Piece => ({
  path,
  what,
  text: once(bytes),
})

async function* once(bytes: string | Uint8Array) {
  yield bytes
}

/** Free words, which may name numbers of people: masked unless the folder is in full. */
export const wordsIn = ({ purpose }: FolderContext, words: string | null): string =>
  words === null ? '' : purpose === null ? maskNumbers(words) : words

export type Column = readonly [title: string, width: number]
type Rows = Iterable<BookRow> | AsyncIterable<BookRow>

/** A sheet with its title, its head repeated on every page, and rows that are asked for while it is written. */
export function sheetPiece(path: string, what: string, columns: readonly Column[], rows: Rows): Piece {
  const book: Book = {
    title: what,
    look: { font: '宋体', size: 10, vertical: 'center', wrap: true },
    sheets: [
      {
        name: what.slice(0, 31),
        columns: columns.map(([, width]) => ({ width })),
        rows: headed(columns, rows),
        frozen: { rows: 1 },
        print: { landscape: true, headRows: { from: 0, to: 0 }, footer: '第{page}页，共{pages}页' },
      },
    ],
  }
  return { path, what, text: workbookPieces(book) }
}

async function* headed(columns: readonly Column[], rows: Rows): AsyncGenerator<BookRow> {
  yield { cells: columns.map(([title]) => title), look: { bold: true, border: true, align: 'center' } }
  let any = false
  for await (const row of rows) {
    any = true
    yield row
  }
  // An empty sheet would leave open whether nothing was there or nothing was looked for.
  if (!any) yield ['没有记录']
}

type Stored = {
  fileId: string
  what: string
  /** Stands before its own name and keeps files apart. */
  lead: string
  name: string
  personal: boolean
}

/** A kept file under its own name; what was erased, and what names people while the folder is masked, is only listed. */
export async function storedPiece(context: FolderContext, folder: string, stored: Stored): Promise<Piece> {
  const { deps, districtId, purpose } = context
  const { fileId, what, lead, name, personal } = stored
  // Who signed or proved something often stands in the file's name, too.
  if (personal && purpose === null)
    return { path: `${folder}/${fileNamed(lead)}`, what, leftOut: '载有个人信息，脱敏导出不收入' }
  const path = `${folder}/${fileNamed(`${lead} ${wordsIn(context, name)}`)}`
  try {
    const { bytes } = await readStoredFile(deps, districtId, fileId)
    return whole(path, what, bytes)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // What is missing or damaged is never told as lawfully erased.
    return { path, what, leftOut: error.code === 'file.lost' ? '文件缺失或者损坏，请核查存储' : '已按规定删除' }
  }
}
