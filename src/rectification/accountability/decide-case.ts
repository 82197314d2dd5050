import { type Actor, type Deps, refuseMaker } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { dueAfter, termsOn } from '../terms.ts'
import type { Said } from '../steps.ts'
import { actOnCase, type CaseInput } from './act.ts'
import { caseActionLabels, type CaseAction, type Measure, type Outcome } from './model.ts'
import { isHeard } from './rules.ts'

/** 告知: the unit reads what it is about, and has at least three working days to be heard. */
export const notifyUnit = (deps: Deps, actor: Actor, input: CaseInput & Said) =>
  actOnCase(deps, actor, input, 'notify', async (tx) => {
    requireWords(input, 'notify')
    const today = deps.clock.today()
    const { statementWorkdays } = await termsOn(tx, input.districtId, today)
    const due = dueAfter(await loadCalendar(tx), today, statementWorkdays)
    return {
      set: { statement_by: due.day, statement_from: due.from, statement_workdays: due.workdays },
      facts: { statementBy: due.day },
    }
  })

/** 陈述申辩 of the unit, with a file where it has one; somebody of the office may enter it (代录). */
export const makeStatement = (deps: Deps, actor: Actor, input: CaseInput & Said) =>
  actOnCase(deps, actor, input, 'state', () => {
    requireWords(input, 'state')
    return { set: { stated_at: deps.clock.now() } }
  })

/**
 * 决定, by somebody else than who opened the case, once the unit was heard or its days are over. The measure may be another
 * than was proposed. Refuses `accountability.not-heard`, `accountability.words-required`, `access.maker-is-checker`.
 */
export const decideCase = (deps: Deps, actor: Actor, input: CaseInput & Said & { measure: Measure }) =>
  actOnCase(deps, actor, input, 'decide', (_tx, one) => {
    refuseMaker(actor, one.openedBy)
    requireWords(input, 'decide')
    if (!isHeard(one, deps.clock.now()))
      throw refuse('accountability.not-heard', { day: one.statementBy ? formatDayZh(one.statementBy) : '' })
    return { set: { decided_measure: input.measure }, facts: { measure: input.measure, proposed: one.proposedMeasure } }
  })

/** 不予追究, with a reason, by somebody else than who opened the case. */
export const dropCase = (deps: Deps, actor: Actor, input: CaseInput & Said) =>
  actOnCase(deps, actor, input, 'drop', (_tx, { openedBy }) => {
    refuseMaker(actor, openedBy)
    requireWords(input, 'drop')
    return {}
  })

/** 送达: on which day and how. */
export const serveDecision = (deps: Deps, actor: Actor, input: CaseInput & Said) =>
  actOnCase(deps, actor, input, 'serve', () => {
    requireWords(input, 'serve')
    return {}
  })

export type OutcomeInput = { outcome: Outcome; body: string; number: string; on: CivilDate }

/**
 * What a competent body decided (纪检监察, 组织 …), as a fact with its paper: nothing here decides or proposes it. Whom it
 * concerns stands on the paper alone. Refuses `accountability.outcome-incomplete`.
 */
export const recordOutcome = (deps: Deps, actor: Actor, input: CaseInput & Said & OutcomeInput) =>
  actOnCase(deps, actor, input, 'record-outcome', () => {
    const [body, documentNumber] = [input.body.trim(), input.number.trim()]
    if (body === '' || !input.file) throw refuse('accountability.outcome-incomplete')
    if (input.on > deps.clock.today()) throw refuse('circular.in-future', { day: formatDayZh(input.on) })
    return { facts: { outcome: input.outcome, body, documentNumber: documentNumber || null, on: input.on } }
  })

export const closeCase = (deps: Deps, actor: Actor, input: CaseInput & Said) => actOnCase(deps, actor, input, 'close')

function requireWords({ note }: Said, action: CaseAction): void {
  if (!note?.trim()) throw refuse('accountability.words-required', { action: caseActionLabels[action] })
}
