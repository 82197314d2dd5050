import { type Action, type Actor, type Deps, permit, refuseMaker, keepWords } from '../../access/index.ts'
import { type CivilDate, formatDayZh, startOfDay } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { dueDay } from '../../holidays/index.ts'
import type { Disposition } from '../../registry/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { frozenAt, keepDay } from '../days.ts'
import { proposeCleanup } from '../proposals.ts'
import { goneClosingStates } from '../closing/model.ts'
import { closingOf } from '../closing/queries.ts'
import { insertItems } from './insert-items.ts'
import type { CleanupItem, ItemAction, ItemState } from './model.ts'
import { readItem } from './queries.ts'
import { checkDecision, type Decision, itemAfter, itemDecided, refuseUnsignedSheet } from './decision.ts'
import { joinEarlier, withEarlierHeld } from './join-items.ts'
import { takeSignedWords } from './signed-words.ts'

/**
 * Freezes what the rules in force today propose: all of it as one document, and an item for each account that is not
 * simply kept. Once a day, and of today only: what was said for a day never changes, and nothing is back-dated to a day
 * whose ledger is gone. Refuses `cleanup.day-in-future`, `cleanup.day-past`, `cleanup.day-frozen`.
 */
export async function freezeProposals(
  deps: Deps,
  actor: Actor,
  { districtId, asOf }: { districtId: string; asOf: CivilDate },
): Promise<{ added: number; kept: number }> {
  permit(actor, 'cleanup.propose', { districtId })
  const day = formatDayZh(asOf)
  if (asOf > deps.clock.today()) throw refuse('cleanup.day-in-future', { day })
  return inTransaction(deps.db, async (tx) => {
    if (await frozenAt(tx, { districtId, asOf })) throw refuse('cleanup.day-frozen', { day })
    if (asOf < deps.clock.today()) throw refuse('cleanup.day-past', { day })
    const document = await proposeCleanup(tx, { districtId, asOf })
    const digest = await keepDay(tx, deps, actor, document)
    const { proposals, rules } = document
    const wanted = proposals.filter(
      ({ disposition, needsReason }) => disposition !== null && (disposition !== 'keep' || needsReason),
    )
    const added = await insertItems(tx, deps, actor, { districtId, asOf, proposals: wanted })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'cleanup.proposed',
      subject: { kind: 'cleanup', id: asOf },
      after: { asOf, accounts: proposals.length, items: wanted.length, added: added.length, rules, digest },
      at: deps.wall.now(),
    })
    await takeSignedWords(tx, deps, actor, { districtId, accountIds: added.map(({ accountId }) => accountId) })
    return { added: added.length, kept: proposals.length - wanted.length }
  })
}

export type ItemInput = { districtId: string; itemId: string; version: number }

const rights: Readonly<Record<ItemAction, Action>> = {
  confirm: 'cleanup.confirm',
  start: 'cleanup.confirm',
  'hand-in': 'cleanup.confirm',
  decide: 'cleanup.decide',
  return: 'cleanup.verify',
  verify: 'cleanup.verify',
  close: 'cleanup.verify',
}
export const itemRight = (action: ItemAction): Action => rights[action]

// Columns that change, and the state where it is not the table's.
type Change = Record<string, unknown> & { state?: ItemState }

async function act(
  deps: Deps,
  actor: Actor,
  input: ItemInput,
  action: ItemAction,
  work: (tx: Tx, item: CleanupItem) => Promise<Change> | Change,
): Promise<void> {
  const { districtId, itemId } = input
  const subject = { kind: 'cleanup-item', id: itemId }
  const event = `cleanup.${action}`
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: event }, async (tx) => {
    const item = await readItem(tx, districtId, itemId, 'lock')
    permit(actor, rights[action], { districtId, unitId: item?.unitId ?? null })
    if (!item) throw refuse('record.not-found', { what: '清理事项' })
    // Who was overtaken hears that first; what the state now allows is on the fresh page.
    if (item.version !== input.version) throw refuse('record.changed-meanwhile', { what: '清理事项' })
    const after = itemAfter(item, action)
    if (action === 'start' || action === 'hand-in') refuseUnsignedSheet(item)
    const { state = after, ...set } = await work(tx, item)
    await tx
      .updateTable('cleanup_item')
      .set({ ...set, state, version: item.version + 1 })
      .where('district_id', '=', districtId)
      .where('id', '=', itemId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: event,
      subject,
      before: { state: item.state },
      after: {
        state,
        accountId: item.accountId,
        ...set,
        ...(await sealedIn(tx, deps, districtId, set)),
        ...(speaksForUnit(actor, action, item) && { enteredForUnit: true }),
      },
      at: deps.wall.now(),
    })
  })
}

const freeWords = ['unit_reason', 'decision_reason', 'evidence_note', 'verified_note'] as const

// What was said stands in the item; the trail has its digest.
async function sealedIn(tx: Tx, deps: Deps, districtId: string, set: Readonly<Record<string, unknown>>) {
  const told: Record<string, unknown> = {}
  for (const key of freeWords) {
    const words = set[key]
    if (typeof words === 'string') told[key] = await keepWords(tx, deps, districtId, words)
  }
  return told
}

