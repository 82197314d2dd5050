import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import type { RunningState } from '../../../registry/index.ts'
import type { Platform } from '../../../vocabulary/platforms.ts'
import { unitKindCodes, unitKinds } from '../../../vocabulary/units.ts'
import type { NationalStatus, RecordedStatus } from '../model.ts'

export type NationalEntry = {
  id: string
  status: RecordedStatus
  on: CivilDate
  receiptFileId: string | null
  note: string | null
  caseId: string | null
  recordedBy: string
  recordedAt: Instant
}

/** What was recorded of one account, the latest first. */
export async function entriesOf(db: Db | Tx, districtId: string, accountId: string): Promise<NationalEntry[]> {
  const rows = await db
    .selectFrom('national_report')
    .select([
      'id',
      'status',
      'reported_on as on',
      'receipt_file_id as receiptFileId',
      'note',
      'case_id as caseId',
      'recorded_by as recordedBy',
      'recorded_at as recordedAt',
    ])
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .orderBy('reported_on', 'desc')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows as NationalEntry[]
}

export type NationalRow = {
  id: string
  name: string
  platform: Platform
  unitName: string
  runningState: RunningState
  status: NationalStatus
  on: CivilDate | null
}
export type NationalFilter = { search?: string; status?: NationalStatus; offset: number; limit: number }

const inScope = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

/** Accounts that belong in the national system with how they stand there, by unit (pinyin); and how many of each status. */
export async function listNational(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { search, status, offset, limit }: NationalFilter,
): Promise<{ rows: NationalRow[]; total: number; counts: Readonly<Record<NationalStatus, number>> }> {
  const like = `%${(search ?? '').replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const chosen = sql`
    with latest as (
      select distinct on (account_id) district_id, account_id, status, reported_on from national_report
      where district_id = ${scope.districtId}
      order by account_id, reported_on desc, recorded_at desc, id desc
    ), listed as (
      select a.id, a.name, a.platform, u.name as "unitName", a.running_state as "runningState",
        coalesce(l.status, 'unreported') as status, l.reported_on as "on"
      from account a
      join unit u on u.district_id = a.district_id and u.id = a.unit_id
      left join latest l on l.district_id = a.district_id and l.account_id = a.id
      where a.district_id = ${scope.districtId} and u.kind = any(${inScope}::text[])
        and (a.running_state <> 'deregistered' or l.status in ('reported', 'changed'))
        ${scope.unitId ? sql`and a.unit_id = ${scope.unitId}` : sql``}
        ${search ? sql`and (a.name like ${like} or u.name like ${like})` : sql``}
    )`
  const { rows: counted } = await sql<{ status: NationalStatus; count: number }>`
    ${chosen} select status, count(*)::int as count from listed group by status`.execute(db)
  const counts = { unreported: 0, reported: 0, changed: 0, closed: 0 }
  for (const one of counted) counts[one.status] = one.count
  const { rows } = await sql<NationalRow>`
    ${chosen} select id, name, platform, "unitName", "runningState", status, "on" from listed
    ${status ? sql`where status = ${status}` : sql``}
    order by "unitName" collate "zh-x-icu", name collate "zh-x-icu", id offset ${offset} limit ${limit}`.execute(db)
  const total = status ? counts[status] : Object.values(counts).reduce((sum, one) => sum + one, 0)
  return { rows, total, counts }
}

export type UnitCodeRow = { id: string; name: string; code: string | null; version: number }

/** Units inside the notice with their 统一社会信用代码, those without one first. */
export async function listUnitCodes(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { search, offset, limit }: { search?: string; offset: number; limit: number },
): Promise<{ rows: UnitCodeRow[]; total: number; missing: number }> {
  const like = `%${(search ?? '').replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const chosen = sql`
    from unit u left join unit_credit_code c on c.district_id = u.district_id and c.unit_id = u.id
    where u.district_id = ${scope.districtId} and u.kind = any(${inScope}::text[]) and u.state = 'active'
      ${scope.unitId ? sql`and u.id = ${scope.unitId}` : sql``}
      ${search ? sql`and u.name like ${like}` : sql``}`
  const { rows } = await sql<UnitCodeRow>`
    select u.id, u.name, c.code, coalesce(c.version, 0) as version ${chosen}
    order by c.code is not null, u.name collate "zh-x-icu", u.id offset ${offset} limit ${limit}`.execute(db)
  const { rows: counted } = await sql<{ total: number; missing: number }>`
    select count(*)::int as total, (count(*) filter (where c.code is null))::int as missing ${chosen}`.execute(db)
  return { rows, total: counted[0]?.total ?? 0, missing: counted[0]?.missing ?? 0 }
}
