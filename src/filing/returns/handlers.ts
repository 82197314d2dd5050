import { type Deps, openPeople, type PersonValues, savePerson, supersedePeople } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Answers } from '../forms/index.ts'

/**
 * 经办人 of apps as people of the ledger: one record an app, from its last accepted 应用程序备案表. Filling in begins from here
 * and never from a paper, so that who left and was erased does not come back (docs/decisions/008).
 */

/** 经办人 of apps as answers; one who was erased is missing. */
export async function handlersOf(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  accountIds: readonly string[],
): Promise<Map<string, Answers>> {
  if (accountIds.length === 0) return new Map()
  const links = await db
    .selectFrom('app_handler')
    .select(['account_id as accountId', 'person_id as personId'])
    .where('district_id', '=', districtId)
    .where('account_id', 'in', [...accountIds])
    .execute()
  const people = await openPeople(
    db,
    vault,
    districtId,
    links.map(({ personId }) => personId),
  )
  return new Map(links.map(({ accountId, personId }) => [accountId, answersFrom(people.get(personId))]))
}

function answersFrom({ name, post, phone, email }: PersonValues = {}): Answers {
  return {
    ...(name && { handlerName: name }),
    ...(post && { handlerPost: post }),
    ...(phone && { handlerPhone: phone }),
    ...(email && { handlerEmail: email }),
  }
}

/** Keeps who was named in an accepted form. The record before ends: at once for the same person, else by its own day. */
export async function keepHandler(
  tx: Tx,
  deps: Deps,
  { districtId, accountId }: { districtId: string; accountId: string },
  answers: Answers,
): Promise<void> {
  const { handlerName: name, handlerPost: post, handlerPhone: phone, handlerEmail: email } = answers
  if (!name) return
  const own = { district_id: districtId, account_id: accountId }
  const before = await tx
    .selectFrom('app_handler')
    .select('person_id as personId')
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  const values = { name, ...(post && { post }), ...(phone && { phone }), ...(email && { email }) }
  const { id } = await savePerson(tx, deps, districtId, values)
  const said = { person_id: id, changed_at: deps.wall.now() }
  await tx
    .insertInto('app_handler')
    .values({ ...own, ...said })
    .onConflict((conflict) => conflict.columns(['district_id', 'account_id']).doUpdateSet(said))
    .execute()
  if (before) await supersedePeople(tx, deps, districtId, [{ before: before.personId, after: id }])
}
