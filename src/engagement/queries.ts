import { sql, type SqlBool } from 'kysely'
import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import {
  type Channel,
  type Clock,
  errorFormKey,
  type Message,
  type MessageKind,
  type MessageRow,
  type MessageState,
  type Standing,
  type StepAction,
  type TimedMessage,
} from './model.ts'

type Scope = { districtId: string; unitId?: string | undefined }

/** Till which day each account was looked through; statements that were withdrawn count for nothing. */
export const lookedUntil = sql<CivilDate | null>`(
  select max(l.until_day) from message_look l
  where l.district_id = m.district_id and l.account_id = m.account_id and l.withdrawn_at is null)`

const columns = sql`
  m.id, m.account_id as "accountId", m.unit_id as "unitId", m.kind, m.channel, m.state, m.asked_on as "askedOn",
  m.asked_at as "askedAt", m.words_id as "wordsId", m.contact_id as "contactId", m.due_on as "dueOn",
  m.due_days as "dueDays", m.due_kind as "dueKind", m.replied_on as "repliedOn", m.replied_at as "repliedAt", m.version,
  m.created_by as "createdBy", m.created_at as "createdAt"`

type Row = Omit<Message, 'due'> & { dueDays: number; dueKind: Clock['kind'] }
const messageOf = <R extends Row>({ dueDays, dueKind, ...row }: R) => ({
  ...row,
  due: { days: dueDays, kind: dueKind },
})

