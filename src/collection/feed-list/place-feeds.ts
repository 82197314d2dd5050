import type { ListedFeed } from '../feeds/opml.ts'
import type { KnownAccount } from '../handed/accounts.ts'
import { linkKey } from '../link-key.ts'
import { accountMatcher } from '../match-accounts.ts'
import { webTarget } from '../sources/addresses.ts'

/** Whose a feed of a list is. `open`: nobody's for sure, with the reason and those it may be of, for a person to choose. */
export type PlacedFeed = ListedFeed &
  (
    | { is: 'set-up'; account: KnownAccount; isOff: boolean }
    | { is: 'found'; account: KnownAccount; by: 'link' | 'name' }
    | { is: 'open'; why: string; candidates: readonly KnownAccount[] }
  )

/** A feed that is set up already. */
export type SetUpFeed = { accountId: string; url: string; state: 'on' | 'off' | 'held' }

/**
 * Which account of the ledger each feed of a list belongs to: by the page it names (the account's own link), else by its
 * name. Where the two say different accounts, or more than one fits, nothing is guessed.
 */
export function placeFeeds(
  feeds: readonly ListedFeed[],
  accounts: readonly KnownAccount[],
  setUp: readonly SetUpFeed[],
): PlacedFeed[] {
  const byId = new Map(accounts.map((account) => [account.id, account]))
  const byPage = Map.groupBy(accounts, ({ profileUrl }) => profileUrl && feedKey(profileUrl))
  const known = new Map(setUp.map((feed) => [feedKey(feed.url), feed]))
  const meant = accountMatcher(accounts)
  return feeds.map((feed) => {
    const before = known.get(feedKey(feed.xmlUrl))
    const holder = before && byId.get(before.accountId)
    if (holder) return { ...feed, is: 'set-up', account: holder, isOff: before.state === 'off' }
    if (!webTarget.safeParse({ url: feed.xmlUrl }).success)
      return { ...feed, is: 'open', why: '网址无法识别，或者超过 1000 个字符', candidates: [] }
    const named = meant({ account: feed.title ?? '', platform: '', unit: '' })
    const ofName = ('id' in named ? [named.id] : named.candidates).flatMap((id) => byId.get(id) ?? [])
    return { ...feed, ...placed((feed.htmlUrl && byPage.get(feedKey(feed.htmlUrl))) || [], ofName) }
  })
}

/** The same address written twice is one feed, as with posts. */
export const feedKey = (url: string) => linkKey(url, '', '')

function placed(ofPage: readonly KnownAccount[], ofName: readonly KnownAccount[]) {
  const both = ofPage.filter((account) => ofName.includes(account))
  const [fitting, by] = both.length > 0 ? [both, 'link'] : ofPage.length > 0 ? [ofPage, 'link'] : [ofName, 'name']
  const [only, another] = fitting
  if (!only) return { is: 'open', why: '网页链接和名称都与台账中的账号对不上', candidates: [] } as const
  const why = another ? `有 ${fitting.length} 个账号与此相符` : disagreement(only, ofName)
  if (why) return { is: 'open', why, candidates: [...new Set([...ofPage, ...ofName])] } as const
  return { is: 'found', account: only, by: by as 'link' | 'name' } as const
}

const disagreement = (account: KnownAccount, ofName: readonly KnownAccount[]) =>
  ofName.length > 0 && !ofName.includes(account) ? '网页链接与名称指向不同的账号' : undefined
