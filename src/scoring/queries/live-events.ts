import { type RawBuilder, sql } from 'kysely'
import { type CivilDate, daysFrom, endOfDay, type Instant, monthZh, month } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type TriggerRule, triggerRules } from '../../filing/index.ts'
import { indicatorOf, unitIndicators } from '../../monitoring/index.ts'
import { waitsForUnitStates } from '../../rectification/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import type { ScoreEvent, Seat, ScoredUnit } from '../model.ts'

/** Which events are asked for: of the year up to `to`, as far as they were known before `cut`; null: all that is known now. */
export type Window = { districtId: string; year: number; to: CivilDate; cut: Instant | null }

export function windowOf(districtId: string, year: number, asOf: CivilDate, today: CivilDate): Window {
  const last = `${year}-12-31` as CivilDate
  return { districtId, year, to: asOf < last ? asOf : last, cut: asOf >= today ? null : endOfDay(asOf) }
}

export const knownBefore = (at: RawBuilder<unknown>, { cut }: Pick<Window, 'cut'>) =>
  cut === null ? sql`true` : sql`${at} < ${cut}::timestamptz`

const months = ({ year }: Window) => sql`between ${`${year}-01`} and ${`${year}-12`}`
const days = ({ year, to }: Window) => sql`between ${`${year}-01-01`}::date and ${to}::date`

// The run that speaks for a month: the one with the latest checkpoint, of these the newest.
const speaking = (w: Window, onlyKnown: boolean) => sql`
  select distinct on (month) month, id, checkpoint, finished_at from check_run
  where district_id = ${w.districtId} and month ${months(w)}
    ${onlyKnown ? sql`and checkpoint <= ${w.to}::date and ${knownBefore(sql`finished_at`, w)}` : sql``}
  order by month, checkpoint desc, finished_at desc, id desc`

const corrected = sql`exists (select from finding_correction c
  where c.district_id = f.district_id and c.finding_id = f.id)`
const decidedOnce = sql`f.state = 'confirmed' and f.version <= 2`
const notRefuted = (w: Window) => sql`(s.id is null or s.id = f.run_id or not ${knownBefore(sql`s.finished_at`, w)})`

/**
 * Findings that people had confirmed by then. A finding decided once says so itself, and nearly all are; of one that was
 * decided again the trail knows how it stood; a correction after closing stands above both. What a later check refuted
 * doesn't count.
 */
const standing = (w: Window) => sql`
  select f.id, f.indicator, f.month, f.account_id, f.run_id, f.facts, f.decided_by as by, f.decided_at as at
  from finding f left join newest s on s.month = f.month
  where f.district_id = ${w.districtId} and f.month ${months(w)} and ${decidedOnce}
    and ${knownBefore(sql`f.decided_at`, w)} and not ${corrected} and ${notRefuted(w)}
  union all
  select f.id, f.indicator, f.month, f.account_id, f.run_id, f.facts, coalesce(k.corrected_by, d.by),
    coalesce(k.corrected_at, d.at)
  from finding f
  left join newest s on s.month = f.month
  left join lateral (select c.to_state, c.corrected_by, c.corrected_at from finding_correction c
    where c.district_id = f.district_id and c.finding_id = f.id and ${knownBefore(sql`c.corrected_at`, w)}
    order by c.corrected_at desc, c.id desc limit 1) k on true
  left join lateral (
    select f.decided_by as by, f.decided_at as at
    where f.state = 'confirmed' and (f.version <= 2 or ${w.cut === null}) and ${knownBefore(sql`f.decided_at`, w)}
    union all
    select t.actor_id, t.occurred_at from (
      select e.action, e.actor_id, e.occurred_at from trail_event e
      where e.district_id = f.district_id and e.subject_kind = 'finding' and e.subject_id = f.id::text
        and e.action in ('finding.confirmed', 'finding.dismissed', 'finding.needs-evidence')
        and ${knownBefore(sql`e.occurred_at`, w)}
      order by e.seq desc limit 1) t
    where ${w.cut !== null} and not (${decidedOnce}) and t.action = 'finding.confirmed'
      and not (f.state in ('candidate', 'withdrawn') and s.finished_at > t.occurred_at and ${knownBefore(sql`s.finished_at`, w)})
    limit 1) d on true
  where f.district_id = ${w.districtId} and f.month ${months(w)} and (not (${decidedOnce}) or ${corrected})
    and case when k.to_state is not null then k.to_state = 'confirmed' else d.at is not null end
    and (k.to_state is not null or ${notRefuted(w)})`

