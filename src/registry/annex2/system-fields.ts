import { type CivilDate, isCivilDate } from '../../calendar/index.ts'
import type { BookValue, Sheet } from '../../documents/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import {
  filingStateLabels,
  type FilingState,
  type Purpose,
  purposeLabels,
  type ReadsScope,
  readsScopeLabels,
  type RunningState,
  runningStateLabels,
} from '../model.ts'
import { columnName } from './grid.ts'
import type { RejectedCell } from './shapes.ts'

/** The second sheet: what 附件2 has no column for. With it, importing an export gives the same ledger again. */
export const SYSTEM_SHEET = '系统字段'

export type SystemRow = {
  sheet: string
  row: number
  accountId: string
  unitCode: string
  unitName: string
  unitShortName: string | null
  unitKind: UnitKind
  publicFacing: boolean
  name: string
  platform: Platform
  platformFound: string | null
  vendorFound: string | null
  purpose: Purpose | null
  identifier: string | null
  profileUrl: string | null
  runningState: RunningState
  ceasedOn: CivilDate | null
  /** Printed for the reader; an import never sets it. */
  filingState: FilingState
  followersText: string | null
  followersPrecision: string | null
  followersFound: string | null
  followersOn: CivilDate | null
  readsText: string | null
  readsPrecision: string | null
  readsFound: string | null
  readsOn: CivilDate | null
  readsScope: ReadsScope | null
  renamedFrom: string | null
  renamedOn: CivilDate | null
  leader: string | null
  admin: string | null
  adminQq: string | null
  sheetOrder: number | null
}

type Kind = 'text' | 'number' | 'day' | 'yes-no' | Readonly<Record<string, string>>
const platformLabels = Object.fromEntries(Object.entries(platforms).map(([code, { label }]) => [code, label]))
const kindLabels = Object.fromEntries(Object.entries(unitKinds).map(([code, { label }]) => [code, label]))

// What is seldom filled in stands last, where an empty end of a line costs nothing. Codes are printed with their label (`weibo 新浪微博`); the code is what is read.
const columns: readonly { key: keyof SystemRow; head: string; width: number; kind: Kind; must?: boolean }[] = [
  { key: 'sheet', head: '工作表', width: 16, kind: 'text', must: true },
  { key: 'row', head: '行', width: 6, kind: 'number', must: true },
  { key: 'accountId', head: '账号编号', width: 38, kind: 'text', must: true },
  { key: 'unitCode', head: '单位代码', width: 14, kind: 'text', must: true },
  { key: 'unitName', head: '主办单位', width: 24, kind: 'text', must: true },
  { key: 'unitKind', head: '单位类型', width: 22, kind: kindLabels, must: true },
  { key: 'publicFacing', head: '面向公众', width: 8, kind: 'yes-no', must: true },
  { key: 'name', head: '账号名称', width: 24, kind: 'text', must: true },
  { key: 'platform', head: '平台代码', width: 26, kind: platformLabels, must: true },
  { key: 'runningState', head: '运行状态', width: 18, kind: runningStateLabels, must: true },
  { key: 'filingState', head: '备案状态', width: 16, kind: filingStateLabels, must: true },
  { key: 'followersText', head: '粉丝量（本表所印）', width: 14, kind: 'text' },
  { key: 'followersPrecision', head: '粉丝量精度', width: 10, kind: 'text' },
  { key: 'followersFound', head: '粉丝量原文', width: 12, kind: 'text' },
  { key: 'followersOn', head: '粉丝量截至', width: 12, kind: 'day' },
  { key: 'sheetOrder', head: '表内次序', width: 8, kind: 'number' },
  { key: 'readsText', head: '阅读量（本表所印）', width: 14, kind: 'text' },
  { key: 'readsPrecision', head: '阅读量精度', width: 10, kind: 'text' },
  { key: 'readsFound', head: '阅读量原文', width: 12, kind: 'text' },
  { key: 'readsOn', head: '阅读量截至', width: 12, kind: 'day' },
  { key: 'readsScope', head: '阅读量口径', width: 14, kind: readsScopeLabels },
  { key: 'identifier', head: '账号标识', width: 20, kind: 'text' },
  { key: 'profileUrl', head: '主页链接', width: 30, kind: 'text' },
  { key: 'purpose', head: '用途', width: 14, kind: purposeLabels },
  { key: 'unitShortName', head: '单位简称', width: 14, kind: 'text' },
  { key: 'platformFound', head: '平台原文', width: 14, kind: 'text' },
  { key: 'vendorFound', head: '平台类型原文', width: 12, kind: 'text' },
  { key: 'renamedFrom', head: '曾用名', width: 16, kind: 'text' },
  { key: 'renamedOn', head: '更名日期', width: 12, kind: 'day' },
  { key: 'ceasedOn', head: '注销日期', width: 12, kind: 'day' },
  { key: 'leader', head: '分管领导及联系方式', width: 20, kind: 'text' },
  { key: 'admin', head: '账号管理员及联系方式', width: 20, kind: 'text' },
  { key: 'adminQq', head: '账号管理员QQ', width: 14, kind: 'text' },
]

export const systemWidths = columns.map(({ width }) => ({ width }))
export const systemHead = columns.map(({ head }) => head)

/** One line of the sheet as written. */
export function systemCells(row: SystemRow): BookValue[] {
  const cells = columns.map(({ key, kind }) => {
    const value = row[key]
    if (value === null) return null
    if (kind === 'yes-no') return value ? '是' : '否'
    return typeof kind === 'object' ? `${String(value)} ${kind[String(value)]}` : (value as string | number)
  })
  return cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1)
}

/** Reads the sheet back; a line that doesn't hold is named cell by cell and its account read as if the sheet had no line for it. */
export function readSystemSheet(sheet: Sheet, rejected: RejectedCell[]): SystemRow[] {
  const heads = (sheet.rows[0] ?? []).map(({ text }) => text)
  const places = columns.map(({ head }) => heads.indexOf(head))
  const rows: SystemRow[] = []
  for (let row = 1; row < sheet.rowCount; row++) {
    const faults: RejectedCell[] = []
    const read = columns.map((column, index) => {
      const text = sheet.rows[row]?.[places[index] ?? -1]?.text ?? ''
      const value = readValue(text, column.kind)
      if (value === undefined || (value === null && column.must))
        faults.push({
          sheet: sheet.name,
          row: row + 1,
          column: columnName(Math.max(0, places[index] ?? 0)),
          head: column.head,
          found: text,
          wanted: '本表由系统生成，请勿修改；如有误请重新导出',
        })
      return [column.key, value] as const
    })
    if (faults.length === 0) rows.push(Object.fromEntries(read) as SystemRow)
    else if (sheet.rows[row]?.some(({ text }) => text !== '')) rejected.push(...faults)
  }
  return rows
}

/** Undefined: the text is not of this kind. */
function readValue(text: string, kind: Kind): unknown {
  if (text === '') return null
  if (kind === 'text') return text
  if (kind === 'number') return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined
  if (kind === 'day') return isCivilDate(text) ? text : undefined
  if (kind === 'yes-no') return text === '是' ? true : text === '否' ? false : undefined
  const code = text.split(' ')[0] ?? ''
  return Object.hasOwn(kind, code) ? code : undefined
}
