import { sql } from 'kysely'
import type { Instant, Month } from '../calendar/index.ts'
import { type Db, oneRow, type Tx } from '../database/index.ts'
import type { Purpose } from '../registry/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { unitKindCodes, unitKinds } from '../vocabulary/units.ts'
import type { JudgedPurpose, PurposeConfirmation } from './purposes.ts'

/** The latest first month wins, of these the newest confirmation: ids sort by time. */
const newestFirst = sql.raw('c.effective_month desc, c.confirmed_at desc, c.id desc')

/** What is in force in a month, by account; one that nobody confirmed by then is missing. */
export async function purposesInForce(
  db: Db | Tx,
  districtId: string,
  month: Month,
): Promise<Map<string, JudgedPurpose>> {
  const { rows } = await sql<{ accountId: string; purpose: Purpose }>`
    select distinct on (c.account_id) c.account_id as "accountId", c.purpose
    from purpose_confirmation c
    where c.district_id = ${districtId} and c.effective_month <= ${month}
    order by c.account_id, ${newestFirst}`.execute(db)
  return new Map(rows.map(({ accountId, purpose }) => [accountId, { purpose, confirmed: true }]))
}

/** True where the office's word in force in a month says that account `a` only serves. */
export const servesOnlyIn = (month: Month) => sql<boolean>`coalesce('service' = (
  select c.purpose from purpose_confirmation c
  where c.district_id = a.district_id and c.account_id = a.id and c.effective_month <= ${month}
  order by ${newestFirst} limit 1), false)`

/** Everything that was ever confirmed of an account, what begins last first. */
export async function purposesOf(db: Db | Tx, districtId: string, accountId: string): Promise<PurposeConfirmation[]> {
  const { rows } = await sql<PurposeConfirmation>`
    select c.id, c.purpose, c.effective_month as "effectiveMonth", c.reason, c.confirmed_by as by, c.confirmed_at as at
    from purpose_confirmation c
    where c.district_id = ${districtId} and c.account_id = ${accountId}
    order by ${newestFirst}`.execute(db)
  return rows
}

export type StatedPurpose = {
  accountId: string
  name: string
  platform: Platform
  unitId: string
  unitName: string
  purpose: Purpose | null
  statedBy: string | null
  statedAt: Instant | null
}

const statedColumns = sql.raw(`
  a.id as "accountId", a.name, a.platform, a.unit_id as "unitId", u.name as "unitName", a.purpose,
  a.purpose_stated_by as "statedBy", a.purpose_stated_at as "statedAt"`)

/** What the ledger says of an account's purpose, and who said it; undefined when it is not there. */
export async function statedPurpose(
  db: Db | Tx,
  districtId: string,
  accountId: string,
): Promise<StatedPurpose | undefined> {
  const { rows } = await sql<StatedPurpose>`
    select ${statedColumns} from account a
    join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and a.id = ${accountId}`.execute(db)
  return rows[0]
}

/** Confirmations and closings of a district queue up here, so that none slips into a month that is being closed. */
export async function lockPurposes(tx: Tx, districtId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`govmedia.purposes/${districtId}`}, 0))`.execute(tx)
}

export async function lastClosedMonth(db: Db | Tx, districtId: string): Promise<Month | null> {
  const { rows } = await sql<{ month: Month | null }>`
    select max(month) as month from month_closing where district_id = ${districtId}`.execute(db)
  return rows[0]?.month ?? null
}

export async function insertPurpose(
  tx: Tx,
  districtId: string,
  accountId: string,
  { id, purpose, effectiveMonth, reason, by, at }: PurposeConfirmation,
): Promise<void> {
  await tx
    .insertInto('purpose_confirmation')
    .values({
      district_id: districtId,
      id,
      account_id: accountId,
      purpose,
      effective_month: effectiveMonth,
      reason,
      confirmed_by: by,
      confirmed_at: at,
    })
    .execute()
}

export type WaitingPurpose = StatedPurpose & { confirmed: Purpose | null; carriedOver: boolean }

const inScopeKinds = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

// Only where 办事类 is stated or in force does an answer change a verdict: other accounts are judged alike without one.
// What was decided after the unit said it stands until the unit says something else.
const waiting = (districtId: string) => sql`
  from account a
  join unit u on u.district_id = a.district_id and u.id = a.unit_id
  left join lateral (
    select c.purpose, c.confirmed_by, c.confirmed_at from purpose_confirmation c
    where c.district_id = a.district_id and c.account_id = a.id
    order by ${newestFirst} limit 1) last on true
  where a.district_id = ${districtId} and a.running_state <> 'deregistered' and u.kind = any(${inScopeKinds}::text[])
    and 'service' in (coalesce(a.purpose, ''), coalesce(last.purpose, ''))
    and (last.purpose is null
      or (last.purpose = 'service' and last.confirmed_by is null)
      or (a.purpose is distinct from last.purpose and a.purpose_stated_at > last.confirmed_at))`

/** 用途待确认, one page of them, and how many there are. */
export async function waitingPurposes(
  db: Db,
  districtId: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: WaitingPurpose[]; total: number }> {
  const { rows } = await sql<WaitingPurpose>`
    select ${statedColumns}, last.purpose as confirmed,
      (last.purpose is not null and last.confirmed_by is null) as "carriedOver"
    ${waiting(districtId)}
    order by u.name collate "zh-x-icu", a.platform, a.name collate "zh-x-icu", a.id offset ${offset} limit ${limit}`.execute(
    db,
  )
  const { total } = await oneRow(db, countWaitingPurposes(districtId))
  return { rows, total }
}

export const countWaitingPurposes = (districtId: string) =>
  sql<{ total: number }>`select count(*)::int as total ${waiting(districtId)}`
