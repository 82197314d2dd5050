import { type RawBuilder, sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import { type Db, oneRow } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { DayRange } from '../model.ts'
import type { Outcome } from '../sources/contract.ts'

export type TargetState = 'on' | 'off' | 'held'

/** An account and a source that looks at it, as lists show them. */
export type TargetRow = {
  id: string
  accountId: string
  accountName: string
  platform: Platform
  unitName: string
  sourceKind: string
  sourceName: string
  url: string | null
  state: TargetState
  heldReason: string | null
  failures: number
  lastOutcome: Outcome | null
  lastWhy: string | null
  /** Of a website or an entry that the last try could not open: why. The look itself went well. */
  notOpened: string | null
  lastAttemptAt: Instant | null
  lastSuccessAt: Instant | null
  nextAt: Instant
  version: number
}

/** Why a try at `url` could not open it; null where it opened, or nothing was to be opened. */
const notOpenedAt = (at: RawBuilder<unknown>) => sql`(
  select coalesce(o.value->>'why', '没有应答') from collection_sample o
  where o.district_id = t.district_id and o.account_id = t.account_id and o.kind = 'availability'
    and o.key = t.target->>'url' and o.source = s.name and o.collected_at = ${at} and o.value->>'opened' = 'false'
  limit 1)`

const columns = sql`
  t.id, t.account_id as "accountId", a.name as "accountName", a.platform, u.name as "unitName", s.kind as "sourceKind",
  s.name as "sourceName", t.target->>'url' as url, t.state, t.held_reason as "heldReason", t.failures,
  t.last_outcome as "lastOutcome", t.last_why as "lastWhy",
  ${notOpenedAt(sql`t.last_attempt_at`)} as "notOpened", t.last_attempt_at as "lastAttemptAt",
  t.last_success_at as "lastSuccessAt", t.next_at as "nextAt", t.version`
const tables = sql`
  collection_target t
  join account a on a.district_id = t.district_id and a.id = t.account_id
  join unit u on u.district_id = a.district_id and u.id = a.unit_id
  join collection_source s on s.district_id = t.district_id and s.id = t.source_id`

export type TargetFilter = {
  accountId?: string
  state?: TargetState | 'failing' | 'silent' | undefined
  search?: string
  now: Instant
  offset: number
  limit: number
}

/** A source that reports nothing for longer than this has died without a word (a dead man's switch). */
export const SILENT_HOURS = 48

/** Targets of a district: what needs somebody first, then by unit and account. */
export async function listTargets(
  db: Db,
  districtId: string,
  { accountId, state, search = '', now, offset, limit }: TargetFilter,
): Promise<{ rows: TargetRow[]; total: number }> {
  const conditions = [sql`t.district_id = ${districtId}`]
  if (accountId) conditions.push(sql`t.account_id = ${accountId}`)
  if (state === 'failing') conditions.push(sql`t.state = 'on' and t.failures > 0`)
  else if (state === 'silent') conditions.push(silent(now))
  else if (state) conditions.push(sql`t.state = ${state}`)
  if (search) conditions.push(sql`(position(${search} in a.name) > 0 or position(${search} in u.name) > 0)`)
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<TargetRow>`
    select ${columns} from ${tables} where ${where}
    order by (t.state = 'held') desc, (t.failures > 0) desc, u.name collate "zh-x-icu", u.id, a.name collate "zh-x-icu", t.id
    offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from ${tables} where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

export type ApiTarget = TargetRow & {
  hasSecrets: boolean
  listsAll: boolean | null
  /** Of a 公众号. */
  appid: string | null
  /** What was told beside the credentials: by which number the platform knows the account. */
  told: Readonly<Record<string, unknown>>
  /** Read by the right given to a 第三方平台. */
  through: boolean
}

/** What asks a platform's interface for an account: whether credentials are kept, never which. */
export async function apiTargetOf(
  db: Db,
  districtId: string,
  accountId: string,
  kind: string,
): Promise<ApiTarget | undefined> {
  const { rows } = await sql<ApiTarget>`
    select ${columns}, t.secrets is not null as "hasSecrets", (t.target->>'listsAll')::boolean as "listsAll",
      t.target->>'appid' as appid, t.target as told, coalesce(t.target->>'through' = 'component', false) as through
    from ${tables} where t.district_id = ${districtId} and t.account_id = ${accountId} and s.kind = ${kind}
    order by t.state = 'off', t.created_at desc limit 1`.execute(db)
  return rows[0]
}

const silent = (now: Instant) => sql`(t.state = 'on'
  and coalesce(t.last_success_at, t.created_at) < ${now}::timestamptz - make_interval(hours => ${SILENT_HOURS}))`

/** `accounts` and `withTarget` count accounts, the others sources. */
export type Health = {
  accounts: number
  withTarget: number
  held: number
  failing: number
  silent: number
  looks: { outcome: Outcome; times: number }[]
}

/** Sources that wait for a person: held after errors, and those that have reported nothing for `SILENT_HOURS`. */
export const stoppedSources = (districtId: string, now: Instant) => sql<Pick<Health, 'held' | 'silent'>>`
    select count(*) filter (where t.state = 'held') as held, count(*) filter (where ${silent(now)}) as silent
    from collection_target t where t.district_id = ${districtId}`

/** How collecting goes: accounts with a source, what waits for a person, what came of the looks of the last day. */
export async function healthOf(db: Db, districtId: string, now: Instant): Promise<Health> {
  const counts = await sql<Pick<Health, 'accounts' | 'withTarget' | 'failing'>>`
    select
      (select count(*) from account a where a.district_id = ${districtId} and a.running_state <> 'deregistered') as accounts,
      count(distinct t.account_id) filter (where t.state <> 'off') as "withTarget",
      count(*) filter (where t.state = 'on' and t.failures > 0) as failing
    from collection_target t where t.district_id = ${districtId}`.execute(db)
  const looks = await sql<Health['looks'][number]>`
    select outcome, count(*) as times from collection_attempt
    where district_id = ${districtId} and finished_at > ${now}::timestamptz - interval '1 day'
    group by outcome order by times desc, outcome`.execute(db)
  return { ...counts.rows[0]!, ...(await oneRow(db, stoppedSources(districtId, now))), looks: looks.rows }
}

export type LookRow = {
  finishedAt: Instant
  sourceName: string
  outcome: Outcome
  why: string | null
  notOpened: string | null
  posts: number
  newPosts: number
  /** The days it spoke of; null: of none. */
  covers: DayRange | null
}

/** The newest looks at an account. */
export async function looksAt(db: Db, districtId: string, accountId: string, limit = 20): Promise<LookRow[]> {
  const { rows } = await sql<LookRow>`
    select l.finished_at as "finishedAt", s.name as "sourceName", l.outcome, l.why,
      ${notOpenedAt(sql`l.finished_at`)} as "notOpened", l.posts, l.new_posts as "newPosts",
      case when l.from_day is not null then jsonb_build_object('from', l.from_day, 'to', l.to_day) end as covers
    from collection_attempt l
    join collection_target t on t.district_id = l.district_id and t.account_id = l.account_id and t.id = l.target_id
    join collection_source s on s.district_id = t.district_id and s.id = t.source_id
    where l.district_id = ${districtId} and l.account_id = ${accountId}
    order by l.finished_at desc, l.id desc limit ${limit}`.execute(db)
  return rows
}

/** A series of figures of an account, or its messages, as the page lists them. */
export type FigureRow = {
  kind: 'metric' | 'message' | 'profile'
  series: string
  entries: number
  /** The newest day that it is of. */
  newest: CivilDate
  sources: string[]
  /** The newest, where the series isn't split by channel or the like. */
  value: Readonly<Record<string, unknown>> | null
}

/** What was collected of an account beside its posts, by series. */
export async function figuresOf(db: Db, districtId: string, accountId: string): Promise<FigureRow[]> {
  const { rows } = await sql<FigureRow>`
    select kind, split_part(key, ':', 1) as series, count(*) as entries,
      max(coalesce(value->>'day', (observed_at at time zone 'Asia/Shanghai')::date::text)) as newest,
      array_agg(distinct source) as sources,
      (array_agg(value order by observed_at desc, collected_at desc, id desc)
        filter (where kind = 'metric' and position(':' in key) = 0))[1] as value
    from collection_sample
    where district_id = ${districtId} and account_id = ${accountId} and kind in ('metric', 'message', 'profile')
    group by 1, 2 order by 1, 2`.execute(db)
  return rows
}
