import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { feedKey } from '../feed-list/place-feeds.ts'
import { feedsSetUp } from '../feed-list/queries.ts'
import { webTarget } from '../sources/addresses.ts'
import { sourceOfKind } from '../sources/set-up.ts'

/** What a person settled: this feed is of this account. */
export type ChosenFeed = { accountId: string; url: string }
type Chosen = { districtId: string; feeds: readonly ChosenFeed[] }

/**
 * Sets up the feeds that a person has said whose they are, with one event for all; their first looks are due at once. One
 * that is set up meanwhile, for whichever account, stays as it is. Refuses `feeds.none-chosen`, `sources.not-valid`,
 * `record.not-found`.
 */
export async function addFeeds(
  deps: Deps,
  actor: Actor,
  { districtId, feeds }: Chosen,
): Promise<{ added: number; already: number }> {
  permit(actor, 'sources.change', { districtId })
  if (feeds.length === 0) throw refuse('feeds.none-chosen')
  for (const { url } of feeds) {
    const read = webTarget.safeParse({ url })
    if (!read.success)
      throw refuse('sources.not-valid', { faults: `${url}：${read.error.issues[0]?.message ?? '网址无法识别'}` })
  }
  const sourceId = await sourceOfKind(deps, actor, districtId, 'feed')
  return inTransaction(deps.db, async (tx) => {
    await refuseUnknown(tx, districtId, feeds)
    // Two people at once: the second sees what the first has set up.
    await sql`select id from collection_source where district_id = ${districtId} and id = ${sourceId} for no key update`.execute(
      tx,
    )
    const known = new Set((await feedsSetUp(tx, districtId)).map(({ url }) => feedKey(url)))
    const fresh = [...new Map(feeds.map((feed) => [feedKey(feed.url), feed]))].flatMap(([key, feed]) =>
      known.has(key) ? [] : [feed],
    )
    await insertTargets(tx, deps, actor, { districtId, sourceId, feeds: fresh })
    return { added: fresh.length, already: feeds.length - fresh.length }
  })
}

async function refuseUnknown(tx: Tx, districtId: string, feeds: readonly ChosenFeed[]) {
  const ids = [...new Set(feeds.map(({ accountId }) => accountId))]
  const { rows } = await sql<{ found: number }>`
    select count(*) as found from account where district_id = ${districtId} and id = any(${ids}::uuid[])`.execute(tx)
  if (rows[0]?.found !== ids.length) throw refuse('record.not-found', { what: '账号' })
}

async function insertTargets(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, sourceId, feeds }: Chosen & { sourceId: string },
) {
  if (feeds.length === 0) return
  const at = deps.wall.now()
  const targets = feeds.map(({ url }) => JSON.stringify({ url }))
  await sql`
    insert into collection_target (district_id, account_id, id, source_id, target, state, next_at, created_by, created_at)
    select ${districtId}, f.account_id, f.id, ${sourceId}, f.target, 'on', ${at}::timestamptz, ${actor.id}, ${at}::timestamptz
    from unnest(${feeds.map(({ accountId }) => accountId)}::uuid[], ${feeds.map(() => deps.ids.next())}::uuid[],
      ${targets}::jsonb[]) as f (account_id, id, target)`.execute(tx)
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'sources.feeds-added',
    subject: { kind: 'source', id: sourceId },
    after: {
      feeds: feeds.length,
      accounts: new Set(feeds.map(({ accountId }) => accountId)).size,
      digest: createHash('sha256').update(JSON.stringify(feeds)).digest('hex'),
    },
    at,
  })
}
