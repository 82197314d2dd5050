import { createHash, randomBytes } from 'node:crypto'
import { type Instant, instantOf } from '../calendar/index.ts'
import { inTransaction, type Tx } from '../database/index.ts'
import { append } from '../trail/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import type { Deps } from './deps.ts'
import { openPeople } from './people.ts'
import { spendPasswordTime, verifyPassword } from './passwords.ts'
import { type Role, roleLabels } from './actions.ts'
import { type Actor, liesBelow, permit } from './permissions.ts'
import { countUnknown, unknownLockedUntil, whoIs } from './unknown-names.ts'
import { chainOf } from './users.ts'

/** Limits of a session and of failed sign-ins, in minutes. */
const idleMinutes = 120
const absoluteMinutes = 12 * 60
const lockMinutes = 15
const failuresBeforeLock = 5

/**
 * A signed-in person. `districtId` is the district worked in. An upper office starts in the first one below it and may
 * choose another of `districts`; everybody else has the one they belong to.
 */
export type Session = {
  user: { id: string; login: string; displayName: string; roleLabels: string[] }
  actor: Actor
  csrf: string
  districtId: string
  districtName: string
  districts: { id: string; name: string }[]
  officeName: string
  mustChangePassword: boolean
}

/**
 * Checks name and password and opens a session. Refuses `access.wrong-credentials` and `access.locked-out`, both for
 * unknown and disabled users just as for others: no answer tells whether a name is somebody's.
 */
export async function signIn(
  deps: Deps,
  input: { login: string; password: string },
): Promise<{ token: string; mustChangePassword: boolean }> {
  const login = input.login.trim()
  const user = await userNamed(deps.db, login).executeTakeFirst()
  if (!user || user.disabled_at) return refuseUnknown(deps, { login, password: input.password })
  refuseLocked(deps, user)
  const fits = await verifyPassword(input.password, user.password_hash)
  const settled = await inTransaction(deps.db, (tx) => settle(tx, deps, user, fits))
  if (settled instanceof Refusal) throw settled
  return settled
}

async function refuseUnknown(deps: Deps, { login, password }: { login: string; password: string }): Promise<never> {
  const who = whoIs(deps, login)
  refuseLocked(deps, { locked_until: await unknownLockedUntil(deps, who) })
  await spendPasswordTime(password)
  const counted = { most: failuresBeforeLock, lockMs: lockMinutes * 60_000 }
  refuseLocked(deps, { locked_until: await countUnknown(deps, who, counted) })
  throw refuse('access.wrong-credentials')
}

const userNamed = (db: Deps['db'], login: string) =>
  db
    .selectFrom('app_user')
    .select(['id', 'district_id', 'password_hash', 'must_change_password'])
    .select(['locked_until', 'disabled_at'])
    .where('login', '=', login)

type UserRow = NonNullable<Awaited<ReturnType<ReturnType<typeof userNamed>['executeTakeFirst']>>>

function refuseLocked(deps: Deps, { locked_until: until }: Pick<UserRow, 'locked_until'>): void {
  const now = deps.wall.now()
  if (until && until > now)
    throw refuse('access.locked-out', {
      minutes: Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now)) / 60_000)),
    })
}

