import type { Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { readAccounts, saveAccountWithin } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { actOnCase, type CaseInput, stepWithin } from './act.ts'
import { caseActionLabels, type FilingCase, nextCaseState } from './model.ts'
import { addOpinion, readCase } from './records.ts'

type Withdrawal = CaseInput & { reason: string }

/** 撤回: a case begun by mistake or given up, by who files for the unit, until it is approved. Refuses `case.opinion-required`. */
export const withdrawCase = (deps: Deps, actor: Actor, input: Withdrawal) => giveUp(deps, actor, input, 'withdraw')

/**
 * 撤销批准: by who approves, until the unit has acted on the platform. An account that was being closed because of it runs
 * again. Refuses `case.opinion-required`.
 */
export const revokeCase = (deps: Deps, actor: Actor, input: Withdrawal) => giveUp(deps, actor, input, 'revoke')

async function giveUp(deps: Deps, actor: Actor, input: Withdrawal, action: 'withdraw' | 'revoke') {
  const reason = input.reason.trim()
  if (reason === '') throw refuse('case.opinion-required', { action: caseActionLabels[action] })
  return actOnCase(deps, actor, input, action, (tx, { one }) =>
    undo(tx, deps, actor, { districtId: input.districtId, one, reason, action }),
  )
}

type Undone = { districtId: string; one: FilingCase; reason: string; action: 'withdraw' | 'revoke' }

async function undo(tx: Tx, deps: Deps, actor: Actor, { districtId, one, reason, action }: Undone) {
  const told = await addOpinion(tx, deps, actor, { districtId, caseId: one.id, action, opinion: reason })
  if (action === 'revoke' && (one.kind === 'suspend' || one.kind === 'deregister'))
    await runAgain(tx, deps, actor, { districtId, accountId: one.accountId })
  return { told }
}

/**
 * With its closing, in the transaction of who withdraws that: cases that nothing was done on yet are withdrawn with the same
 * reason, and the account runs again. What was done on the platform stands.
 */
export async function withdrawCasesWithin(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  {
    districtId,
    accountId,
    caseIds,
    reason,
  }: { districtId: string; accountId: string; caseIds: string[]; reason: string },
): Promise<void> {
  // 关停 and 注销 of one account: two at most.
  for (const caseId of caseIds) {
    const loaded = await readCase(tx, deps.vault, districtId, caseId, 'lock')
    const action = loaded && (['withdraw', 'revoke'] as const).find((one) => nextCaseState[loaded.one.state][one])
    if (!action) continue
    await stepWithin(tx, deps, actor, { districtId, loaded, action }, (_tx, { one }) =>
      undo(tx, deps, actor, { districtId, one, reason, action }),
    )
  }
  await runAgain(tx, deps, actor, { districtId, accountId })
}

// One that is closed stays closed: that was done, and is undone on the platform or not at all.
async function runAgain(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, accountId }: { districtId: string; accountId: string },
): Promise<void> {
  const [account] = await readAccounts(tx, districtId, { orIds: [accountId] })
  if (account?.runningState !== 'closing') return
  await saveAccountWithin(tx, deps, actor, {
    districtId,
    unitId: account.unitId,
    id: account.id,
    version: account.version,
    facts: { name: account.name, platform: account.platform },
    runningState: 'running',
  })
}
