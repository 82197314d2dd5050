import { sql } from 'kysely'
import type { CivilDate } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { StoredDeadline } from '../holidays/index.ts'
import type { Dispatch, DispatchState, DispatchStep, IssuingBody, Receipt } from './model.ts'
import type { DispatchContent } from './words/content.ts'

const columns = sql`
  d.id, d.variant, d.issuer, d.title, d.state, d.report_id as "reportId", d.corrects_id as "correctsId", d.openness, d.draft,
  d.drafted_by as "draftedBy", d.drafted_at as "draftedAt", d.signed_by as "signedBy", d.signed_on as "signedOn",
  case when d.mark is null then null
    else jsonb_build_object('mark', d.mark, 'year', d.number_year, 'serial', d.number_serial) end as number,
  d.issued_on as "issuedOn", d.feedback_by as "feedbackBy", d.feedback_from as "feedbackFrom",
  d.feedback_days as "feedbackDays", d.version`

export type DispatchScope = { districtId: string; unitId?: string | undefined }
export type DispatchFilter = {
  state?: DispatchState | undefined
  /** What is on its way is left out. */
  issuedOnly?: boolean
  search?: string
  offset: number
  limit: number
}
export type DispatchRow = Dispatch & {
  units: number
  received: number
  asked: number
  answered: number
  late: number
  /** Of the one unit that asks; null for the district. */
  own: Pick<Receipt, 'answers' | 'dueOn' | 'receivedAt' | 'answeredAt'> | null
}

