import { type Actor, type Deps, isOnePerson, keepWords } from '../../../access/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { type ManuscriptInput, stepWithManuscript } from '../act.ts'
import { OPINION_MOST } from '../model.ts'
import { roundsOf, stepsOf, writersOf } from '../queries.ts'
import { hasFailed } from '../signing.ts'
import { line } from '../typed-text.ts'
import { closeRound } from './sign-gates.ts'

/**
 * 撤回送审: the unit takes its text back while nobody has decided; what was signed stays in its round. Where somebody has said
 * 不通过 and others are still reading, taking it back doesn't undo that: the round ends as returned.
 */
export async function recallManuscript(deps: Deps, actor: Actor, input: ManuscriptInput): Promise<void> {
  const { districtId, manuscriptId } = input
  await stepWithManuscript(deps, actor, input, 'recall', async (tx, { round }) => {
    const steps = (await stepsOf(tx, districtId, manuscriptId)).filter((step) => step.round === round)
    const isFailed = steps.some(hasFailed)
    const outcome = isFailed ? 'returned' : 'recalled'
    await closeRound(tx, districtId, manuscriptId, { number: round, outcome, at: deps.wall.now() })
    return {
      set: { state: isFailed ? 'returned' : 'draft' },
      event: { action: 'manuscript.recalled', after: { round } },
      result: undefined,
    }
  })
}

/** 作废: a text that goes nowhere; its versions and rounds stay. */
export async function dropManuscript(deps: Deps, actor: Actor, input: ManuscriptInput): Promise<void> {
  await stepWithManuscript(deps, actor, input, 'drop', async () => ({
    set: { state: 'dropped' },
    event: { action: 'manuscript.dropped' },
    result: undefined,
  }))
}

/**
 * 补审: what went the urgent way is looked at afterwards by somebody who neither wrote nor signed it. Refuses what a step
 * refuses, `manuscript.not-urgent`, `manuscript.own-text`, `manuscript.two-levels`, a missing opinion.
 */
export async function checkUrgent(
  deps: Deps,
  actor: Actor,
  input: ManuscriptInput & { opinion: string },
): Promise<void> {
  const { districtId, manuscriptId } = input
  const opinion = line(input.opinion, '补审意见', OPINION_MOST)
  if (opinion === '') throw refuse('manuscript.field', { what: '补审意见', most: OPINION_MOST })
  await stepWithManuscript(deps, actor, input, 'check-urgent', async (tx, manuscript) => {
    if (manuscript.urgentSince === null || manuscript.urgentCheckedAt !== null) throw refuse('manuscript.not-urgent')
    const round = (await roundsOf(tx, districtId, manuscriptId)).find(
      ({ number }) => number === manuscript.approvedRound,
    )!
    const writers = await writersOf(tx, districtId, manuscriptId, round.textNumber)
    if (writers.some((writer) => isOnePerson(actor, writer))) throw refuse('manuscript.own-text')
    const signed = (await stepsOf(tx, districtId, manuscriptId)).filter(({ round: of }) => of === round.number)
    if (signed.some(({ gates }) => gates.some(({ signedBy }) => isOnePerson(actor, signedBy))))
      throw refuse('manuscript.two-levels')
    const said = await keepWords(tx, deps, districtId, opinion)
    return {
      set: {
        urgent_checked_by: actor.id,
        urgent_checked_at: deps.wall.now(),
        urgent_checked_words_id: said.said,
      },
      event: { action: 'manuscript.urgent-checked', after: { reason: said } },
      result: undefined,
    }
  })
}
