import { type Action, type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFiles } from '../../files/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  type Item,
  type ItemAction,
  itemActionLabels,
  type ItemState,
  itemStateLabels,
  nextItemState,
  nextPartState,
  type Part,
  type PartAction,
  partActionLabels,
  type PartState,
  partStateLabels,
} from '../model.ts'
import { momentZh } from '../letter/paper.ts'
import { insertStep, partsOf, readItem, updateItem, updatePart } from '../queries.ts'

/** Which item, as it was shown. */
export type ItemInput = { districtId: string; itemId: string; version: number }
/** Which unit's part of it, as it was shown. */
export type PartInput = ItemInput & { unitId: string }
export type Upload = { name: string; bytes: Uint8Array }
/** Words and files that come with a step. */
export type Said = { note?: string | undefined; files?: readonly Upload[] | undefined }

export const itemRights: Readonly<Record<ItemAction, Action>> = {
  enter: 'superiors.handle',
  distribute: 'superiors.handle',
  compile: 'superiors.handle',
  edit: 'superiors.handle',
  rework: 'superiors.sign',
  sign: 'superiors.sign',
  send: 'superiors.handle',
  withdraw: 'superiors.handle',
}
export const partRights: Readonly<Record<PartAction, Action>> = {
  answer: 'superiors.answer',
  accept: 'superiors.handle',
  return: 'superiors.handle',
  'pass-on': 'superiors.handle',
}

const accept = ['pdf', 'jpg', 'png', 'webp', 'zip'] as const

/** Keeps the step with its files, and its link in the trail: words stand in the step, the trail has their digest (decision 008). */
async function record(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  {
    item,
    districtId,
    action,
    unitId,
    note,
    files = [],
    facts,
    before,
    state,
  }: {
    item: Item
    districtId: string
    action: ItemAction | PartAction
    unitId: string | null
    note: string | null
    files: readonly Upload[] | undefined
    facts: Record<string, unknown>
    before: string
    state: string
  },
): Promise<void> {
  const kept = await saveFiles(
    tx,
    deps,
    files.map((file) => ({ districtId, ...file, actor, accept: [...accept] })),
  )
  await insertStep(tx, {
    districtId,
    itemId: item.id,
    action,
    unitId,
    by: actor.id,
    at: deps.clock.now(),
    note,
    facts,
    fileIds: kept.map(({ id }) => id),
  })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: `superior.${action}`,
    subject: { kind: 'superior', id: item.id },
    before: { state: before },
    after: {
      state,
      ...(unitId && { unitId }),
      ...facts,
      ...(note !== null && { note: await keepWords(tx, deps, districtId, note) }),
      ...(kept.length > 0 && { files: kept.map(({ sha256 }) => sha256) }),
    },
    at: deps.wall.now(),
  })
}

type Set = { letter_number?: string; sent_at?: Instant; sent_how?: string }
type Work = (tx: Tx, item: Item) => Promise<{ set?: Set; facts?: Record<string, unknown> }>

/**
 * One step of an item: who may, which state allows it, nobody overwritten; item, step and trace saved together. Refuses
 * `superior.action-not-allowed`, `record.changed-meanwhile`.
 */
export async function actOnItem(
  deps: Deps,
  actor: Actor,
  { districtId, itemId, version, note, files }: ItemInput & Said,
  action: Exclude<ItemAction, 'enter'>,
  work: Work = () => Promise.resolve({}),
): Promise<{ state: ItemState; version: number }> {
  const subject = { kind: 'superior', id: itemId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `superior.${action}` }, async (tx) => {
    permit(actor, itemRights[action], { districtId })
    const item = await readItem(tx, districtId, itemId, 'lock')
    if (!item) throw refuse('record.not-found', { what: '交办事项' })
    // Who was overtaken hears that first; what the state now allows is on the fresh page.
    if (item.version !== version) throw refuse('record.changed-meanwhile', { what: '交办事项' })
    const state = nextItemState[item.state][action]
    if (!state)
      throw refuse('superior.action-not-allowed', {
        state: itemStateLabels[item.state],
        action: itemActionLabels[action],
      })
    const { set = {}, facts = {} } = await work(tx, item)
    await updateItem(tx, districtId, item, { state, ...set })
    await record(tx, deps, actor, {
      item,
      districtId,
      action,
      unitId: null,
      note: note?.trim() || null,
      files,
      facts,
      before: item.state,
      state,
    })
    return { state, version: item.version + 1 }
  })
}

type PartWork = (tx: Tx, item: Item, part: Part) => Promise<{ set?: PartSet; facts?: Record<string, unknown> }>
type PartSet = { answer?: string; answered_at?: Instant; for_unit?: boolean }

/**
 * One step of a unit's part, while the item waits for its units: parts of different units don't overtake each other.
 * Refuses `superior.sent-already`, `superior.answers-closed`, `superior.part-action-not-allowed`, `record.changed-meanwhile`.
 */
export async function actOnPart(
  deps: Deps,
  actor: Actor,
  { districtId, itemId, unitId, version, note, files }: PartInput & Said,
  action: PartAction,
  work: PartWork = () => Promise.resolve({}),
): Promise<{ state: PartState; version: number }> {
  const subject = { kind: 'superior', id: itemId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `superior.${action}` }, async (tx) => {
    permit(actor, partRights[action], { districtId, unitId })
    const item = await readItem(tx, districtId, itemId, 'lock')
    const part = (await partsOf(tx, districtId, itemId)).find((one) => one.unitId === unitId)
    if (!item || !part) throw refuse('record.not-found', { what: '交办事项' })
    if (item.state === 'sent' && item.sentAt) throw refuse('superior.sent-already', { at: momentZh(item.sentAt) })
    if (item.state !== 'distributed') throw refuse('superior.answers-closed', { state: itemStateLabels[item.state] })
    if (part.version !== version) throw refuse('record.changed-meanwhile', { what: '单位反馈' })
    const state = nextPartState[part.state][action]
    if (!state)
      throw refuse('superior.action-not-allowed', {
        state: partStateLabels[part.state],
        action: partActionLabels[action],
      })
    const { set = {}, facts = {} } = await work(tx, item, part)
    await updatePart(tx, districtId, itemId, part, { state, ...set })
    await record(tx, deps, actor, {
      item,
      districtId,
      action,
      unitId,
      note: note?.trim() || null,
      files,
      facts,
      before: part.state,
      state,
    })
    return { state, version: part.version + 1 }
  })
}

export function requireWords({ note }: Said, action: string): string {
  const words = note?.trim()
  if (!words) throw refuse('superior.words-required', { action })
  return words
}
