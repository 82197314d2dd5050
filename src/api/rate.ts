import { refuse } from '../vocabulary/refusals/index.ts'

/** How often a token may ask: a bucket that fills evenly and holds one minute's share. */
export type Rate = { take(id: string, perMinute: number, nowMs: number): void }

type Bucket = { left: number; at: number }

// A bucket that is full again says nothing: without this a million of old tokens would be remembered for ever.
const MOST_BUCKETS = 10_000

/** Counts in the memory of this process: several processes grant each their own share. Refuses `api.too-many`. */
export function startRate(): Rate {
  const buckets = new Map<string, Bucket>()
  return {
    take(id, perMinute, nowMs) {
      const perMs = perMinute / 60_000
      const known = buckets.get(id)
      const left = known ? Math.min(perMinute, known.left + Math.max(0, nowMs - known.at) * perMs) : perMinute
      if (buckets.size >= MOST_BUCKETS) buckets.clear()
      if (left < 1) {
        buckets.set(id, { left, at: nowMs })
        throw refuse('api.too-many', { most: perMinute, seconds: Math.ceil((1 - left) / perMs / 1_000) })
      }
      buckets.set(id, { left: left - 1, at: nowMs })
    },
  }
}
