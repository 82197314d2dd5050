import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { addMs, type Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Deps } from '../deps.ts'

/** Who asks: the network address, the browser's own words about itself, and the mark it was given at an earlier sign-in. */
export type Visitor = { address: string; browser?: string; mark?: string }

/** A visitor of whom nothing is known, as a program's own check is one. */
export const unknownVisitor: Visitor = { address: 'unknown' }

const freeFailures = 5
/** Minutes to wait behind the fifth failure and each further one. */
const waits = [1, 2, 4, 8, 15]
const forgottenAfterMinutes = 12 * 60
/** Failures of one network under whatever names, and how soon one of them is forgotten. */
const freeNetworkFailures = 60
const networkForgetsOneInMinutes = 1
/** A browser that nobody signed in with for so long is none we know. */
export const markDays = 90

/**
 * Counts one attempt of a name from a source before it is looked at, so that guesses sent side by side are as few as one
 * after another. Each source has its own count and its own wait: what is tried from elsewhere holds nobody up. Answers how
 * many there were; refuses `access.locked-out` while the source has to wait.
 */
export async function takeAttempt(deps: Deps, name: string, visitor: Visitor): Promise<number> {
  return takeOfName(deps, await keyOf(deps, name, visitor))
}

/**
 * Counts one attempt of a password as `takeAttempt` does, and of its network under whatever name: a common password is not
 * tried on name after name. A browser that signed in under this name before is not held up by its network. Refuses
 * `access.network-held` besides.
 */
export async function takePasswordAttempt(deps: Deps, name: string, visitor: Visitor): Promise<number> {
  const key = await keyOf(deps, name, visitor)
  if (!key.isKnown) await takeOfNetwork(deps, visitor)
  return takeOfName(deps, key)
}

async function takeOfNetwork(deps: Deps, visitor: Visitor): Promise<void> {
  const now = deps.wall.now()
  const everyName = networkKey(deps.vault, visitor)
  // The part of a minute that has gone by is kept: who asks often forgets as fast as who asks seldom.
  const forgotten = sql`greatest(0, floor(extract(epoch from ${now}::timestamptz - known.last_at)
    / ${networkForgetsOneInMinutes * 60}))::int`
  // Counted by a clock that was ahead: nothing of it would be forgotten until that hour comes.
  const isAhead = sql`known.last_at > ${plusMinutes(now, networkForgetsOneInMinutes)}`
  const { rows } = await sql`
    insert into sign_in_attempt as known (login_mac, source_mac, failures, last_at)
    values (${everyName.login}, ${everyName.source}, 1, ${now})
    on conflict (login_mac, source_mac) do update set
      failures = case when ${isAhead} then 1 else greatest(0, known.failures - ${forgotten}) + 1 end,
      last_at = case when known.failures <= ${forgotten} or known.last_at > ${now} then ${now}
        else known.last_at + ${forgotten} * ${networkForgetsOneInMinutes} * interval '1 minute' end
    where known.failures - ${forgotten} < ${freeNetworkFailures} or ${isAhead}
    returning failures`.execute(deps.db)
  if (!rows[0]) throw refuse('access.network-held', { minutes: networkForgetsOneInMinutes })
}

