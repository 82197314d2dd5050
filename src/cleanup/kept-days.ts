import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../access/index.ts'
import { addDays, addMs, type CivilDate, dayOf, formatDayZh } from '../calendar/index.ts'
import { type Db, inTransaction, type Tx } from '../database/index.ts'
import { append, lastSeq } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { digestOfText, frozenAt } from './days.ts'
import { packText, unpackText } from './packed-day.ts'
import { proposeCleanup } from './proposals.ts'

/** Of each district: the day and the last event of its trail that its proposals were kept with last. */
export type KeptAsOf = Map<string, string>

const MINUTE = 60_000
/** While a day lasts it is written anew at most so often; in its last half hour at each turn of the rounds. */
const EVERY = 60 * MINUTE
const LAST = 30 * MINUTE
/** So many days on which the program did not run are made up for at one turn. */
const MADE_UP = 31

/**
 * Keeps what the rules say of today, and seals the days that are over: from then on such a day is printed again byte for
 * byte, whatever becomes of rules, ledger and activity. A day on which the program did not run is kept by the first turn
 * after it, and says that it is reckoned from a later ledger. What a person froze stands as it is. `seen` spares reckoning
 * anew on a day since which nothing has happened: ledger, posts, looks, findings, returns and settings are saved with
 * their event in the trail or not at all, and rules change with the day or the program.
 */
export async function keepDays(
  deps: Deps,
  actor: Actor,
  districtId: string,
  seen: KeptAsOf = new Map(),
): Promise<{ sealed: number }> {
  permit(actor, 'cleanup.propose', { districtId })
  const today = deps.clock.today()
  const missed = await missedDays(deps.db, districtId, today)
  for (const asOf of missed) await inTransaction(deps.db, (tx) => keepDay(tx, deps, { districtId, asOf, today }))
  const sealed = await inTransaction(deps.db, (tx) => seal(tx, deps, actor, districtId, today))
  // Read before it is reckoned: what happens meanwhile is seen at the next turn.
  const state = `${today} ${await lastSeq(deps.db, districtId)}`
  if (seen.get(districtId) !== state && (await isDue(deps, districtId, today))) {
    await inTransaction(deps.db, (tx) => keepDay(tx, deps, { districtId, asOf: today, today }))
    seen.set(districtId, state)
  }
  return { sealed }
}

async function isDue(deps: Deps, districtId: string, today: CivilDate): Promise<boolean> {
  if (await frozenAt(deps.db, { districtId, asOf: today })) return false
  const row = await deps.db
    .selectFrom('cleanup_day_kept')
    .select('kept_at')
    .where('district_id', '=', districtId)
    .where('as_of', '=', today)
    .executeTakeFirst()
  const isLate = dayOf(addMs(deps.clock.now(), LAST)) !== today
  return !row || isLate || row.kept_at <= addMs(deps.wall.now(), -EVERY)
}

/** Days between the newest that was kept or frozen and today, the oldest first. */
async function missedDays(db: Db, districtId: string, today: CivilDate): Promise<CivilDate[]> {
  const { rows } = await sql<{ newest: CivilDate | null }>`
    select greatest(
      (select max(as_of) from cleanup_day_kept where district_id = ${districtId} and as_of < ${today}),
      (select max(as_of) from cleanup_day where district_id = ${districtId} and as_of < ${today})) as newest`.execute(
    db,
  )
  const newest = rows[0]?.newest ?? null
  if (newest === null) return []
  const days: CivilDate[] = []
  for (let day = addDays(newest, 1); day < today && days.length < MADE_UP; day = addDays(day, 1)) days.push(day)
  return days
}

type Kept = { districtId: string; asOf: CivilDate; today: CivilDate }

async function keepDay(tx: Tx, deps: Deps, { districtId, asOf, today }: Kept): Promise<void> {
  const document = await proposeCleanup(tx, { districtId, asOf, ledgerOn: today })
  const text = JSON.stringify(document)
  const base = await baseFor(tx, districtId, asOf)
  const { packed, against } = packText(text, base)
  const said = {
    rules_version: document.rules,
    account_count: document.proposals.length,
    base_on: against === 'base' ? (base?.asOf ?? null) : null,
    packed,
    byte_count: Buffer.byteLength(text),
    digest: digestOfText(text),
    kept_at: deps.wall.now(),
  }
  await tx
    .insertInto('cleanup_day_kept')
    .values({ district_id: districtId, as_of: asOf, ...said })
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'as_of']).doUpdateSet(said).where('cleanup_day_kept.sealed_at', 'is', null),
    )
    .execute()
}

/** The newest sealed day that is packed alone: what is packed against it can't lose its ground. */
async function baseFor(tx: Tx, districtId: string, asOf: CivilDate) {
  const row = await tx
    .selectFrom('cleanup_day_kept')
    .select(['as_of as asOf', 'packed', 'byte_count as byteCount'])
    .where('district_id', '=', districtId)
    .where('as_of', '<', asOf)
    .where('base_on', 'is', null)
    .where('sealed_at', 'is not', null)
    .orderBy('as_of', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { asOf: row.asOf, text: unpackText(row.packed, row.byteCount), alone: row.packed.byteLength }
}

/** Seals what is over, each day with its link in the trail. */
async function seal(tx: Tx, deps: Deps, actor: Actor, districtId: string, today: CivilDate): Promise<number> {
  const { rows } = await sql<{ asOf: CivilDate; rules: string; accounts: number; digest: string }>`
    update cleanup_day_kept set sealed_at = ${deps.wall.now()}::timestamptz
    where district_id = ${districtId} and as_of < ${today} and sealed_at is null
    returning as_of as "asOf", rules_version as rules, account_count as accounts, digest`.execute(tx)
  for (const day of rows.toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1)))
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'cleanup.day-kept',
      subject: { kind: 'cleanup', id: day.asOf },
      after: day,
      at: deps.wall.now(),
    })
  return rows.length
}

/** What was kept of a day that is over, byte for byte; undefined: nothing. Refuses `cleanup.day-altered`. */
export async function keptDay(
  db: Db | Tx,
  { districtId, asOf }: { districtId: string; asOf: CivilDate },
): Promise<string | undefined> {
  const { rows } = await sql<{
    packed: Buffer
    byteCount: number
    digest: string
    base: Buffer | null
    baseCount: number | null
  }>`
    select k.packed, k.byte_count as "byteCount", k.digest, b.packed as base, b.byte_count as "baseCount"
    from cleanup_day_kept k
    left join cleanup_day_kept b on b.district_id = k.district_id and b.as_of = k.base_on
    where k.district_id = ${districtId} and k.as_of = ${asOf}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const text = textOf(row)
  if (text === undefined || digestOfText(text) !== row.digest)
    throw refuse('cleanup.day-altered', { day: formatDayZh(asOf) })
  return text
}

function textOf(row: { packed: Buffer; byteCount: number; base: Buffer | null; baseCount: number | null }) {
  try {
    const base = row.base && row.baseCount !== null ? unpackText(row.base, row.baseCount) : undefined
    return unpackText(row.packed, row.byteCount, base).toString('utf8')
  } catch {
    return undefined
  }
}
