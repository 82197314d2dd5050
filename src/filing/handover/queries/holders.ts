import { sql } from 'kysely'
import type { Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import type { Post } from '../model.ts'
import { postDuties } from '../posts.ts'

// Everybody whom the ledger names now, with the unit that answers for the post.
const held = (districtId: string) => sql`
  (select district_id, unit_id as subject_id, unit_id, duty, person_id from unit_duty
    where district_id = ${districtId} and person_id is not null
  union all
  select c.district_id, c.account_id, a.unit_id, c.duty, c.person_id from account_contact c
    join account a on a.district_id = c.district_id and a.id = c.account_id
    where c.district_id = ${districtId})`

/**
 * A post whose record is another one than noticed before; `after` is null where nobody holds it. A record that was entered
 * over for the same person is erased: `before` is then the one that took its place.
 */
export type ChangedHolder = Post & {
  unitId: string
  before: string
  after: string | null
  since: Instant
  tenureSince: Instant
}

/** Locked, so that two who look at once notice a change once. */
export async function changedHolders(tx: Tx, districtId: string): Promise<ChangedHolder[]> {
  const { rows } = await sql<ChangedHolder>`
    select p.subject_id as "subjectId", p.duty, coalesce(h.unit_id, a.unit_id, p.subject_id) as "unitId",
      coalesce(successor.id, p.person_id) as before, h.person_id as after, p.since, p.tenure_since as "tenureSince"
    from post_holder p
    left join ${held(districtId)} h
      on h.district_id = p.district_id and h.subject_id = p.subject_id and h.duty = p.duty
    left join account a on a.district_id = p.district_id and a.id = p.subject_id
    left join lateral (
      select n.id from person b
      join person n on n.district_id = b.district_id and n.subject_id = coalesce(b.subject_id, b.id)
      where b.district_id = p.district_id and b.id = p.person_id and b.erased_at is not null and n.erased_at is null
      order by n.created_at desc, n.id desc limit 1
    ) successor on true
    where p.district_id = ${districtId} and p.until is null and h.person_id is distinct from p.person_id
    order by p.subject_id, p.duty for update of p`.execute(tx)
  return rows
}

export type EndedHolder = ChangedHolder & { endedAs: 'left' | 'renewed' }

/** Ends what was noticed before and begins what came after; one who only got another number keeps the tenure. */
export async function endHolders(
  tx: Tx,
  districtId: string,
  ended: readonly EndedHolder[],
  at: Instant,
): Promise<void> {
  if (ended.length === 0) return
  const given = sql`jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as given("subjectId" uuid, duty text,
    before uuid, after uuid, since timestamptz, "tenureSince" timestamptz, "endedAs" text)`
  await sql`
    update post_holder p set until = ${at}, ended_as = given."endedAs" from ${given}
    where p.district_id = ${districtId} and p.subject_id = given."subjectId" and p.duty = given.duty and p.until is null`.execute(
    tx,
  )
  await sql`
    insert into post_holder (district_id, subject_id, duty, person_id, since, tenure_since)
    select ${districtId}, "subjectId", duty, after, ${at}::timestamptz,
      case "endedAs" when 'renewed' then "tenureSince" else ${at}::timestamptz end
    from ${given} where after is not null`.execute(tx)
}

/** Notes who holds posts that nobody held before. */
export async function beginHolders(tx: Tx, districtId: string, at: Instant): Promise<void> {
  await sql`
    insert into post_holder (district_id, subject_id, duty, person_id, since, tenure_since)
    select h.district_id, h.subject_id, h.duty, h.person_id, ${at}::timestamptz, ${at}::timestamptz
    from ${held(districtId)} h
    where not exists (select from post_holder p where p.district_id = h.district_id and p.subject_id = h.subject_id
      and p.duty = h.duty and p.until is null)
    on conflict do nothing`.execute(tx)
}

export type HeldPost = Post & { personId: string; accountName: string | null; platform: string | null }

/** Who holds the posts of a unit and of its accounts, as the ledger says today. */
export async function holdersOfUnit(db: Db | Tx, districtId: string, unitId: string): Promise<HeldPost[]> {
  const { rows } = await sql<HeldPost>`
    select h.subject_id as "subjectId", h.duty, h.person_id as "personId", a.name as "accountName", a.platform
    from ${held(districtId)} h
    left join account a on a.district_id = h.district_id and a.id = h.subject_id
    where h.unit_id = ${unitId} and coalesce(a.running_state, 'running') <> 'deregistered'
    order by a.name nulls first, a.id, array_position(${[...postDuties]}::text[], h.duty)`.execute(db)
  return rows
}

/** The people who hold these posts of a unit now. */
export async function holdersOf(
  db: Db | Tx,
  districtId: string,
  unitId: string,
  posts: readonly Post[],
): Promise<string[]> {
  const holders = await holdersOfUnit(db, districtId, unitId)
  return holders
    .filter(({ subjectId, duty }) => posts.some((post) => post.subjectId === subjectId && post.duty === duty))
    .map(({ personId }) => personId)
}
