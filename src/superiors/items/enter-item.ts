import { type Actor, type Deps, findDistrict, permit } from '../../access/index.ts'
import { dayOf, type Instant } from '../../calendar/index.ts'
import { inTransaction, isUuid, type Tx } from '../../database/index.ts'
import { saveFiles } from '../../files/index.ts'
import { type CircularLevel, readCircular, readLines, type ReadLine } from '../../rectification/index.ts'
import { readAccounts, readUnits, survivingUnit } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { momentZh } from '../letter/paper.ts'
import { type Channel, lineMost } from '../model.ts'
import { insertItem, insertStep } from '../queries.ts'
import { scheduleBackwards } from '../schedule.ts'
import { sharesOn } from '../terms.ts'
import type { Upload } from './act.ts'

export type NewItemInput = {
  districtId: string
  level: CircularLevel
  issuer: string
  channel: Channel
  /** 文号, or the name of the platform. */
  channelName: string
  title: string
  asked: string
  receivedAt: Instant
  dueAt: Instant
  /** 补录: somebody says that the deadline was over when this was typed in. */
  late: boolean
  /** Whom it concerns, a line each: 单位｜账号｜平台｜要求. */
  named: string
  circularId?: string | undefined
  file?: Upload | undefined
  files?: readonly Upload[] | undefined
}

/**
 * 登记上级交办: what is asked, until which hour, of whom; its steps are scheduled backwards and stand from here on.
 * Refuses `superior.not-complete`, `superior.too-long`, `superior.received-in-future`, `superior.due-before-receipt`, `superior.due-past`,
 * `superior.no-unit`, `superior.lines-unreadable`, `superior.unit-gone`, `superior.circular-withdrawn`.
 */
export const enterItem = (deps: Deps, actor: Actor, input: NewItemInput): Promise<{ id: string }> =>
  inTransaction(deps.db, (tx) => enterItemIn(tx, deps, actor, input))

/** The same within a transaction of the caller's. */
export async function enterItemIn(tx: Tx, deps: Deps, actor: Actor, input: NewItemInput): Promise<{ id: string }> {
  const { districtId, receivedAt, dueAt } = input
  permit(actor, 'superiors.handle', { districtId })
  const text = completed(input)
  if (receivedAt > deps.clock.now()) throw refuse('superior.received-in-future', { at: momentZh(receivedAt) })
  if (dueAt <= receivedAt)
    throw refuse('superior.due-before-receipt', { due: momentZh(dueAt), received: momentZh(receivedAt) })
  const enteredLate = dueAt <= deps.clock.now()
  if (enteredLate && !input.late) throw refuse('superior.due-past', { due: momentZh(dueAt) })
  const lines = await concerned(tx, districtId, input.named)
  const circularId = await standingCircular(tx, districtId, input.circularId)
  const schedule = scheduleBackwards(receivedAt, dueAt, await sharesOn(tx, districtId, dayOf(receivedAt)))
  const id = deps.ids.next()
  const { level, channel } = input
  const one = { id, level, channel, ...text, receivedAt, dueAt, enteredLate, circularId, schedule }
  await insertItem(tx, { districtId, ...one, enteredBy: actor.id, at: deps.wall.now(), lines })
  const brought = [...(input.file ? [input.file] : []), ...(input.files ?? [])]
  const kept = await saveFiles(
    tx,
    deps,
    brought.map((file) => ({ districtId, ...file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })),
  )
  await insertStep(tx, {
    districtId,
    itemId: id,
    action: 'enter',
    unitId: null,
    by: actor.id,
    at: deps.clock.now(),
    note: null,
    facts: {},
    fileIds: kept.map(({ id: fileId }) => fileId),
  })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'superior.enter',
    subject: { kind: 'superior', id },
    after: {
      level,
      issuer: text.issuer,
      channel,
      title: text.title,
      receivedAt,
      dueAt,
      schedule,
      ...(enteredLate && { enteredLate }),
      ...(circularId && { circular: circularId }),
      units: [...new Set(lines.map(({ unitId }) => unitId))],
      ...(kept[0] && { file: kept.map(({ sha256 }) => sha256).join('、') }),
    },
    at: deps.wall.now(),
  })
  return { id }
}

async function standingCircular(tx: Tx, districtId: string, id: string | undefined): Promise<string | null> {
  if (!id) return null
  const circular = isUuid(id) ? await readCircular(tx, districtId, id, 'lock') : undefined
  if (!circular) throw refuse('record.not-found', { what: '上级通报' })
  if (circular.withdrawnAt !== null) throw refuse('superior.circular-withdrawn', { title: circular.title })
  return id
}

function completed(input: NewItemInput) {
  const [issuer, title, asked] = [input.issuer.trim(), input.title.trim(), input.asked.trim()]
  const channelName = input.channelName.trim() || null
  if (issuer === '') throw refuse('superior.not-complete', { what: '交办机关' })
  if (title === '') throw refuse('superior.not-complete', { what: '事项' })
  if (asked === '') throw refuse('superior.not-complete', { what: '交办要求' })
  if (input.channel !== 'phone' && channelName === null)
    throw refuse('superior.not-complete', { what: input.channel === 'document' ? '文号' : '工作平台名称' })
  for (const [what, text] of [
    ['交办机关', issuer],
    ['事项', title],
    ['文号或工作平台名称', channelName ?? ''],
  ] as const)
    if (text.length > lineMost) throw refuse('superior.too-long', { what, most: lineMost })
  return { issuer, title, asked, channelName }
}

/** The lines as read; a unit that was merged away is named with the one that answers for it now. */
async function concerned(tx: Tx, districtId: string, named: string): Promise<ReadLine[]> {
  if (named.trim() === '') throw refuse('superior.no-unit')
  const units = await readUnits(tx, districtId)
  const district = await findDistrict(tx, districtId)
  const accounts = await readAccounts(tx, districtId)
  const { lines, faults } = readLines(named, { district, units, accounts })
  if (faults.length > 0) throw refuse('superior.lines-unreadable', { faults: faults.join('；') })
  if (lines.length === 0) throw refuse('superior.no-unit')
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  for (const { unitId } of lines) {
    const unit = byId.get(unitId)!
    if (unit.state === 'active') continue
    const heir = survivingUnit(unit, byId)
    throw refuse('superior.unit-gone', { unit: unit.name, heir: heir.id === unit.id ? null : heir.name })
  }
  return lines
}
