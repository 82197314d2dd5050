import { type Action, type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { nextYearState, type ScoreYear, type YearAction, type YearState } from '../model.ts'
import { windowOf } from '../queries/live-events.ts'
import { freeze, listEntries, readYear, writeStep } from '../queries/years.ts'
import { liveFacts, resultDigest, scoreWithin } from '../score-year.ts'
import { refuseStep } from './refuse-step.ts'

type Step = Exclude<YearAction, 'lock'>

/** The right that a step asks for: what binds a unit is the head's, what moves the work on is the desk's. */
export const stepRights: Readonly<Record<YearAction, Action>> = {
  lock: 'score.decide',
  freeze: 'score.decide',
  score: 'score.prepare',
  report: 'score.prepare',
  panel: 'score.prepare',
  publish: 'score.decide',
  appeal: 'score.prepare',
  finish: 'score.decide',
}
/** Nothing that somebody entered may wait when the year moves on to these. */
const settled: readonly YearAction[] = ['panel', 'publish', 'finish']
/** The result is seen at these; its digest stays with the step, so that it can be told later whether it is the same. */
const seen: readonly YearAction[] = ['score', 'publish', 'finish']

export type StepInput = {
  districtId: string
  year: number
  version: number
  action: Step
  note?: string
  /** Of 封存: the last day that counts. */
  frozenOn?: CivilDate
}

/**
 * One step of a year (rulebook C7). Freezing keeps events, accounts and units as they are known now; from then on only
 * entries change the result. Refuses `score.action-not-allowed`, `score.freeze-day`, `score.early-freeze-reason`,
 * `score.entries-waiting`, `record.changed-meanwhile`.
 */
export async function stepYear(deps: Deps, actor: Actor, input: StepInput): Promise<{ state: YearState }> {
  const { districtId, year, action } = input
  const subject = { kind: 'score-year', id: String(year) }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `score.${action}` }, async (tx) => {
    permit(actor, stepRights[action], { districtId })
    const found = await readYear(tx, districtId, year, 'lock')
    if (found && found.version !== input.version) throw refuse('record.changed-meanwhile', { what: '年度评分' })
    const state = found && nextYearState[found.state][action]
    if (!found || !state) return refuseStep(found?.state, action)
    const waiting = (await listEntries(tx, { districtId }, year, { waiting: true })).length
    if (settled.includes(action) && waiting > 0) throw refuse('score.entries-waiting', { count: waiting })
    const at = deps.clock.now()
    const next = { ...found, version: found.version + 1 }
    const facts: Record<string, unknown> = {}
    if (action === 'freeze') Object.assign(facts, await freezeNow(tx, deps, input, next))
    if (seen.includes(action)) facts['digest'] = resultDigest(await scoreWithin(tx, deps.clock, { districtId, year }))
    const note = input.note?.trim() || null
    await writeStep(tx, districtId, next, { action, state, by: actor.id, at, note, facts })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `score.${action}`,
      subject,
      before: { state: found.state },
      after: { state, ...facts, ...(note !== null && { note: await keepWords(tx, deps, districtId, note) }) },
      at: deps.wall.now(),
    })
    return { state }
  })
}

async function freezeNow(tx: Tx, deps: Deps, input: StepInput, next: ScoreYear): Promise<Record<string, unknown>> {
  const { districtId, year, frozenOn } = input
  const today = deps.clock.today()
  if (!frozenOn || frozenOn > today || !frozenOn.startsWith(`${year}-`))
    throw refuse('score.freeze-day', { day: formatDayZh(today) })
  if (today <= `${year}-12-31` && !input.note?.trim()) throw refuse('score.early-freeze-reason')
  Object.assign(next, { frozenOn, frozenAt: deps.clock.now() })
  // Everything known at this moment of what happened up to that day.
  const facts = await liveFacts(tx, { ...windowOf(districtId, year, frozenOn, today), cut: null }, 'told')
  await freeze(tx, districtId, year, facts)
  return { frozenOn, units: facts.units.length, accounts: facts.seats.length, events: facts.events.length }
}
