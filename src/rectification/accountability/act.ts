import type { Action, Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { type KeptProof, type Kind, type Said, type StepOutcome, takeStep } from '../steps.ts'
import type { AccountabilityCase, CaseAction } from './model.ts'
import { readAccountability } from './queries.ts'
import { caseAfter } from './rules.ts'

export type CaseInput = { districtId: string; caseId: string; version: number }

const rights: Readonly<Record<CaseAction, Action>> = {
  'add-evidence': 'accountability.open',
  notify: 'accountability.open',
  state: 'accountability.answer',
  decide: 'accountability.decide',
  drop: 'accountability.decide',
  serve: 'accountability.open',
  'record-outcome': 'accountability.open',
  close: 'accountability.open',
}
export const caseRight = (action: CaseAction): Action => rights[action]

const cases: Kind<AccountabilityCase, CaseAction> = {
  kind: 'accountability',
  what: '责任追究事项',
  read: (tx, districtId, id) => readAccountability(tx, districtId, id, 'lock'),
  right: caseRight,
  after: caseAfter,
  answers: 'accountability.answer',
}

/** One step of a case. Refuses `accountability.action-not-allowed`, `record.changed-meanwhile`. */
export const actOnCase = (
  deps: Deps,
  actor: Actor,
  { caseId: id, ...input }: CaseInput & Said,
  action: CaseAction,
  work: (tx: Tx, one: AccountabilityCase, proof: KeptProof) => StepOutcome = () => ({}),
): Promise<{ version: number }> => takeStep(deps, actor, cases, { ...input, id }, action, work)
