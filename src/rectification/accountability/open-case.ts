import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { addDays, startOfDay } from '../../calendar/index.ts'
import { inTransaction, isUuid, type Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { triggerRules } from '../../filing/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { readOrder } from '../queries/orders.ts'
import { namedIn, readCircular } from '../circulars/queries.ts'
import { writeStep } from '../steps.ts'
import { actOnCase, type CaseInput } from './act.ts'
import {
  decidedSince,
  evidenceOf,
  insertCase,
  insertEvidence,
  type NewEvidence,
  rootsOfOrder,
  upheldClues,
} from './queries.ts'
import { independentPieces, LEAST_EVIDENCE, proposeMeasure } from './rules.ts'

export type Pieces = {
  triggerIds: readonly string[]
  orderIds: readonly string[]
  circularIds: readonly string[]
  file?: { name: string; bytes: Uint8Array } | undefined
  /** What the file proves. */
  fileNote?: string
}
export type OpenInput = Pieces & { districtId: string; unitId: string; note: string }

/**
 * 立项: out of clues that people upheld of a unit, on at least two pieces of evidence that don't go back to the same thing
 * (rulebook (f)). Proposes a measure; nothing is decided by it. Refuses `accountability.no-clue`, `accountability.little-evidence`,
 * `accountability.words-required`.
 */
export async function openCase(deps: Deps, actor: Actor, input: OpenInput): Promise<{ id: string }> {
  const { districtId, unitId } = input
  permit(actor, 'accountability.open', { districtId })
  if (!isUuid(unitId)) throw refuse('record.not-found', { what: '单位' })
  const note = input.note.trim()
  if (note === '') throw refuse('accountability.words-required', { action: '立项' })
  return inTransaction(deps.db, async (tx) => {
    const clues = (await upheldClues(tx, districtId, unitId)).filter(({ id }) => input.triggerIds.includes(id))
    if (clues.length === 0 || clues.length < new Set(input.triggerIds).size || clues.some(({ caseId }) => caseId))
      throw refuse('accountability.no-clue')
    const { pieces, sha256 } = await piecesOf(tx, deps, actor, { ...input, unitId })
    if (independentPieces(pieces) < LEAST_EVIDENCE) throw refuse('accountability.little-evidence')
    const yearAgo = startOfDay(addDays(deps.clock.today(), -365))
    const before = await decidedSince(tx, districtId, unitId, yearAgo)
    const measure = proposeMeasure(
      clues.map(({ rule }) => triggerRules[rule]),
      before,
    )
    const [id, at] = [deps.ids.next(), deps.clock.now()]
    await insertCase(tx, { districtId, id, unitId, proposedMeasure: measure, openedBy: actor.id, openedAt: at })
    await insertEvidence(tx, { districtId, caseId: id, by: actor.id, at, ids: () => deps.ids.next() }, pieces)
    const step = { version: 1, action: 'open' as const, state: 'opened' as const, by: actor.id, at, note, fileId: null }
    await writeStep(tx, { kind: 'accountability', districtId, id }, { ...step, facts: { proposed: measure, before } })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'accountability.opened',
      subject: { kind: 'accountability', id },
      after: {
        state: 'opened',
        unitId,
        proposed: measure,
        rules: clues.map(({ rule }) => rule),
        pieces: pieces.length,
        note: await keepWords(tx, deps, districtId, note),
        ...(sha256 && { file: sha256 }),
      },
      at: deps.wall.now(),
    })
    return { id }
  })
}

/** 补充证据, until it is decided. Refuses `accountability.nothing-added`. */
export async function addEvidence(deps: Deps, actor: Actor, input: CaseInput & Pieces) {
  const { districtId, caseId } = input
  const { file: _file, ...rest } = input
  return actOnCase(deps, actor, rest, 'add-evidence', async (tx, { unitId }) => {
    const known = await evidenceOf(tx, districtId, caseId)
    const { pieces, sha256 } = await piecesOf(tx, deps, actor, { ...input, unitId })
    const fresh = pieces.filter(({ kind, refId }) => !known.some((one) => one.kind === kind && one.refId === refId))
    if (fresh.length === 0) throw refuse('accountability.nothing-added')
    const at = deps.clock.now()
    await insertEvidence(tx, { districtId, caseId, by: actor.id, at, ids: () => deps.ids.next() }, fresh)
    return { facts: { pieces: fresh.length, ...(sha256 && { file: sha256 }) } }
  })
}

type Asked = Pieces & { districtId: string; unitId: string }

async function piecesOf(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, unitId, triggerIds, orderIds, circularIds, file, fileNote }: Asked,
): Promise<{ pieces: NewEvidence[]; sha256: string | undefined }> {
  const pieces: NewEvidence[] = []
  const clues = await upheldClues(tx, districtId, unitId)
  for (const { id, subjectKind, subjectId, fileDigest } of clues.filter(({ id: one }) => triggerIds.includes(one)))
    pieces.push({
      kind: 'clue',
      refId: id,
      roots: [
        `${subjectKind}:${subjectId}`,
        // What a person entered by hand with a file, and the file itself, are one.
        ...(fileDigest === null ? [] : [`file:${fileDigest}`]),
        ...(subjectKind === 'order' ? await rootsOfOrder(tx, districtId, subjectId) : []),
      ],
      note: null,
    })
  for (const id of orderIds.filter(isUuid)) {
    const order = await readOrder(tx, districtId, id)
    if (order?.unitId !== unitId || order.number === null) throw refuse('record.not-found', { what: '整改通知' })
    pieces.push({
      kind: 'order',
      refId: id,
      roots: [`order:${id}`, ...(await rootsOfOrder(tx, districtId, id))],
      note: null,
    })
  }
  for (const id of circularIds.filter(isUuid)) {
    const circular = await readCircular(tx, districtId, id, 'lock')
    const names =
      circular?.withdrawnAt === null && (await namedIn(tx, districtId, id)).some((one) => one.unitId === unitId)
    if (!names) throw refuse('record.not-found', { what: '上级通报' })
    pieces.push({ kind: 'circular', refId: id, roots: [`circular:${id}/${unitId}`], note: null })
  }
  if (!file) return { pieces, sha256: undefined }
  const note = fileNote?.trim()
  if (!note) throw refuse('accountability.words-required', { action: '上传书面材料' })
  const kept = await saveFile(tx, deps, { districtId, ...file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })
  pieces.push({ kind: 'file', refId: kept.id, roots: [`file:${kept.sha256}`], note })
  return { pieces, sha256: kept.sha256 }
}
