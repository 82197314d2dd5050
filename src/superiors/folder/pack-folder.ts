import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type Actor, type Deps, exportedBy, findDistrict, permit, permitFullPhones } from '../../access/index.ts'
import {
  firstDayOf,
  lastDayOf,
  month,
  type Month,
  monthZh,
  monthsOf,
  quarter,
  type Quarter,
  quarterOf,
  quarterZh,
} from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { type BookRow, renderPdf, zipArchive, type ZipPart } from '../../documents/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { circularPieces, itemPieces, orderPieces, reminderPieces, reportPieces } from './handled.ts'
import { filingPieces, ledgerPieces } from './ledger-and-filings.ts'
import { monthPieces, rehearsalPieces } from './months.ts'
import { type FolderContext, type Piece, sheetPiece, whole } from './piece.ts'

export type FolderPeriod = { month: Month } | { quarter: Quarter }

/** 2026-09 or 2026Q3; undefined: neither. */
export function readPeriod(text: string): FolderPeriod | undefined {
  if (/^\d{4}-(0[1-9]|1[0-2])$/u.test(text)) return { month: month(text) }
  if (/^\d{4}Q[1-4]$/u.test(text)) return { quarter: quarter(text) }
  return undefined
}

export type FolderInput = {
  districtId: string
  of: FolderPeriod
  /** Personal contents in full, for a purpose that is written down; else masked, and left out where they can't be. */
  purpose?: string | undefined
  demo: boolean
}

export type FolderProgress = (step: { done: number; total: number; message: string }) => void
export type PackedFolder = { fileName: string; pieces: AsyncGenerator<Buffer> }

const sections: readonly [string, (context: FolderContext) => AsyncGenerator<Piece>][] = [
  ['台账', ledgerPieces],
  ['备案材料', filingPieces],
  ['监测结果', monthPieces],
  ['整改', orderPieces],
  ['提醒', reminderPieces],
  ['季度报告', reportPieces],
  ['上级通报', circularPieces],
  ['上级交办', itemPieces],
  ['预演结果', rehearsalPieces],
]

type Listed = { path: string; what: string; bytes: number; sha256: string; note: string }

/**
 * 迎检材料 as one ZIP, written while it is read: no more than a file of it is held at a time. The last entries list every
 * file with its digest, and what is not in it and why. Masked, the same state gives the same bytes on a day. Who took what, when
 * and what for is in the trail before the first byte goes out, its digest behind the last. Refuses `access.denied`,
 * `people.purpose-required`, `inspection.month-in-future`.
 */
export async function packFolder(
  deps: Deps,
  actor: Actor,
  input: FolderInput,
  onProgress: FolderProgress = () => undefined,
): Promise<PackedFolder> {
  const { districtId, of, demo } = input
  permit(actor, 'inspection.export', { districtId })
  const purpose = permitFullPhones(actor, { districtId }, input.purpose)
  const today = deps.clock.today()
  const all = 'month' in of ? [of.month] : monthsOf(of.quarter)
  const months = all.filter((one) => firstDayOf(one) <= today)
  if (months.length === 0)
    throw refuse('inspection.month-in-future', { month: 'month' in of ? monthZh(of.month) : quarterZh(of.quarter) })
  const [from, last] = [firstDayOf(all[0]!), lastDayOf(all.at(-1)!)]
  const to = last < today ? last : today
  const quarters = 'month' in of ? [quarterOf(from)] : [of.quarter]
  const context: FolderContext = { deps, actor, districtId, months, quarters, from, to, purpose, demo }
  const { name, officeName } = await findDistrict(deps.db, districtId)
  const period = 'month' in of ? monthZh(of.month) : quarterZh(of.quarter)
  const id = deps.ids.next()
  const told = { period, phones: purpose === null ? 'masked' : 'full', ...(purpose !== null && { purpose }) }
  const link = (action: string, after: Record<string, unknown>) =>
    inTransaction(deps.db, (tx) =>
      append(tx, deps.ids, {
        districtId,
        actor,
        action,
        subject: { kind: 'inspection', id },
        after,
        at: deps.wall.now(),
      }),
    )
  await link('inspection.exported', told)
  const head: Head = {
    district: name,
    office: officeName,
    period,
    taken: purpose === null ? null : await takenWords(context, purpose),
  }
  const digest = createHash('sha256')
  async function* pieces(): AsyncGenerator<Buffer> {
    const listed: Listed[] = []
    for await (const piece of zipArchive(partsOf(context, head, listed, onProgress))) {
      digest.update(piece)
      yield piece
    }
    await link('inspection.packed', {
      period,
      files: listed.filter(({ sha256 }) => sha256 !== '').length,
      sha256: digest.digest('hex'),
    })
  }
  return { fileName: `迎检材料-${name}-${today}.zip`, pieces: pieces() }
}

