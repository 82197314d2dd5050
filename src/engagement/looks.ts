import { sql } from 'kysely'
import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'

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

/** How far each account was looked through, and what waits for an answer there. */
export type LookedAccount = {
  id: string
  name: string
  platform: Platform
  unitName: string
  until: CivilDate | null
  side: 'office' | 'unit' | null
  open: number
}

/** Accounts that are not gone: those that nobody looked through first, then those longest ago. */
export async function lookedAccounts(
  db: Db,
  { districtId, unitId }: { districtId: string; unitId?: string | undefined },
  { like, offset, limit }: { like: string | undefined; offset: number; limit: number },
): Promise<{ rows: LookedAccount[]; total: number }> {
  const { rows } = await sql<LookedAccount & { total: number }>`
    select a.id, a.name, a.platform, u.name as "unitName", l.until, l.side, count(*) over ()::int as total,
      (select count(*)::int from message m where m.district_id = a.district_id and m.account_id = a.id
        and m.state = 'open') as open
    from account a
    join unit u on u.district_id = a.district_id and u.id = a.unit_id
    left join (
      select distinct on (account_id) account_id, until_day as until, side from message_look
      where district_id = ${districtId} and withdrawn_at is null
      order by account_id, until_day desc, (side = 'office') desc
    ) l on l.account_id = a.id
    where a.district_id = ${districtId} and a.running_state <> 'deregistered'
      ${unitId ? sql`and a.unit_id = ${unitId}` : sql``}
      ${like ? sql`and (a.name ilike ${like} or u.name ilike ${like})` : sql``}
    order by l.until nulls first, u.name collate "zh-x-icu", a.name collate "zh-x-icu", a.platform, a.id
    offset ${offset} limit ${limit}`.execute(db)
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 }
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