// A day for an answer that ended while the unit owed it (decision 020), whatever the order became since.
const missed = (w: Window) => sql`
  select distinct on (d.order_id) d.order_id, d.day, (d.day + 1)::timestamp at time zone 'Asia/Shanghai' as at
  from (select district_id, order_id, version, (facts ->> 'feedbackBy')::date as day,
      lead(at) over (partition by order_id order by version) as replaced_at
    from rectification_step where district_id = ${w.districtId} and facts ? 'feedbackBy') d
  cross join lateral (select s.state from rectification_step s
    where s.district_id = d.district_id and s.order_id = d.order_id
      and s.at < (d.day + 1)::timestamp at time zone 'Asia/Shanghai'
    order by s.version desc limit 1) s
  where d.day < ${w.to}::date and s.state = any(${[...waitsForUnitStates]}::text[])
    and (d.replaced_at is null or d.replaced_at >= (d.day + 1)::timestamp at time zone 'Asia/Shanghai')
  order by d.order_id, d.day`

// What was withdrawn, or against which an appeal was upheld, never happened.
const ordersThatStand = (w: Window) => sql`
  select o.id, o.unit_id, o.number, o.issued_by from rectification_order o
  where o.district_id = ${w.districtId} and o.number is not null and not exists (
    select from rectification_step s where s.district_id = o.district_id and s.order_id = o.id
      and s.action in ('withdraw', 'uphold') and ${knownBefore(sql`s.at`, w)})`

// What a circular said then: what a later correction changed is read from what it kept of before.
const circularsThen = (w: Window) => sql`
  select c.id, coalesce(h.before ->> 'level', c.level) as level, coalesce(h.before ->> 'title', c.title) as title,
    coalesce((h.before ->> 'issuedOn')::date, c.issued_on) as on,
    coalesce((h.before ->> 'pointsDeducted')::boolean, c.points_deducted) as deducted, h.before -> 'named' as named,
    c.entered_by, c.entered_at
  from upper_circular c
  left join lateral (select x.before from upper_circular_change x where x.district_id = c.district_id
    and x.circular_id = c.id and not ${knownBefore(sql`x.changed_at`, w)} order by x.version limit 1) h on true
  where c.district_id = ${w.districtId} and ${knownBefore(sql`c.entered_at`, w)}
    and (c.withdrawn_at is null or not ${knownBefore(sql`c.withdrawn_at`, w)})`

const noUnit = sql`null::uuid`

/** How much of an event is asked for: what a score needs, or also what is told of it to people. */
export type Telling = 'bare' | 'told'

/** Every event of the year, as it was known then; in no order. */
export async function liveEvents(db: Db | Tx, w: Window, telling: Telling): Promise<ScoreEvent[]> {
  if (telling === 'bare') return bareEvents(db, w)
  const { rows } = await sql<ScoreEvent & { month: string | null; said: string | null }>`
    select e.id, e.kind, e.code, e."unitId", e."accountId", e.on, e.count, e.month, e.said, e."confirmedBy", e."knownAt"
    from (${happened(w)}) e`.execute(db)
  return rows.map(({ month: of, said, ...event }) => ({ ...event, title: titleOf(event, of, said) }))
}

// A province's year has hundreds of thousands: those of one kind and account come as one text, days as counted from
// New Year. A row each costs the program more than the events themselves.
async function bareEvents(db: Db | Tx, w: Window): Promise<ScoreEvent[]> {
  // They are sorted by what they share: in memory, for as long as this transaction lasts, not on disk.
  await sql`select set_config('work_mem', '64MB', true)`.execute(db)
  const newYear = `${w.year}-01-01` as CivilDate
  const { rows } = await sql<Pick<ScoreEvent, 'kind' | 'code' | 'unitId' | 'accountId'> & { written: string }>`
    select e.kind, e.code, e."unitId", e."accountId",
      string_agg(e.id || ' ' || (e.on - ${newYear}::date) || ' ' || e.count, ',') as written
    from (${happened(w)}) e group by e."accountId", e."unitId", e.kind, e.code`.execute(db)
  const day = daysFrom(newYear)
  return rows.flatMap(({ written, ...shared }) =>
    written.split(',').map((one): ScoreEvent => {
      const [id = '', on = '', count = ''] = one.split(' ')
      return { id, ...shared, on: day(on), count: Number(count) }
    }),
  )
}

