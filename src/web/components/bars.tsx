import { type Mark, statusWords } from './status.tsx'

/** How long an account may be silent where it is judged, and at which days it is reminded before. */
export type UpdateLimits = { mostSilentDays: number; warnAtDays: readonly number[] }

/** The day the bar has its stroke at: 两周. A district that counts otherwise has none, rather than a wrong one. */
const MARKED = 14

/** Days since the last update on a bar of 0 to 21 days with the mark at 14. Undefined days: unknown, never 0. */
export function SilentDays({ days, limits }: { days: number | undefined; limits: UpdateLimits }) {
  if (days === undefined) {
    return (
      <div class="days nk">
        <b>未知</b>
        <i></i>
      </div>
    )
  }
  const { mostSilentDays: most, warnAtDays } = limits
  const tone = days > most ? ' lf' : days >= Math.min(...warnAtDays) ? ' lw' : ''
  return (
    <div class={`days d${Math.min(21, Math.max(0, days))}${tone}${most === MARKED ? '' : ' own'}`}>
      <b>{`${days} 天`}</b>
      <i></i>
    </div>
  )
}

export type Segment = { mark: Mark; count: number; word?: string; href?: string }

const fills: Readonly<Record<Exclude<Mark, 'unkn'>, string>> = {
  pass: '#1c6a42',
  warn: '#855000',
  fail: '#b3261e',
  pend: '#4a479c',
}

/** Parts of a whole in one bar, with their counts in words below; what wasn't collected is hatched. `id`: where a page has two. */
export function SegmentBar({ segments, id = 'hz' }: { segments: readonly Segment[]; id?: string }) {
  const total = segments.reduce((sum, { count }) => sum + count, 0)
  let at = 0
  const parts = segments.map(({ mark, count }) => {
    const width = total === 0 ? 0 : (count / total) * 600
    const part = { mark, x: at, width: Math.max(0, width - 2) }
    at += width
    return part
  })
  return (
    <>
      <div class="seg">
        <svg viewBox="0 0 600 12" preserveAspectRatio="none" aria-hidden="true">
          <defs>
            <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path d="M0 0h6v6H0z" fill="#fff" />
              <path d="M0 0v6" stroke="#565e68" stroke-width="4" />
            </pattern>
          </defs>
          {parts
            .filter(({ width }) => width > 0)
            .map(({ mark, x, width }) => (
              <path
                fill={mark === 'unkn' ? `url(#${id})` : fills[mark]}
                d={`M${x.toFixed(1)} 0h${width.toFixed(1)}v12h-${width.toFixed(1)}z`}
              />
            ))}
        </svg>
      </div>
      <div class="legend">
        {segments.map(({ mark, count, word = statusWords[mark], href }) =>
          href ? (
            <a href={href} class={`st ${mark}`}>
              {word} <b>{count}</b>
            </a>
          ) : (
            <span class={`st ${mark}`}>
              {word} <b>{count}</b>
            </span>
          ),
        )}
      </div>
    </>
  )
}
