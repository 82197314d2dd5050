import type { CivilDate } from '../../calendar/index.ts'
import type { Disposition } from '../../registry/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { Proposal } from '../model.ts'
import type { SheetState } from '../sheet/model.ts'

/** C2 清理整合: from the machine's proposal to the account that was looked at again. */
export const itemStateLabels = {
  proposed: '待单位确认',
  'unit-confirmed': '待审定',
  approved: '已审定',
  executing: '办理中',
  evidence: '待核验',
  verified: '已核验',
  closed: '已销号',
} as const
export type ItemState = keyof typeof itemStateLabels
export const itemStates = Object.keys(itemStateLabels) as ItemState[]

export const itemActionLabels = {
  confirm: '单位确认',
  decide: '审定',
  start: '开始办理',
  'hand-in': '提交办理证明',
  return: '退回重办',
  verify: '核验',
  close: '销号',
} as const
export type ItemAction = keyof typeof itemActionLabels

/** The one table. The supervisor may decide without a unit's word: a unit that never answers stops nothing. */
export const nextItemState: Readonly<Record<ItemState, Partial<Record<ItemAction, ItemState>>>> = {
  proposed: { confirm: 'unit-confirmed', decide: 'approved' },
  'unit-confirmed': { confirm: 'unit-confirmed', decide: 'approved' },
  approved: { start: 'executing', 'hand-in': 'evidence' },
  executing: { 'hand-in': 'evidence' },
  evidence: { verify: 'verified', return: 'executing' },
  verified: { close: 'closed' },
  closed: {},
}

/**
 * What may be done of an item now. An account that is kept leaves nothing to do and nothing to prove: `decide` ends its
 * item, and one that was decided and not yet handed in is ended as it stands.
 */
export function allowedOf({ state, decidedDisposition }: Pick<CleanupItem, 'state' | 'decidedDisposition'>) {
  const isKept = decidedDisposition === 'keep' && (state === 'approved' || state === 'executing')
  return isKept ? keptStates : nextItemState[state]
}
const keptStates: Partial<Record<ItemAction, ItemState>> = { close: 'closed' }

export type CleanupItem = {
  id: string
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  unitKind: string
  asOf: CivilDate
  proposal: Proposal
  disposition: Disposition | null
  needsReason: boolean
  state: ItemState
  unitDisposition: Disposition | null
  unitReason: string | null
  unitSaidBy: string | null
  /** The printing that was signed and sealed, and its 备案号, where the unit's word comes out of 附件2. */
  unitReturnId: string | null
  unitReturnPrint: number | null
  unitFilingNumber: string | null
  decidedDisposition: Disposition | null
  decisionReason: string | null
  decidedBy: string | null
  decidedOn: CivilDate | null
  dueOn: CivilDate | null
  evidenceFileId: string | null
  evidenceNote: string | null
  evidenceBy: string | null
  verifiedBy: string | null
  verifiedNote: string | null
  /** 审定表 that it stands on; none: it is decided and carried out by itself. */
  sheetId: string | null
  sheetNumber: number | null
  sheetState: SheetState | null
  /** The item of its account that it ended with; null: it stands by itself. */
  joinedItemId: string | null
  /** Day of a newer open item of the account: that one is decided. */
  newerOpen: CivilDate | null
  /** Day of an earlier item of the account that has to be done first: its proof lies there, or its 审定表 is not signed. */
  earlierHeld: CivilDate | null
  version: number
  proposedBy: string
}