/** Papers of a district, what is in work first, then the newest; of a unit what was issued to it. */
export async function listDispatches(
  db: Db | Tx,
  { districtId, unitId }: DispatchScope,
  { state, issuedOnly = false, search = '', offset, limit }: DispatchFilter,
): Promise<{ rows: DispatchRow[]; total: number }> {
  const conditions = [sql`d.district_id = ${districtId}`]
  if (issuedOnly) conditions.push(sql`d.state in ('issued', 'closed', 'withdrawn')`)
  if (unitId)
    conditions.push(sql`d.state in ('issued', 'closed', 'withdrawn') and exists (select from dispatch_unit u
      where u.district_id = d.district_id and u.dispatch_id = d.id and u.unit_id = ${unitId})`)
  if (state) conditions.push(sql`d.state = ${state}`)
  if (search !== '')
    conditions.push(sql`(position(${search} in d.title) > 0
      or position(${search} in d.mark || '〔' || d.number_year || '〕' || d.number_serial || '号') > 0)`)
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<DispatchRow>`
    select ${columns}, u.units, u.received, u.asked, u.answered, u.late,
      (select jsonb_build_object('answers', o.answers, 'dueOn', o.due_on, 'receivedAt', o.received_at,
          'answeredAt', o.answered_at) from dispatch_unit o
        where o.district_id = d.district_id and o.dispatch_id = d.id and o.unit_id = ${unitId ?? null}::uuid) as own
    from dispatch d
    cross join lateral (select count(*)::int as units, count(received_at)::int as received,
        count(*) filter (where answers)::int as asked, count(answered_at)::int as answered,
        count(*) filter (where (answered_at at time zone 'Asia/Shanghai')::date > due_on)::int as late
      from dispatch_unit u where u.district_id = d.district_id and u.dispatch_id = d.id) u
    where ${where}
    order by case when d.state in ('closed', 'withdrawn', 'discarded') then 1 else 0 end, d.drafted_at desc, d.id
    offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*)::int as total from dispatch d where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** One paper; undefined: none of this id. `lock` holds it until the end of the transaction. */
export async function readDispatch(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<Dispatch | undefined> {
  const { rows } = await sql<Dispatch>`
    select ${columns} from dispatch d where d.district_id = ${districtId} and d.id = ${id}
    ${lock === 'lock' ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}

/** The words of a version, and who wrote which. */
export async function readContent(
  db: Db | Tx,
  districtId: string,
  { id, draft }: Pick<Dispatch, 'id' | 'draft'>,
): Promise<DispatchContent> {
  const row = await db
    .selectFrom('dispatch_draft')
    .select('content')
    .where('district_id', '=', districtId)
    .where('dispatch_id', '=', id)
    .where('draft', '=', draft)
    .executeTakeFirstOrThrow()
  return row.content as DispatchContent
}

/** Everybody who wrote a version: 拟稿人. */
export async function writersOf(db: Db | Tx, districtId: string, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('dispatch_draft')
    .select('made_by as by')
    .distinct()
    .where('district_id', '=', districtId)
    .where('dispatch_id', '=', id)
    .execute()
  return rows.map(({ by }) => by)
}

export async function stepsOf(db: Db | Tx, districtId: string, id: string): Promise<DispatchStep[]> {
  const { rows } = await sql<DispatchStep>`
    select serial, action, draft, unit_id as "unitId", by, at, note, facts from dispatch_step
    where district_id = ${districtId} and dispatch_id = ${id} order by serial`.execute(db)
  return rows
}

/** Units an issued paper went to: those of which something is asked first. */
export async function receiptsOf(db: Db | Tx, districtId: string, id: string): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select r.unit_id as "unitId", u.name as "unitName", r.answers, r.due_on as "dueOn", r.received_at as "receivedAt",
      r.answer, r.answered_at as "answeredAt", r.for_unit as "forUnit"
    from dispatch_unit r join unit u on u.district_id = r.district_id and u.id = r.unit_id
    where r.district_id = ${districtId} and r.dispatch_id = ${id}
    order by r.answers desc, u.name collate "zh-x-icu", r.unit_id`.execute(db)
  return rows
}

export type DispatchFile = { kind: string; unitId: string | null; serial: number; fileId: string; name: string }

export async function filesOf(db: Db | Tx, districtId: string, id: string): Promise<DispatchFile[]> {
  const { rows } = await sql<DispatchFile>`
    select f.kind, f.unit_id as "unitId", f.serial, f.file_id as "fileId", s.name from dispatch_file f
    join stored_file s on s.district_id = f.district_id and s.id = f.file_id
    where f.district_id = ${districtId} and f.dispatch_id = ${id} order by f.kind, f.unit_id, f.serial`.execute(db)
  return rows
}

/** 更正 and 撤回 of a paper that were issued or are on their way. */
export async function correctionsOf(db: Db | Tx, districtId: string, id: string): Promise<Dispatch[]> {
  const { rows } = await sql<Dispatch>`
    select ${columns} from dispatch d
    where d.district_id = ${districtId} and d.corrects_id = ${id} and d.state <> 'discarded'
    order by d.drafted_at, d.id`.execute(db)
  return rows
}

/** The paper of a report that is on its way or holds; undefined: none. */
export async function dispatchOfReport(
  db: Db | Tx,
  districtId: string,
  reportId: string,
): Promise<Dispatch | undefined> {
  const { rows } = await sql<Dispatch>`
    select ${columns} from dispatch d
    where d.district_id = ${districtId} and d.report_id = ${reportId} and d.variant <> 'self-check'
      and d.state not in ('discarded', 'withdrawn') limit 1`.execute(db)
  return rows[0]
}

/** The live papers that went out, or are to go out, from reports; by report. */
export async function papersOfReports(db: Db, districtId: string): Promise<Map<string, Dispatch>> {
  const { rows } = await sql<Dispatch>`
    select ${columns} from dispatch d
    where d.district_id = ${districtId} and d.report_id is not null and d.variant <> 'self-check'
      and d.state not in ('discarded', 'withdrawn')`.execute(db)
  return new Map(rows.map((one) => [one.reportId!, one]))
}

/** Whoever wants the same, a number or the one paper of a report, waits until the transaction ends. */
export async function standInLine(tx: Tx, districtId: string, wanted: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`dispatch/${districtId}/${wanted}`}, 0))`.execute(tx)
}

/** Numbers of a 字 and year that are known, with the paper of each. */
export async function numbersTaken(
  db: Db | Tx,
  districtId: string,
  { mark, year }: { mark: string; year: number },
): Promise<{ id: string; serial: number; title: string }[]> {
  const rows = await db
    .selectFrom('dispatch')
    .select(['id', 'number_serial as serial', 'title'])
    .where('district_id', '=', districtId)
    .where('mark', '=', mark)
    .where('number_year', '=', year)
    .orderBy('number_serial')
    .execute()
  return rows.map(({ id, serial, title }) => ({ id, serial: serial!, title }))
}