/** One message, locked where it is about to be changed. */
export async function lockMessage(tx: Tx, districtId: string, id: string): Promise<Message | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from message m where m.district_id = ${districtId} and m.id = ${id} for update`.execute(tx)
  return rows[0] && messageOf(rows[0])
}

const named = sql`
  from message m
  left join account a on a.district_id = m.district_id and a.id = m.account_id
  left join unit u on u.district_id = m.district_id and u.id = m.unit_id`
const names = sql`a.name as "accountName", a.platform, u.name as "unitName"`

export async function findMessage(db: Db | Tx, districtId: string, id: string): Promise<MessageRow | undefined> {
  const { rows } = await sql<Row & Omit<MessageRow, keyof Message>>`
    select ${columns}, ${names}, ${lookedUntil} as "lookedUntil" ${named}
    where m.district_id = ${districtId} and m.id = ${id}`.execute(db)
  return rows[0] && messageOf(rows[0])
}

export type MessageFilter = {
  /** One, or any of several. */
  standing?: Standing | readonly Standing[] | undefined
  kind?: MessageKind | undefined
  channel?: Channel | undefined
  accountId?: string | undefined
  /** True: those that nobody has been told to answer. */
  unassigned?: boolean | undefined
  /** Asked on this day or later. */
  askedFrom?: CivilDate | undefined
  /** True: what is 无效 is left out. */
  valid?: boolean | undefined
  /** True: answered, and the minutes of question and answer are known. */
  timed?: boolean | undefined
  /** Names of accounts and units. */
  like?: string | undefined
}

/** What `standingOf` says of the end of a day, said to the database: lists are filtered and paged by it. */
export function standingIs(standing: Standing, asOf: CivilDate) {
  const answered = sql`m.state <> 'invalid' and m.replied_on is not null and m.replied_on <= ${asOf}`
  const waiting = sql`m.state <> 'invalid' and (m.replied_on is null or m.replied_on > ${asOf})`
  const known = sql`(m.channel = 'form' or m.replied_on is not null or coalesce(${lookedUntil} >= m.due_on, false))`
  const said: Record<Standing, ReturnType<typeof sql>> = {
    invalid: sql`m.state = 'invalid'`,
    'on-time': sql`${answered} and m.replied_on <= m.due_on`,
    late: sql`${answered} and m.replied_on > m.due_on`,
    open: sql`${waiting} and m.due_on >= ${asOf}`,
    overdue: sql`${waiting} and m.due_on < ${asOf} and ${known}`,
    unlooked: sql`${waiting} and m.due_on < ${asOf} and not ${known}`,
  }
  return said[standing]
}

const anyOf = (conditions: ReturnType<typeof sql>[]) => sql<SqlBool>`((${sql.join(conditions, sql`) or (`)}))`

/** Answered by the end of a day, from minute to minute. */
export const isTimed = (asOf: CivilDate) => sql`(
  m.state <> 'invalid' and m.replied_on <= ${asOf} and m.asked_at is not null and m.replied_at is not null)`

function wanted({ districtId, unitId }: Scope, filter: MessageFilter, asOf: CivilDate) {
  const { standing, kind, channel, accountId, unassigned, askedFrom, valid, timed, like } = filter
  const parts = [
    sql<SqlBool>`m.district_id = ${districtId}`,
    ...(unitId ? [sql<SqlBool>`m.unit_id = ${unitId}`] : []),
    ...(standing ? [anyOf([standing].flat().map((one) => standingIs(one, asOf)))] : []),
    ...(kind ? [sql<SqlBool>`m.kind = ${kind}`] : []),
    ...(channel ? [sql<SqlBool>`m.channel = ${channel}`] : []),
    ...(accountId ? [sql<SqlBool>`m.account_id = ${accountId}`] : []),
    ...(unassigned ? [sql<SqlBool>`m.unit_id is null and m.state = 'open'`] : []),
    ...(askedFrom ? [sql<SqlBool>`m.asked_on >= ${askedFrom} and m.asked_on <= ${asOf}`] : []),
    ...(valid ? [sql<SqlBool>`m.state <> 'invalid'`] : []),
    ...(timed ? [sql<SqlBool>`${isTimed(asOf)}`] : []),
    ...(like ? [sql<SqlBool>`(a.name ilike ${like} or u.name ilike ${like})`] : []),
  ]
  return sql.join(parts, sql` and `)
}

/** The ledger of messages: what waits first, by its last day; then the rest, the newest first. */
export async function listMessages(
  db: Db | Tx,
  scope: Scope,
  filter: MessageFilter,
  { asOf, offset, limit }: { asOf: CivilDate; offset: number; limit: number },
): Promise<{ rows: MessageRow[]; total: number }> {
  const { rows } = await sql<Row & Omit<MessageRow, keyof Message> & { total: number }>`
    select ${columns}, ${names}, ${lookedUntil} as "lookedUntil", count(*) over ()::int as total ${named}
    where ${wanted(scope, filter, asOf)}
    order by (m.state = 'open') desc, case when m.state = 'open' then m.due_on end, m.asked_on desc, m.asked_at desc nulls last, m.id
    offset ${offset} limit ${limit}`.execute(db)
  return { rows: rows.map(({ total: _total, ...row }) => messageOf(row)), total: rows[0]?.total ?? 0 }
}

/** Messages that a unit has to answer, by their last day. */
export async function openMessagesOf(
  db: Db,
  { districtId, unitId }: { districtId: string; unitId: string },
  limit: number,
): Promise<Pick<MessageRow, 'id' | 'accountName' | 'platform' | 'dueOn'>[]> {
  const { rows } = await sql<Pick<MessageRow, 'id' | 'accountName' | 'platform' | 'dueOn'>>`
    select m.id, m.due_on as "dueOn", ${names} ${named}
    where m.district_id = ${districtId} and m.unit_id = ${unitId} and m.state = 'open'
    order by m.due_on, m.id limit ${limit}`.execute(db)
  return rows
}

const timed = sql`
  m.id, m.kind, m.channel, m.state, m.asked_on as "askedOn", m.asked_at as "askedAt", m.due_on as "dueOn",
  m.replied_on as "repliedOn", m.replied_at as "repliedAt"`

/** What sums are made of: messages asked within some days, with whose they are. */
export type CountedMessage = TimedMessage & {
  id: string
  accountId: string | null
  accountName: string | null
  platform: Platform | null
  unitId: string | null
  unitName: string | null
  lookedUntil: CivilDate | null
}

export async function messagesAsked(
  db: Db | Tx,
  { districtId, unitId }: Scope,
  { from, to, accountId }: { from: CivilDate; to: CivilDate; accountId?: string },
): Promise<CountedMessage[]> {
  const { rows } = await sql<CountedMessage>`
    select m.account_id as "accountId", m.unit_id as "unitId", ${timed}, ${names}, looks.until as "lookedUntil" ${named}
    left join (
      select account_id, max(until_day) as until from message_look
      where district_id = ${districtId} and withdrawn_at is null group by account_id
    ) looks on looks.account_id = m.account_id
    where m.district_id = ${districtId} and m.asked_on between ${from} and ${to}
      ${accountId ? sql`and m.account_id = ${accountId}` : sql``} ${unitId ? sql`and m.unit_id = ${unitId}` : sql``}
    order by m.asked_on, m.id`.execute(db)
  return rows
}

/** What waits, by standing today: for the workbench and the head of the list. */
export type WaitingMessages = { unassigned: number; overdue: number; unlooked: number; open: number; dueSoon: number }

export const waitingMessages = (
  { districtId, unitId }: Scope,
  today: CivilDate,
  soon: CivilDate,
) => sql<WaitingMessages>`
    select count(*) filter (where m.unit_id is null)::int as unassigned,
      count(*) filter (where ${standingIs('overdue', today)})::int as overdue,
      count(*) filter (where ${standingIs('unlooked', today)})::int as unlooked,
      count(*) filter (where ${standingIs('open', today)})::int as open,
      count(*) filter (where m.due_on between ${today} and ${soon})::int as "dueSoon"
    from message m
    where m.district_id = ${districtId} and m.state = 'open' ${unitId ? sql`and m.unit_id = ${unitId}` : sql``}`

export type StepRow = {
  id: string
  action: StepAction
  fromUnit: string | null
  unit: string | null
  repliedOn: CivilDate | null
  repliedAt: Instant | null
  wordsId: string | null
  changed: Record<string, { before: unknown; after: unknown }> | null
  by: string
  at: Instant
}

/** What was done with a message, the oldest first. */
export async function stepsOf(db: Db | Tx, districtId: string, messageId: string): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select s.id, s.action, f.name as "fromUnit", u.name as unit, s.replied_on as "repliedOn", s.replied_at as "repliedAt",
      s.words_id as "wordsId", s.changed, s.done_by as by, s.done_at as at
    from message_step s
    left join unit f on f.district_id = s.district_id and f.id = s.from_unit_id
    left join unit u on u.district_id = s.district_id and u.id = s.unit_id
    where s.district_id = ${districtId} and s.message_id = ${messageId}
    order by s.done_at, s.id`.execute(db)
  return rows
}

