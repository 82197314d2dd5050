import type { Actor, Deps } from '../../src/access/index.ts'
import { addDays, type CivilDate, type Clock, dayOf, type Instant, instant } from '../../src/calendar/index.ts'
import { updateFacts } from '../../src/collection/queries.ts'
import { collectDue } from '../../src/collection/running/collect-due.ts'
import type { Outcome } from '../../src/collection/sources/contract.ts'
import { sealSecrets } from '../../src/collection/sources/secrets.ts'
import { addSource } from '../../src/collection/sources/set-up.ts'
import type { Db } from '../../src/database/index.ts'
import { failing } from './failing.ts'
import { isByHand, secretsOf } from './platforms/api-answers.ts'
import { listedInFeed } from './platforms/feed-answers.ts'
import { type Channel, channels, type SimulatedAccount, visible } from './platforms/world.ts'
import { type Simulator, targetOf } from './platform-simulator.ts'

const HOUR = 3_600_000
const TICK = HOUR / 4

/** A clock that is set by hand. */
export function virtualClock(start: number): Clock & { set(ms: number): void; ms(): number } {
  let at = start
  const now = () => instant(new Date(at).toISOString())
  return { now, today: () => dayOf(now()), set: (ms) => void (at = ms), ms: () => at }
}

type Place = { deps: Deps; actor: Actor; districtId: string }
/** Which account of the ledger each simulated one is. */
export type Ledger = { ids: readonly string[] }

/** Puts the simulated accounts into the ledger, each with its target, sealed credentials and a 授权书 in force. */
export async function enterAccounts(
  place: Place,
  accounts: readonly SimulatedAccount[],
  unitId: string,
): Promise<Ledger> {
  const { deps, actor, districtId } = place
  const at = deps.wall.now()
  const ids = accounts.map(() => deps.ids.next())
  const of: Partial<Record<Channel, string>> = {}
  for (const kind of channels)
    of[kind] = (await addSource(deps, actor, { districtId, kind, name: '', settings: {} })).id
  const scan = await paper(place)
  const platform = { feed: 'toutiao', weixin: 'wechat_official', weibo: 'weibo', douyin: 'douyin' } as const
  for (const part of inParts(accounts)) {
    const rows = part.map((account) => ({ account, id: ids[account.n] ?? '', targetId: deps.ids.next() }))
    await deps.db
      .insertInto('account')
      .values(
        rows.map(({ account: { name, channel }, id }) => ({
          district_id: districtId,
          id,
          unit_id: unitId,
          name,
          platform: platform[channel],
          created_at: at,
          updated_at: at,
        })),
      )
      .execute()
    await deps.db
      .insertInto('collection_target')
      .values(
        rows.map(({ account, id, targetId }) => ({
          district_id: districtId,
          account_id: id,
          id: targetId,
          source_id: of[account.channel] ?? '',
          target: JSON.stringify({ ...targetOf(account), ...(account.channel === 'weibo' && { listsAll: true }) }),
          ...sealSecrets(deps, { districtId, targetId }, secretsOf(account)),
          state: 'on',
          next_at: at,
          created_by: actor.id,
          created_at: at,
        })),
      )
      .execute()
    const authorised = rows.filter(({ account }) => account.channel !== 'feed')
    if (authorised.length === 0) continue
    await deps.db
      .insertInto('collection_authorisation')
      .values(
        authorised.map(({ account, id }) => ({
          district_id: districtId,
          account_id: id,
          id: deps.ids.next(),
          unit_id: unitId,
          source_kind: account.channel,
          file_id: scan,
          signed_on: addDays(dayOf(at), -30),
          valid_until: addDays(dayOf(at), 300),
          recorded_by: actor.id,
          recorded_at: at,
        })),
      )
      .execute()
  }
  return { ids }
}

async function paper({ deps, actor, districtId }: Place): Promise<string> {
  const id = deps.ids.next()
  await deps.db
    .insertInto('stored_file')
    .values({
      district_id: districtId,
      id,
      sha256: '0'.repeat(64),
      media_type: 'application/pdf',
      byte_count: 1,
      name: '授权书.pdf',
      wrapped_key: Buffer.alloc(1),
      created_by: actor.id,
      created_at: deps.wall.now(),
    })
    .execute()
  return id
}

function* inParts<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += 500) yield all.slice(from, from + 500)
}

const WORKER = '00000000-0000-7000-8000-000000000001'

export type Replayed = { looks: number; outcomes: Partial<Record<Outcome, number>>; newPosts: number }

/** Collects whatever falls due until `end`, from one due moment to the next. */
export async function replay(
  { deps, actor, districtId }: Place,
  { send }: Pick<Simulator, 'send'>,
  clock: ReturnType<typeof virtualClock>,
  end: number,
): Promise<Replayed> {
  const all: Replayed = { looks: 0, outcomes: {}, newPosts: 0 }
  while (clock.ms() < end) {
    const round = await collectDue(deps, actor, districtId, {
      send,
      atPace: (_host, work) => work(),
      worker: WORKER,
      decisiveDays: THRESHOLDS,
      onDefect: failing,
    })
    all.looks += round.due
    all.newPosts += round.newPosts
    for (const { outcome } of round.targets) all.outcomes[outcome] = (all.outcomes[outcome] ?? 0) + 1
    const next = await firstDue(deps.db)
    clock.set(Math.max(clock.ms() + TICK, next === null ? end : Date.parse(next)))
  }
  clock.set(end)
  return all
}

