import type { Actor, Deps } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { raiseTrigger } from './index.ts'

/**
 * 注销后再现 is one fact, whoever came upon it: a list of found accounts, a look, an account registered anew. Once for each
 * time it was gone: closed and come up again a second time is a second fact.
 */
export const reappeared = (accountId: string, ceasedOn: CivilDate | null) => ({
  kind: 'reappeared-account',
  id: `${accountId}/${ceasedOn ?? ''}`,
})

export type Reappeared = {
  districtId: string
  unitId: string | null
  account: { id: string; name: string; platform: Platform; ceasedOn: CivilDate | null }
  discoveredOn: CivilDate | null
  /** What it was seen by. */
  by: { patrolId: string } | { matchId: string }
}

/** 私自重新上线 (F-01): an account that the ledger has 已注销 was seen on its platform. Answers the id of the clue. */
export const raiseReappeared = (
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, unitId, account, discoveredOn, by }: Reappeared,
): Promise<string> =>
  raiseTrigger(tx, deps, actor, {
    districtId,
    rule: 'F-01',
    unitId,
    accountId: account.id,
    subject: reappeared(account.id, account.ceasedOn),
    facts: {
      fact: '私自重新上线',
      account: account.name,
      platform: platforms[account.platform].label,
      ceasedOn: account.ceasedOn,
      discoveredOn,
      ...by,
    },
  })
