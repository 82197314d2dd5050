import { sql } from 'kysely'
import { addDays, type CivilDate, type Instant, startOfDay } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { closingCases } from '../../filing/index.ts'
import type { Announcement, Archive, Closing, ClosingFile, ClosingState } from './model.ts'
import { casesOf } from './rules.ts'

const columns = sql`
  c.id, c.account_id as "accountId", a.name as "accountName", a.platform, a.running_state as "runningState",
  c.unit_id as "unitId", u.name as "unitName", c.item_id as "itemId", i.due_on as "itemDueOn", i.decided_on as "itemDecidedOn",
  c.due_on as "dueOn",
  c.state, c.cases_since as "casesSince", c.notice_workdays as "noticeWorkdays", c.notice_source as "noticeSource",
  c.explained, c.explanation, c.verified_on as "verifiedOn", c.verified_by as "verifiedBy", c.recheck_days as "recheckDays",
  c.recheck_on as "recheckOn", c.rechecked_on as "recheckedOn", c.reappeared_on as "reappearedOn",
  c.archived_on as "archivedOn", c.withdrawn_reason as "withdrawnReason", c.begun_at as "begunAt", c.version`

const tables = sql`
  closing c
  join account a on a.district_id = c.district_id and a.id = c.account_id
  join unit u on u.district_id = c.district_id and u.id = c.unit_id
  left join cleanup_item i on i.district_id = c.district_id and i.id = c.item_id`