// 代录: what a unit says or does is typed in by somebody of the office.
const speaksForUnit = (actor: Actor, action: ItemAction, item: CleanupItem) =>
  rights[action] === 'cleanup.confirm' && actor.unitId !== item.unitId

/** The unit's own word; where it departs from the machine, or keeps what 原则上 should not be, with a reason. */
export async function confirmItem(
  deps: Deps,
  actor: Actor,
  input: ItemInput & { disposition: Disposition; reason: string },
): Promise<void> {
  const reason = input.reason.trim()
  await act(deps, actor, input, 'confirm', (_tx, item) => {
    // A click never takes the place of signature and seal.
    if (item.unitFilingNumber) throw refuse('cleanup.word-signed', { number: item.unitFilingNumber })
    if (speaksForUnit(actor, 'confirm', item) && item.unitDisposition !== null) throw refuse('cleanup.unit-answered')
    if (reason === '' && input.disposition !== item.disposition)
      throw refuse('cleanup.reason-required', { why: '与系统建议不一致' })
    if (reason === '' && item.needsReason && input.disposition === 'keep')
      throw refuse('cleanup.reason-required', { why: '原则上不单独开设或不重复开设的账号保留' })
    return { unit_disposition: input.disposition, unit_reason: reason || null, unit_said_by: actor.id }
  })
}

/** 审定; what it wants is told by `checkDecision`. A last day, or so many working days from today on; neither where it is kept. */
export async function decideItem(
  deps: Deps,
  actor: Actor,
  input: ItemInput & Decision & { workingDays?: number | undefined },
): Promise<void> {
  const { disposition, workingDays } = input
  const today = deps.clock.today()
  await act(deps, actor, input, 'decide', async (tx, asLocked) => {
    const item = await withEarlierHeld(tx, input.districtId, asLocked)
    const due = disposition === 'keep' ? undefined : await dueDay(tx, deps, { day: input.dueOn, workingDays })
    checkDecision(actor, item, { ...input, dueOn: due?.day }, today)
    await joinEarlier(tx, deps, actor, { districtId: input.districtId, item })
    return {
      state: itemDecided(item, disposition),
      decided_disposition: disposition,
      decision_reason: input.reason.trim() || null,
      decided_by: actor.id,
      decided_on: today,
      due_on: due?.day ?? null,
      due_from: due?.from ?? null,
      due_workdays: due?.workdays ?? null,
    }
  })
}

export const startItem = (deps: Deps, actor: Actor, input: ItemInput) => act(deps, actor, input, 'start', () => ({}))

/** What was done, with its proof. */
export async function handInEvidence(
  deps: Deps,
  actor: Actor,
  input: ItemInput & { note: string; file?: { name: string; bytes: Uint8Array } },
): Promise<void> {
  const note = input.note.trim()
  await act(deps, actor, input, 'hand-in', async (tx) => {
    const { districtId, file } = input
    if (note === '' || !file) throw refuse('cleanup.evidence-required')
    const saved = await saveFile(tx, deps, { districtId, ...file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })
    return { evidence_file_id: saved.id, evidence_note: note, evidence_by: actor.id }
  })
}

/** Back to the unit, with what is missing. */
export async function returnItem(deps: Deps, actor: Actor, input: ItemInput & { note: string }): Promise<void> {
  const note = input.note.trim()
  if (note === '') throw refuse('cleanup.reason-required', { why: '退回重办' })
  await act(deps, actor, input, 'return', () => ({ verified_note: note }))
}

/**
 * 核验, by somebody else than who handed it in. What was to be closed must have been looked for and not found, and its
 * closing verified: 先备案、公告、归档, then 注销 (rulebook C3). Refuses `cleanup.still-there`, `cleanup.closing-open`.
 */
export async function verifyItem(deps: Deps, actor: Actor, input: ItemInput & { note: string }): Promise<void> {
  await act(deps, actor, input, 'verify', async (tx, item) => {
    refuseMaker(actor, item.evidenceBy)
    if (item.decidedDisposition === 'close' || item.decidedDisposition === 'deregister')
      await refuseStillThere(tx, input, item)
    return { verified_by: actor.id, verified_note: input.note.trim() || null }
  })
}

async function refuseStillThere(tx: Tx, { districtId }: ItemInput, item: CleanupItem): Promise<void> {
  const look = await tx
    .selectFrom('patrol')
    .select('reachable')
    .where('district_id', '=', districtId)
    .where('account_id', '=', item.accountId)
    .where('checked_at', '>=', startOfDay(item.decidedOn!))
    .orderBy('checked_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (look?.reachable !== 'gone') throw refuse('cleanup.still-there', { name: item.accountName })
  const closing = await closingOf(tx, districtId, item.accountId)
  if (!closing || !goneClosingStates.includes(closing.state))
    throw refuse('cleanup.closing-open', { name: item.accountName })
}

export const closeItem = (deps: Deps, actor: Actor, input: ItemInput) => act(deps, actor, input, 'close', () => ({}))
