import type { Actor, Deps } from '../../../access/index.ts'
import { withdrawCasesWithin } from '../../../filing/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { actOnClosing, type ClosingInput } from '../act.ts'
import { faultLabels } from '../model.ts'
import { faultsOf, unexplained } from '../rules.ts'

/** 整卷归档: after the re-check, and nothing left unexplained. Refuses `closing.faults-open`. */
export const fileAway = (deps: Deps, actor: Actor, input: ClosingInput) =>
  actOnClosing(deps, actor, input, 'file', async (_tx, file, notice) => {
    const open = unexplained(faultsOf(file, notice), file.closing)
    if (open.length > 0)
      throw refuse('closing.faults-open', { faults: open.map((code) => faultLabels[code]).join('；') })
    return { set: { archived_by: actor.id, archived_on: deps.clock.today() } }
  })

/**
 * 撤回: the account is kept after all, and runs again; its cases are withdrawn with it. Not once it is gone from its
 * platform. Refuses `closing.reason-required`, `closing.gone-already`.
 */
export async function withdrawClosing(deps: Deps, actor: Actor, input: ClosingInput & { reason: string }) {
  const reason = input.reason.trim()
  return actOnClosing(deps, actor, input, 'withdraw', async (tx, { closing, suspension, deregistration }) => {
    if (reason === '') throw refuse('closing.reason-required')
    if (deregistration?.executedOn) throw refuse('closing.gone-already', { name: closing.accountName })
    const caseIds = [suspension, deregistration].flatMap((one) => one?.id ?? [])
    const { accountId } = closing
    await withdrawCasesWithin(tx, deps, actor, { districtId: input.districtId, accountId, caseIds, reason })
    return {
      set: { withdrawn_reason: reason },
      told: { reasonDigest: deps.vault.digest(reason, Buffer.from(closing.id)) },
    }
  })
}