const happened = (w: Window) => sql`
    with newest as materialized (${speaking(w, false)}),
    standing as materialized (${standing(w)}),
    missed as materialized (${missed(w)}),
    failed as materialized (
      select distinct on (s.order_id) s.order_id, (s.at at time zone 'Asia/Shanghai')::date as day, s.at, s.by
      from rectification_step s where s.district_id = ${w.districtId} and s.action = 'fail'
        and ${knownBefore(sql`s.at`, w)} order by s.order_id, s.version),
    orders as materialized (${ordersThatStand(w)}),
    circulars as (${circularsThen(w)}),
    -- A fact of the unit was found with each of its accounts; it is one.
    placed as (
      select n.id, n.indicator, n.month, n.by, n.at, c.unit_id, n.account_id, r.checkpoint, n.facts,
        n.indicator = any(${[...unitIndicators]}::text[]) as "ofUnit"
      from standing n
      join check_run r on r.district_id = ${w.districtId} and r.id = n.run_id
      join check_result c on c.district_id = ${w.districtId} and c.run_id = n.run_id and c.account_id = n.account_id
      where r.checkpoint <= ${w.to}::date),
    findings as materialized (
      select id, indicator, month, by, at, unit_id, account_id, checkpoint, facts from placed where not "ofUnit"
      union all
      (select distinct on (unit_id, month, indicator) id, indicator, month, by, at, unit_id, ${noUnit}, checkpoint, facts
      from placed where "ofUnit" order by unit_id, month, indicator, id))
    select 'finding/' || f.id as id, 'finding' as kind, f.indicator as code, f.unit_id as "unitId",
      f.account_id as "accountId", f.checkpoint as on, greatest(1, case
        when f.facts ? 'reports' and jsonb_typeof(f.facts -> 'reports') = 'number' then (f.facts ->> 'reports')::int
        when jsonb_typeof(f.facts -> 'broken') = 'array' then jsonb_array_length(f.facts -> 'broken') else 1 end) as count,
      f.month, null as said, f.by as "confirmedBy", f.at as "knownAt"
    from findings f
    union all
    select 'unremedied/' || n.id, 'unremedied', n.indicator, o.unit_id, n.account_id,
      least(m.day, x.day), 1, n.month, o.number, o.issued_by, least(m.at, x.at)
    from standing n
    join rectification_finding f on f.district_id = ${w.districtId} and f.finding_id = n.id and f.class = 'veto'
    join orders o on o.id = f.order_id
    left join missed m on m.order_id = o.id
    left join failed x on x.order_id = o.id
    where least(m.day, x.day) ${days(w)}
    union all
    select 'order-late/' || o.id, 'order-late', '', o.unit_id, ${noUnit}, m.day, 1, null, o.number, o.issued_by, m.at
    from missed m join orders o on o.id = m.order_id where m.day ${days(w)}
    union all
    select 'recheck-failed/' || o.id, 'recheck-failed', '', o.unit_id, ${noUnit}, x.day, 1, null, o.number, x.by, x.at
    from failed x join orders o on o.id = x.order_id where x.day ${days(w)}
    union all
    select 'message/' || m.id, 'message', m.kind, coalesce(m.unit_id, n.unit_id), m.account_id, m.due_on, 1, null, null,
      n.by, n.at
    from message m
    cross join lateral (select g.by, g.at, g.unit_id from findings g
      where g.indicator = 'D-JS-07' and g.account_id = m.account_id and g.checkpoint > m.due_on
        and (m.replied_on is null or m.replied_on >= (g.month || '-01')::date)
      order by g.month limit 1) n
    where m.district_id = ${w.districtId} and m.due_on ${days(w)} and (m.replied_on is null or m.replied_on > m.due_on)
      and not exists (select from message_step i where i.district_id = m.district_id and i.message_id = m.id
        and m.state = 'invalid' and i.action = 'invalidate' and ${knownBefore(sql`i.done_at`, w)})
    union all
    select 'reminder/' || r.id, 'reminder', r.origin, r.unit_id, r.account_id,
      (r.sent_at at time zone 'Asia/Shanghai')::date, 1, null, r.note, r.sent_by, r.sent_at
    from rectification_reminder r
    where r.district_id = ${w.districtId} and r.origin = 'threshold' and ${knownBefore(sql`r.sent_at`, w)}
      and (r.sent_at at time zone 'Asia/Shanghai')::date ${days(w)}
    union all
    select 'clue/' || t.id, 'clue', t.rule, t.unit_id, t.account_id, (t.raised_at at time zone 'Asia/Shanghai')::date, 1,
      null, null, t.decided_by, t.decided_at
    from accountability_trigger t
    where t.district_id = ${w.districtId} and t.state = 'upheld' and t.unit_id is not null
      and ${knownBefore(sql`t.decided_at`, w)} and (t.raised_at at time zone 'Asia/Shanghai')::date ${days(w)}
    union all
    select 'circular/' || c.id || '/' || u.id, 'circular', c.level, u.id, ${noUnit}, c.on, 1, null, c.title, c.entered_by,
      c.entered_at
    from circulars c
    join unit u on u.district_id = ${w.districtId} and case when c.named is null
      then exists (select from upper_circular_named n where n.district_id = u.district_id and n.circular_id = c.id
        and n.unit_id = u.id)
      else exists (select from jsonb_array_elements_text(c.named) line where split_part(line, '｜', 1) = u.name) end
    where c.deducted and c.on ${days(w)}`

