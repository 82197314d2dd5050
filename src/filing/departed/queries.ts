import { sql } from 'kysely'
import type { ErasedBecause } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { containing, type Db, type Tx } from '../../database/index.ts'
import type { PostDuty } from '../handover/model.ts'

// Everything that still needs a person: posts of the ledger, 经办人 of an app that is not gone, the foot of 附件2, returns of a running campaign, handovers that
// are not ended, and users, whose names the trail needs. Printed papers keep their own sealed copy (docs/decisions/008).
const needed = sql`(
  exists (select from unit_duty l where l.district_id = p.district_id and l.person_id = p.id)
  or exists (select from account_contact l where l.district_id = p.district_id and l.person_id = p.id)
  or exists (select from app_handler l join account a on a.district_id = l.district_id and a.id = l.account_id
    where l.district_id = p.district_id and l.person_id = p.id and a.running_state <> 'deregistered')
  or exists (select from annex2_sheet l where l.district_id = p.district_id and l.reporter_person_id = p.id)
  or exists (select from app_user l where l.district_id = p.district_id and l.person_id = p.id)
  or exists (select from filing_return l join filing_campaign c on c.district_id = l.district_id and c.id = l.campaign_id
    where l.district_id = p.district_id and l.reporter_person_id = p.id and c.state <> 'closed')
  or exists (select from handover l where l.district_id = p.district_id and l.state not in ('confirmed', 'dismissed')
    and p.id in (l.outgoing_person_id, l.incoming_person_id, l.witness_person_id)))`

/** Notes since when nothing needs a record, and forgets it where something needs it again. */
export async function markDeparted(tx: Tx, districtId: string, at: Instant): Promise<void> {
  await sql`
    update person p set left_at = ${at}
    where p.district_id = ${districtId} and p.left_at is null and p.erased_at is null and not ${needed}`.execute(tx)
  await sql`
    update person p set left_at = null
    where p.district_id = ${districtId} and p.left_at is not null and p.erased_at is null and ${needed}`.execute(tx)
}

/** Records that nothing needs since before a moment, locked, the longest first. */
export async function departedBefore(
  tx: Tx,
  districtId: string,
  before: Instant,
  most: number,
): Promise<{ id: string; leftAt: Instant }[]> {
  const { rows } = await sql<{ id: string; leftAt: Instant }>`
    select p.id, p.left_at as "leftAt" from person p
    where p.district_id = ${districtId} and p.left_at < ${before} and p.erased_at is null and not ${needed}
    order by p.left_at, p.id limit ${most} for update of p`.execute(tx)
  return rows
}

/** One record that is there, locked: is anything still in need of it. Undefined: none, or erased already. */
export async function lockRecord(
  tx: Tx,
  districtId: string,
  personId: string,
): Promise<{ isNeeded: boolean } | undefined> {
  const { rows } = await sql<{ isNeeded: boolean }>`
    select ${needed} as "isNeeded" from person p
    where p.district_id = ${districtId} and p.id = ${personId} and p.erased_at is null for update of p`.execute(tx)
  return rows[0]
}

export type HeldPostName = {
  duty: PostDuty
  unitName: string | null
  accountName: string | null
  platform: string | null
}
export type DepartedRow = {
  id: string
  leftAt: Instant
  erasedAt: Instant | null
  because: ErasedBecause | null
  /** Posts the person gave up; empty: a record that never stood in a post, or gave way to a newer one of the same person. */
  posts: HeldPostName[]
  renewed: boolean
}

/**
 * people: who gave up a post; records: older records of people in office and of papers. `search` looks at the units and
 * accounts of the posts: names are sealed.
 */
export type DepartedFilter = {
  state: 'kept' | 'erased'
  kind: 'people' | 'records'
  search?: string
  offset: number
  limit: number
}

// A post is a unit's, or an account's and so its unit's.
const heldAt = (like: string) => sql`and exists (
  select from post_holder h
  left join account a on a.district_id = h.district_id and a.id = h.subject_id
  join unit u on u.district_id = h.district_id and u.id = coalesce(a.unit_id, h.subject_id)
  where h.district_id = p.district_id and h.person_id = p.id and (u.name ilike ${like} or a.name ilike ${like}))`

/** Who left and when, without names: what is kept, by the day it ends; what was erased, the newest first. */
export async function listDeparted(
  db: Db | Tx,
  districtId: string,
  { state, kind, search, offset, limit }: DepartedFilter,
): Promise<{ rows: DepartedRow[]; total: number }> {
  const isErased = state === 'erased'
  const gaveUp = sql`exists (select from post_holder h where h.district_id = p.district_id and h.person_id = p.id and h.ended_as = 'left')`
  const where = sql`p.district_id = ${districtId} and p.left_at is not null
    and p.erased_at is ${isErased ? sql`not null` : sql`null`} and ${kind === 'people' ? gaveUp : sql`not ${gaveUp}`} ${search ? heldAt(containing(search)) : sql``}`
  const order = isErased ? sql`p.erased_at desc, p.id` : sql`p.left_at, p.id`
  const { rows } = await sql<DepartedRow>`
    select p.id, p.left_at as "leftAt", p.erased_at as "erasedAt", p.erased_because as because,
      exists (select from post_holder h where h.district_id = p.district_id and h.person_id = p.id
        and h.ended_as = 'renewed') as renewed,
      coalesce((select jsonb_agg(jsonb_build_object('duty', h.duty, 'unitName', u.name,
          'accountName', a.name, 'platform', a.platform) order by h.until, h.subject_id, h.duty)
        from post_holder h
        left join account a on a.district_id = h.district_id and a.id = h.subject_id
        left join unit u on u.district_id = h.district_id and u.id = coalesce(a.unit_id, h.subject_id)
        where h.district_id = p.district_id and h.person_id = p.id and h.ended_as = 'left'), '[]'::jsonb) as posts
    from person p where ${where} order by ${order} offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from person p where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}
