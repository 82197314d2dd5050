import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { GuideElement, ServiceEntry, ServiceLook, ServiceRow, ServiceStanding } from './model.ts'

type Joined = Omit<ServiceRow, 'latest'> & {
  lookId: string | null
  lookedAt: Instant | null
  usable: boolean | null
  missing: GuideElement[] | null
  photoId: string | null
  noteId: string | null
  by: string | null
}

const rowOf = ({ lookId, lookedAt, usable, missing, photoId, noteId, by, ...entry }: Joined): ServiceRow => ({
  ...entry,
  latest:
    lookId === null || lookedAt === null || usable === null
      ? null
      : { id: lookId, lookedAt, usable, missing: missing ?? [], photoId, noteId, by: by ?? '' },
})

// Of two looks at one moment the one that was entered later mends the other.
const latestLook = (until: Instant | undefined) => sql`
  left join lateral (
    select l.id, l.looked_at, l.usable, l.missing, l.photo_id, l.note_id, l.looked_by from service_look l
    where l.district_id = e.district_id and l.entry_id = e.id ${until ? sql`and l.looked_at < ${until}` : sql``}
    order by l.looked_at desc, l.recorded_at desc, l.id desc limit 1
  ) l on true`

const columns = sql`
  e.id, e.account_id as "accountId", e.name, e.place, e.state, e.version, a.name as "accountName", a.platform,
  a.unit_id as "unitId", u.name as "unitName", l.id as "lookId", l.looked_at as "lookedAt", l.usable, l.missing,
  l.photo_id as "photoId", l.note_id as "noteId", l.looked_by as by`

const tables = (until?: Instant) => sql`
  from service_entry e
  join account a on a.district_id = e.district_id and a.id = e.account_id
  join unit u on u.district_id = a.district_id and u.id = a.unit_id
  ${latestLook(until)}`

/** The entries of one account, those in use first. */
export async function servicesOf(db: Db | Tx, districtId: string, accountId: string): Promise<ServiceRow[]> {
  const { rows } = await sql<Joined>`
    select ${columns} ${tables()} where e.district_id = ${districtId} and e.account_id = ${accountId}
    order by e.state, e.created_at, e.id`.execute(db)
  return rows.map(rowOf)
}

export async function findService(db: Db | Tx, districtId: string, id: string): Promise<ServiceRow | undefined> {
  const { rows } = await sql<Joined>`
    select ${columns} ${tables()} where e.district_id = ${districtId} and e.id = ${id}`.execute(db)
  return rows[0] && rowOf(rows[0])
}

export async function lockService(tx: Tx, districtId: string, id: string): Promise<ServiceEntry | undefined> {
  const { rows } = await sql<ServiceEntry>`
    select id, account_id as "accountId", name, place, state, version from service_entry
    where district_id = ${districtId} and id = ${id} for update`.execute(tx)
  return rows[0]
}

const standingSql = sql`case when l.usable is null then 'unknown' when l.usable then 'usable' else 'broken' end`

/** Entries in use of a district or a unit: broken ones first, then what nobody has opened. */
export async function listServices(
  db: Db,
  { districtId, unitId }: { districtId: string; unitId?: string | undefined },
  filter: { standing?: ServiceStanding | undefined; like?: string | undefined },
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: ServiceRow[]; total: number }> {
  const { rows } = await sql<Joined & { total: number }>`
    select ${columns}, count(*) over ()::int as total ${tables()}
    where e.district_id = ${districtId} and e.state = 'in-use' ${unitId ? sql`and a.unit_id = ${unitId}` : sql``}
      ${filter.standing ? sql`and ${standingSql} = ${filter.standing}` : sql``}
      ${filter.like ? sql`and (e.name ilike ${filter.like} or a.name ilike ${filter.like} or u.name ilike ${filter.like})` : sql``}
    order by ${standingSql} = 'usable', ${standingSql}, u.name collate "zh-x-icu", a.name collate "zh-x-icu", e.created_at, e.id
    offset ${offset} limit ${limit}`.execute(db)
  return { rows: rows.map(({ total: _total, ...row }) => rowOf(row)), total: rows[0]?.total ?? 0 }
}

/** Entries in use as they stood before a moment, with the latest look of then. */
export async function servicesBefore(db: Db | Tx, districtId: string, until: Instant): Promise<ServiceRow[]> {
  const { rows } = await sql<Joined>`
    select ${columns} ${tables(until)}
    where e.district_id = ${districtId} and e.state = 'in-use' order by e.account_id, e.created_at, e.id`.execute(db)
  return rows.map(rowOf)
}

/** The looks at an entry, the newest first. */
export async function looksAt(db: Db | Tx, districtId: string, entryId: string, limit = 20): Promise<ServiceLook[]> {
  const { rows } = await sql<ServiceLook>`
    select id, looked_at as "lookedAt", usable, missing, photo_id as "photoId", note_id as "noteId", looked_by as by
    from service_look where district_id = ${districtId} and entry_id = ${entryId}
    order by looked_at desc, recorded_at desc, id desc limit ${limit}`.execute(db)
  return rows
}

/** The photo of a look at an entry of this id, so that no other file is reached by its address. */
export async function photoOf(
  db: Db,
  districtId: string,
  entryId: string,
  lookId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ photoId: string | null }>`
    select photo_id as "photoId" from service_look
    where district_id = ${districtId} and entry_id = ${entryId} and id = ${lookId}`.execute(db)
  return rows[0]?.photoId ?? undefined
}

/** How many entries in use did not work when they were last opened. */
export const brokenServices = (districtId: string) => sql<{ count: number }>`
    select count(*)::int as count from service_entry e ${latestLook(undefined)}
    where e.district_id = ${districtId} and e.state = 'in-use' and not l.usable`
