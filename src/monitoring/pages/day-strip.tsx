import { addDays, type CivilDate, daysBetween, formatMonthDayZh } from '../../calendar/index.ts'
import type { DayRange } from '../../collection/index.ts'

const DAYS = 30
// Two characters a day: 18 wide, 2 between.
const STEP = 20

/** The thirty days up to the checkpoint, with the days of an update, and the window that judges. */
export function DayStrip({ updates, window }: { updates: readonly CivilDate[]; window: DayRange }) {
  const from = addDays(window.to, 1 - DAYS)
  const days = Array.from({ length: DAYS }, (_, at) => addDays(from, at))
  const seen = new Set(updates)
  const inWindow = updates.filter((day) => day >= window.from && day <= window.to).length
  const start = 10 + daysBetween(from, window.from) * STEP
  const end = 8 + DAYS * STEP
  const words = `判定窗口　${formatMonthDayZh(window.from)}至${formatMonthDayZh(window.to)}，${inWindow} 天有发布`
  return (
    <div class="fig end" tabindex={0}>
      <svg viewBox="0 0 620 66" role="img">
        <title>{`${formatMonthDayZh(from)}至${formatMonthDayZh(window.to)}有 ${seen.size} 天发布。${words}`}</title>
        {days.map((day, at) => (
          <>
            <path d={`M${10 + at * STEP} 26h18v20h-18z`} fill={day >= window.from ? '#f6dfdb' : '#e3e9ec'} />
            {seen.has(day) && <path class="dot" d={`M${15 + at * STEP} 32h8v8h-8z`} />}
            {isMarked(day, at, window) && (
              <text class="t3" x={19 + at * STEP} y="62" text-anchor="middle">
                {Number(day.slice(8))}
              </text>
            )}
          </>
        ))}
        <path d={`M${start} 20v-6H${end}v6`} fill="none" stroke="#b3261e" stroke-width="1.2" />
        <text class="tf" x={(start + end) / 2} y="10" text-anchor="middle">
          {words}
        </text>
      </svg>
    </div>
  )
}

// Every fifth day, both ends, and the days on which the window begins and before it.
function isMarked(day: CivilDate, at: number, window: DayRange): boolean {
  if (day === window.from || at === 0 || at === DAYS - 1) return true
  const date = Number(day.slice(8))
  return date % 5 === 0 && Math.abs(daysBetween(day, window.from)) > 0 && at > 1 && at < DAYS - 2
}