// Guesses sent side by side queue up here, on the user's row: each sees what the one before it left, and the sixth finds
// the door locked, whether its password fits or not. A refusal is answered, not thrown: what was counted must be kept.
async function settle(
  tx: Tx,
  deps: Deps,
  known: UserRow,
  fits: boolean,
): Promise<{ token: string; mustChangePassword: boolean } | Refusal> {
  const user = await tx
    .selectFrom('app_user')
    .select(['locked_until', 'disabled_at', 'password_hash'])
    .where('id', '=', known.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  try {
    refuseLocked(deps, user)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  if (user.disabled_at || user.password_hash !== known.password_hash) return refuse('access.wrong-credentials')
  if (fits) return { token: await openSession(tx, deps, known), mustChangePassword: known.must_change_password }
  await countFailure(tx, deps, known)
  return refuse('access.wrong-credentials')
}

async function countFailure(tx: Tx, deps: Deps, user: UserRow): Promise<void> {
  const { failures } = await tx
    .updateTable('app_user')
    .set((eb) => ({ failed_sign_ins: eb('failed_sign_ins', '+', 1) }))
    .where('id', '=', user.id)
    .returning('failed_sign_ins as failures')
    .executeTakeFirstOrThrow()
  if (failures < failuresBeforeLock) return
  await tx
    .updateTable('app_user')
    .set({ failed_sign_ins: 0, locked_until: plusMinutes(deps.wall.now(), lockMinutes) })
    .where('id', '=', user.id)
    .execute()
  await append(tx, deps.ids, { ...(await trailOf(tx, deps, user.id, user.district_id)), action: 'user.locked-out' })
}

async function openSession(tx: Tx, deps: Deps, user: UserRow): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = deps.wall.now()
  await tx.updateTable('app_user').set({ failed_sign_ins: 0, locked_until: null }).where('id', '=', user.id).execute()
  await tx.deleteFrom('session').where('expires_at', '<', now).execute()
  await tx
    .insertInto('session')
    .values({
      token_digest: digest(token),
      user_id: user.id,
      csrf: randomBytes(24).toString('base64url'),
      created_at: now,
      last_seen_at: now,
      expires_at: plusMinutes(now, absoluteMinutes),
    })
    .execute()
  await append(tx, deps.ids, { ...(await trailOf(tx, deps, user.id, user.district_id)), action: 'user.signed-in' })
  return token
}

/** The session behind a cookie's token, or undefined when there is none, it ended, idled out, or the user was disabled. `quiet`: a page asked by itself, and nobody was there. */
export async function readSession(
  deps: Deps,
  token: string,
  requestId: string,
  { quiet = false } = {},
): Promise<Session | undefined> {
  const now = deps.wall.now()
  const row = await deps.db
    .selectFrom('session')
    .innerJoin('app_user', 'app_user.id', 'session.user_id')
    .select([
      'session.csrf',
      'session.last_seen_at',
      'session.district_id as chosen_district_id',
      'app_user.id',
      'app_user.login',
      'app_user.district_id',
      'app_user.unit_id',
      'app_user.person_id',
      'app_user.must_change_password',
    ])
    .where('session.token_digest', '=', digest(token))
    .where('session.expires_at', '>', now)
    .where('session.last_seen_at', '>', plusMinutes(now, -idleMinutes))
    .where('app_user.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  // Once a minute is enough to measure idleness; a write for every page is not.
  if (!quiet && row.last_seen_at < plusMinutes(now, -1)) {
    await deps.db.updateTable('session').set({ last_seen_at: now }).where('token_digest', '=', digest(token)).execute()
  }
  return describeSession(deps, row, requestId)
}

async function describeSession(
  deps: Deps,
  row: {
    id: string
    login: string
    csrf: string
    district_id: string | null
    chosen_district_id: string | null
    unit_id: string | null
    person_id: string | null
    must_change_password: boolean
  },
  requestId: string,
): Promise<Session> {
  const held = (
    await deps.db.selectFrom('user_role').select('role').where('user_id', '=', row.id).orderBy('role').execute()
  ).map(({ role }) => role as Role)
  const reachable = await districtsOf(deps, row.district_id)
  const district = reachable.find(({ id }) => id === row.chosen_district_id) ?? reachable[0]
  const person =
    row.person_id && row.district_id
      ? (await openPeople(deps.db, deps.vault, row.district_id, [row.person_id])).get(row.person_id)
      : undefined
  return {
    user: {
      id: row.id,
      login: row.login,
      displayName: person?.name ?? row.login,
      roleLabels: held.map((role) => roleLabels[role]),
    },
    actor: { kind: 'user', id: row.id, districtId: row.district_id, unitId: row.unit_id, roles: held, requestId },
    csrf: row.csrf,
    districtId: district?.id ?? '',
    districtName: district?.name ?? '',
    districts: held.includes('upper_office') ? reachable.map(({ id, name }) => ({ id, name })) : [],
    officeName: district?.office_name ?? '',
    mustChangePassword: row.must_change_password,
  }
}

// In the order of codes: of who belongs to a district, the own one comes first.
async function districtsOf(deps: Deps, code: string | null) {
  const all = await deps.db.selectFrom('district').select(['id', 'name', 'office_name']).orderBy('id').execute()
  return code === null ? all : all.filter(({ id }) => liesBelow(code, id))
}

/** A person of a level above goes to another district below it, for this session. Refuses `access.denied`, `district.unknown`. */
export async function chooseDistrict(
  deps: Deps,
  actor: Actor,
  input: { csrf: string; districtId: string },
): Promise<void> {
  permit(actor, 'workbench.open', { districtId: input.districtId })
  const known = await districtsOf(deps, actor.districtId)
  if (!known.some(({ id }) => id === input.districtId)) throw refuse('district.unknown', { code: input.districtId })
  await deps.db
    .updateTable('session')
    .set({ district_id: input.districtId })
    .where('user_id', '=', actor.id)
    .where('csrf', '=', input.csrf)
    .execute()
}

/** Ends a session. */
export async function signOut(deps: Deps, token: string): Promise<void> {
  await deps.db.deleteFrom('session').where('token_digest', '=', digest(token)).execute()
}

async function trailOf(tx: Tx, deps: Deps, userId: string, districtId: string | null) {
  return {
    districtId: await chainOf(tx, districtId),
    actor: { kind: 'user', id: userId, requestId: deps.ids.next() },
    subject: { kind: 'user', id: userId },
    at: deps.wall.now(),
  }
}

const digest = (token: string) => createHash('sha256').update(token).digest()
const plusMinutes = (at: Instant, minutes: number): Instant => instantOf(new Date(Date.parse(at) + minutes * 60_000))
