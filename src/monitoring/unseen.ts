import { type RawBuilder, sql } from 'kysely'
import type { Month } from '../calendar/index.ts'
import type { DayRange } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { judgedAgain } from './queries.ts'

// A month is patrolled while it is fresh: in it or within the month that follows. A look half a year later says nothing.
const LOOKING_BACK_DAYS = 31

/**
 * The newest look at an account from a window's first day to a month after its last: it speaks for the month, and of an
 * account that could not be opened nothing more can be seen. Pages, bench and the verb that closes all ask this.
 */
const newestLook = (districtId: string, of: Record<'account' | 'from' | 'to', RawBuilder<unknown>>) => sql`
  select p.reachable, p.created_at, p.last_update_on from patrol p
  where p.district_id = ${districtId} and p.account_id = ${of.account}
    and p.checked_at >= ${of.from}::date::timestamp at time zone 'Asia/Shanghai'
    and p.checked_at < (${of.to}::date + ${LOOKING_BACK_DAYS}::int)::timestamp at time zone 'Asia/Shanghai'
  order by p.checked_at desc, (p.reachable = 'open') desc, p.id desc limit 1`

/**
 * An account that a run could not judge. `explained` and `unreachable`: the month may close with it unknown. `patrolled`:
 * somebody has opened it since the run was last judged, and judging again will tell. Null: it waits for a patroller or a reason.
 */
export type UnknownAccount = {
  month: Month
  accountId: string
  settled: 'explained' | 'unreachable' | 'patrolled' | null
  reason: string | null
}

/** The accounts that some runs could not judge, with what people have done about them since. */
export async function unknownAccounts(
  db: Db | Tx,
  districtId: string,
  runIds: readonly string[],
): Promise<UnknownAccount[]> {
  const look = newestLook(districtId, {
    account: sql`c.account_id`,
    from: sql`(r.checkpoint - r.most)`,
    to: sql`r.checkpoint`,
  })
  const found = await sql<UnknownAccount>`
    select r.month, c.account_id as "accountId", given.reason,
      case when given.reason is not null then 'explained'
        when look.reachable <> 'open' then 'unreachable'
        when look.created_at > r.judged_at and coalesce(look.last_update_on, r.checkpoint) <= r.checkpoint
          then 'patrolled'
      end as settled
    from (
      select id, month, checkpoint, greatest(finished_at, (select max(e.occurred_at) from trail_event e
          where e.district_id = check_run.district_id and e.subject_kind = 'check' and e.subject_id = check_run.id::text
            and e.action = ${judgedAgain})) as judged_at,
        (rules -> 'thresholds' ->> 'maxSilentDays')::int
        - case when (rules -> 'thresholds' ->> 'strictFourteen')::boolean then 1 else 0 end as most
      from check_run where district_id = ${districtId} and id = any(${[...runIds]}::uuid[])
    ) r
    join check_result c on c.district_id = ${districtId} and c.run_id = r.id and c.verdict = 'unknown'
    left join unknown_reason given
      on given.district_id = c.district_id and given.month = r.month and given.account_id = c.account_id
    left join lateral (${look}) look on true`.execute(db)
  return found.rows
}

/** Which of some accounts somebody looked for, in or after a window, and could not open. */
export async function unreachableAccounts(
  db: Db,
  districtId: string,
  accountIds: readonly string[],
  window: DayRange,
): Promise<Set<string>> {
  const look = newestLook(districtId, { account: sql`one.id`, from: sql`${window.from}`, to: sql`${window.to}` })
  const { rows } = await sql<{ id: string }>`
    select one.id from unnest(${[...accountIds]}::uuid[]) as one (id)
    join lateral (${look}) look on look.reachable <> 'open'`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
