import { sql } from 'kysely'
import type { Db } from '../../database/index.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import type { Duty, DutyState, Unit, UnitState } from '../model.ts'
import { nobodySaid } from './accounts-for-check.ts'
import { type Page, PAGE_SIZE } from './list-accounts.ts'

export const unitOrders = ['name', 'kind', 'accounts'] as const
export type UnitOrder = (typeof unitOrders)[number]

export type UnitFilter = {
  search?: string
  kind?: UnitKind
  state?: UnitState
  /** Units of which a responsible person is missing or unsaid. */
  incomplete?: boolean
  order?: UnitOrder
  descending?: boolean
  page?: number
}

/** `accounts`: how many it runs, deregistered ones left out. */
export type UnitRow = Pick<Unit, 'id' | 'code' | 'name' | 'shortName' | 'kind' | 'publicFacing' | 'state'> & {
  inScope: boolean
  accounts: number
  duties: Record<Duty, DutyState>
}

/** One page of units with the total, in one statement. A page past the last one is the last. */
export async function listUnits(
  db: Db,
  scope: { districtId: string; unitId?: string },
  filter: UnitFilter = {},
): Promise<Page<UnitRow>> {
  const wanted = Math.max(1, Math.trunc(filter.page ?? 1))
  const { rows: read } = await sql<{ total: number; row: UnitRow | null }>`
    with counted as (
      select district_id, unit_id, count(*)::int as n from account
      where district_id = ${scope.districtId} and running_state <> 'deregistered' group by district_id, unit_id
    ), said as (
      select district_id, unit_id, jsonb_object_agg(duty, state) as duties, count(*) filter (where state = 'filled') as filled
      from unit_duty where district_id = ${scope.districtId} group by district_id, unit_id
    ), fitting as materialized (
      select u.id, u.code, u.name, u.short_name, u.kind, u.public_facing, u.state, coalesce(c.n, 0) as accounts,
        coalesce(s.duties, '{}') as duties
      from unit u left join counted c on c.district_id = u.district_id and c.unit_id = u.id
        left join said s on s.district_id = u.district_id and s.unit_id = u.id
      where u.district_id = ${scope.districtId} ${conditions(scope, filter)}
    ), total as (select count(*)::int as n from fitting), page as (
      select f.*, row_number() over (${orderOf(filter)}) as place from fitting f ${orderOf(filter)}
      limit ${PAGE_SIZE} offset (select ${PAGE_SIZE} * (least(${wanted}::int, greatest(1, ceil(n / ${PAGE_SIZE}::numeric)::int)) - 1) from total)
    )
    select total.n as total, case when page.id is not null then jsonb_build_object('id', page.id, 'code', page.code,
      'name', page.name, 'shortName', page.short_name, 'kind', page.kind, 'publicFacing', page.public_facing,
      'state', page.state, 'accounts', page.accounts, 'duties', page.duties) end as row
    from total left join page on true order by page.place`.execute(db)
  const total = read[0]?.total ?? 0
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE))
  return {
    rows: read.flatMap(({ row }) => (row ? [withDuties(row)] : [])),
    total,
    page: Math.min(wanted, pages),
    pages,
  }
}

const withDuties = (row: UnitRow): UnitRow => ({
  ...row,
  inScope: unitKinds[row.kind].inScope,
  duties: { ...nobodySaid(), ...row.duties },
})

function conditions(scope: { unitId?: string }, filter: UnitFilter) {
  const like = `%${(filter.search ?? '').trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  const parts = [
    ...(scope.unitId === undefined ? [] : [sql`and u.id = ${scope.unitId}`]),
    ...(filter.kind === undefined ? [] : [sql`and u.kind = ${filter.kind}`]),
    ...(filter.state === undefined ? [] : [sql`and u.state = ${filter.state}`]),
    ...(filter.incomplete ? [sql`and coalesce(s.filled, 0) < 3`] : []),
    ...(like === '%%' ? [] : [sql`and (u.name ilike ${like} or u.short_name ilike ${like} or u.code ilike ${like})`]),
  ]
  return sql.join(parts, sql` `)
}

function orderOf({ order = 'name', descending }: UnitFilter) {
  const way = descending ? 'desc' : 'asc'
  const keys: Readonly<Record<UnitOrder, string>> = {
    name: `f.name collate "zh-x-icu" ${way}`,
    kind: `f.kind ${way}, f.name collate "zh-x-icu"`,
    accounts: `f.accounts ${way}, f.name collate "zh-x-icu"`,
  }
  return sql.raw(`order by ${keys[order]}, f.id`)
}
