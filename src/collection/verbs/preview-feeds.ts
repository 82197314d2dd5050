import { type Actor, type Deps, permit } from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { placeFeeds, type PlacedFeed } from '../feed-list/place-feeds.ts'
import { feedsSetUp } from '../feed-list/queries.ts'
import { readOpml } from '../feeds/index.ts'
import { knownAccounts } from '../handed/accounts.ts'

type FeedFile = { districtId: string; fileName: string; bytes: Uint8Array }

/** Which account each feed of a list (OPML) belongs to; nothing is written or kept. Refuses `feeds.not-opml`, `feeds.none`. */
export async function previewFeeds(
  deps: Deps,
  actor: Actor,
  { districtId, fileName, bytes }: FeedFile,
): Promise<PlacedFeed[]> {
  permit(actor, 'sources.change', { districtId })
  const { outcome, why, feeds } = readOpml(bytes)
  if (outcome === 'malformed') throw refuse('feeds.not-opml', { file: fileName, why: why ?? '无法识别' })
  if (outcome === 'empty') throw refuse('feeds.none', { file: fileName })
  const accounts = await knownAccounts(deps.db, districtId, deps.clock.today())
  return placeFeeds(feeds, accounts, await feedsSetUp(deps.db, districtId))
}