/** One closing with all that its steps are told from; locked where a verb is about to change it. */
export async function readClosing(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<ClosingFile | undefined> {
  const { rows } = await sql<Closing>`
    select ${columns} from ${tables} where c.district_id = ${districtId} and c.id = ${id}::uuid
    ${lock === 'lock' ? sql`for update of c` : sql``}`.execute(db)
  return rows[0] && (await filesOf(db, districtId, rows))[0]
}

/** The closing of an account that was not withdrawn; undefined: none. */
export async function closingOf(
  db: Db | Tx,
  districtId: string,
  accountId: string,
): Promise<{ id: string; state: ClosingState; unitId: string } | undefined> {
  const { rows } = await sql<{ id: string; state: ClosingState; unitId: string }>`
    select id, state, unit_id as "unitId" from closing
    where district_id = ${districtId} and account_id = ${accountId}::uuid and state <> 'withdrawn'`.execute(db)
  return rows[0]
}

/** What stands beside closings, in three statements for all of them. */
async function filesOf(db: Db | Tx, districtId: string, closings: readonly Closing[]): Promise<ClosingFile[]> {
  const ids = closings.map(({ id }) => id)
  const announcements = await sql<Announcement & { closingId: string }>`
    select closing_id as "closingId", kind, body, stops_on as "stopsOn", published_on as "publishedOn", link,
      screenshot_file_id as "screenshotFileId"
    from closing_announcement where district_id = ${districtId} and closing_id = any(${ids}::uuid[])
    order by kind desc`.execute(db)
  const archives = await sql<Archive & { closingId: string }>`
    select closing_id as "closingId", id, file_id as "fileId", sha256, byte_count as bytes, entry_count as entries,
      volume, volume_count as volumes,
      made_on as "madeOn", made_by as "madeBy", made_at as "madeAt"
    from closing_archive where district_id = ${districtId} and closing_id = any(${ids}::uuid[]) order by made_at, made_by, volume, id`.execute(
    db,
  )
  const cases = await closingCases(
    db,
    districtId,
    closings.map(({ accountId }) => accountId),
  )
  return closings.map((closing) => ({
    closing,
    announcements: announcements.rows.filter(({ closingId }) => closingId === closing.id),
    archives: archives.rows.filter(({ closingId }) => closingId === closing.id),
    ...casesOf(closing, cases),
  }))
}

export type ClosingFilter = {
  state?: ClosingState | 'open' | 'overdue' | 'recheck' | undefined
  search?: string
  offset: number
  limit: number
}

const late = (today: CivilDate) => sql`(
  (c.state = 'verified' and c.recheck_on < ${today})
  or (c.state in ('requested', 'announced', 'content-archived', 'reappeared')
    and coalesce(i.due_on, c.due_on) < ${today}))`
/** True of an account `a` whose closing is past its day: the same that the list calls 逾期. */
export const closingIsLate = (today: CivilDate) => sql`exists (
  select from closing c left join cleanup_item i on i.district_id = c.district_id and i.id = c.item_id
  where c.district_id = a.district_id and c.account_id = a.id and ${late(today)})`

// Somebody saw the account after it was taken for gone: a person says what it is.
const seenAgain = sql`(c.state in ('verified', 'rechecked', 'archived') and exists (
  select from patrol p where p.district_id = c.district_id and p.account_id = c.account_id and p.reachable = 'open'
    and p.checked_at > v.checked_at))`
const verification = sql`left join patrol v on v.district_id = c.district_id and v.id = c.verified_patrol_id`

/** Closings of a district or a unit: what was seen again and what is late first, then the newest. */
export async function listClosings(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  today: CivilDate,
  { state, search = '', offset, limit }: ClosingFilter,
): Promise<{ rows: (ClosingFile & { seenAgain: boolean })[]; total: number }> {
  const conditions = [sql`c.district_id = ${scope.districtId}`]
  if (scope.unitId) conditions.push(sql`c.unit_id = ${scope.unitId}`)
  if (state === 'open') conditions.push(sql`c.state not in ('archived', 'withdrawn')`)
  else if (state === 'overdue') conditions.push(late(today))
  else if (state === 'recheck') conditions.push(sql`c.state = 'verified' and c.recheck_on <= ${today}`)
  else if (state) conditions.push(sql`c.state = ${state}`)
  if (search) conditions.push(sql`(position(${search} in u.name) > 0 or position(${search} in a.name) > 0)`)
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<Closing & { seenAgain: boolean }>`
    select ${columns}, ${seenAgain} as "seenAgain" from ${tables} ${verification} where ${where}
    order by ${seenAgain} desc, ${late(today)} desc, c.state in ('archived', 'withdrawn'), c.begun_at desc, c.id
    offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from ${tables} where ${where}`.execute(db)
  const files = await filesOf(db, scope.districtId, rows)
  return {
    rows: files.map((file, at) => ({ ...file, seenAgain: rows[at]?.seenAgain ?? false })),
    total: counted.rows[0]?.total ?? 0,
  }
}

/** What waits in closings: steps past their day, looks that are due, accounts seen again, and closings that are to be filed after the re-check. */
export type WaitingClosings = { overdue: number; recheck: number; seenAgain: number; toArchive: number }

export const waitingClosings = ({ districtId }: { districtId: string }, today: CivilDate) => sql<WaitingClosings>`
    select count(*) filter (where ${late(today)})::int as overdue,
      count(*) filter (where c.state = 'verified' and c.recheck_on <= ${today}) as recheck,
      count(*) filter (where ${seenAgain}) as "seenAgain",
      count(*) filter (where c.state = 'rechecked') as "toArchive"
    from closing c ${verification}
    left join cleanup_item i on i.district_id = c.district_id and i.id = c.item_id
    where c.district_id = ${districtId}`

export type Look = {
  id: string
  checkedAt: Instant
  reachable: 'open' | 'gone' | 'blocked'
  patrolledBy: string
}

/** The newest look at an account from a day on. */
export async function latestLook(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  since: CivilDate,
): Promise<Look | undefined> {
  const { rows } = await sql<Look>`
    select id, checked_at as "checkedAt", reachable, patrolled_by as "patrolledBy" from patrol
    where district_id = ${districtId} and account_id = ${accountId}::uuid and checked_at >= ${startOfDay(since)}
    order by checked_at desc, id desc limit 1`.execute(db)
  return rows[0]
}

/** The newest look that was made after the one on which an account was taken for gone; the newest that found it, where asked. */
export async function lookAfterVerified(
  db: Db | Tx,
  districtId: string,
  closingId: string,
  only?: 'open',
): Promise<Look | undefined> {
  const { rows } = await sql<Look>`
    select p.id, p.checked_at as "checkedAt", p.reachable, p.patrolled_by as "patrolledBy"
    from closing c ${verification}
    join patrol p on p.district_id = c.district_id and p.account_id = c.account_id and p.checked_at > v.checked_at
    where c.district_id = ${districtId} and c.id = ${closingId}::uuid ${only ? sql`and p.reachable = ${only}` : sql``}
    order by p.checked_at desc, p.id desc limit 1`.execute(db)
  return rows[0]
}

/** The newest look that found an account after the day on which it was deregistered; undefined: it is not, or nobody did. */
export async function seenSinceCeased(
  db: Db | Tx,
  districtId: string,
  { id, runningState, ceasedOn }: { id: string; runningState: string; ceasedOn: CivilDate | null },
): Promise<Look | undefined> {
  if (runningState !== 'deregistered') return undefined
  const { rows } = await sql<Look>`
    select id, checked_at as "checkedAt", reachable, patrolled_by as "patrolledBy" from patrol
    where district_id = ${districtId} and account_id = ${id}::uuid and reachable = 'open'
      ${ceasedOn === null ? sql`` : sql`and checked_at >= ${startOfDay(addDays(ceasedOn, 1))}`}
    order by checked_at desc, id desc limit 1`.execute(db)
  return rows[0]
}

/** What is known of an account whose closing is to begin; locked. */
export async function accountToClose(tx: Tx, districtId: string, accountId: string) {
  return tx
    .selectFrom('account')
    .select(['id', 'name', 'unit_id as unitId', 'running_state as runningState', 'ceased_on as ceasedOn'])
    .where('district_id', '=', districtId)
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
}

/** The newest item of an account that was decided to be closed or deregistered. */
export async function decidedItem(db: Db | Tx, districtId: string, accountId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from cleanup_item
    where district_id = ${districtId} and account_id = ${accountId}::uuid and decided_disposition in ('close', 'deregister')
      and state <> 'closed'
    order by decided_on desc, id desc limit 1`.execute(db)
  return rows[0]?.id
}

/** Whose account it is and how it stands in the ledger; undefined: none of this id. */
export async function unitAndState(db: Db | Tx, districtId: string, accountId: string) {
  return db
    .selectFrom('account')
    .select(['id', 'unit_id as unitId', 'running_state as runningState', 'ceased_on as ceasedOn'])
    .where('district_id', '=', districtId)
    .where('id', '=', accountId)
    .executeTakeFirst()
}