type Head = { district: string; office: string; period: string; taken: string | null }

async function takenWords({ deps, actor, districtId }: FolderContext, purpose: string): Promise<string> {
  const { by, at } = await exportedBy(deps, actor, districtId)
  return `${by}　${at}导出，含完整联系方式、签字盖章件和责任人员姓名，仅用于：${purpose}`
}

async function* partsOf(
  context: FolderContext,
  head: Head,
  listed: Listed[],
  onProgress: FolderProgress,
): AsyncGenerator<ZipPart> {
  for (const [done, [label, section]] of sections.entries()) {
    onProgress({ done, total: sections.length + 1, message: `正在整理${label}` })
    for await (const piece of section(context)) yield* counted(piece, listed)
  }
  onProgress({ done: sections.length, total: sections.length + 1, message: '正在编目录' })
  const files = [...listed]
  yield* counted(listSheet(head, files), [])
  yield* counted(await listPaper(context, head, files), [])
}

async function* counted(piece: Piece, listed: Listed[]): AsyncGenerator<ZipPart> {
  const { path, what } = piece
  if ('leftOut' in piece) {
    listed.push({ path, what, bytes: 0, sha256: '', note: piece.leftOut })
    return
  }
  const hash = createHash('sha256')
  const line = { path, what, bytes: 0, sha256: '', note: '' }
  yield { path, text: hashed(piece.text, hash, line) }
  listed.push({ ...line, sha256: hash.digest('hex') })
}

async function* hashed(text: ZipPart['text'], hash: ReturnType<typeof createHash>, line: { bytes: number }) {
  for await (const piece of text) {
    const bytes = Buffer.from(piece)
    hash.update(bytes)
    line.bytes += bytes.length
    yield bytes
  }
}

const listRows = (files: readonly Listed[]): string[][] =>
  files.map(({ path, what, bytes, sha256, note }, at) => [
    String(at + 1),
    path,
    what,
    note === '' ? String(bytes) : '',
    note === '' ? sha256 : `未收入：${note}`,
  ])

const saidOf = ({ district, period, taken }: Head): string =>
  `${district}　${period}　${taken ?? '脱敏导出：联系方式隐去中间位数，载有个人信息的文件不收入，列明原因'}`

function listSheet(head: Head, files: readonly Listed[]): Piece {
  const rows: BookRow[] = [...listRows(files), ['', saidOf(head), '', '', '']]
  return sheetPiece(
    '目录.xlsx',
    '目录',
    [
      ['序号', 8],
      ['文件', 60],
      ['内容', 30],
      ['字节', 12],
      ['SHA-256', 68],
    ],
    rows,
  )
}

async function listPaper({ deps, demo }: FolderContext, head: Head, files: readonly Listed[]): Promise<Piece> {
  const bytes = await renderPdf(
    {
      kind: 'report',
      title: [`${head.district}迎检材料目录`],
      body: [
        { kind: 'paragraph', runs: [saidOf(head)] },
        {
          kind: 'table',
          columns: [
            { title: '序号', width: 1, align: 'center' },
            { title: '文件', width: 6 },
            { title: '字节', width: 2, align: 'right' },
            { title: 'SHA-256', width: 6 },
          ],
          rows: listRows(files).map(([number = '', path = '', , size = '', sha256 = '']) => [
            number,
            path,
            size,
            sha256,
          ]),
        },
      ],
      signature: { office: head.office, day: deps.clock.today() },
      ...(demo && { notice: '演示数据' }),
    },
    { fontFolders: [join(deps.dataDir, 'fonts')] },
  )
  return whole('目录.pdf', '目录', bytes)
}
