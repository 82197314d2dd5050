/** Seconds to wait after the first, second, ... try that failed (Standard Webhooks, “Retries”): 3 days and 3 hours in all. */
const waits = [5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600] as const

export const MOST_ATTEMPTS = waits.length + 1

/** Milliseconds until the next try; undefined: the last one was made. */
export function waitAfter(attempts: number): number | undefined {
  const seconds = waits[attempts - 1]
  return seconds === undefined ? undefined : seconds * 1_000
}
