import { sql } from 'kysely'
import type { CivilDate, DatePrecision } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import type { Disposition, FilingState, OperatingStatus, Purpose, RunningState } from '../model.ts'

export const PAGE_SIZE = 50

/** Followers and reads are registered, never ranked (DESIGN principle 9): there is no order by them. */
export const accountOrders = ['name', 'unit', 'platform', 'opened'] as const
export type AccountOrder = (typeof accountOrders)[number]

/** `inRegister`: all but deregistered accounts. `search` looks at names, units, certified entities and identifiers. */
export type AccountFilter = {
  search?: string
  platform?: Platform
  unitId?: string
  unitKind?: UnitKind
  runningState?: RunningState
  inRegister?: boolean
  filingState?: FilingState
  disposition?: Disposition | 'none'
  order?: AccountOrder
  descending?: boolean
  /** From 1. */
  page?: number
}

/** `staffPersonId` is 工作人员 of the unit; names are opened by `openPeople` for the rows of one page. */
export type AccountRow = {
  id: string
  name: string
  platform: Platform
  unitId: string
  unitName: string
  unitKind: UnitKind
  inScope: boolean
  purpose: Purpose | null
  certifiedEntity: string | null
  identifier: string | null
  profileUrl: string | null
  runningState: RunningState
  /** The state was entered with the account, and nothing here has shown it. */
  stateIsClaimed: boolean
  operatingStatus: OperatingStatus | null
  filingState: FilingState
  disposition: Disposition | null
  openedOn: CivilDate | null
  openedPrecision: DatePrecision | null
  staffPersonId: string | null
}

export type Page<T> = { rows: T[]; total: number; page: number; pages: number }

/**
 * One page of the register, with the total of all that fits, in one statement. A page past the last one is the last.
 * `scope` comes from `permittedScope`. Measured: docs/performance.md.
 */
export async function listAccounts(
  db: Db,
  scope: { districtId: string; unitId?: string },
  filter: AccountFilter = {},
): Promise<Page<AccountRow>> {
  const wanted = Math.max(1, Math.trunc(filter.page ?? 1))
  const { rows: read } = await sql<{ total: number; row: AccountRow | null }>`
    with fitting as materialized (${fittingAccounts(scope, filter)}),
      total as (select count(*)::int as n from fitting),
      page as (
        select f.id, row_number() over (${orderOf(filter, 'f')}) as place from fitting f ${orderOf(filter, 'f')}
        limit ${PAGE_SIZE} offset (select ${PAGE_SIZE} * (least(${wanted}::int, greatest(1, ceil(n / ${PAGE_SIZE}::numeric)::int)) - 1) from total)
      )
    select total.n as total, ${shownRow} as row
    from total left join page on true
      left join account a on a.district_id = ${scope.districtId} and a.id = page.id
      left join unit u on u.district_id = a.district_id and u.id = a.unit_id
      left join unit_duty d on d.district_id = a.district_id and d.unit_id = a.unit_id and d.duty = 'staff'
    order by page.place`.execute(db)
  const total = read[0]?.total ?? 0
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE))
  const rows = read.flatMap(({ row }) => (row ? [{ ...row, inScope: unitKinds[row.unitKind].inScope }] : []))
  return { rows, total, page: Math.min(wanted, pages), pages }
}

const shownRow = sql.raw(`case when a.id is not null then jsonb_build_object(
  'id', a.id, 'name', a.name, 'platform', a.platform, 'unitId', a.unit_id, 'unitName', u.name, 'unitKind', u.kind,
  'purpose', a.purpose, 'certifiedEntity', a.certified_entity, 'identifier', a.identifier, 'profileUrl', a.profile_url,
  'runningState', a.running_state, 'stateIsClaimed', exists (select from account_claim c
    where c.district_id = a.district_id and c.account_id = a.id and c.fact = 'running-state' and c.settled_at is null),
  'operatingStatus', a.operating_status, 'filingState', a.filing_state,
  'disposition', a.disposition, 'openedOn', a.opened_on, 'openedPrecision', a.opened_precision, 'staffPersonId', d.person_id) end`)

/** The ids of all accounts that fit, in the order of the list: what "export these" and "all of these" mean. */
export async function fittingAccountIds(
  db: Db,
  scope: { districtId: string; unitId?: string },
  filter: AccountFilter,
): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select f.id from (${fittingAccounts(scope, filter)}) f ${orderOf(filter, 'f')}`.execute(db)
  return rows.map(({ id }) => id)
}

function fittingAccounts(scope: { districtId: string; unitId?: string }, filter: AccountFilter) {
  const like = `%${(filter.search ?? '').trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  const conditions = [
    sql`a.district_id = ${scope.districtId}`,
    ...equal('a.unit_id', scope.unitId),
    ...equal('a.unit_id', filter.unitId),
    ...equal('a.platform', filter.platform),
    ...equal('u.kind', filter.unitKind),
    ...equal('a.running_state', filter.runningState),
    ...(filter.inRegister ? [sql`a.running_state <> 'deregistered'`] : []),
    ...equal('a.filing_state', filter.filingState),
    ...(filter.disposition === 'none' ? [sql`a.disposition is null`] : equal('a.disposition', filter.disposition)),
    ...(like === '%%' ? [] : [found(like)]),
  ]
  return sql`select a.id, a.name, u.name as unit, a.platform, a.opened_on as opened
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where ${sql.join(conditions, sql` and `)}`
}

const equal = (column: string, value: string | undefined) =>
  value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`]

const found = (like: string) =>
  sql`(a.name ilike ${like} or u.name ilike ${like} or u.short_name ilike ${like} or a.certified_entity ilike ${like} or a.identifier ilike ${like})`

// Ties end at the id, so that pages never overlap. Accounts without a date come last in either direction.
function orderOf({ order = 'unit', descending }: AccountFilter, table: string) {
  const way = descending ? 'desc' : 'asc'
  const keys: Readonly<Record<AccountOrder, string[]>> = {
    name: [`NAME ${way}`, 'UNIT'],
    unit: [`UNIT ${way}`, `${table}.platform`, 'NAME'],
    platform: [`${table}.platform ${way}`, 'UNIT', 'NAME'],
    opened: [`${table}.opened ${way} nulls last`, 'NAME'],
  }
  const pinyin = (key: string) =>
    key.replace(/^(NAME|UNIT)/, (word) => `${table}.${word.toLowerCase()} collate "zh-x-icu"`)
  return sql.raw(`order by ${[...keys[order], `${table}.id`].map(pinyin).join(', ')}`)
}
