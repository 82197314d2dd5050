import { setTimeout as pause } from 'node:timers/promises'

/** At most so many requests at once to one host, and so many milliseconds between their beginnings. */
export type Pace = { atOnce: number; betweenMs: number }

/** Runs work on hosts side by side, and each host at its own pace. One process has one. */
export function paced(pace: Pace, wait: (ms: number) => Promise<unknown> = pause) {
  const hosts = new Map<string, { running: number; nextAt: number; queue: (() => void)[] }>()
  return async function atPace<T>(host: string, work: () => Promise<T>): Promise<T> {
    const at = hosts.get(host) ?? { running: 0, nextAt: 0, queue: [] }
    hosts.set(host, at)
    // Whoever waited takes over the place of the one before; nobody slips in between.
    if (at.running >= pace.atOnce) await new Promise<void>((go) => at.queue.push(go))
    else at.running += 1
    const now = performance.now()
    const due = Math.max(now, at.nextAt)
    at.nextAt = due + pace.betweenMs
    try {
      if (due > now) await wait(due - now)
      return await work()
    } finally {
      const next = at.queue.shift()
      if (next) next()
      else at.running -= 1
      if (at.running === 0 && at.nextAt < performance.now()) hosts.delete(host)
    }
  }
}
export type AtPace = ReturnType<typeof paced>