function titleOf({ kind, code }: Pick<ScoreEvent, 'kind' | 'code'>, of: string | null, said: string | null): string {
  if (kind === 'finding') return `${of ? monthZh(month(of)) : ''}监测：${indicatorOf(code).label}`
  if (kind === 'unremedied') return `${indicatorOf(code).label}，${said ?? '整改通知'}所定期限内未整改合格`
  if (kind === 'message') return '留言逾期未答复'
  if (kind === 'clue') return Object.hasOwn(triggerRules, code) ? triggerRules[code as TriggerRule].label : code
  return said ?? ''
}

/** Which accounts a unit answered for in the months that were checked by then; those with 办事 entries are marked. */
export async function liveSeats(db: Db | Tx, w: Window): Promise<Seat[]> {
  const { rows } = await sql<Seat & { platform: Platform }>`
    with speaking as (${speaking(w, true)})
    select c.unit_id as "unitId", c.account_id as "accountId", max(c.account_name) as "accountName",
      max(c.platform) as platform,
      exists (select from service_entry e where e.district_id = ${w.districtId} and e.account_id = c.account_id
        and ${knownBefore(sql`e.created_at`, w)}) as service
    from speaking s join check_result c on c.district_id = ${w.districtId} and c.run_id = s.id
    group by c.unit_id, c.account_id order by max(c.account_name) collate "zh-x-icu", c.account_id`.execute(db)
  return rows.map(({ platform, ...seat }) => ({
    ...seat,
    accountName: `${seat.accountName}（${platforms[platform].label}）`,
  }))
}

/** Units to be scored, in the order of the ledger: those that the notice reached then, and those that something of the year tells of. */
export async function liveUnits(db: Db | Tx, w: Window, told: readonly string[]): Promise<ScoredUnit[]> {
  const { rows } = await sql<ScoredUnit & { kind: UnitKind; told: boolean }>`
    select u.id, u.name, u.kind, u.id = any(${[...told]}::uuid[]) as told,
      exists (select from account a where a.district_id = u.district_id and a.unit_id = u.id
        and a.running_state <> 'deregistered' and ${knownBefore(sql`a.created_at`, w)}) as unmonitored
    from unit u where u.district_id = ${w.districtId} and (u.id = any(${[...told]}::uuid[])
      or u.state = 'active' and ${knownBefore(sql`u.created_at`, w)})
    order by u.name collate "zh-x-icu", u.id`.execute(db)
  return rows
    .filter((one) => one.told || unitKinds[one.kind].inScope)
    .map(({ id, name, unmonitored }) => ({ id, name, unmonitored: unmonitored ?? false }))
}