async function takeOfName(deps: Deps, key: Key): Promise<number> {
  const now = deps.wall.now()
  // A wait that nobody can have been given by this clock is one of a clock that was ahead.
  await deps.db.deleteFrom('sign_in_attempt').where('last_at', '<', plusMinutes(now, -forgottenAfterMinutes)).execute()
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_attempt as known (login_mac, source_mac, failures, last_at)
    values (${key.login}, ${key.source}, 1, ${now})
    on conflict (login_mac, source_mac) do update set failures = known.failures + 1, last_at = ${now},
      waits_until = case when known.failures + 1 >= ${freeFailures} then ${now}::timestamptz
        + (${waits}::int[])[least(known.failures + 2 - ${freeFailures}, ${waits.length})] * interval '1 minute' end
    where known.waits_until is null or known.waits_until <= ${now}
      or known.waits_until > ${plusMinutes(now, Math.max(...waits))}
    returning failures`.execute(deps.db)
  if (rows[0]) return rows[0].failures
  const waiting = await rowOf(deps.db, key).select('waits_until').executeTakeFirst()
  throw refuse('access.locked-out', { minutes: minutesUntil(waiting?.waits_until ?? now, now) })
}

/** Codes of a second factor are tried by whoever has the password already: all places but a known browser count as one. */
export const factorAttempt = (userId: string, { mark }: Visitor): [string, Visitor] => [
  `second-factor/${userId}`,
  { address: 'anywhere', ...(mark !== undefined && { mark }) },
]

/** True when the attempt that was just counted closed the door for a while. */
export const closesDoor = (failures: number): boolean => failures >= freeFailures

/** What was attempted went well: this source starts anew. */
export async function forgetAttempt(tx: Tx, deps: Deps, name: string, visitor: Visitor): Promise<void> {
  await forget(tx, await keyOf({ ...deps, db: tx }, name, visitor))
}

/**
 * Nobody looked at the password, as where a directory is away: the failure that was counted beforehand is none, of the name
 * and of the network, and nobody waits for it. What was counted before it stays; its own wait was over.
 */
export async function returnPasswordAttempt(tx: Tx, deps: Deps, name: string, visitor: Visitor): Promise<void> {
  const key = await keyOf({ ...deps, db: tx }, name, visitor)
  for (const { login, source } of key.isKnown ? [key] : [key, networkKey(deps.vault, visitor)])
    await sql`update sign_in_attempt set failures = greatest(0, failures - 1), waits_until = null
      where login_mac = ${login} and source_mac = ${source}`.execute(tx)
}

/** A password was right: its source starts anew, and its network has the failure less that was counted beforehand. */
export async function forgetPasswordAttempt(tx: Tx, deps: Deps, name: string, visitor: Visitor): Promise<void> {
  const key = await keyOf({ ...deps, db: tx }, name, visitor)
  const everyName = networkKey(deps.vault, visitor)
  if (!key.isKnown)
    await sql`update sign_in_attempt set failures = greatest(0, failures - 1)
      where login_mac = ${everyName.login} and source_mac = ${everyName.source}`.execute(tx)
  await forget(tx, key)
}

async function forget(tx: Tx, { login, source }: Key): Promise<void> {
  await tx.deleteFrom('sign_in_attempt').where('login_mac', '=', login).where('source_mac', '=', source).execute()
}

/** All sources start anew: the name is given to somebody, or its password was reset. */
export async function forgetAttempts(tx: Tx, { vault }: Deps, name: string): Promise<void> {
  await tx.deleteFrom('sign_in_attempt').where('login_mac', '=', macOf(vault, name)).execute()
}

/** The row of a source that waits or has failed. */
const rowOf = (db: Db, { login, source }: Key) =>
  db.selectFrom('sign_in_attempt').where('login_mac', '=', login).where('source_mac', '=', source)

type Key = { login: Buffer; source: Buffer }

// No name that can be typed: names are trimmed.
const networkKey = (vault: Deps['vault'], { address }: Visitor): Key => ({
  login: macOf(vault, ' every name'),
  source: macOf(vault, `network/${networkOf(address)}`),
})

/** How a name that is no login of ours is kept beside a browser: to tell it again, not to read it. */
export const nameMac = (vault: Deps['vault'], name: string): Buffer => macOf(vault, name)

const macOf = (vault: Deps['vault'], text: string) => vault.mac(text, 'sign-in-attempt')

// OWASP, “Slow down online guessing attacks with device cookies”: a browser that signed in under this name before is
// counted by itself, whatever others of its network try; anybody else is counted by the network.
async function keyOf(
  { db, vault }: Pick<Deps, 'db' | 'vault'>,
  name: string,
  visitor: Visitor,
): Promise<Key & { isKnown: boolean }> {
  const known = await db
    .selectFrom('known_browser')
    .innerJoin('app_user', 'app_user.id', 'known_browser.user_id')
    .select('known_browser.user_id')
    .where('token_digest', '=', markDigest(visitor.mark ?? ''))
    .where((eb) =>
      eb.or([
        eb('app_user.login', '=', name),
        eb(sql`'second-factor/' || app_user.id`, '=', name),
        eb('known_browser.name_mac', '=', nameMac(vault, name)),
      ]),
    )
    .executeTakeFirst()
  const source = known ? `browser/${visitor.mark}` : `network/${networkOf(visitor.address)}`
  return { login: macOf(vault, name), source: macOf(vault, source), isKnown: known !== undefined }
}

/** The digest under which a browser's mark is kept. */
export const markDigest = (mark: string): Buffer => createHash('sha256').update(mark).digest()

/** An IPv6 household has 2^64 addresses and would be as many sources. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [front = ''] = address.split('::')
  return front.split(':').slice(0, 4).join(':')
}

const minutesUntil = (until: Instant, now: Instant) =>
  Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now)) / 60_000))
export const plusMinutes = (at: Instant, minutes: number): Instant => addMs(at, minutes * 60_000)