export async function listBodies(db: Db | Tx, districtId: string): Promise<IssuingBody[]> {
  return db
    .selectFrom('issuing_body')
    .select(['name', 'flag', 'marks'])
    .where('district_id', '=', districtId)
    .orderBy('name')
    .execute()
}

type Desk = 'checking' | 'countersigning' | 'clearing' | 'signing' | 'signed' | 'numbered'

/**
 * What waits in 通报, by desk; `missing` are units whose answer is late, `complete` papers that all have answered,
 * `undrafted` reports that carry a leader's instruction and have no paper yet.
 */
export const waitingDispatches = (districtId: string, today: CivilDate) => sql<
  Record<Desk | 'missing' | 'complete' | 'undrafted', number>
>`
    select count(*) filter (where state = 'checking')::int as checking,
      count(*) filter (where state = 'countersigning')::int as countersigning,
      count(*) filter (where state = 'clearing')::int as clearing,
      count(*) filter (where state = 'signing')::int as signing,
      count(*) filter (where state = 'signed')::int as signed,
      count(*) filter (where state = 'numbered')::int as numbered,
      (select count(*)::int from dispatch_unit u join dispatch o on o.district_id = u.district_id and o.id = u.dispatch_id
        where u.district_id = ${districtId} and o.state = 'issued' and u.answers and u.answered_at is null
          and u.due_on < ${today}) as missing,
      count(*) filter (where state = 'issued' and not exists (select from dispatch_unit u
        where u.district_id = dispatch.district_id and u.dispatch_id = dispatch.id
          and (u.received_at is null or u.answers and u.answered_at is null)))::int as complete,
      (select count(*)::int from quarterly_report r
        where r.district_id = ${districtId} and r.state = 'final' and r.progress = 'instructed'
          and not exists (select from dispatch o where o.district_id = r.district_id and o.report_id = r.id
            and o.variant <> 'self-check' and o.state not in ('discarded', 'withdrawn'))) as undrafted
    from dispatch where district_id = ${districtId}`

export type OwedReceipt = Pick<Receipt, 'answers' | 'dueOn' | 'receivedAt' | 'answeredAt'> &
  Pick<Dispatch, 'id' | 'title' | 'number' | 'issuedOn'> & { reminded: boolean }

/** What a unit still has to sign for or answer, the nearest day on top. */
export async function receiptsOwed(
  db: Db | Tx,
  { districtId, unitId }: { districtId: string; unitId: string },
  most: number,
): Promise<OwedReceipt[]> {
  const { rows } = await sql<OwedReceipt>`
    select ${columns}, r.answers, r.due_on as "dueOn", r.received_at as "receivedAt", r.answered_at as "answeredAt",
      exists (select from dispatch_step s where s.district_id = d.district_id and s.dispatch_id = d.id
        and s.action = 'remind' and s.facts -> 'units' ? r.unit_id::text) as reminded
    from dispatch_unit r join dispatch d on d.district_id = r.district_id and d.id = r.dispatch_id
    where r.district_id = ${districtId} and r.unit_id = ${unitId} and d.state = 'issued'
      and (r.received_at is null or r.answers and r.answered_at is null)
    order by r.due_on nulls last, d.issued_on, d.id limit ${most}`.execute(db)
  return rows
}

/** Last days for answers that are still ahead. */
export async function openDeadlines(db: Db | Tx, districtId: string, today: CivilDate): Promise<StoredDeadline[]> {
  const { rows } = await sql<StoredDeadline>`
    select d.id, d.title || '：反馈' as label, d.feedback_by as day, d.feedback_from as "from", d.feedback_days as workdays
    from dispatch d where d.district_id = ${districtId} and d.state = 'issued' and d.feedback_by >= ${today}
    order by d.feedback_by, d.id`.execute(db)
  return rows
}
