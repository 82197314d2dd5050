import { createHmac, randomBytes } from 'node:crypto'
import type { Deps } from '../../access/index.ts'

const HOUR_MS = 3_600_000
/** Whoever comes from more addresses than this pushes out those that came first. */
const MOST_ADDRESSES = 20_000

/** How many times an address may do something within an hour. */
export const limits = { submit: 5, lookup: 30 } as const
type Doing = keyof typeof limits

/**
 * Counts by address for an hour, in memory alone: an address is kept as a keyed digest whose key dies with the program, and
 * nothing of it is written anywhere.
 */
class Throttle {
  private readonly key = randomBytes(32)
  private readonly times = new Map<string, number[]>()

  /** Minutes until it may be done again; undefined: it may be done now. */
  waitFor(doing: Doing, address: string, now: number): number | undefined {
    const recent = this.recent(this.digest(doing, address), now)
    const [first = now] = recent
    return recent.length < limits[doing] ? undefined : Math.max(1, Math.ceil((first + HOUR_MS - now) / 60_000))
  }

  /** Counts one. */
  count(doing: Doing, address: string, now: number): void {
    const who = this.digest(doing, address)
    const recent = this.recent(who, now)
    this.times.delete(who)
    this.times.set(who, [...recent, now])
    this.forget(now)
  }

  private digest(doing: Doing, address: string): string {
    return createHmac('sha256', this.key).update(`${doing}/${address}`).digest('base64')
  }

  private recent(who: string, now: number): number[] {
    return (this.times.get(who) ?? []).filter((at) => at > now - HOUR_MS)
  }

  // The map is in the order of the last visits: whoever has not been here for an hour stands first.
  private forget(now: number): void {
    for (const [who, times] of this.times) {
      const isOver = (times.at(-1) ?? 0) <= now - HOUR_MS
      if (!isOver && this.times.size <= MOST_ADDRESSES) return
      this.times.delete(who)
    }
  }
}

const byDatabase = new WeakMap<Deps['db'], Throttle>()

/**
 * Does something for a visitor unless he did it too often within the hour; what is refused for another reason counts for
 * nothing where `counts` says so. Answers the minutes to wait instead where it was too often.
 */
export async function throttled<T>(
  { db, wall }: Pick<Deps, 'db' | 'wall'>,
  { doing, address, counts }: { doing: Doing; address: string; counts: 'tried' | 'done' },
  work: () => Promise<T>,
): Promise<{ minutes: number } | { done: T }> {
  const throttle = byDatabase.get(db) ?? new Throttle()
  byDatabase.set(db, throttle)
  const now = Date.parse(wall.now())
  const minutes = throttle.waitFor(doing, address, now)
  if (minutes !== undefined) return { minutes }
  if (counts === 'tried') throttle.count(doing, address, now)
  const done = await work()
  if (counts === 'done') throttle.count(doing, address, now)
  return { done }
}
