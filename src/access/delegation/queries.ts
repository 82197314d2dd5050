import { sql } from 'kysely'
import { addDays, type CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Role } from '../actions.ts'
import { type Delegation, ONE_PERSON_DAYS } from './model.ts'

const columns = [
  'id',
  'lender_id as lenderId',
  'deputy_id as deputyId',
  'role',
  'from_day as fromDay',
  'to_day as toDay',
  'reason',
  'made_by as madeBy',
  'made_at as madeAt',
  'ended_at as endedAt',
] as const

const asRole = <T extends { role: string }>(row: T) => ({ ...row, role: row.role as Role })

/** Delegations of a district, the latest first; of one person alone where one is named. */
export async function delegationsOf(db: Db | Tx, districtId: string, userId?: string): Promise<Delegation[]> {
  let query = db.selectFrom('delegation').select(columns).where('district_id', '=', districtId)
  if (userId !== undefined)
    query = query.where((eb) => eb.or([eb('lender_id', '=', userId), eb('deputy_id', '=', userId)]))
  const rows = await query.orderBy('from_day', 'desc').orderBy('id', 'desc').limit(500).execute()
  return rows.map(asRole)
}

/** One delegation, locked. */
export async function lockDelegation(tx: Tx, districtId: string, id: string): Promise<Delegation | undefined> {
  const row = await tx
    .selectFrom('delegation')
    .select(columns)
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && asRole(row)
}

/** A role that somebody may act in today, with whose it is and which unit it reaches. */
export type Lent = { id: string; lenderId: string; role: Role; unitId: string | null; personId: string | null }

/**
 * What a person's delegations mean today: the roles lent to them, by people who may sign in and still hold them, and with
 * whom they count as one person.
 */
export async function standingOf(
  db: Db,
  districtId: string,
  userId: string,
  today: CivilDate,
): Promise<{ lent: Lent[]; onePerson: string[] }> {
  const rows = await db
    .selectFrom('delegation')
    .innerJoin('app_user as lender', 'lender.id', 'delegation.lender_id')
    .leftJoin('user_role', (join) =>
      join.onRef('user_role.user_id', '=', 'delegation.lender_id').onRef('user_role.role', '=', 'delegation.role'),
    )
    .select([
      'delegation.id',
      'lender_id as lenderId',
      'deputy_id as deputyId',
      'delegation.role',
      'from_day as fromDay',
    ])
    .select(['to_day as toDay', 'ended_at as endedAt', 'lender.unit_id as unitId', 'lender.person_id as personId'])
    .select(
      sql<boolean>`user_role.role is not null and lender.disabled_at is null and lender.district_id = ${districtId}`.as(
        'holds',
      ),
    )
    .where('delegation.district_id', '=', districtId)
    .where((eb) => eb.or([eb('lender_id', '=', userId), eb('deputy_id', '=', userId)]))
    .where('from_day', '<=', today)
    .where('to_day', '>=', addDays(today, -ONE_PERSON_DAYS))
    .orderBy('from_day')
    .execute()
  const lent = rows.filter(
    ({ deputyId, toDay, endedAt, holds }) => deputyId === userId && toDay >= today && endedAt === null && holds,
  )
  return {
    lent: lent.map(({ id, lenderId, role, unitId, personId }) => ({
      id,
      lenderId,
      role: role as Role,
      unitId,
      personId,
    })),
    onePerson: [...new Set(rows.map(({ lenderId, deputyId }) => (lenderId === userId ? deputyId : lenderId)))],
  }
}

/** The roles lent to somebody on any day from one to another, or to the end of time; ended ones are none. */
export async function rolesLentTo(
  db: Db | Tx,
  { districtId, deputyId, from, to }: { districtId: string; deputyId: string; from: CivilDate; to?: CivilDate },
): Promise<Role[]> {
  let query = db
    .selectFrom('delegation')
    .select('role')
    .distinct()
    .where('district_id', '=', districtId)
    .where('deputy_id', '=', deputyId)
    .where('ended_at', 'is', null)
    .where('to_day', '>=', from)
  if (to !== undefined) query = query.where('from_day', '<=', to)
  return (await query.execute()).map(({ role }) => role as Role)
}
