import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../../calendar/index.ts'
import { containing, type Db, type Tx } from '../../../database/index.ts'
import type { RunningState } from '../../../registry/index.ts'
import type { Platform } from '../../../vocabulary/platforms.ts'
import { unitKindCodes, unitKinds } from '../../../vocabulary/units.ts'
import type { NationalSide, NationalStatus, RecordedStatus } from '../model.ts'

export type NationalEntry = {
  id: string
  side: NationalSide
  status: RecordedStatus
  on: CivilDate
  receiptFileId: string | null
  noReceiptReason: string | null
  note: string | null
  caseId: string | null
  recordedBy: string
  recordedAt: Instant
}

/** What both sides recorded of one account, or by one case, the latest first. */
export async function entriesOf(
  db: Db | Tx,
  districtId: string,
  of: { accountId: string } | { caseId: string },
): Promise<NationalEntry[]> {
  const query = db
    .selectFrom('national_report')
    .select([
      'id',
      'side',
      'status',
      'reported_on as on',
      'receipt_file_id as receiptFileId',
      'no_receipt_reason as noReceiptReason',
      'note',
      'case_id as caseId',
      'recorded_by as recordedBy',
      'recorded_at as recordedAt',
    ])
    .where('district_id', '=', districtId)
    .orderBy('reported_on', 'desc')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
  const chosen = 'caseId' in of ? query.where('case_id', '=', of.caseId) : query.where('account_id', '=', of.accountId)
  const rows = await chosen.execute()
  return rows as NationalEntry[]
}

export type NationalRow = {
  id: string
  name: string
  platform: Platform
  unitName: string
  runningState: RunningState
  /** As the unit entered it, and since when. */
  status: NationalStatus
  on: CivilDate | null
  /** As the supervising office entered it. */
  office: NationalStatus
  officeOn: CivilDate | null
}
/** `officeWaits`: accounts whose unit has entered what the office hasn't. */
export type NationalFilter = {
  search?: string
  status?: NationalStatus
  officeWaits?: boolean
  offset: number
  limit: number
}

const inScope = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

/** Accounts that belong in the national system with how they stand there, by unit (pinyin); and how many of each status. */
export async function listNational(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { search, status, officeWaits = false, offset, limit }: NationalFilter,
): Promise<{
  rows: NationalRow[]
  total: number
  counts: Readonly<Record<NationalStatus, number>>
  officeWaits: number
}> {
  const like = containing(search ?? '')
  const chosen = sql`
    with latest as (
      select distinct on (account_id, side) district_id, account_id, side, status, reported_on from national_report
      where district_id = ${scope.districtId}
      order by account_id, side, reported_on desc, recorded_at desc, id desc
    ), listed as (
      select a.id, a.name, a.platform, u.name as "unitName", a.running_state as "runningState",
        coalesce(l.status, 'unreported') as status, l.reported_on as "on",
        coalesce(o.status, 'unreported') as office, o.reported_on as "officeOn",
        l.status is not null and l.status is distinct from o.status as waits
      from account a
      join unit u on u.district_id = a.district_id and u.id = a.unit_id
      left join latest l on l.district_id = a.district_id and l.account_id = a.id and l.side = 'unit'
      left join latest o on o.district_id = a.district_id and o.account_id = a.id and o.side = 'office'
      where a.district_id = ${scope.districtId} and u.kind = any(${inScope}::text[])
        and (a.running_state <> 'deregistered' or l.status in ('reported', 'changed') or o.status in ('reported', 'changed'))
        ${scope.unitId ? sql`and a.unit_id = ${scope.unitId}` : sql``}
        ${search ? sql`and (a.name like ${like} or u.name like ${like})` : sql``}
    )`
  const { rows: counted } = await sql<{ status: NationalStatus; count: number; waits: number }>`
    ${chosen} select status, count(*)::int as count, (count(*) filter (where waits))::int as waits
    from listed group by status`.execute(db)
  const counts = { unreported: 0, reported: 0, changed: 0, closed: 0 }
  for (const one of counted) counts[one.status] = one.count
  const { rows } = await sql<NationalRow>`
    ${chosen} select id, name, platform, "unitName", "runningState", status, "on", office, "officeOn" from listed
    where ${status ? sql`status = ${status}` : sql`true`} and ${officeWaits ? sql`waits` : sql`true`}
    order by "unitName" collate "zh-x-icu", name collate "zh-x-icu", id offset ${offset} limit ${limit}`.execute(db)
  const chosenRows = counted.filter((one) => status === undefined || one.status === status)
  const total = chosenRows.reduce((sum, one) => sum + (officeWaits ? one.waits : one.count), 0)
  return { rows, total, counts, officeWaits: counted.reduce((sum, { waits }) => sum + waits, 0) }
}

export type UnitCodeRow = { id: string; name: string; code: string | null; version: number }

/** Units inside the notice with their 统一社会信用代码, those without one first. */
export async function listUnitCodes(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { search, offset, limit }: { search?: string; offset: number; limit: number },
): Promise<{ rows: UnitCodeRow[]; total: number; missing: number }> {
  const like = containing(search ?? '')
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
