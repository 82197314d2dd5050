import { PassThrough, type Writable } from 'node:stream'
import { formatMinute } from '../../calendar/index.ts'
import type { BookRow } from '../../documents/index.ts'
import { type AccountFile, accountFile, caseKindLabels } from '../../filing/index.ts'
import { exportAccounts, readAccounts, readUnits } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { type FolderContext, type Piece, serial, sheetPiece, storedPiece } from './piece.ts'

/** 台账: 附件2 as the notice prints it; phones as the exporter's right says. */
export async function* ledgerPieces({ deps, actor, districtId, purpose }: FolderContext): AsyncGenerator<Piece> {
  const book = await exportAccounts(deps, actor, {
    districtId,
    layout: 'district',
    ...(purpose !== null && { purpose }),
  })
  yield { path: `1 台账/${book.fileName}`, what: '附件2汇总表', text: written((target) => book.writeTo(target)) }
}

async function* written(write: (target: Writable) => Promise<void>): AsyncGenerator<Uint8Array> {
  const through = new PassThrough()
  // A failing writer destroys the stream, and reading it below throws the same error.
  const done = write(through).catch((error: unknown) => through.destroy(error as Error))
  for await (const piece of through) yield piece as Buffer
  await done
}

type Filed = { unit: string; account: string; file: AccountFile }

/** 备案材料: what was accepted of each account, without personal values, and the signed papers themselves. */
export async function* filingPieces(context: FolderContext): AsyncGenerator<Piece> {
  const folder = '2 备案材料'
  yield sheetPiece(
    `${folder}/备案情况.xlsx`,
    '备案情况',
    [
      ['单位', 28],
      ['账号', 28],
      ['备案号、事项', 24],
      ['情况', 16],
      ['时间', 18],
      ['签字盖章件', 14],
    ],
    filingRows(context),
  )
  yield sheetPiece(
    `${folder}/备案表内容.xlsx`,
    '备案表内容',
    [
      ['单位', 28],
      ['账号', 28],
      ['备案号', 18],
      ['表', 24],
      ['项目', 26],
      ['内容', 40],
    ],
    answerRows(context),
  )
  yield* scanPieces(context, folder)
}

/** Account by account in the order of the ledger; one is held at a time. */
async function* filedAccounts({ deps, districtId }: FolderContext): AsyncGenerator<Filed> {
  const units = await readUnits(deps.db, districtId)
  const accounts = Map.groupBy(await readAccounts(deps.db, districtId), ({ unitId }) => unitId)
  for (const unit of units) {
    const own = (accounts.get(unit.id) ?? []).toSorted((one, other) => (one.id < other.id ? -1 : 1))
    for (const { id, name, platform } of own)
      yield {
        unit: unit.name,
        account: `${name}（${platforms[platform].label}）`,
        file: await accountFile(deps.db, districtId, id),
      }
  }
}

const recordKinds: Readonly<Record<string, string>> = { ...caseKindLabels, existing: '存量登记', zero: '零报送' }

async function* filingRows(context: FolderContext): AsyncGenerator<BookRow> {
  for await (const { unit, account, file } of filedAccounts(context)) {
    for (const { number, kind, acceptedAt, scans } of file.numbers)
      yield [unit, account, number, recordKinds[kind] ?? kind, formatMinute(acceptedAt), scans.length]
    for (const { kind, state, approvedOn, scans } of file.cases)
      yield [unit, account, kind, state, approvedOn ?? '', scans.length]
    if (file.numbers.length === 0 && file.cases.length === 0) yield [unit, account, '', '没有备案记录', '', 0]
  }
}

async function* answerRows(context: FolderContext): AsyncGenerator<BookRow> {
  for await (const { unit, account, file } of filedAccounts(context))
    for (const { number, forms } of file.accepted)
      for (const [form, answers] of Object.entries(forms))
        for (const [label, answer] of Object.entries(answers)) yield [unit, account, number, form, label, answer]
}

async function* scanPieces(context: FolderContext, folder: string): AsyncGenerator<Piece> {
  const seen = new Set<string>()
  for await (const { unit, account, file } of filedAccounts(context))
    for (const { fileId, name } of [...file.numbers, ...file.cases].flatMap(({ scans }) => scans)) {
      if (seen.has(fileId)) continue
      seen.add(fileId)
      // Signatures, names and phones stand on a signed paper.
      yield await storedPiece(context, `${folder}/签字盖章件`, {
        fileId,
        what: `签字盖章件：${account}`,
        lead: `${serial(seen.size - 1)} ${unit}`,
        name,
        personal: true,
      })
    }
}
