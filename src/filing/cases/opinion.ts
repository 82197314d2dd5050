import type { Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { actOnCase, type CaseInput } from './act.ts'
import { type CaseAction, caseActionLabels } from './model.ts'
import { addOpinion, type LoadedCase } from './records.ts'

/** A step that a person takes in his own words. */
export type Opinion = CaseInput & { opinion: string }

/** One step of a case with the opinion that goes with it. Refuses `case.opinion-required` and what `actOnCase` refuses. */
export async function withOpinion(
  deps: Deps,
  actor: Actor,
  input: Opinion,
  action: CaseAction,
  work: (tx: Tx, loaded: LoadedCase) => Promise<Record<string, unknown>> | Record<string, unknown>,
) {
  const opinion = input.opinion.trim()
  if (opinion === '') throw refuse('case.opinion-required', { action: caseActionLabels[action] })
  return actOnCase(deps, actor, input, action, async (tx, loaded) => {
    const set = await work(tx, loaded)
    const about = { districtId: input.districtId, caseId: loaded.one.id, action, opinion }
    return { set, told: await addOpinion(tx, deps, actor, about) }
  })
}
