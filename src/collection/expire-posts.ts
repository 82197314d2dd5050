import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../access/index.ts'
import { type CivilDate, type Instant, startOfDay } from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import { BATCH, expireDue } from './evidence/expire-due.ts'
import type { RestingOf } from './evidence/expire.ts'
import { evidencePeriods } from './evidence/kept-years.tsx'
import { type KeptYears, yearsAfter } from './evidence/rules.ts'
import { holdCollected } from './saving.ts'

type Old = { accountId: string; postId: string; publishedOn: CivilDate; seenAt: Instant }

/**
 * Deletes posts that came in longer ago than they are kept, with all that was counted of them, where nothing open rests on their
 * days. The newest post of an account stays, however old it is: since when an account is silent is never forgotten. Answers how
 * many went.
 */
export async function expirePosts(
  deps: Deps,
  actor: Actor,
  districtId: string,
  restingOf: RestingOf,
): Promise<{ deleted: number }> {
  permit(actor, 'evidence.keep', { districtId })
  const today = deps.clock.today()
  const { rested, posts } = await evidencePeriods(deps.db, districtId, today)
  const years: KeptYears = { rested: rested.years, other: posts.years, failed: posts.years }
  return expireDue<Old>(deps, actor, districtId, restingOf, {
    action: 'posts.expired',
    years,
    async find(tx, after) {
      // Nobody brings in or judges posts while some go.
      await holdCollected(tx, districtId, 'alone')
      return oldPosts(tx, districtId, yearsBefore(today, posts.years), after)
    },
    seen: ({ accountId, publishedOn, seenAt }) => ({
      accountId,
      kind: 'listed',
      observedAt: startOfDay(publishedOn),
      lastSeenAt: seenAt,
    }),
    remove: (tx, over) => deletePosts(tx, districtId, over),
    told: (over) => ({ count: over.length, from: dayOf(over, 'first'), until: dayOf(over, 'last') }),
  })
}

const dayOf = (posts: readonly Old[], which: 'first' | 'last'): CivilDate =>
  posts
    .map(({ publishedOn }) => publishedOn)
    .toSorted()
    .at(which === 'first' ? 0 : -1)!

// The rule looks at each to the day; this only spares it what is far too young.
const yearsBefore = (today: CivilDate, years: number): Instant => startOfDay(yearsAfter(today, -years))

/** Posts with a day that came in before a moment and have a newer one beside them that counts, in the order of their keys. */
async function oldPosts(tx: Tx, districtId: string, before: Instant, after: Old | undefined): Promise<Old[]> {
  const { rows } = await sql<Old>`
    select p.account_id as "accountId", p.id as "postId", p.published_on as "publishedOn", p.first_seen_at as "seenAt"
    from post p
    where p.district_id = ${districtId} and p.first_seen_at < ${before} and p.published_on is not null
      and exists (
        select from post n
        where n.district_id = p.district_id and n.account_id = p.account_id and n.published_on is not null
          and not n.automatic and n.published_on > p.published_on)
      ${after ? sql`and (p.account_id, p.id) > (${after.accountId}::uuid, ${after.postId}::uuid)` : sql``}
    order by p.account_id, p.id limit ${BATCH}`.execute(tx)
  return rows
}

/** A text goes with its post by itself. */
async function deletePosts(tx: Tx, districtId: string, posts: readonly Old[]): Promise<void> {
  const keys = sql`unnest(${posts.map(({ accountId }) => accountId)}::uuid[], ${posts.map(({ postId }) => postId)}::uuid[])
    as o (account_id, post_id)`
  await sql`
    delete from post_sample s using ${keys}
    where s.district_id = ${districtId} and s.account_id = o.account_id and s.post_id = o.post_id`.execute(tx)
  await sql`
    delete from post_sighting s using ${keys}
    where s.district_id = ${districtId} and s.account_id = o.account_id and s.post_id = o.post_id`.execute(tx)
  await sql`
    delete from post p using ${keys}
    where p.district_id = ${districtId} and p.account_id = o.account_id and p.id = o.post_id`.execute(tx)
}
