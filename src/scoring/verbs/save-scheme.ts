import { type Actor, type Deps, permit, refuseMaker } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append, digestOf, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { nextYearState } from '../model.ts'
import { listSchemes, readStoredScheme, readYear, writeStep } from '../queries/years.ts'
import { readScheme } from '../scheme.ts'
import { refuseStep } from './refuse-step.ts'

export type SchemeInput = {
  districtId: string
  /** Absent: a new version of the year. */
  id?: string
  version?: number
  year: number
  scheme: unknown
}

/** Saves a draft of a year's scheme, checked whole. Refuses what `readScheme` refuses, `score.scheme-locked`, `record.changed-meanwhile`. */
export async function saveScheme(deps: Deps, actor: Actor, input: SchemeInput): Promise<{ id: string }> {
  const { districtId, year } = input
  permit(actor, 'score.prepare', { districtId })
  const scheme = readScheme(input.scheme)
  return inTransaction(deps.db, async (tx) => {
    const before = input.id === undefined ? undefined : await readStoredScheme(tx, districtId, input.id, 'lock')
    if (input.id !== undefined && !before) throw refuse('record.not-found', { what: '评分方案' })
    if (before?.state === 'locked') throw refuse('score.scheme-locked')
    if (before && before.version !== input.version) throw refuse('record.changed-meanwhile', { what: '评分方案' })
    const id = before?.id ?? deps.ids.next()
    const digest = digestOf(scheme)
    if (before)
      await tx
        .updateTable('score_scheme')
        .set({ scheme: JSON.stringify(scheme), digest, prepared_by: actor.id, version: before.version + 1 })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute()
    else {
      const serials = (await listSchemes(tx, districtId)).filter((one) => one.year === year).map(({ serial }) => serial)
      await tx
        .insertInto('score_scheme')
        .values({
          district_id: districtId,
          id,
          year,
          serial: Math.max(0, ...serials) + 1,
          scheme: JSON.stringify(scheme),
          digest,
          state: 'draft',
          prepared_by: actor.id,
          created_at: deps.clock.now(),
        })
        .execute()
    }
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'score.scheme-saved',
      subject: { kind: 'score-scheme', id },
      after: { year, name: scheme.name, digest },
      at: deps.wall.now(),
    })
    return { id }
  })
}

/**
 * 锁定方案: a second person puts a version in force for its year, with the paper that adopted it; it is never edited again.
 * Refuses `score.locked-after-freeze`, `access.maker-is-checker`, `score.entry-not-complete`.
 */
export async function lockScheme(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; id: string; version: number; paper: string },
): Promise<void> {
  const { districtId, id } = input
  const subject = { kind: 'score-scheme', id }
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'score.lock' }, async (tx) => {
    permit(actor, 'score.decide', { districtId })
    const stored = await readStoredScheme(tx, districtId, id, 'lock')
    if (!stored) throw refuse('record.not-found', { what: '评分方案' })
    if (stored.state === 'locked') throw refuse('score.scheme-locked')
    if (stored.version !== input.version) throw refuse('record.changed-meanwhile', { what: '评分方案' })
    refuseMaker(actor, stored.preparedBy)
    const paper = input.paper.trim()
    if (paper === '') throw refuse('score.entry-not-complete', { what: '审定方案的文件名称和文号' })
    // What was saved by an older program is held against today's rules once more.
    readScheme(stored.scheme)
    const year = await readYear(tx, districtId, stored.year, 'lock')
    if (year && year.frozenAt !== null) throw refuse('score.locked-after-freeze')
    if (year && nextYearState[year.state].lock === undefined) refuseStep(year.state, 'lock')
    const at = deps.clock.now()
    await tx
      .updateTable('score_scheme')
      .set({ state: 'locked', paper, locked_by: actor.id, locked_at: at, version: stored.version + 1 })
      .where('district_id', '=', districtId)
      .where('id', '=', id)
      .execute()
    const next = {
      year: stored.year,
      state: 'locked' as const,
      schemeId: id,
      frozenOn: null,
      frozenAt: null,
      version: (year?.version ?? 0) + 1,
    }
    const facts = { scheme: id, serial: stored.serial, digest: stored.digest, paper }
    await writeStep(tx, districtId, next, { action: 'lock', state: 'locked', by: actor.id, at, note: null, facts })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'score.lock',
      subject,
      after: { year: stored.year, serial: stored.serial, digest: stored.digest, paper },
      at: deps.wall.now(),
    })
  })
}
