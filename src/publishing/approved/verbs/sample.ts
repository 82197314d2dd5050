import { randomInt } from 'node:crypto'
import { type Actor, type Deps, keepWords, permit } from '../../../access/index.ts'
import type { CivilDate } from '../../../calendar/index.ts'
import type { DayRange } from '../../../collection/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { saveFile } from '../../../files/index.ts'
import { loadCalendar } from '../../../holidays/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { drawn } from '../rules.ts'
import { REASON_MOST, SAMPLE_MOST, sampleOutcomeLabels, type SampleOutcome } from '../model.ts'
import { drawablePosts, lockSample } from '../samples.ts'

type Draw = { districtId: string; range: DayRange; unitId?: string | undefined; count: number; dueOn: CivilDate }

/**
 * 抽查发布审签单: draws posts at random, of units that don't write their manuscripts here; nobody chooses which. Refuses
 * `access.denied`, `approved.sample-size`, `approved.sample-due`, `approved.nothing-to-sample`.
 */
export async function drawSamples(
  deps: Deps,
  actor: Actor,
  { districtId, range, unitId, count, dueOn }: Draw,
  random: (below: number) => number = randomInt,
): Promise<{ batchId: string; drawn: number }> {
  permit(actor, 'approved.handle', { districtId })
  if (!(Number.isInteger(count) && count >= 1 && count <= SAMPLE_MOST))
    throw refuse('approved.sample-size', { most: SAMPLE_MOST })
  return inTransaction(deps.db, async (tx) => {
    const calendar = await loadCalendar(tx)
    if (dueOn <= deps.clock.today() || !calendar.isWorkingDay(dueOn)) throw refuse('approved.sample-due')
    const posts = await drawablePosts(tx, districtId, range, unitId)
    if (posts.length === 0) throw refuse('approved.nothing-to-sample')
    const [batchId, at] = [deps.ids.next(), deps.wall.now()]
    const chosen = drawn(posts, count, random)
    await tx
      .insertInto('review_sample')
      .values(
        chosen.map((post) => ({
          district_id: districtId,
          id: deps.ids.next(),
          batch_id: batchId,
          unit_id: post.unitId,
          account_id: post.accountId,
          post_id: post.postId,
          title: post.title,
          url: post.url,
          published_on: post.on,
          drawn_by: actor.id,
          drawn_at: at,
          due_on: dueOn,
        })),
      )
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'review-sample.drawn',
      subject: { kind: 'review-sample', id: batchId },
      after: { from: range.from, to: range.to, of: posts.length, count: chosen.length, dueOn },
      at,
    })
    return { batchId, drawn: chosen.length }
  })
}

type Named = { districtId: string; sampleId: string; version: number }

/** The unit hands in the signed sheet of a sampled post. Refuses `access.denied`, `approved.sample-judged`, `approved.sheet-file`, `record.changed-meanwhile`. */
export async function handInSheet(
  deps: Deps,
  actor: Actor,
  { districtId, sampleId, version, file }: Named & { file: { name: string; bytes: Uint8Array } | undefined },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const sample = await lockSample(tx, districtId, sampleId)
    permit(actor, 'approved.hand-in', { districtId, unitId: sample?.unitId ?? null })
    if (!sample) throw refuse('record.not-found', { what: '抽查' })
    if (sample.outcome !== null) throw refuse('approved.sample-judged')
    if (sample.version !== version) throw refuse('record.changed-meanwhile', { what: '抽查' })
    if (!file || file.bytes.length === 0 || !/\.(?:pdf|jpe?g|png)$/iu.test(file.name))
      throw refuse('approved.sheet-file')
    const kept = await saveFile(tx, deps, { districtId, actor, name: file.name, bytes: file.bytes })
    const at = deps.wall.now()
    await tx
      .updateTable('review_sample')
      .set({ file_id: kept.id, handed_in_by: actor.id, handed_in_at: at, version: version + 1 })
      .where('district_id', '=', districtId)
      .where('id', '=', sampleId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'review-sample.handed-in',
      subject: { kind: 'review-sample', id: sampleId },
      after: { sha256: kept.sha256 },
      at,
    })
  })
}

/**
 * A person judges a sheet: in order, not as it should be, or none. What is not in order goes to the month's candidates, where another
 * person decides. Refuses `access.denied`, `approved.sample-judged`, `approved.sheet-first`, `approved.not-due`, `approved.reason`.
 */
export async function judgeSample(
  deps: Deps,
  actor: Actor,
  { districtId, sampleId, version, outcome, reason }: Named & { outcome: string; reason: string },
): Promise<void> {
  permit(actor, 'approved.handle', { districtId })
  if (!Object.hasOwn(sampleOutcomeLabels, outcome)) throw refuse('web.choice-unknown', { what: '结论' })
  await inTransaction(deps.db, async (tx) => {
    const sample = await lockSample(tx, districtId, sampleId)
    if (!sample) throw refuse('record.not-found', { what: '抽查' })
    if (sample.outcome !== null) throw refuse('approved.sample-judged')
    if (sample.version !== version) throw refuse('record.changed-meanwhile', { what: '抽查' })
    if (outcome !== 'missing' && sample.fileId === null) throw refuse('approved.sheet-first')
    if (outcome === 'missing' && sample.fileId === null && deps.clock.today() <= sample.dueOn)
      throw refuse('approved.not-due')
    const words = reason.trim() || null
    if (words === null ? outcome !== 'proper' : words.length > REASON_MOST)
      throw refuse('approved.reason', { most: REASON_MOST })
    const kept = await keepWords(tx, deps, districtId, words)
    const at = deps.wall.now()
    await tx
      .updateTable('review_sample')
      .set({
        outcome: outcome as SampleOutcome,
        words_id: kept?.said ?? null,
        judged_by: actor.id,
        judged_at: at,
        version: version + 1,
      })
      .where('district_id', '=', districtId)
      .where('id', '=', sampleId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'review-sample.judged',
      subject: { kind: 'review-sample', id: sampleId },
      after: { outcome, ...(kept && { reason: kept }) },
      at,
    })
  })
}
