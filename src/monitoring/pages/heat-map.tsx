import { addDays, type CivilDate, daysBetween, firstDayOf, type Month } from '../../calendar/index.ts'
import { type DayRange, lastUpdates, postsPerDay } from '../../collection/index.ts'
import type { Db } from '../../database/index.ts'
import { mostSilentDays } from '../indicators/silence.ts'
import type { RunRules } from '../model.ts'
import { coveredStretches, patrolledUpdateDays, rulesOfRun } from '../page-queries.ts'
import type { ReviewedAccount } from '../reviewed.ts'
import { type DayLevel, dayLevels } from './day-levels.ts'
import { platformLabel } from './words.ts'

/** One line of the map: an account, its silence at the checkpoint, the level of each day, the days with an update. */
export type HeatRow = {
  name: string
  platform: string
  /** Null where the account never published, or where nobody saw enough to say (`unknown`). */
  silentDays: number | null
  unknown: boolean
  /** A person dismissed the silence: it is told in words and in no colour. */
  dismissed: boolean
  fails: boolean
  levels: DayLevel[]
  updates: number[]
}

/** The lines of a month's map, and the number of days from which silence fails. */
export type Heat = { rows: HeatRow[]; failsAt: number }

const ROWS = 22
// Far enough back that the silence at the month's first day is known where it matters.
const DAYS_BACK = 31

/** The accounts of a month that were silent longest, those that nobody saw among them, for the map of days. */
export async function heatRows(
  db: Db,
  districtId: string,
  month: Month,
  run: { id: string; checkpoint: CivilDate },
  accounts: readonly ReviewedAccount[],
  rules?: RunRules,
): Promise<Heat> {
  const shown = accounts
    .filter(isJudgedOnUpdates)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, ROWS)
  const ids = shown.map(({ accountId }) => accountId)
  const range = { from: firstDayOf(month), to: run.checkpoint }
  const seen = await seenDays(db, districtId, ids, { from: addDays(range.from, -DAYS_BACK), to: range.to })
  const { thresholds } = rules ?? (await rulesOfRun(db, districtId, run.id))
  const failsAt = mostSilentDays(thresholds) + 1
  const rows = shown.map((account) => {
    const of = seen(account.accountId)
    return {
      name: account.accountName,
      platform: platformLabel(account.platform).replace('微信', '').replace('新浪', ''),
      silentDays: account.silentDays,
      unknown: account.verdict === 'unknown',
      dismissed: account.silenceDismissed && account.verdict !== 'unknown',
      fails: account.verdict !== 'unknown' && !account.silenceDismissed && (account.silentDays ?? failsAt) >= failsAt,
      levels: dayLevels(of, range, failsAt),
      updates: of.updates.filter((day) => day >= range.from).map((day) => daysBetween(range.from, day)),
    }
  })
  return { rows, failsAt }
}

// An account that only serves is qualified without a number of days (N-NM-04); it has no place on the map.
const isJudgedOnUpdates = ({ silentDays, verdict }: ReviewedAccount) => silentDays !== null || verdict !== 'qualified'

// What fails and warns first, then what nobody saw, then the rest, as long as there is room. Never published weighs most.
const weight = ({ silentDays, verdict }: ReviewedAccount) => (verdict === 'unknown' ? 6.5 : (silentDays ?? 999))

async function seenDays(db: Db, districtId: string, ids: readonly string[], range: DayRange) {
  const covered = await coveredStretches(db, districtId, ids, range)
  const before = await lastUpdates(db, districtId, ids, addDays(range.from, -1))
  const days = [
    ...(await postsPerDay(db, districtId, ids, range)),
    ...(await patrolledUpdateDays(db, districtId, ids, range)),
  ]
  const byAccount = Map.groupBy(days, ({ accountId }) => accountId)
  return (id: string) => ({
    updates: [...(before.has(id) ? [before.get(id)!] : []), ...(byAccount.get(id) ?? []).map(({ day }) => day)],
    covered: covered.get(id) ?? [],
  })
}

const classOf = (level: DayLevel) => (level === 'unseen' ? 'hx' : `h${level}`)
const wordOf = ({ silentDays, unknown, dismissed }: HeatRow) =>
  unknown ? '未采集' : dismissed ? '已排除' : silentDays === null ? '未见发布' : `${silentDays} 天`
