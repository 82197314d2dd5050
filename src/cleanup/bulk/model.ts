import type { Action } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Disposition } from '../../registry/index.ts'
import type { CleanupItem } from '../items/model.ts'

/** What can be ordered of many items at once. Each row stands alone: saved, recorded or refused by itself. */
export const bulkActionLabels = {
  adopt: '按系统建议审定',
  decide: '审定为同一意见',
  close: '销号',
} as const
export type BulkAction = keyof typeof bulkActionLabels
export const bulkActions = Object.keys(bulkActionLabels) as BulkAction[]

const rights: Readonly<Record<BulkAction, Action>> = {
  adopt: 'cleanup.decide',
  decide: 'cleanup.decide',
  close: 'cleanup.verify',
}
export const bulkRight = (action: BulkAction): Action => rights[action]

/** One order; disposition, day and reason hold for every row. Of `adopt` the disposition is each row's own proposal. */
export type BulkOrder = {
  action: BulkAction
  disposition: Disposition
  dueOn?: CivilDate | undefined
  reason: string
}

/** An order as it was ticked and typed, read as nothing yet. */
export type TypedOrder = {
  action: string
  which: string
  disposition: string
  dueOn: string
  reason: string
  items: readonly string[]
}

/** What an order does to a row, or why it doesn't. */
export type PlannedRow = { item: CleanupItem; disposition: Disposition | null; refusal: string | null }
