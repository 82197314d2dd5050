import type { Actor, Deps } from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { printInForceOf } from '../checking/checks.ts'
import { confirmWaiting, keepCorrection } from '../checking/corrections.ts'
import type { FormField } from '../forms/index.ts'
import { actOnReturn, refuseHands, type ReturnInput } from './act.ts'
import { printInForce } from './check.ts'
import { papersOf, type PrintedContent } from './content.ts'
import { fieldsOn } from './paper-fields.ts'

/**
 * Transcribes a pen correction of a field that stands on this paper; it counts once somebody else has confirmed it. The
 * platform of an account that the ledger knows is no matter for a pen. Refuses what `keepCorrection` refuses,
 * `record.not-found`, `access.maker-is-checker`.
 */
export async function transcribeCorrection(
  deps: Deps,
  actor: Actor,
  input: ReturnInput & { paper: string; accountId: string; field: string; written: string },
) {
  const { districtId, paper, accountId, field, written } = input
  return actOnReturn(deps, actor, input, 'transcribe', async (tx, { one }) => {
    refuseHands(actor, one)
    const content = await printInForce(tx, deps, districtId, one)
    const asked = correctable(content, paper, accountId).find(({ key }) => key === field)
    const entry = content.entries.find((each) => each.accountId === accountId)
    if (!asked || !entry) throw refuse('record.not-found', { what: '更正的栏目' })
    const transcribed = { paper, accountId, asked, printed: entry.answers[field], written }
    return { told: await keepCorrection(tx, deps, actor, printInForceOf('return', districtId, one), transcribed) }
  })
}

/** The fields of an account that can be corrected on a paper of a printing; none: the paper says nothing of this account. */
export function correctable(content: PrintedContent, paper: string, accountId: string): readonly FormField[] {
  const name = papersOf(content).find(({ key }) => key === paper)
  const entry = content.entries.find((one) => one.accountId === accountId)
  if (!name || !entry || (name.accountId !== undefined && name.accountId !== accountId)) return []
  return fieldsOn(name.form).filter(({ key }) => key !== 'platform' || entry.added)
}

/** Confirms the corrections that others transcribed, after another look at the scan. Refuses what `confirmWaiting` refuses. */
export async function confirmCorrections(deps: Deps, actor: Actor, input: ReturnInput) {
  return actOnReturn(deps, actor, input, 'confirm', async (tx, { one }) => {
    refuseHands(actor, one)
    const print = printInForceOf('return', input.districtId, one)
    return { told: { correctionsConfirmed: await confirmWaiting(tx, deps, actor, print) } }
  })
}
