import { type Actor, refuseMaker } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { Disposition } from '../../registry/index.ts'
import { type Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  allowedOf,
  type CleanupItem,
  type ItemAction,
  itemActionLabels,
  type ItemState,
  itemStateLabels,
} from './model.ts'

/** The state after an action. Refuses `cleanup.action-not-allowed`: the table is the only way from state to state. */
export function itemAfter(item: Pick<CleanupItem, 'state' | 'decidedDisposition'>, action: ItemAction): ItemState {
  const next = allowedOf(item)[action]
  if (!next)
    throw refuse('cleanup.action-not-allowed', { state: itemStateLabels[item.state], action: itemActionLabels[action] })
  return next
}

/** The state after 审定: an account that is kept leaves nothing to do. */
export const itemDecided = (item: CleanupItem, disposition: Disposition): ItemState => {
  const next = itemAfter(item, 'decide')
  return disposition === 'keep' ? 'closed' : next
}

export type Decision = { disposition: Disposition; reason: string; dueOn?: CivilDate | undefined }

/**
 * 审定 is somebody else's than who made the proposal or said the unit's word; with a reason where it departs from the
 * machine or keeps what 原则上 should not be, and a day until when, except where the account is kept. Of several open items
 * of an account the newest is decided, and the others end with it. Refuses `cleanup.newer-open`, `cleanup.earlier-held`;
 * what is missing of the decision itself is told at once (`cleanup.decision-not-whole` where it is more than one thing).
 */
export function checkDecision(
  actor: Actor,
  item: CleanupItem,
  { disposition, reason, dueOn }: Decision,
  today: CivilDate,
): void {
  refuseMaker(actor, item.proposedBy)
  refuseMaker(actor, item.unitSaidBy)
  const { accountName: name, newerOpen, earlierHeld } = item
  if (newerOpen) throw refuse('cleanup.newer-open', { name, day: formatDayZh(newerOpen) })
  if (earlierHeld) throw refuse('cleanup.earlier-held', { name, day: formatDayZh(earlierHeld) })
  const faults = [reasonFault(item, { disposition, reason }), dueFault({ disposition, dueOn }, today)].filter(
    (fault) => fault !== undefined,
  )
  const [first, ...others] = faults
  if (first && others.length > 0)
    throw refuse('cleanup.decision-not-whole', {
      count: faults.length,
      faults: faults.map(({ message }) => message.replace(/。$/u, '')).join('；'),
    })
  if (first) throw first
}

function reasonFault(item: CleanupItem, { disposition, reason }: Decision): Refusal | undefined {
  const departs = disposition !== item.disposition || (item.needsReason && disposition === 'keep')
  if (reason.trim() !== '' || !departs) return undefined
  return refuse('cleanup.reason-required', { why: '与系统建议不一致，或保留原则上不应开设的账号' })
}

function dueFault({ disposition, dueOn }: Omit<Decision, 'reason'>, today: CivilDate): Refusal | undefined {
  if (disposition === 'keep') return undefined
  if (!dueOn) return refuse('cleanup.due-required')
  return dueOn < today ? refuse('cleanup.due-past', { day: formatDayZh(dueOn) }) : undefined
}

/** The machine's proposal where the unit confirmed it unchanged. Refuses `cleanup.not-adoptable`. */
export function adoptedDisposition({ state, disposition, unitDisposition }: CleanupItem): Disposition {
  if (state !== 'unit-confirmed' || disposition === null || unitDisposition !== disposition)
    throw refuse('cleanup.not-adoptable')
  return disposition
}

/** What stands on 审定表 waits until that is signed and sealed. Refuses `cleanup.sheet-unsigned`. */
export function refuseUnsignedSheet(item: Pick<CleanupItem, 'accountName' | 'sheetNumber' | 'sheetState'>): void {
  if (waitsForSheet(item)) throw refuse('cleanup.sheet-unsigned', { name: item.accountName, number: item.sheetNumber! })
}
export const waitsForSheet = ({ sheetState }: Pick<CleanupItem, 'sheetState'>): boolean =>
  sheetState !== null && sheetState !== 'signed'
