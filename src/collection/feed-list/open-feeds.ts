import { isIP } from 'node:net'
import type { Db, Tx } from '../../database/index.ts'
import { allowedHosts, isAllowed, isPrivateAddress } from '../../outgoing/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { writeOpml } from '../feeds/index.ts'
import { feedsInUse } from './queries.ts'

/**
 * The feeds that may be told to everybody, as a list (OPML 2.0): of accounts that `isOpen` names, at addresses that anybody
 * reaches and that hold no key. What is left out is a feed, never an account.
 */
export async function openFeeds(
  db: Db | Tx,
  districtId: string,
  title: string,
  isOpen: (account: { name: string; platform: Platform }) => boolean,
  allow = allowedHosts(),
): Promise<{ feeds: number; opml: string }> {
  const listed = (await feedsInUse(db as Db, districtId)).flatMap(({ name, platform, url, profileUrl }) =>
    isOpen({ name, platform }) && isOpenAddress(url, allow)
      ? [
          {
            title: `${name}（${platforms[platform].label}）`,
            xmlUrl: url,
            htmlUrl: profileUrl !== null && isOpenAddress(profileUrl, allow) ? profileUrl : null,
          },
        ]
      : [],
  )
  return { feeds: listed.length, opml: writeOpml(title, listed) }
}

const keyWord = /key|token|code|auth|secret|sign|pass|session/iu
// A number or a word that says which feed; what is longer may be somebody's key.
const longestWord = 32

/** Whether an address is one that everybody may know: not of an intranet, and without user, password or what may be a key. */
export function isOpenAddress(text: string, allow: ReturnType<typeof allowedHosts>): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (!/^https?:$/u.test(url.protocol) || url.username !== '' || url.password !== '') return false
  const host = url.hostname.replace(/^\[|\]$/gu, '')
  if (!/[.:]/u.test(host) || (isIP(host) !== 0 && isPrivateAddress(host)) || isAllowed(url, allow)) return false
  if (/\.(local|lan|internal|intranet|localhost)$/iu.test(host)) return false
  return [...url.searchParams].every(([name, value]) => !keyWord.test(name) && value.length <= longestWord)
}
