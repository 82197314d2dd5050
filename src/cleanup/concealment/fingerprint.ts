import { createHash } from 'node:crypto'
import { identityKey } from './keys.ts'
import { knownBy } from './known-by.ts'
import type { Discovered } from './model.ts'

/**
 * What one found account is known by in every list it stands in: its surest identity, else its page, else its name. A
 * digest, because a name may be a person's.
 */
export function fingerprintOf(found: Discovered): string {
  const { family, folded, identities, page } = knownBy(found)
  const surest = identities.toSorted(
    (one, other) => rank(one) - rank(other) || (identityKey(one) < identityKey(other) ? -1 : 1),
  )[0]
  const known = surest ? identityKey(surest) : (page ?? `name|${folded}`)
  return createHash('sha256').update(`${family}\n${known}`).digest('hex')
}

const rank = ({ firm }: { firm: boolean }) => (firm ? 0 : 1)
