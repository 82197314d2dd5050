import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import type { ManuscriptInput } from '../act.ts'
import { allowedActions, manuscriptActionLabels, stateLabels } from '../model.ts'
import { findManuscript, readVersion, roundsOf, targetAccounts } from '../queries.ts'
import { typedAgain } from '../typed-text.ts'
import { createManuscript } from './save-text.ts'

/**
 * 起草更正稿: a manuscript of its own with the approved text to begin with, which goes through all gates again; what it corrects
 * stays as it is. Refuses `access.denied`, `record.not-found`, `manuscript.action-not-allowed`, what a new manuscript refuses.
 */
export async function startCorrection(deps: Deps, actor: Actor, input: ManuscriptInput): Promise<{ id: string }> {
  const { districtId, manuscriptId } = input
  const found = await findManuscript(deps.db, { districtId, all: true }, manuscriptId)
  permit(actor, 'manuscripts.write', { districtId, unitId: found?.unitId ?? null })
  if (!found) throw refuse('record.not-found', { what: '稿件' })
  if (!allowedActions(found.state).includes('correct'))
    throw refuse('manuscript.action-not-allowed', {
      action: manuscriptActionLabels.correct,
      state: stateLabels[found.state],
    })
  const round = (await roundsOf(deps.db, districtId, manuscriptId)).find(
    ({ number }) => number === found.approvedRound,
  )!
  const text = (await readVersion(deps.db, districtId, manuscriptId, round.textNumber))!
  const running = await targetAccounts(deps.db, districtId, found.unitId)
  return createManuscript(deps, actor, {
    districtId,
    unitId: found.unitId,
    correctsId: manuscriptId,
    text: {
      ...typedAgain(text),
      accountIds: text.accountIds.filter((id) => running.some((account) => account.id === id)),
    },
  })
}