const toneOf = ({ silentDays, fails, dismissed }: HeatRow) =>
  fails ? 'tf' : !dismissed && (silentDays ?? 0) >= 7 ? 'tb' : 't3'

/** Days of silence of a month, an account a line: names and days to the left, so that a phone shows them first. */
export function HeatMap({ heat: { rows, failsAt }, month }: { heat: Heat; month: Month }) {
  const days = rows[0]?.levels.length ?? 0
  const height = 24 + rows.length * 20
  const failing = rows.filter((row) => row.fails).length
  const label = `${rows.length} 个账号${Number(month.slice(5))}月每日未更新天数，超过 ${failsAt - 1} 天的 ${failing} 个`
  return (
    <>
      <div class="heat">
        <svg width="178" height={height} viewBox={`0 0 178 ${height}`} aria-hidden="true">
          {rows.map((row, at) => (
            <>
              <text x="0" y={36 + at * 20}>
                {shortName(row.name)}
                <tspan class="t3">{` ${row.platform}`}</tspan>
              </text>
              <text class={toneOf(row)} x="170" y={36 + at * 20} text-anchor="end">
                {wordOf(row)}
              </text>
            </>
          ))}
        </svg>
        <div class="fig end" tabindex={0}>
          <svg height={height} role="img">
            <title>{label}</title>
            {dayMarks(days).map((day) => (
              <text class="t3" x={percent(day - 0.5)} y="14" text-anchor="middle">
                {day}
              </text>
            ))}
            <svg
              width={percent(days)}
              height={height}
              viewBox={`0 0 ${days * 16} ${height}`}
              preserveAspectRatio="none"
              aria-hidden="true"
            >
              <Hatch />
              {rows.map((row, at) =>
                runsOf(row.levels).map((run) => (
                  <path
                    class={classOf(run.level)}
                    d={`M${run.from * 16} ${22 + at * 20}h${run.days * 16}v18h-${run.days * 16}z`}
                  />
                )),
              )}
              <path
                class="gl"
                d={Array.from({ length: days + 1 }, (_, at) => `M${at * 16} 22V${height - 2}`).join('')}
              />
              <path
                class="dot"
                d={rows
                  .flatMap((row, at) => row.updates.map((day) => `M${day * 16 + 6} ${29 + at * 20}h4v4h-4z`))
                  .join('')}
              />
            </svg>
          </svg>
        </div>
      </div>
      <Legend failsAt={failsAt} />
    </>
  )
}

// The drawing is 31 days wide, however many of them a month has or has told.
const percent = (days: number) => `${((days / 31) * 100).toFixed(3)}%`

// Five Chinese characters and the platform fit beside the days.
const shortName = (name: string) => (name.length > 7 ? `${name.slice(0, 6)}…` : name)
const dayMarks = (days: number) => [1, 5, 10, 15, 20, 25, 30].filter((day) => day <= days)

function runsOf(levels: readonly DayLevel[]): { level: DayLevel; from: number; days: number }[] {
  const runs: { level: DayLevel; from: number; days: number }[] = []
  for (const [at, level] of levels.entries()) {
    const last = runs.at(-1)
    if (last?.level === level) last.days++
    else runs.push({ level, from: at, days: 1 })
  }
  return runs
}

const Hatch = () => (
  <defs>
    <pattern id="hx" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path d="M0 0h5v5H0z" fill="#fff" />
      <path d="M0 0v5" stroke="#8b939c" stroke-width="2" />
    </pattern>
  </defs>
)

const stepsOf = (failsAt: number) =>
  [
    ['h0', '0—6 天'],
    ['h1', '7—9'],
    ['h2', '10—12'],
    ['h3', failsAt > 14 ? `13—${failsAt - 1}` : '13'],
    ['h4', `超过 ${failsAt - 1} 天`],
    ['hx', '未采集'],
  ] as const

const Legend = ({ failsAt }: { failsAt: number }) => (
  <p class="lg up">
    {stepsOf(failsAt).map(([step, word]) => (
      <span>
        <svg viewBox="0 0 14 12" aria-hidden="true">
          <path class={step} d="M0 0h14v12H0z" />
        </svg>
        {word}
      </span>
    ))}
    <span>
      <svg viewBox="0 0 14 12" aria-hidden="true">
        <path class="dot" d="M5 4h4v4H5z" />
      </svg>
      当日有发布
    </span>
  </p>
)
