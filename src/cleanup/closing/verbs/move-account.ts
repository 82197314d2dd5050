import type { Actor, Deps } from '../../../access/index.ts'
import { type CivilDate, dayOf } from '../../../calendar/index.ts'
import type { Tx } from '../../../database/index.ts'
import { raiseReappeared } from '../../../filing/index.ts'
import { readAccounts, saveAccountWithin } from '../../../registry/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import type { Look } from '../queries.ts'

/** An account that the ledger has gone was seen: a clue of 私自重新上线 (F-01), and from now on it is monitored again. */
export async function putBack(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, accountId, look }: { districtId: string; accountId: string; look: Look },
): Promise<void> {
  const [account] = await readAccounts(tx, districtId, { orIds: [accountId] })
  if (!account) throw refuse('record.not-found', { what: '账号' })
  await raiseReappeared(tx, deps, actor, {
    districtId,
    unitId: account.unitId,
    account,
    discoveredOn: dayOf(look.checkedAt),
    by: { patrolId: look.id },
  })
  await move(tx, deps, actor, districtId, accountId, { to: 'closed' })
}

// An account that the ledger already has where it belongs stays as it is.
export async function move(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  accountId: string,
  change: { to: 'closed' } | { to: 'deregistered'; ceasedOn: CivilDate },
) {
  const [account] = await readAccounts(tx, districtId, { orIds: [accountId] })
  if (!account) throw refuse('record.not-found', { what: '账号' })
  if (account.runningState === change.to) return
  await saveAccountWithin(tx, deps, actor, {
    districtId,
    unitId: account.unitId,
    id: account.id,
    version: account.version,
    facts: { name: account.name, platform: account.platform },
    runningState: change.to,
    ...(change.to === 'closed' ? { foundAgain: true as const } : { ceasedOn: change.ceasedOn }),
  })
}
