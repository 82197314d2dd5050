import { sql } from 'kysely'
import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** 已核对至: who said so of an account, and whether it still stands. */
export type MessageLook = {
  id: string
  untilDay: CivilDate
  side: 'office' | 'unit'
  importId: string | null
  by: string
  at: Instant
  withdrawnAt: Instant | null
}

/** The latest statements of an account, the newest first. */
export async function looksOf(db: Db | Tx, districtId: string, accountId: string, limit = 20): Promise<MessageLook[]> {
  return (await db
    .selectFrom('message_look')
    .select(['id', 'until_day as untilDay', 'side', 'import_id as importId', 'stated_by as by', 'stated_at as at'])
    .select('withdrawn_at as withdrawnAt')
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .orderBy('stated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()) as MessageLook[]
}

/** Of each account the statement that reaches furthest, and whose it is: an office's own before a unit's. */
export async function furthestLooks(
  db: Db | Tx,
  districtId: string,
): Promise<Map<string, { until: CivilDate; side: 'office' | 'unit' }>> {
  const { rows } = await sql<{ accountId: string; until: CivilDate; side: 'office' | 'unit' }>`
    select distinct on (account_id) account_id as "accountId", until_day as until, side from message_look
    where district_id = ${districtId} and withdrawn_at is null
    order by account_id, until_day desc, (side = 'office') desc, stated_at desc`.execute(db)
  return new Map(rows.map(({ accountId, ...look }) => [accountId, look]))
}

export async function insertLooks(
  tx: Tx,
  districtId: string,
  looks: readonly {
    id: string
    accountId: string
    untilDay: CivilDate
    side: 'office' | 'unit'
    importId: string | null
    by: string
    at: Instant
  }[],
): Promise<void> {
  if (looks.length === 0) return
  await tx
    .insertInto('message_look')
    .values(
      looks.map(({ id, accountId, untilDay, side, importId, by, at }) => ({
        district_id: districtId,
        id,
        account_id: accountId,
        until_day: untilDay,
        side,
        import_id: importId,
        stated_by: by,
        stated_at: at,
      })),
    )
    .execute()
}