/** Where and when something was asked, by which the same message is found again. */
export type AskedKey = {
  accountId: string | null
  unitId: string | null
  channel: Channel
  on: CivilDate
  at: Instant | null
}
export type AskedThen = AskedKey & { id: string; state: MessageState; version: number; wordsId: string }

/** Messages of the same account (of a mailbox: unit), channel and time: whether their words are the same, the vault tells. */
export async function sameTime(db: Db | Tx, districtId: string, keys: readonly AskedKey[]): Promise<AskedThen[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<AskedThen>`
    select distinct m.id, m.account_id as "accountId", m.unit_id as "unitId", m.channel, m.asked_on as on, m.asked_at as at,
      m.state, m.version, m.words_id as "wordsId"
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
      as given("accountId" uuid, "unitId" uuid, channel text, "on" date, at timestamptz)
    join message m on m.district_id = ${districtId} and m.channel = given.channel and m.asked_on = given.on
      and m.asked_at is not distinct from given.at and m.account_id is not distinct from given."accountId"
      and (m.account_id is not null or m.unit_id is not distinct from given."unitId")`.execute(db)
  return rows
}

/** Whose an account is: the unit that answers unless somebody says otherwise. */
export async function accountsOwner(
  db: Db | Tx,
  districtId: string,
  accountId: string,
): Promise<{ unitId: string; name: string } | undefined> {
  return db
    .selectFrom('account')
    .select(['unit_id as unitId', 'name'])
    .where('district_id', '=', districtId)
    .where('id', '=', accountId)
    .executeTakeFirst()
}

/** The districts that have 我要找错 open to the public on a day. */
export async function openForms(db: Db | Tx, day: CivilDate): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select d.id, d.name from district d
    join lateral (
      select s.value from district_setting s
      where s.district_id = d.id and s.key = ${errorFormKey} and s.effective_from <= ${day}
      order by s.effective_from desc limit 1
    ) latest on latest.value = 'true'::jsonb
    order by d.id`.execute(db)
  return rows
}

/** How many reports came by the public form on a day. */
export async function formsReceivedOn(tx: Tx, districtId: string, day: CivilDate): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from message
    where district_id = ${districtId} and channel = 'form' and asked_on = ${day}`.execute(tx)
  return rows[0]?.count ?? 0
}

/** How the sender of the public form hears of it: by the digest of the code. */
export async function messageByCode(
  db: Db,
  districtId: string,
  codeDigest: Buffer,
): Promise<{ id: string; state: MessageState; assigned: boolean; askedAt: Instant | null } | undefined> {
  const { rows } = await sql<{ id: string; state: MessageState; assigned: boolean; askedAt: Instant | null }>`
    select id, state, unit_id is not null as assigned, asked_at as "askedAt" from message
    where district_id = ${districtId} and code_digest = ${codeDigest}`.execute(db)
  return rows[0]
}
