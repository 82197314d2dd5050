import { createHash } from 'node:crypto'
import { platforms } from '../../vocabulary/platforms.ts'
import { foldName, identitiesOf, identityKey, identityOfLink, pageKey } from './keys.ts'
import type { Discovered } from './model.ts'

/**
 * What one found account is known by in every list it stands in: its surest identity, else its page, else its name. A
 * digest, because a name may be a person's.
 */
export function fingerprintOf({ platform, identifiers, profileUrl, name }: Discovered): string {
  const linked = profileUrl === null ? undefined : identityOfLink(profileUrl)
  const identities = [...identifiers.flatMap((found) => identitiesOf(platform, found)), ...(linked ? [linked] : [])]
  const surest = identities.toSorted(
    (one, other) => rank(one) - rank(other) || (identityKey(one) < identityKey(other) ? -1 : 1),
  )[0]
  const known = surest ? identityKey(surest) : ((profileUrl && pageKey(profileUrl)) ?? `name|${foldName(name)}`)
  return createHash('sha256').update(`${platforms[platform].family}\n${known}`).digest('hex')
}

const rank = ({ firm }: { firm: boolean }) => (firm ? 0 : 1)
