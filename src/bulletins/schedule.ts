import { type Actor, type Deps, settingHistory } from '../access/index.ts'
import {
  addDays,
  addMonths,
  type CivilDate,
  dayOf,
  firstDayOf,
  isQuarter,
  lastDayOf,
  type Month,
  monthOf,
  monthsOf,
  type Period,
  previousQuarter,
  type Quarter,
  quarterOf,
} from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import { compileReport, reportVersions } from '../reporting/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import { wholeNumber } from '../web/index.ts'
import { listBulletins } from './queries.ts'
import { compileBulletin } from './verbs/compile-bulletin.ts'

/** What is made by itself, so many days after the end of its month or quarter. */
export const scheduled = {
  bulletin: { key: 'schedule.bulletin', label: '月度简报', after: '每月结束后' },
  report: { key: 'schedule.report', label: '季度报告', after: '每季度结束后' },
} as const
export type Scheduled = keyof typeof scheduled

/** Days after the end; 0: not by itself. */
export const scheduleDays = wholeNumber(0, 60, '天')

/** How many days after the end, in force on a day, and since when without a break; undefined: not by itself, as where nobody has said anything. */
export async function scheduleOn(
  db: Db,
  districtId: string,
  day: CivilDate,
): Promise<Partial<Record<Scheduled, { days: number; since: CivilDate }>>> {
  const changes = (await settingHistory(db, districtId)).filter(({ effectiveFrom }) => effectiveFrom <= day)
  return Object.fromEntries(
    (Object.keys(scheduled) as Scheduled[]).flatMap((kind) => {
      const own = changes.filter(({ key }) => key === scheduled[kind].key)
      const days = Number(own[0]?.value)
      // Other days are the same schedule: what fell between the old day and the new one is still made.
      const off = own.findIndex(({ value }) => !(Number(value) > 0))
      const first = own.at(off < 0 ? -1 : off - 1)
      return first && days > 0 ? [[kind, { days, since: first.effectiveFrom }]] : []
    }),
  )
}

// Further back nobody waits for a draft any more.
const MONTHS_BACK = 6
const QUARTERS_BACK = 2

/** The months or quarters before this one, the oldest first. */
function endedPeriods(kind: Scheduled, today: CivilDate): Period[] {
  if (kind === 'bulletin')
    return Array.from({ length: MONTHS_BACK }, (_, at) => addMonths(monthOf(today), at - MONTHS_BACK))
  const periods: Quarter[] = []
  let quarter = quarterOf(today)
  while (periods.length < QUARTERS_BACK) periods.unshift((quarter = previousQuarter(quarter)))
  return periods
}

const endOf = (period: Period): CivilDate => lastDayOf(monthsOf(period).at(-1)!)

/**
 * Makes the drafts whose day has come since the schedule began, also those whose day passed while the machine was off. Each
 * once, and none that people have begun themselves; what stood in the way (nothing was checked) is kept and tried again with the next day. Drafts only: nothing is
 * released, sent or published here.
 */
export async function generateDue(deps: Deps, actor: Actor, districtId: string, demo: boolean): Promise<string[]> {
  const today = deps.clock.today()
  const made: string[] = []
  for (const [kind, { days, since }] of Object.entries(await scheduleOn(deps.db, districtId, today))) {
    const done = await madeOf(deps.db, districtId, kind)
    for (const period of endedPeriods(kind as Scheduled, today)) {
      const due = addDays(endOf(period), days)
      if (due < since || due > today || done.has(period)) continue
      // A draft on top of what people have begun would take its place, their words and their way to the leader with it.
      const begun = await isBegun(deps.db, districtId, period)
      const refused = begun ? null : await make(deps, actor, { districtId, kind: kind as Scheduled, period, demo })
      await note(deps, { districtId, kind, period, refused })
      if (refused === null && !begun) made.push(period)
    }
  }
  return made
}

type Due = { districtId: string; kind: Scheduled; period: Period; demo: boolean }

/** Whether somebody has made a version since the period ended. */
async function isBegun(db: Db, districtId: string, period: Period): Promise<boolean> {
  const versions = isQuarter(period)
    ? await reportVersions(db, districtId, period)
    : (await listBulletins(db, districtId)).filter(({ month }) => month === period)
  return versions.some(({ createdAt }) => dayOf(createdAt) > endOf(period))
}

async function make(deps: Deps, actor: Actor, { districtId, kind, period, demo }: Due): Promise<string | null> {
  try {
    if (kind === 'bulletin') await compileBulletin(deps, actor, { districtId, month: period as Month, demo })
    else await compileReport(deps, actor, { districtId, quarter: period as Quarter, demo })
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

async function madeOf(db: Db, districtId: string, kind: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('generation_done')
    .select('period')
    .where('district_id', '=', districtId)
    .where('kind', '=', kind)
    .where('refused', 'is', null)
    .execute()
  return new Set(rows.map(({ period }) => period))
}

async function note(
  deps: Deps,
  { districtId, kind, period, refused }: { districtId: string; kind: string; period: Period; refused: string | null },
): Promise<void> {
  const said = { refused, done_at: deps.wall.now() }
  await deps.db
    .insertInto('generation_done')
    .values({ district_id: districtId, kind, period, ...said })
    .onConflict((conflict) => conflict.columns(['district_id', 'kind', 'period']).doUpdateSet(said))
    .execute()
}

/** What the schedule could not make, the newest first: for who has to see to it. */
export async function notMade(db: Db, districtId: string): Promise<{ kind: Scheduled; period: Period; why: string }[]> {
  const rows = await db
    .selectFrom('generation_done')
    .select(['kind', 'period', 'refused as why'])
    .where('district_id', '=', districtId)
    .where('refused', 'is not', null)
    .orderBy('period', 'desc')
    .limit(6)
    .execute()
  return rows as { kind: Scheduled; period: Period; why: string }[]
}

/** 2026-10-05: when the next draft of a kind is made, for the page. */
export function nextDue(kind: Scheduled, days: number, today: CivilDate): CivilDate {
  const last = kind === 'bulletin' ? addMonths(monthOf(today), -1) : previousQuarter(quarterOf(today))
  const due = addDays(endOf(last), days)
  if (due >= today) return due
  const now: Period = kind === 'bulletin' ? monthOf(firstDayOf(monthOf(today))) : quarterOf(today)
  return addDays(endOf(now), days)
}
