import { sql } from 'kysely'
import { addDays, type CivilDate, dayOf, type Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { updateLimitsOn, updateStands } from '../../monitoring/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'

/**
 * What an account did after 更新提醒. in-time: its next update came on the day of the reminder or later, within its days;
 * before: within its days, before the reminder went out; late: its days were looked at and none came; waiting: they are
 * not over; unseen: they are over, and nobody looked at all of them.
 */
export type AfterReminder = 'in-time' | 'before' | 'late' | 'waiting' | 'unseen'

/** One 提醒 as a report keeps it. `warned` is null for one by hand, and where the check it rests on tells no days. */
export type FollowedReminder = {
  id: string
  origin: 'threshold' | 'by-hand'
  unitName: string
  sentOn: CivilDate
  warned: {
    accountId: string
    accountName: string
    platform: Platform
    checkpoint: CivilDate
    silentDays: number
    /** Of the district's warnings the one that was reached, in days. */
    level: number
    /** The last day of its days, by the last update before the checkpoint as it is known now. */
    dueOn: CivilDate
    updatedOn: CivilDate | null
    after: AfterReminder
  } | null
}

type Facts = { sentOn: CivilDate; dueOn: CivilDate; updatedOn: CivilDate | null; covered: boolean }

/** Days alone are compared: an update on the day of the reminder counts as one that followed it. */
export function afterReminder({ sentOn, dueOn, updatedOn, covered }: Facts, today: CivilDate): AfterReminder {
  if (updatedOn && updatedOn <= dueOn) return updatedOn >= sentOn ? 'in-time' : 'before'
  if (dueOn >= today) return 'waiting'
  return covered ? 'late' : 'unseen'
}

type Sent = {
  id: string
  unitName: string
  sentAt: Instant
  origin: 'threshold' | 'by-hand'
  accountId: string
  accountName: string
  platform: Platform
  silentDays: number | null
  checkpoint: CivilDate | null
  lastOn: CivilDate | null
}

/** 提醒 from a moment on and before another, in the order of the ledger, each with what followed until today. */
export async function followedReminders(
  tx: Tx,
  districtId: string,
  { from, until, today }: { from: Instant; until: Instant; today: CivilDate },
): Promise<FollowedReminder[]> {
  const { rows } = await sql<Sent>`
    select r.id, u.name as "unitName", r.sent_at as "sentAt", r.origin, r.account_id as "accountId",
      a.name as "accountName", a.platform, r.silent_days as "silentDays", run.checkpoint,
      greatest((select max(p.published_on) from post p where p.district_id = r.district_id and p.account_id = r.account_id
          and not p.automatic and p.published_on <= run.checkpoint),
        (select max(p.last_update_on) from patrol p where p.district_id = r.district_id and p.account_id = r.account_id
          and p.last_update_on <= run.checkpoint and ${updateStands})) as "lastOn"
    from rectification_reminder r
    join unit u on u.district_id = r.district_id and u.id = r.unit_id
    left join account a on a.district_id = r.district_id and a.id = r.account_id
    left join lateral (
      select max(c.checkpoint) as checkpoint from check_run c where c.district_id = r.district_id and c.month = r.month
        and c.checkpoint <= (r.sent_at at time zone 'Asia/Shanghai')::date
    ) run on true
    where r.district_id = ${districtId} and r.sent_at >= ${from} and r.sent_at < ${until}
    order by r.origin desc, r.month, u.name collate "zh-x-icu", a.platform, a.name collate "zh-x-icu", r.sent_at, r.id`.execute(
    tx,
  )
  const limits = new Map<CivilDate, Awaited<ReturnType<typeof updateLimitsOn>>>()
  for (const { checkpoint } of rows)
    if (checkpoint && !limits.has(checkpoint)) limits.set(checkpoint, await updateLimitsOn(tx, districtId, checkpoint))
  const warned = rows.flatMap((row) => {
    const { origin, checkpoint, silentDays, lastOn } = row
    const limit = checkpoint && limits.get(checkpoint)
    if (origin !== 'threshold' || !limit || silentDays === null) return []
    // A post that came to light since moves the days on: nobody is late by what was not known then.
    const known = addDays(checkpoint, -silentDays)
    const level = limit.warnAtDays.findLast((days) => silentDays >= days) ?? 0
    const dueOn = addDays(lastOn && lastOn > known ? lastOn : known, limit.mostSilentDays)
    return [{ ...row, checkpoint, silentDays, level, dueOn }]
  })
  const seen = await seenAfter(tx, districtId, warned, today)
  const byId = new Map(warned.map((one) => [one.id, one]))
  return rows.map(({ id, origin, unitName, sentAt }) => {
    const sentOn = dayOf(sentAt)
    const one = byId.get(id)
    if (!one) return { id, origin, unitName, sentOn, warned: null }
    const { accountId, accountName, platform, checkpoint, silentDays, level, dueOn } = one
    const { updatedOn = null, covered = false } = seen.get(id) ?? {}
    const after = afterReminder({ sentOn, dueOn, updatedOn, covered }, today)
    return {
      id,
      origin,
      unitName,
      sentOn,
      warned: { accountId, accountName, platform, checkpoint, silentDays, level, dueOn, updatedOn, after },
    }
  })
}

type Seen = { id: string; updatedOn: CivilDate | null; covered: boolean }

/**
 * The first update after each checkpoint, collected or seen by a patroller, and whether all days from there to the last were
 * looked at, the last of them after it was over.
 */
async function seenAfter(
  tx: Tx,
  districtId: string,
  warned: readonly { id: string; accountId: string; checkpoint: CivilDate; dueOn: CivilDate }[],
  today: CivilDate,
): Promise<Map<string, Seen>> {
  const { rows } = await sql<Seen>`
    select w.id, least((
        select min(p.published_on) from post p where p.district_id = ${districtId} and p.account_id = w.account_id
          and not p.automatic and p.published_on > w.checkpoint and p.published_on <= ${today}
      ), (
        select min(p.last_update_on) from patrol p where p.district_id = ${districtId} and p.account_id = w.account_id
          and p.last_update_on > w.checkpoint and p.last_update_on <= ${today} and ${updateStands}
      )) as "updatedOn", coalesce((
        select range_agg(daterange(s.from_day, s.to_day, '[]')) @> daterange(w.checkpoint, w.due_on, '(]')
          and bool_or(s.to_day >= w.due_on and s.from_day <= w.due_on
            and s.collected_at >= (w.due_on + 1)::timestamp at time zone 'Asia/Shanghai')
        from collection_span s where s.district_id = ${districtId} and s.account_id = w.account_id
      ), false) as covered
    from unnest(${warned.map(({ id }) => id)}::uuid[], ${warned.map(({ accountId }) => accountId)}::uuid[],
      ${warned.map(({ checkpoint }) => checkpoint)}::date[], ${warned.map(({ dueOn }) => dueOn)}::date[])
      as w (id, account_id, checkpoint, due_on)`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}
