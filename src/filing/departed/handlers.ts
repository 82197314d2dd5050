import { sql } from 'kysely'
import { type Deps, openPeople, type PersonValues } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'

type Link = { accountId: string; unitId: string; personId: string }

/**
 * Whoever left every post of a unit is 经办人 of its apps no longer, though no form has named another yet: the same name and
 * phone among those who left, and among nobody in the unit's posts. The record then ends as every other.
 */
export async function dropHandlersWhoLeft(tx: Tx, { vault }: Pick<Deps, 'vault'>, districtId: string): Promise<void> {
  const { rows: handlers } = await sql<Link>`
    select h.account_id as "accountId", a.unit_id as "unitId", h.person_id as "personId" from app_handler h
    join account a on a.district_id = h.district_id and a.id = h.account_id
    where h.district_id = ${districtId}`.execute(tx)
  if (handlers.length === 0) return
  const left = await tx
    .selectFrom('person')
    .select('id')
    .where('district_id', '=', districtId)
    .where('left_at', 'is not', null)
    .where('erased_at', 'is', null)
    .execute()
  const { rows: posts } = await sql<Omit<Link, 'accountId'>>`
    select unit_id as "unitId", person_id as "personId" from unit_duty
    where district_id = ${districtId} and person_id is not null
    union all
    select a.unit_id, c.person_id from account_contact c
    join account a on a.district_id = c.district_id and a.id = c.account_id
    where c.district_id = ${districtId} and a.unit_id = any(${handlers.map(({ unitId }) => unitId)}::uuid[])`.execute(
    tx,
  )
  const people = await openPeople(
    tx,
    vault,
    districtId,
    [...handlers, ...posts].map(({ personId }) => personId).concat(left.map(({ id }) => id)),
  )
  const who = (personId: string) => personKey(people.get(personId))
  const gone = new Set(left.map(({ id }) => who(id)))
  const inPost = new Set(posts.map(({ unitId, personId }) => `${unitId} ${who(personId)}`))
  const dropped = handlers.filter(
    ({ unitId, personId }) => gone.has(who(personId)) && !inPost.has(`${unitId} ${who(personId)}`),
  )
  if (dropped.length === 0) return
  await tx
    .deleteFrom('app_handler')
    .where('district_id', '=', districtId)
    .where(
      'account_id',
      'in',
      dropped.map(({ accountId }) => accountId),
    )
    .execute()
}

const personKey = (person: PersonValues | undefined): string =>
  person?.name ? JSON.stringify([person.name, person.phone?.replaceAll(/\D/g, '') ?? '']) : ''
