import { refuse } from '../../vocabulary/refusals/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import {
  allowedMatchDecisions,
  type LedgerUnit,
  type Match,
  type MatchDecision,
  matchDecisionLabels,
  type MatchKind,
  type MatchState,
  matchStateLabels,
  verdictLabels,
} from './model.ts'

/** What a person makes of a clue. Absent: as the machine saw it; null: it is in no ledger, its unit isn't known. */
export type Verdict = { kind?: MatchKind; accountId?: string | null; unitId?: string | null }
export type Decided = { verdict: MatchKind; accountId: string | null; unitId: string | null }

type Judged = Pick<Match, 'kind' | 'accountId' | 'unitId' | 'candidates'>
const bound: readonly MatchKind[] = ['matched', 'renamed', 'reappeared']

/** Refuses `match.action-not-allowed`: the table of the model is the only way from state to state. */
export function refuseStep(state: MatchState, decision: MatchDecision): void {
  if (allowedMatchDecisions[state].includes(decision)) return
  throw refuse('match.action-not-allowed', { state: matchStateLabels[state], action: matchDecisionLabels[decision] })
}

/**
 * What is confirmed: the machine's reading or the person's own. Refuses `match.verdict-required` where the machine
 * left it open, `match.account-required`, `match.reason-required` where a person sees it otherwise without saying why.
 */
export function confirmed(judged: Judged, meant: Verdict, reason: string | null): Decided {
  const verdict = meant.kind ?? chosenKind(judged, meant.accountId) ?? judged.kind
  if (verdict === 'ambiguous') throw refuse('match.verdict-required')
  const asked = bound.includes(verdict) || verdict === 'impostor'
  const accountId = asked ? said(meant.accountId, judged.accountId) : null
  if (bound.includes(verdict) && accountId === null)
    throw refuse('match.account-required', { verdict: verdictLabels[verdict] })
  const otherwise = verdict !== judged.kind || (asked && accountId !== judged.accountId)
  if (otherwise && judged.kind !== 'ambiguous' && reason === null)
    throw refuse('match.reason-required', { action: `认定为${verdictLabels[verdict]}` })
  return { verdict, accountId, unitId: said(meant.unitId, judged.unitId) }
}

const said = (own: string | null | undefined, machine: string | null) => (own === undefined ? machine : own)

// Of several the person named one: it is what the machine said that one would be.
const chosenKind = ({ kind, candidates }: Judged, accountId: string | null | undefined): MatchKind | undefined =>
  kind === 'ambiguous' ? candidates.find((one) => one.accountId === accountId)?.kind : undefined

/** Notice 一: units outside its scope are never found unfiled; their accounts are handed over. Refuses `match.unit-outside`. */
export function refuseOutside(verdict: MatchKind, unit: Pick<LedgerUnit, 'name' | 'kind'> | undefined): void {
  if (verdict === 'unfiled' && unit && !unitKinds[unit.kind].inScope)
    throw refuse('match.unit-outside', { unit: unit.name, unsettled: unit.kind === 'unknown' })
}
