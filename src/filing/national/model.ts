import type { PreciseDate } from '../../calendar/index.ts'
import { type RunningState, runningStateLabels } from '../../registry/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'

/** 全国政务新媒体信息报送系统: how an account stands there, its flat sheet, and how sheet and ledger differ (rulebook (b)). */

export const nationalStatusLabels = {
  unreported: '未报',
  reported: '已报',
  changed: '已变更',
  closed: '已关停',
} as const
export type NationalStatus = keyof typeof nationalStatusLabels
export const nationalStatuses = Object.keys(nationalStatusLabels) as NationalStatus[]
/** 主办单位与主管单位双方都要在其中办开办、关停手续 (rulebook (a)): each records its own entry. */
export const sideLabels = { unit: '主办单位', office: '主管单位' } as const
export type NationalSide = keyof typeof sideLabels
export const nationalSides = Object.keys(sideLabels) as NationalSide[]

/** What can be recorded; 未报 is that nothing was. */
export type RecordedStatus = Exclude<NationalStatus, 'unreported'>

/**
 * status -> what may be recorded next. The first record may be any: most accounts were entered there long before this
 * ledger was kept. What was closed can only be entered anew.
 */
export const nextNationalStatus: Readonly<Record<NationalStatus, readonly RecordedStatus[]>> = {
  unreported: ['reported', 'changed', 'closed'],
  reported: ['changed', 'closed'],
  changed: ['changed', 'closed'],
  closed: ['reported'],
}

/** Columns of the flat sheet in its order (rulebook (b) 全国系统台账建议字段, and 全国系统状态). Widths in characters. */
export const nationalColumns = [
  { key: 'unitName', title: '单位名称', width: 24 },
  { key: 'creditCode', title: '统一社会信用代码', width: 21 },
  { key: 'name', title: '账号名称', width: 18 },
  { key: 'platform', title: '平台', width: 12 },
  { key: 'identifier', title: '账号ID', width: 18 },
  { key: 'certifiedEntity', title: '认证主体', width: 22 },
  { key: 'sponsor', title: '主办单位', width: 24 },
  { key: 'openedOn', title: '开设时间', width: 13 },
  { key: 'profileUrl', title: '二维码/链接', width: 30 },
  { key: 'runningState', title: '运行状态', width: 12 },
  { key: 'contactName', title: '联系人', width: 10 },
  { key: 'contactPhone', title: '手机', width: 15 },
  { key: 'note', title: '备注', width: 18 },
  { key: 'nationalStatus', title: '全国系统状态', width: 13 },
] as const
export type NationalField = (typeof nationalColumns)[number]['key']
export const fieldTitles = Object.fromEntries(nationalColumns.map(({ key, title }) => [key, title])) as Record<
  NationalField,
  string
>
/** 备注 is nobody's fact: it is printed and never held against anything. */
export type ComparedField = Exclude<NationalField, 'note'>
export const comparedFields = nationalColumns.flatMap(({ key }) => (key === 'note' ? [] : [key]))

/** An account as the sheet speaks of it. Phones in full; whoever prints them masks. */
export type NationalAccount = {
  id: string
  version: number
  unitId: string
  unitName: string
  inScope: boolean
  creditCode: string | null
  name: string
  platform: Platform
  identifier: string | null
  certifiedEntity: string | null
  opened: PreciseDate | null
  profileUrl: string | null
  runningState: RunningState
  filed: boolean
  formerName: string | null
  contactName: string | null
  contactPhone: string | null
  status: NationalStatus
}

/** Text of each column: what the sheet prints and what is held against a sheet that comes back. Null: nothing. */
export type NationalValues = Readonly<Record<NationalField, string | null>>

/** One row of a sheet that was read. A column that the sheet hasn't, or a cell that can't be read, is missing. */
export type SheetRow = { sheet: string; row: number; values: Partial<NationalValues> }
/** A cell or a row that can't be read. `found` is left out where a person stands in it. */
export type UnreadCell = { sheet: string; row: number; column: string; found: string; wanted: string }

export const extentLabels = { 'units-in-sheet': '表中所列单位', district: '本级全部单位' } as const
export type Extent = keyof typeof extentLabels

export const differenceKindLabels = {
  field: '内容不一致',
  'only-sheet': '台账没有',
  'only-ledger': '表中没有',
} as const
export type DifferenceKind = keyof typeof differenceKindLabels

export const differenceStateLabels = { open: '待处理', accepted: '已采纳', dismissed: '不采纳' } as const
export type DifferenceState = keyof typeof differenceStateLabels

/** What differs, with both values as text. Of `only-sheet` the whole row comes along, so that it can be registered. */
export type Difference = {
  kind: DifferenceKind
  field: ComparedField | null
  unitId: string | null
  accountId: string | null
  unitName: string
  accountName: string
  platform: Platform | null
  /** `表名 第 n 行`; null where only the ledger speaks. */
  place: { sheet: string; row: number } | null
  sheetValue: string | null
  ledgerValue: string | null
  row: Partial<NationalValues> | null
}

/**
 * What is to be done about a difference. `accept`: the sheet's value may be taken into the ledger. `case`: a matter of
 * 变更、关停 that is filed first (C1). `record`: a day and a receipt are recorded. `national`: it is the national system
 * that has to be mended. `unit`: the unit has to be registered first. `masked`: the sheet holds no whole number.
 */
export type Remedy = 'accept' | 'case' | 'record' | 'national' | 'unit' | 'masked'
export const remedySentences: Readonly<Record<Exclude<Remedy, 'accept'>, string>> = {
  case: '已备案账号的名称、认证主体、主办单位变化和关停，须先办理备案事项',
  record: '请登记全国系统填报的日期和回执',
  national: '台账已有，请在全国系统补填或更正',
  unit: '台账没有这个单位，请先登记单位，或在表中改用全称后重新比对',
  masked: '表中的号码经过遮盖，不能采纳',
}

/** In the sheet and on the page: 在运行、关停办理中、已关停、已注销. */
export const runningWord = (state: RunningState): string => runningStateLabels[state]
