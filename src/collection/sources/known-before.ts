import type { LookContext, PostSample } from './contract.ts'

/** More than a platform lets be pinned: so many known ones are no chance. */
const ENOUGH = 4

/**
 * Tells of each page of a list whether it reaches back to what the look before listed: what follows was seen then. One
 * known post among new ones doesn't: it may be pinned, or brought forward by an edit.
 */
export function reachingKnown({ memory }: Pick<LookContext, 'memory'>): (page: readonly PostSample[]) => boolean {
  const keys = new Set(Array.isArray(memory['keys']) ? memory['keys'] : [])
  return (page) => {
    const known = page.filter(({ linkKey, pinned }) => !pinned && keys.has(linkKey))
    return known.length >= ENOUGH || (known.length > 0 && known.at(-1) === page.at(-1))
  }
}
