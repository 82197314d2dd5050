import { type RawBuilder, sql } from 'kysely'
import type { CivilDate, DatePrecision, Instant } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import type { Disposition, FilingState, OperatingStatus, Purpose, RunningState, UnitState } from '../model.ts'

/** 台账 as other systems are told of it: no person, and nothing that may be one, such as a certified entity. */
export type ToldUnit = {
  id: string
  code: string
  name: string
  shortName: string | null
  kind: UnitKind
  state: UnitState
  parentId: string | null
  mergedIntoId: string | null
  accounts: number
  updatedAt: Instant
}
export type ToldAccount = {
  id: string
  name: string
  platform: Platform
  unitId: string
  unitName: string
  purpose: Purpose | null
  profileUrl: string | null
  runningState: RunningState
  operatingStatus: OperatingStatus | null
  filingState: FilingState
  disposition: Disposition | null
  openedOn: CivilDate | null
  openedPrecision: DatePrecision | null
  ceasedOn: CivilDate | null
  followers: number | null
  followersOn: CivilDate | null
  updatedAt: Instant
}

/** Which rows: those whose id follows `after`, in the order of ids, `limit` at the most. */
type Slice = { id?: string | undefined; after?: string | undefined; updatedSince?: Instant | undefined; limit: number }
export type ToldUnits = Slice & {
  state?: UnitState | undefined
  kind?: UnitKind | undefined
  code?: string | undefined
  /** Part of the name. */
  name?: string | undefined
}
export type ToldAccounts = Slice & {
  platform?: Platform | undefined
  unitId?: string | undefined
  runningState?: RunningState | undefined
  filingState?: FilingState | undefined
  disposition?: Disposition | undefined
  /** Part of the name. */
  name?: string | undefined
}

const likeOf = (part: string) => `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`

const where = (conditions: readonly (RawBuilder<unknown> | undefined | false)[]) =>
  sql.join(
    conditions.filter((one) => one),
    sql` and `,
  )

const sliced = (table: string, { id, after, updatedSince }: Slice) => [
  id !== undefined && sql`${sql.ref(`${table}.id`)} = ${id}`,
  after !== undefined && sql`${sql.ref(`${table}.id`)} > ${after}`,
  updatedSince !== undefined && sql`${sql.ref(`${table}.updated_at`)} >= ${updatedSince}`,
]

/** Units in the order of their ids, in one statement. */
export async function toldUnits(db: Db, districtId: string, asked: ToldUnits): Promise<ToldUnit[]> {
  const { rows } = await sql<ToldUnit>`
    select u.id, u.code, u.name, u.short_name as "shortName", u.kind, u.state, u.parent_id as "parentId",
      u.merged_into as "mergedIntoId", u.updated_at as "updatedAt",
      (select count(*)::int from account a where a.district_id = u.district_id and a.unit_id = u.id
        and a.running_state <> 'deregistered') as accounts
    from unit u where ${where([
      sql`u.district_id = ${districtId}`,
      ...sliced('u', asked),
      asked.state !== undefined && sql`u.state = ${asked.state}`,
      asked.kind !== undefined && sql`u.kind = ${asked.kind}`,
      asked.code !== undefined && sql`u.code = ${asked.code}`,
      asked.name !== undefined && sql`(u.name like ${likeOf(asked.name)} or u.short_name like ${likeOf(asked.name)})`,
    ])}
    order by u.id limit ${asked.limit}`.execute(db)
  return rows
}

/** Accounts in the order of their ids, in one statement. Measured: docs/performance.md. */
export async function toldAccounts(db: Db, districtId: string, asked: ToldAccounts): Promise<ToldAccount[]> {
  const { rows } = await sql<ToldAccount>`
    select a.id, a.name, a.platform, a.unit_id as "unitId", u.name as "unitName", a.purpose,
      a.profile_url as "profileUrl", a.running_state as "runningState", a.operating_status as "operatingStatus",
      a.filing_state as "filingState", a.disposition, a.opened_on as "openedOn",
      a.opened_precision as "openedPrecision", a.ceased_on as "ceasedOn", a.followers,
      a.followers_on as "followersOn", a.updated_at as "updatedAt"
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where ${where([
      sql`a.district_id = ${districtId}`,
      ...sliced('a', asked),
      asked.platform !== undefined && sql`a.platform = ${asked.platform}`,
      asked.unitId !== undefined && sql`a.unit_id = ${asked.unitId}`,
      asked.runningState !== undefined && sql`a.running_state = ${asked.runningState}`,
      asked.filingState !== undefined && sql`a.filing_state = ${asked.filingState}`,
      asked.disposition !== undefined && sql`a.disposition = ${asked.disposition}`,
      asked.name !== undefined && sql`a.name like ${likeOf(asked.name)}`,
    ])}
    order by a.id limit ${asked.limit}`.execute(db)
  return rows
}
