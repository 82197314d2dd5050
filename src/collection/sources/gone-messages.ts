import type { Instant } from '../../calendar/index.ts'
import { isObject } from './api-replies.ts'
import type { Memory, OtherSample } from './contract.ts'

/** The comments of one post as a look listed them. `whole`: the platform said how many there are, and all were listed. */
export type Listing = { of: string; whole: boolean; samples: readonly OtherSample[] }

type Known = { there: string[]; gone: string[] }

/** So many of a post are remembered; of longer lists nothing is said to be gone. */
const MOST = 200

/**
 * What is gone of the comments that the look before listed: told only where the list is whole, with the moment at which it
 * was missed; one that is back is told anew. Answers the samples of the look and what the next one has to remember.
 */
export function withGone(
  memory: Memory,
  listings: readonly Listing[],
  now: Instant,
): { samples: OtherSample[]; comments: Record<string, Known> } {
  const before = isObject(memory['comments']) ? memory['comments'] : {}
  const samples: OtherSample[] = []
  const comments: Record<string, Known> = {}
  for (const { of, whole, samples: listed } of listings) {
    const known = knownOf(before[of])
    const keys = listed.map(({ key }) => key)
    const missed = whole ? known.there.filter((key) => !keys.includes(key)) : []
    samples.push(
      ...listed.map((one) => (known.gone.includes(one.key) ? { ...one, observedAt: now } : one)),
      ...missed.map((key) => goneSample(key, now)),
    )
    const there = whole ? keys : [...new Set([...known.there, ...keys])]
    const gone = [...known.gone, ...missed].filter((key) => !keys.includes(key))
    if (there.length + gone.length <= MOST) comments[of] = { there, gone }
  }
  return { samples, comments }
}

const goneSample = (key: string, now: Instant): OtherSample => ({
  kind: 'message',
  key,
  value: { status: 'gone' },
  observedAt: now,
  confidence: 'exact',
})

const textsIn = (found: unknown): string[] =>
  Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string') : []
const knownOf = (found: unknown): Known =>
  isObject(found) ? { there: textsIn(found['there']), gone: textsIn(found['gone']) } : { there: [], gone: [] }
