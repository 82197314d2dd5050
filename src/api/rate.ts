import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Bearer } from './tokens/model.ts'

export type Asking = Pick<Bearer, 'districtId' | 'id' | 'perMinute'>

/** How often a token may ask: a bucket that fills evenly and holds one minute's share, one for all programs together. */
export type Rate = { take(db: Db, asking: Asking, now: Instant): Promise<void> }

/** What a program holds of a token's bucket: `left` until `lapsesAt`; empty: no request before `blockedUntil`. */
type Lease = {
  left: number
  takenAt: Instant
  lapsesAt: number
  blockedUntil: number
  asked?: Promise<void> | undefined
}

// What nobody used for so long goes back with the next that is taken, so that it isn't granted beside a full bucket.
const LAPSES_AFTER_MS = 10_000

// More leases than these are forgotten. Whoever loses one has asked for less than he might have.
const MOST_LEASES = 10_000

// A bucket that was filled later than now by more than this was filled by a clock that was ahead.
const AHEAD_SECONDS = 60

/**
 * The bucket is a row of the database. A program takes a second's share at a time and gives it out from memory, so that a
 * token of a thousand requests a second costs one statement a second; a program that is killed takes at most that share
 * with it. Refuses `api.too-many`.
 */
export function startRate(): Rate {
  const leases = new Map<string, Lease>()
  const leaseOf = (id: string, now: Instant): Lease => {
    const known = leases.get(id)
    if (known) return known
    if (leases.size >= MOST_LEASES) leases.clear()
    const lease: Lease = { left: 0, takenAt: now, lapsesAt: 0, blockedUntil: 0 }
    leases.set(id, lease)
    return lease
  }
  return {
    async take(db, asking, now) {
      const nowMs = Date.parse(now)
      const lease = leaseOf(asking.id, now)
      for (;;) {
        // A clock that was set back must not stretch a lease or a refusal; requests of one moment pass one another.
        const isOfNow = nowMs >= Date.parse(lease.takenAt) - 1_000
        if (lease.left >= 1 && isOfNow && nowMs < lease.lapsesAt) {
          lease.left -= 1
          return
        }
        if (lease.left < 1 && isOfNow && nowMs < lease.blockedUntil)
          throw refuse('api.too-many', {
            most: asking.perMinute,
            seconds: Math.ceil((lease.blockedUntil - nowMs) / 1_000),
          })
        // Who comes while the share is asked for waits for the same answer.
        lease.asked ??= renew(db, lease, asking, now).finally(() => (lease.asked = undefined))
        await lease.asked
      }
    },
  }
}

async function renew(db: Db, lease: Lease, asking: Asking, now: Instant): Promise<void> {
  const nowMs = Date.parse(now)
  const { left, takenAt } = lease
  lease.left = 0
  const { given, allowance } = await takeShare(db, asking, { left, takenAt }, now)
  const perMs = asking.perMinute / 60_000
  lease.left = given
  lease.takenAt = now
  lease.lapsesAt = nowMs + LAPSES_AFTER_MS
  lease.blockedUntil = given > 0 ? 0 : nowMs + Math.max(1, (1 - allowance) / perMs)
}

/** One statement, one row: what is given back goes in, a share comes out, whatever other programs do at the same moment. */
async function takeShare(
  db: Db,
  { districtId, id, perMinute }: Asking,
  { left, takenAt }: Pick<Lease, 'left' | 'takenAt'>,
  now: Instant,
): Promise<{ given: number; allowance: number }> {
  const share = Math.max(1, Math.floor(perMinute / 60))
  const most = sql`${perMinute}::double precision`
  const elapsed = sql`greatest(0, extract(epoch from ${now}::timestamptz - a.filled_at))::double precision`
  const back = sql`case when a.full_at > ${takenAt}::timestamptz then 0 else ${left}::double precision end`
  const full = sql`least(${most}, a.allowance + ${back} + ${elapsed} * ${most} / 60)`
  const given = sql`least(${share}::double precision, floor(${full}))`
  const { rows } = await sql<{ given: number; allowance: number }>`
    insert into api_allowance as a (district_id, token_id, allowance, given, filled_at, full_at)
    values (${districtId}, ${id}, ${perMinute - share}, ${share}, ${now}, ${now})
    on conflict (district_id, token_id) do update set
      allowance = ${full} - ${given}, given = ${given},
      full_at = case when ${full} >= ${most} then greatest(a.full_at, ${now}::timestamptz) else a.full_at end,
      filled_at = case when a.filled_at > ${now}::timestamptz + make_interval(secs => ${AHEAD_SECONDS})
        then ${now}::timestamptz else greatest(a.filled_at, ${now}::timestamptz) end
    returning a.given, a.allowance`.execute(db)
  return rows[0]!
}
