import type { DeclaredAccount } from '../../filing/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { foldName, type Identity, identitiesOf, identityKey, identityOfLink, pageKey } from './keys.ts'

/** What an account is told apart by. `family` null: nobody said on which platform. */
export type KnownBy = { family: string | null; folded: string; identities: Identity[]; page: string | undefined }

type Told = {
  platform: Platform
  name: string
  identifiers: readonly string[]
  profileUrl: string | null
}

/** The keys of an account as a list, a signed paper or the ledger tells of it. */
export function knownBy({ platform, name, identifiers, profileUrl }: Told): KnownBy & { family: string } {
  const linked = profileUrl === null ? undefined : identityOfLink(profileUrl)
  const all = [...identifiers.flatMap((found) => identitiesOf(platform, found)), ...(linked ? [linked] : [])]
  return {
    family: platforms[platform].family,
    folded: foldName(name),
    identities: [...new Map(all.map((one) => [identityKey(one), one])).values()],
    page: profileUrl === null ? undefined : pageKey(profileUrl),
  }
}

/** The keys of an account on a unit's signed paper; a campaign for 附件1 alone asks no platform. */
export function knownByPaper({ platform, name, identifier, profileUrl }: DeclaredAccount): KnownBy {
  const known = knownBy({
    platform: platform ?? 'other',
    name,
    identifiers: identifier ? [identifier] : [],
    profileUrl,
  })
  return platform === null ? { ...known, family: null } : known
}

type Identified = Pick<KnownBy, 'identities' | 'page'>

/** Whether identities of one kind differ: surely two accounts (firm), or perhaps two spellings of one (loose). 原始ID beside 微信号 is no contradiction. */
export function conflictOf(one: Identified, other: Identified): 'firm' | 'loose' | 'none' {
  const differing = one.identities.filter(({ space }) => other.identities.some((known) => known.space === space))
  return differing.some(({ firm }) => firm) ? 'firm' : differing.length > 0 ? 'loose' : 'none'
}

/** The first identity that both have. */
export function sharedIdentity(one: Identified, other: Identified): string | undefined {
  const known = new Set(other.identities.map(identityKey))
  return one.identities.find((identity) => known.has(identityKey(identity)))?.value
}

/** Whether both are told of by one identifier or page. */
const isIdentical = (one: Identified, other: Identified): boolean =>
  sharedIdentity(one, other) !== undefined || (one.page !== undefined && one.page === other.page)

const onOnePlatform = (one: KnownBy, other: KnownBy) =>
  one.family === null || other.family === null || one.family === other.family

/**
 * Whether a unit that told of `declared` told of `found`. The same name on another platform is another account: 123号
 * wants one name on all of them. Where only a spelling of the identifier differs the unit isn't accused.
 */
export const isToldOf = (found: KnownBy, declared: KnownBy): boolean =>
  onOnePlatform(found, declared) &&
  (isIdentical(found, declared) || (found.folded === declared.folded && conflictOf(found, declared) !== 'firm'))

/** Whether two finds are one account: any key in common, and no identifier that says otherwise. */
export const isOneAccount = (one: KnownBy, other: KnownBy): boolean =>
  onOnePlatform(one, other) &&
  (isIdentical(one, other) || (one.folded === other.folded && conflictOf(one, other) === 'none'))
