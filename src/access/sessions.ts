import { createHash } from 'node:crypto'
import type { Instant } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type Role, roleLabels } from './actions.ts'
import type { Deps } from './deps.ts'
import { openPeople } from './people.ts'
import { type Actor, liesBelow, permit } from './permissions.ts'
import { needsSecondFactor, policyOf, type SecurityPolicy } from './security/policy.ts'
import { standingOf } from './delegation/queries.ts'
import { plusMinutes } from './sign-in/attempts.ts'

/**
 * A signed-in person. `districtId` is the district worked in. An upper office starts in the first one below it and may
 * choose another of `districts`; everybody else has the one they belong to.
 */
export type Session = {
  id: string
  user: { id: string; login: string; displayName: string; roleLabels: string[] }
  actor: Actor
  csrf: string
  districtId: string
  /** Where they belong: that district, or the city or province above; whose people and providers an administrator looks after. */
  levelId: string
  districtName: string
  districts: { id: string; name: string }[]
  officeName: string
  mustChangePassword: boolean
  /** Roles that others have lent this person for today. */
  lent: { id: string; lender: string; role: string }[]
  /** Whose role is acted in now, and by which of `lent`; null: the own ones. */
  actingFor: string | null
  capacity: string | null
  /** Not the first one: its days are over, as 等保 asks. */
  passwordOver: boolean
  /** What holds for their sign-ins, as it was read for this one. */
  policy: SecurityPolicy
  /** The office asks for a second factor, and this person hasn't set one up yet. */
  mustEnrol: boolean
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
    .leftJoin('second_factor', 'second_factor.user_id', 'session.user_id')
    .select([
      'session.id as session_id',
      'second_factor.enrolled_at',
      'session.csrf',
      'session.created_at',
      'session.last_seen_at',
      'session.confirmed_at',
      'session.delegation_id',
      'session.district_id as chosen_district_id',
      'app_user.id',
      'app_user.login',
      'app_user.district_id',
      'app_user.unit_id',
      'app_user.person_id',
      'app_user.must_change_password',
      'app_user.password_off',
      'session.strong',
      'app_user.password_set_at',
    ])
    .where('session.token_digest', '=', digest(token))
    .where('session.expires_at', '>', now)
    .where('app_user.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  // As the office rules now, not as it did when the session began.
  const policy = await policyOf(deps.db, row.district_id)
  if (row.last_seen_at <= plusMinutes(now, -policy.idleMinutes)) return undefined
  if (row.created_at <= plusMinutes(now, -policy.absoluteHours * 60)) return undefined
  // Of a clock that was ahead: it would hold until the days it was ahead by are over.
  if (isAhead(row.created_at, now)) return undefined
  // Once a minute is enough to measure idleness; a write for every page is not.
  if (!quiet && (row.last_seen_at < plusMinutes(now, -1) || row.last_seen_at > now)) {
    await deps.db.updateTable('session').set({ last_seen_at: now }).where('token_digest', '=', digest(token)).execute()
  }
  const passwordOver =
    policy.passwords === 'protected' && (row.password_set_at ?? '') <= plusMinutes(now, -policy.rotationDays * 24 * 60)
  const isConfirmed =
    row.confirmed_at !== null &&
    row.confirmed_at > plusMinutes(now, -policy.confirmMinutes) &&
    !isAhead(row.confirmed_at, now)
  return describeSession(deps, row, requestId, { isConfirmed, passwordOver, policy })
}

/** What a clock that is set right by a little makes of a moment just gone by. */
const LITTLE_MINUTES = 5
const isAhead = (at: Instant, now: Instant) => at > plusMinutes(now, LITTLE_MINUTES)

async function describeSession(
  deps: Deps,
  row: {
    id: string
    session_id: string
    login: string
    csrf: string
    district_id: string | null
    chosen_district_id: string | null
    unit_id: string | null
    person_id: string | null
    must_change_password: boolean
    password_off: boolean
    strong: boolean
    delegation_id: string | null
    enrolled_at: Instant | null
  },
  requestId: string,
  { isConfirmed, passwordOver, policy }: { isConfirmed: boolean; passwordOver: boolean; policy: SecurityPolicy },
): Promise<Session> {
  const held = (
    await deps.db.selectFrom('user_role').select('role').where('user_id', '=', row.id).orderBy('role').execute()
  ).map(({ role }) => role as Role)
  const reachable = await districtsOf(deps, row.district_id)
  const { lent, onePerson } = row.district_id
    ? await standingOf(deps.db, row.district_id, row.id, deps.clock.today())
    : { lent: [], onePerson: [] }
  // Over, ended or taken away: the person goes on as themselves.
  const acting = lent.find(({ id }) => id === row.delegation_id)
  const roles = acting ? [acting.role] : held
  const district = reachable.find(({ id }) => id === row.chosen_district_id) ?? reachable[0]
  const wanted = [row.person_id, ...lent.map(({ personId }) => personId)].filter((id) => id !== null)
  const people =
    row.district_id && wanted.length > 0
      ? await openPeople(deps.db, deps.vault, row.district_id, wanted)
      : new Map<string, { name?: string }>()
  const nameOf = (personId: string | null) => people.get(personId ?? '')?.name
  return {
    id: row.session_id,
    user: {
      id: row.id,
      login: row.login,
      displayName: nameOf(row.person_id) ?? row.login,
      roleLabels: roles.map((role) => roleLabels[role]),
    },
    actor: {
      kind: 'user',
      id: row.id,
      districtId: row.district_id,
      unitId: acting ? acting.unitId : row.unit_id,
      roles,
      requestId,
      ...(acting && { onBehalfOf: acting.lenderId }),
      ...(onePerson.length > 0 && { onePerson }),
      ...(!isConfirmed && { unconfirmed: true as const }),
    },
    csrf: row.csrf,
    districtId: district?.id ?? '',
    levelId: row.district_id ?? district?.id ?? '',
    districtName: district?.name ?? '',
    districts: roles.includes('upper_office') ? reachable.map(({ id, name }) => ({ id, name })) : [],
    officeName: district?.office_name ?? '',
    // Whoever has no password here isn't asked to change it.
    mustChangePassword: !row.password_off && (row.must_change_password || passwordOver),
    lent: lent.map(({ id, personId, role }) => ({ id, lender: nameOf(personId) ?? '', role: roleLabels[role] })),
    actingFor: acting ? (nameOf(acting.personId) ?? '') : null,
    capacity: acting?.id ?? null,
    policy,
    passwordOver: !row.password_off && passwordOver && !row.must_change_password,
    mustEnrol:
      row.enrolled_at === null && !row.strong && needsSecondFactor(policy, [...held, ...lent.map(({ role }) => role)]),
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

const digest = (token: string) => createHash('sha256').update(token).digest()
