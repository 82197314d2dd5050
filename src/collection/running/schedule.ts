import { addDays, addMs, type CivilDate, dayOf, daysBetween, type Instant, startOfDay } from '../../calendar/index.ts'
import type { Look } from '../sources/contract.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Never sooner, never later, whatever an account's rhythm is. */
const FLOOR = 6 * HOUR
const CEILING = 24 * HOUR
/** While a warning or the verdict is a day away, whoever looks late is wrong. */
const NEAR_A_THRESHOLD = 4 * HOUR
/** A source that says the same thing so many times in a row waits for a person. */
const HOLD_AFTER = 5

export type Rhythm = {
  /** Days of its newest posts, in any order. */
  postDays: readonly CivilDate[]
  /** Lengths of silence, in days, on which a warning or the verdict falls. */
  decisiveDays: readonly number[]
  failures: number
  /** Between 0 and 1, the same for one target and moment: looks of many accounts don't fall on one minute. */
  jitter: number
  /** Where the source has a beat of its own. */
  everyMs?: number | undefined
}

export type Next = { at: Instant; failures: number; hold: string | null }

/**
 * When to look again: by the account's own rhythm, sooner as a threshold nears, later after failures, and never before the
 * moment that the other side asked to wait for. Pure.
 */
export function nextLook(look: Pick<Look, 'outcome' | 'why' | 'retryAfterMs'>, rhythm: Rhythm, now: Instant): Next {
  const after = (ms: number) => addMs(now, Math.round(ms * (0.9 + 0.2 * rhythm.jitter)))
  // What the other side asks for is spread to later only.
  const asked =
    look.retryAfterMs === undefined ? now : addMs(now, Math.ceil(look.retryAfterMs * (1 + 0.1 * rhythm.jitter)))
  const backedOff = latest(after(backOff(rhythm.failures)), asked)
  switch (look.outcome) {
    case 'ok':
    case 'unchanged':
    case 'empty':
      return { at: after(rhythm.everyMs ?? usualWait(rhythm, dayOf(now))), failures: 0, hold: null }
    case 'gone':
      // Daily, so that one that comes back is seen: 注销后再现.
      return { at: after(CEILING), failures: 0, hold: null }
    case 'quota-exhausted':
      // Some count by the hour and say so; the others begin anew with the day.
      return {
        at: look.retryAfterMs === undefined ? startOfDay(addDays(dayOf(now), 1)) : asked,
        failures: rhythm.failures,
        hold: null,
      }
    case 'rate-limited':
    case 'blocked':
    case 'unreachable':
      return { at: backedOff, failures: rhythm.failures + 1, hold: null }
    case 'unauthorised':
    case 'not-found':
    case 'malformed':
    case 'refused-address':
      return heldSoon(look, rhythm, backedOff)
  }
}

const latest = (one: Instant, other: Instant): Instant => (one > other ? one : other)

function heldSoon({ why }: Pick<Look, 'why'>, { failures }: Rhythm, at: Instant): Next {
  const next = failures + 1
  const hold = next >= HOLD_AFTER ? `连续 ${next} 次未能采集：${why ?? '原因不明'}。请核对设置后恢复` : null
  return { at, failures: next, hold }
}

const backOff = (failures: number): number => Math.min(CEILING, 15 * MINUTE * 2 ** Math.min(failures, 7))

function usualWait({ postDays, decisiveDays }: Pick<Rhythm, 'postDays' | 'decisiveDays'>, today: CivilDate): number {
  const days = [...new Set(postDays)].sort().reverse()
  const [newest] = days
  if (newest === undefined) return CEILING / 2
  const tomorrow = daysBetween(newest, today) + 1
  if (decisiveDays.includes(tomorrow)) return NEAR_A_THRESHOLD
  const gaps = days.slice(0, -1).map((day, at) => daysBetween(days[at + 1] ?? day, day))
  const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 2
  return Math.min(CEILING, Math.max(FLOOR, (median * 24 * HOUR) / 4))
}
