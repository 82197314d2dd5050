import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { SheetRow } from './rows.ts'

/** 清理整合审定表 on its way: frozen and printed, signed and sealed on paper, brought back, confirmed by somebody else. */
export const sheetStateLabels = {
  printed: '待签字盖章',
  scanned: '待核对签章',
  signed: '已签字盖章',
  withdrawn: '已作废',
} as const
export type SheetState = keyof typeof sheetStateLabels

export const sheetActionLabels = {
  upload: '上传签字盖章件',
  'send-back': '退回重签',
  confirm: '确认签章',
  withdraw: '作废',
} as const
export type SheetAction = keyof typeof sheetActionLabels

/** The one table. What is signed and sealed stays; one that is withdrawn lets its items go to another sheet. */
export const nextSheetState: Readonly<Record<SheetState, Partial<Record<SheetAction, SheetState>>>> = {
  printed: { upload: 'scanned', withdraw: 'withdrawn' },
  scanned: { upload: 'scanned', 'send-back': 'printed', confirm: 'signed', withdraw: 'withdrawn' },
  signed: {},
  withdrawn: {},
}

/** What a sheet froze: every row as it is printed. Its hash stands on the paper. */
export type FrozenSheet = {
  district: { name: string; officeName: string }
  /** 第几号 of the district. */
  number: number
  asOf: CivilDate
  printedOn: CivilDate
  rows: readonly { itemId: string; accountId: string; cells: SheetRow }[]
}

export type DecisionSheet = {
  id: string
  number: number
  asOf: CivilDate
  state: SheetState
  content: FrozenSheet
  contentHash: string
  /** Who made it, brought a scan, or decided what stands in it. */
  handledBy: readonly string[]
  madeBy: string
  madeAt: Instant
  confirmedBy: string | null
  confirmedAt: Instant | null
  reason: string | null
  /** Pages of its PDF; null: no scan came yet, or it was signed before pages were counted. */
  printedPages: number | null
  /** What who confirmed said of pages that no scan has. */
  missingPages: string | null
  version: number
}

/** Who confirms saw each by itself: 审定人 signed, the office sealed, and the paper says what was printed; and answers for pages that no scan has. */
export type SeenOnPaper = { signed: boolean; sealed: boolean; matches: boolean; missingPages?: string }