async function firstDue(db: Db): Promise<Instant | null> {
  const found = await db
    .selectFrom('collection_target')
    .select(({ fn }) => fn.min('next_at').as('at'))
    .where('state', '=', 'on')
    .executeTakeFirst()
  return found?.at ?? null
}

/** One look at every account with nothing going wrong, held ones restored: what a good day finds in the end. */
export async function catchUp(
  place: Place,
  simulator: Simulator,
  clock: ReturnType<typeof virtualClock>,
): Promise<Replayed> {
  simulator.force(null)
  await place.deps.db
    .updateTable('collection_target')
    .set({ state: 'on', held_reason: null, failures: 0, next_at: place.deps.wall.now() })
    .execute()
  return replay(place, simulator, clock, clock.ms() + 1)
}

export type Silence = {
  /** Accounts of whom the facts say "looked at and silent" although they had posted when they were last looked at. */
  wrong: Set<string>
  /** Truly silent, and known to be so. */
  known: Set<string>
  /** Posted after their last look: a day is looked at when somebody looked on it (docs/decisions/006). */
  sinceLastLook: Set<string>
}
export const noSilence = (): Silence => ({ wrong: new Set(), known: new Set(), sinceLastLook: new Set() })

/** Days of silence on which something depends: a warning, the next one, the last one, the verdict. */
const THRESHOLDS = [7, 10, 13, 14]

/** Holds what the facts say of silence, at this moment and at every threshold, against the truth. */
export async function judgeSilence(
  { deps, districtId }: Place,
  accounts: readonly SimulatedAccount[],
  { ids }: Ledger,
  told: Silence,
): Promise<void> {
  const today = deps.clock.today()
  const seen = await deps.db.selectFrom('collection_target').select(['account_id', 'last_success_at']).execute()
  const lastSuccess = new Map(seen.map(({ account_id, last_success_at }) => [account_id, last_success_at]))
  for (const days of THRESHOLDS) {
    const from = addDays(today, -days)
    const facts = await updateFacts(deps.db, districtId, { from, to: today })
    for (const account of accounts) {
      const id = ids[account.n] ?? ''
      const fact = facts.get(id)
      if (!fact?.covered || fact.postsInWindow > 0) continue
      const looked = Date.parse(lastSuccess.get(id) ?? '1970-01-01T00:00:00Z')
      // Posts that were withdrawn when it was looked at are not there to be seen.
      const posted = visible(account, Date.parse(deps.wall.now())).filter(({ at }) => dayIn(at) >= from)
      if (posted.some(({ at, hidden }) => at <= looked && !(hidden && looked < hidden.to))) told.wrong.add(account.name)
      else if (posted.length > 0) told.sinceLastLook.add(account.name)
      else told.known.add(account.name)
    }
  }
}

const dayIn = (ms: number): CivilDate => dayOf(instant(new Date(ms).toISOString()))

export type Kept = { lost: string[]; doubled: string[]; claimed: string[]; posts: number }

/**
 * Holds the posts kept against the truth: `lost` were ever shown, or can be seen now, and aren't kept; `doubled` are kept
 * twice; `claimed` lie on a day that a look claims to have seen whole and aren't kept.
 */
export async function judgePosts(
  { deps, districtId }: Place,
  accounts: readonly SimulatedAccount[],
  { ids }: Ledger,
  simulator: Pick<Simulator, 'shown'>,
): Promise<Kept> {
  const rows = await deps.db
    .selectFrom('post')
    .select(['account_id', 'title'])
    .where('district_id', '=', districtId)
    .execute()
  const spans = await deps.db.selectFrom('collection_span').select(['account_id', 'from_day', 'to_day']).execute()
  const keptOf = Map.groupBy(rows, ({ account_id }) => account_id)
  const spansOf = Map.groupBy(spans, ({ account_id }) => account_id)
  const now = Date.parse(deps.wall.now())
  const result: Kept = { lost: [], doubled: [], claimed: [], posts: rows.length }
  for (const account of accounts) {
    const id = ids[account.n] ?? ''
    const titles = (keptOf.get(id) ?? []).map(({ title }) => title)
    const kept = new Set(titles)
    if (kept.size < titles.length) result.doubled.push(account.name)
    const shown = simulator.shown.get(account.n)
    const wanted = new Set([...within(account, now), ...account.posts.filter((post) => shown?.has(post.id))])
    for (const post of wanted) if (!kept.has(post.title)) result.lost.push(post.title)
    const inside = (day: CivilDate) =>
      (spansOf.get(id) ?? []).some(({ from_day, to_day }) => from_day < day && day < to_day)
    for (const { at, title } of account.posts)
      if (at <= now && !kept.has(title) && inside(dayIn(at))) result.claimed.push(title)
  }
  return result
}

/** What a look reaches at each channel. */
function within(account: SimulatedAccount, now: number) {
  if (account.goneFrom !== null && account.goneFrom <= now) return []
  if (account.channel === 'feed') return listedInFeed(account, now)
  const all = visible(account, now)
  if (account.channel !== 'weixin') return all.slice(0, account.channel === 'weibo' ? 500 : 200)
  const week = all.filter(
    (post) => isByHand(post) && dayIn(post.at) < dayIn(now) && dayIn(post.at) >= dayIn(now - 7 * 24 * HOUR),
  )
  return [...all.filter((post) => !isByHand(post)).slice(0, 100), ...week]
}
