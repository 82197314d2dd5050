import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'

export type ClaimedFact = 'running-state' | 'filing-state'

/** 登记时所述: a state that somebody entered without a case, a closing or a return of this system behind it. */
export type Claim = {
  accountId: string
  fact: ClaimedFact
  value: string
  reason: string
  statedBy: string
  statedAt: Instant
}

export async function insertClaims(
  tx: Tx,
  nextId: () => string,
  districtId: string,
  claims: readonly Claim[],
): Promise<void> {
  if (claims.length === 0) return
  await tx
    .insertInto('account_claim')
    .values(
      claims.map(({ accountId, fact, value, reason, statedBy, statedAt }) => ({
        district_id: districtId,
        id: nextId(),
        account_id: accountId,
        fact,
        value,
        reason,
        stated_by: statedBy,
        stated_at: statedAt,
      })),
    )
    .execute()
}

/** What was claimed is said by the procedure itself, or taken back: the claim ends, and stays on record. */
export async function settleClaims(
  tx: Tx,
  districtId: string,
  { accountId, facts, at }: { accountId: string; facts: readonly ClaimedFact[]; at: Instant },
): Promise<void> {
  if (facts.length === 0) return
  await tx
    .updateTable('account_claim')
    .set({ settled_at: at })
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('fact', 'in', [...facts])
    .where('settled_at', 'is', null)
    .execute()
}

/** Claims of an account that nothing has settled yet, the oldest first. */
export async function standingClaims(db: Db | Tx, districtId: string, accountId: string): Promise<Claim[]> {
  return db
    .selectFrom('account_claim')
    .select(['account_id as accountId', 'fact', 'value', 'reason', 'stated_by as statedBy', 'stated_at as statedAt'])
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('settled_at', 'is', null)
    .orderBy('stated_at')
    .orderBy('id')
    .$castTo<Claim>()
    .execute()
}

/** Of these accounts, those that somebody called 已备案 and no case or return has. */
export async function filedByWord(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('account_claim')
    .select('account_id as accountId')
    .where('district_id', '=', districtId)
    .where(sql<boolean>`account_id = any(${[...accountIds]}::uuid[])`)
    .where('fact', '=', 'filing-state')
    .where('settled_at', 'is', null)
    .execute()
  return new Set(rows.map(({ accountId }) => accountId))
}
