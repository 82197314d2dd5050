import { type Actor, type Deps, permit } from '../../access/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { feedsInUse } from '../feed-list/queries.ts'
import { writeOpml } from '../feeds/index.ts'

/** All feeds of a district that are looked at, as a list (OPML) that any reader, and the import of another installation, takes. */
export async function exportFeeds(
  deps: Deps,
  actor: Actor,
  { districtId }: { districtId: string },
): Promise<{ feeds: number; opml: string }> {
  permit(actor, 'sources.read', { districtId })
  const feeds = await feedsInUse(deps.db, districtId)
  const listed = feeds.map(({ name, platform, url, profileUrl }) => ({
    // The platform stands in the name: accounts of one name on two platforms are told apart when the list is read again.
    title: `${name}（${platforms[platform].label}）`,
    xmlUrl: url,
    htmlUrl: profileUrl,
  }))
  return { feeds: feeds.length, opml: writeOpml('政务新媒体订阅源', listed) }
}
