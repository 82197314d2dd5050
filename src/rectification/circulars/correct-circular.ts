import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import { inTransaction, isUuid, type Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { remarkTrigger } from '../../filing/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  type CircularWords,
  insertChange,
  restingOnCircular,
  type RestingOnCircular,
  restingWords,
  standing,
} from './changes.ts'
import {
  checkedFields,
  checkedLines,
  type CircularFields,
  namedLine,
  raisePoints,
  unitsOf,
} from './checked-circular.ts'
import type { Circular, Named } from './model.ts'
import { namedIn, readCircular, rewriteCircular, withdrawNow } from './queries.ts'

type Which = { districtId: string; id: string; version: number; reason: string }
export type CorrectionInput = Which &
  CircularFields & {
    /** Another file in the place of the one that was entered. */
    file?: { name: string; bytes: Uint8Array } | undefined
    /** Whoever corrects was told what rests on it, and ticked so. */
    knowing: boolean
  }

/**
 * 更正上级通报, with a reason; what stood before stays. Units from which points are taken only now touch F-11; clues that
 * rest on it already are told of the correction and wait for people. Refuses `circular.rests-unsaid` until what rests on it
 * was said, `circular.nothing-corrected`, `circular.withdrawn`, `circular.reason-required`, and what entering refuses.
 */
export async function correctCircular(deps: Deps, actor: Actor, input: CorrectionInput): Promise<{ version: number }> {
  const { districtId, id } = input
  permit(actor, 'upper-circulars.enter', { districtId })
  const fields = checkedFields(input, deps.clock.today())
  return inTransaction(deps.db, async (tx) => {
    const { circular, named, reason } = await opened(tx, input)
    const lines = await checkedLines(tx, districtId, input.named, named)
    const { file } = input
    const kept =
      file && (await saveFile(tx, deps, { districtId, ...file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] }))
    const before = wordsOf(circular, named)
    const version = circular.version + 1
    await rewriteCircular(tx, districtId, { id, ...fields, fileId: kept?.id ?? circular.fileId, version, lines })
    const [renewed, names] = [(await readCircular(tx, districtId, id))!, await namedIn(tx, districtId, id)]
    const after = wordsOf(renewed, names)
    const changed = changedIn(before, after)
    if (changed.length === 0) throw refuse('circular.nothing-corrected')
    const resting = await restingOnCircular(tx, districtId, id)
    const words = restingWords(resting)
    if (words !== '' && !input.knowing) throw refuse('circular.rests-unsaid', { resting: words })
    await insertChange(
      tx,
      { districtId, circularId: id },
      { version, kind: 'corrected', before, after, reason, by: actor.id, at: deps.wall.now() },
    )
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'circular.corrected',
      subject: { kind: 'circular', id },
      before: traced(before, changed),
      after: { ...traced(after, changed), version, reason: await keepWords(tx, deps, districtId, reason) },
      at: deps.wall.now(),
    })
    const deducted = fields.pointsDeducted ? unitsOf(lines) : []
    const earlier = circular.pointsDeducted ? unitsOf(named) : []
    const fresh = deducted.filter((unitId) => !earlier.includes(unitId))
    await raisePoints(tx, deps, actor, fresh, { districtId, ...fields, id, version })
    await tellClues(tx, deps, actor, { districtId, resting, deducted })
    return { version }
  })
}

async function tellClues(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, resting, deducted }: { districtId: string; resting: RestingOnCircular; deducted: readonly string[] },
): Promise<void> {
  const on = formatDayZh(deps.clock.today())
  for (const { id, unitId } of standing(resting).clues)
    await remarkTrigger(tx, deps, actor, {
      districtId,
      triggerId: id,
      remark: deducted.includes(unitId)
        ? `所依据的通报已于${on}更正，请核对`
        : `所依据的通报已于${on}更正，更正后该单位未被扣分`,
    })
}

/**
 * 撤回上级通报 that was entered by mistake; it stays, marked, with the reason. Refuses `circular.rests-on-it` while a clue that
 * nobody ruled out or a case of 责任追究 rests on it, `circular.withdrawn`, `circular.reason-required`.
 */
export async function withdrawCircular(deps: Deps, actor: Actor, input: Which): Promise<void> {
  const { districtId, id } = input
  permit(actor, 'upper-circulars.enter', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const { circular, named, reason } = await opened(tx, input)
    const words = restingWords(await restingOnCircular(tx, districtId, id))
    if (words !== '') throw refuse('circular.rests-on-it', { resting: words })
    const [version, at] = [circular.version + 1, deps.wall.now()]
    await withdrawNow(tx, districtId, { id, version, at })
    const before = wordsOf(circular, named)
    await insertChange(
      tx,
      { districtId, circularId: id },
      { version, kind: 'withdrawn', before, after: null, reason, by: actor.id, at },
    )
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'circular.withdrawn',
      subject: { kind: 'circular', id },
      before: { version: circular.version },
      after: { version, reason: await keepWords(tx, deps, districtId, reason) },
      at,
    })
  })
}

async function opened(tx: Tx, { districtId, id, ...input }: Which) {
  const reason = input.reason.trim()
  const circular = isUuid(id) ? await readCircular(tx, districtId, id, 'lock') : undefined
  if (!circular) throw refuse('record.not-found', { what: '上级通报' })
  if (circular.withdrawnAt !== null) throw refuse('circular.withdrawn')
  if (circular.version !== input.version) throw refuse('record.changed-meanwhile', { what: '上级通报' })
  if (reason === '') throw refuse('circular.reason-required')
  return { circular, named: await namedIn(tx, districtId, id), reason }
}

const wordsOf = (circular: Circular, named: readonly Named[]): CircularWords => {
  const { level, issuer, title, number, issuedOn, pointsDeducted, fileName, fileId } = circular
  return { level, issuer, title, number, issuedOn, pointsDeducted, fileName, fileId, named: named.map(namedLine) }
}

/** What a correction changed. */
export const changedIn = (before: CircularWords, after: CircularWords): (keyof CircularWords)[] =>
  (Object.keys(after) as (keyof CircularWords)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )

// What is said of somebody stands with the change; the trail has how many lines there were.
const traced = (words: CircularWords, changed: readonly (keyof CircularWords)[]) =>
  Object.fromEntries(
    changed
      .filter((key) => key !== 'fileName')
      .map((key) => (key === 'named' ? ['lines', words.named.length] : [key, words[key]])),
  )
