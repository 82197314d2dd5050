import { sql } from 'kysely'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Disposition } from '../../registry/index.ts'
import { unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import { closingIsLate } from '../closing/queries.ts'
import type { CleanupItem, ItemState } from './model.ts'

const columns = sql`
  i.id, i.account_id as "accountId", a.name as "accountName", a.platform, i.unit_id as "unitId", u.name as "unitName",
  u.kind as "unitKind", i.as_of as "asOf", i.proposal, i.disposition, i.needs_reason as "needsReason", i.state,
  i.unit_disposition as "unitDisposition", i.unit_reason as "unitReason", i.unit_said_by as "unitSaidBy",
  i.unit_return_id as "unitReturnId", i.unit_return_print as "unitReturnPrint", i.unit_filing_number as "unitFilingNumber",
  i.decided_disposition as "decidedDisposition", i.decision_reason as "decisionReason", i.decided_by as "decidedBy",
  i.decided_on as "decidedOn", i.due_on as "dueOn", i.evidence_file_id as "evidenceFileId", i.evidence_note as "evidenceNote",
  i.evidence_by as "evidenceBy", i.verified_by as "verifiedBy", i.verified_note as "verifiedNote", i.version,
  i.sheet_id as "sheetId", s.number as "sheetNumber", s.state as "sheetState",
  i.proposed_by as "proposedBy", i.joined_item_id as "joinedItemId",
  (select max(o.as_of) from cleanup_item o where o.district_id = i.district_id and o.account_id = i.account_id
    and o.as_of > i.as_of and o.state <> 'closed') as "newerOpen",
  (select max(o.as_of) from cleanup_item o
    left join decision_sheet e on e.district_id = o.district_id and e.id = o.sheet_id
    where o.district_id = i.district_id and o.account_id = i.account_id and o.as_of < i.as_of and o.state <> 'closed'
      and (o.state in ('evidence', 'verified') or e.state <> 'signed')) as "earlierHeld"`

const tables = sql`
  cleanup_item i
  join account a on a.district_id = i.district_id and a.id = i.account_id
  join unit u on u.district_id = i.district_id and u.id = i.unit_id
  left join decision_sheet s on s.district_id = i.district_id and s.id = i.sheet_id`

/** One item; locked where a verb is about to change it. */
export async function readItem(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<CleanupItem | undefined> {
  const { rows } = await sql<CleanupItem>`
    select ${columns} from ${tables} where i.district_id = ${districtId} and i.id = ${id}
    ${lock === 'lock' ? sql`for update of i` : sql``}`.execute(db)
  return rows[0]
}

/** Items by id: by unit (pinyin), account. */
export async function readItems(db: Db | Tx, districtId: string, ids: readonly string[]): Promise<CleanupItem[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<CleanupItem>`
    select ${columns} from ${tables} where i.district_id = ${districtId} and i.id = any(${[...ids]}::uuid[])
    order by u.name collate "zh-x-icu", u.id, a.name collate "zh-x-icu", i.id`.execute(db)
  return rows
}

export type ItemFilter = {
  asOf?: CivilDate | undefined
  unitId?: string | undefined
  state?: ItemState | 'open' | 'overdue' | undefined
  disposition?: Disposition | 'reason' | undefined
  search?: string
  /** Of several open items of an account the one that is decided, else the newest: on paper each account stands once. */
  onceAnAccount?: boolean
  offset: number
  limit: number
}

/** Items of a district or a unit: by unit (pinyin), account. */
export async function listItems(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  today: CivilDate,
  { asOf, unitId, state, disposition, search = '', onceAnAccount = false, offset, limit }: ItemFilter,
): Promise<{ rows: CleanupItem[]; total: number }> {
  const conditions = [sql`i.district_id = ${scope.districtId}`]
  if (scope.unitId) conditions.push(sql`i.unit_id = ${scope.unitId}`)
  if (unitId) conditions.push(sql`i.unit_id = ${unitId}`)
  if (asOf) conditions.push(sql`i.as_of = ${asOf}`)
  if (state === 'open') conditions.push(sql`i.state <> 'closed'`)
  else if (state === 'overdue')
    conditions.push(sql`i.due_on < ${today} and i.state not in ('evidence', 'verified', 'closed')`)
  else if (state) conditions.push(sql`i.state = ${state}`)
  if (disposition === 'reason') conditions.push(sql`i.needs_reason`)
  else if (disposition) conditions.push(sql`coalesce(i.decided_disposition, i.disposition) = ${disposition}`)
  if (search) conditions.push(sql`(position(${search} in u.name) > 0 or position(${search} in a.name) > 0)`)
  if (onceAnAccount)
    conditions.push(sql`i.id = (select o.id from cleanup_item o
      where o.district_id = i.district_id and o.account_id = i.account_id and o.state <> 'closed'
      order by (o.decided_disposition is not null) desc, o.as_of desc, o.id desc limit 1)`)
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<CleanupItem>`
    select ${columns} from ${tables} where ${where}
    order by i.as_of desc, u.name collate "zh-x-icu", u.id, a.name collate "zh-x-icu", i.id
    offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from ${tables} where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** What a unit has open of its newest proposals: it passes on when people change. */
export async function openItemsOf(
  db: Db | Tx,
  { districtId, unitId }: { districtId: string; unitId: string },
  most: number,
): Promise<Pick<CleanupItem, 'id' | 'accountName' | 'platform' | 'state'>[]> {
  const { rows } = await sql<Pick<CleanupItem, 'id' | 'accountName' | 'platform' | 'state'>>`
    select i.id, a.name as "accountName", a.platform, i.state from ${tables}
    where i.district_id = ${districtId} and i.unit_id = ${unitId} and i.state <> 'closed'
      and i.as_of = (select max(as_of) from cleanup_item
        where district_id = ${districtId} and unit_id = ${unitId})
    order by a.name collate "zh-x-icu", i.id limit ${most}`.execute(db)
  return rows
}

/** Days on which proposals were made, the newest first. */
export async function proposalDays(db: Db | Tx, districtId: string): Promise<CivilDate[]> {
  const { rows } = await sql<{ day: CivilDate }>`
    select distinct as_of as day from cleanup_item where district_id = ${districtId} order by 1 desc limit 60`.execute(
    db,
  )
  return rows.map(({ day }) => day)
}

/**
 * One line of 清理成效. `before`: accounts in the ledger when the day's proposals were made; `after`: those that are still
 * not deregistered. `closing`: decided 关停 or 注销; `gone`: of these deregistered by now, which only a verified
 * closing says. `overdue`: items past their day; `closingsOverdue`: accounts whose 关停注销办理 is.
 */
export type Tally = {
  group: string
  before: number
  after: number
  items: number
  closing: number
  gone: number
  closed: number
  overdue: number
  closingsOverdue: number
}

/** 清理前后 of a day's proposals by platform or by kind of unit, counted anew each time from what stands in the ledger. */
export async function tally(
  db: Db | Tx,
  districtId: string,
  { asOf, by, today }: { asOf: CivilDate; by: 'platform' | 'unit-kind'; today: CivilDate },
): Promise<Tally[]> {
  const group = by === 'platform' ? sql`a.platform` : sql`u.kind`
  const supervised = unitKindCodes.filter((kind) => unitKinds[kind].inScope)
  const { rows } = await sql<Tally>`
    select ${group} as group, count(*)::int as before,
      count(*) filter (where a.running_state <> 'deregistered')::int as after,
      count(i.id)::int as items,
      count(*) filter (where i.decided_disposition in ('close', 'deregister'))::int as closing,
      count(*) filter (where i.decided_disposition in ('close', 'deregister') and a.running_state = 'deregistered')::int
        as gone,
      count(*) filter (where i.state = 'closed')::int as closed,
      count(*) filter (where i.due_on < ${today} and i.state not in ('evidence', 'verified', 'closed'))::int as overdue,
      count(*) filter (where ${closingIsLate(today)})::int as "closingsOverdue"
    from account a
    join unit u on u.district_id = a.district_id and u.id = a.unit_id
    left join cleanup_item i on i.district_id = a.district_id and i.account_id = a.id and i.as_of = ${asOf}
    where a.district_id = ${districtId} and u.kind = any(${supervised}::text[])
      and (i.id is not null or ((a.running_state <> 'deregistered' or a.ceased_on >= ${asOf}) and a.created_at <= (
        select max(day.proposed_at) from cleanup_item day where day.district_id = ${districtId} and day.as_of = ${asOf})))
    group by 1 order by 2 desc, 1`.execute(db)
  return rows
}

/** True of a row of `cleanup_item` whose 审定表 is not signed and sealed yet: nobody can begin with it. */
export const waitsForSheetSql = sql`exists (select from decision_sheet s
  where s.district_id = cleanup_item.district_id and s.id = cleanup_item.sheet_id and s.state <> 'signed')`

/** Items that wait for the unit's word, for a decision, for work, for another look. */
export type CleanupWaiting = { toConfirm: number; toDecide: number; underWay: number; toVerify: number }

export const waitingInCleanup = ({
  districtId,
  unitId,
}: {
  districtId: string
  unitId?: string
}) => sql<CleanupWaiting>`
    select count(*) filter (where state = 'proposed')::int as "toConfirm",
      count(*) filter (where state = 'unit-confirmed')::int as "toDecide",
      count(*) filter (where state in ('approved', 'executing') and decided_disposition <> 'keep'
        and not ${waitsForSheetSql})::int as "underWay",
      count(*) filter (where state = 'evidence')::int as "toVerify"
    from cleanup_item
    where district_id = ${districtId} ${unitId ? sql`and unit_id = ${unitId}` : sql``}`
