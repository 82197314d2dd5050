import { quarterNumeral } from '../../calendar/index.ts'
import type { Child } from 'hono/jsx'
import { judgedHref } from '../hrefs.ts'
import type { TrendQuarter } from '../model.ts'
import { noRateWords, Opens } from './figure.tsx'

const STEP = 100
const HEIGHT = 100
const xOf = (at: number) => at * STEP + STEP / 2

/** 季度趋势: rate and coverage over eight quarters above their numbers. A quarter without a rate parts the line. */
export function Trend({ quarters }: { quarters: readonly TrendQuarter[] }) {
  const any = quarters.some(({ counted }) => counted)
  return (
    <section class="card" aria-label="季度趋势">
      <header>
        <h2>季度趋势</h2>
        <p>单位：%　空心点为尚未办结</p>
      </header>
      <table class="trend">
        <thead>
          <tr>
            <td></td>
            {quarters.map(({ quarter }) => (
              <th scope="col">
                {`${quarter.slice(2, 4)}年`}
                <br />
                {`${quarterNumeral(quarter)}季度`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {any && (
            <tr class="drawn">
              <Axis quarters={quarters} />
              <td colspan={quarters.length}>
                <Lines quarters={quarters} />
              </td>
            </tr>
          )}
          <Row label="合格率" mark="rate" quarters={quarters}>
            {(one) => <Rate of={one} />}
          </Row>
          <Row label="采集覆盖率" mark="cover" quarters={quarters}>
            {({ quarter, counted, coverage }) =>
              counted && coverage !== null ? (
                <a
                  class="op"
                  href={judgedHref(quarter, 'judged')}
                  aria-label={`${quarter} 采集覆盖率 ${(coverage / 10).toFixed(1)}`}
                >
                  {(coverage / 10).toFixed(1)}
                </a>
              ) : null
            }
          </Row>
          <Row label="暂不判定" quarters={quarters}>
            {({ quarter, counted }) =>
              counted && (
                <Opens count={counted.unknown} href={judgedHref(quarter, 'unknown')} label={`${quarter} 暂不判定`} />
              )
            }
          </Row>
          <Row label="待复核" quarters={quarters}>
            {({ quarter, counted }) =>
              counted && (
                <Opens count={counted.pending} href={judgedHref(quarter, 'pending')} label={`${quarter} 待复核`} />
              )
            }
          </Row>
        </tbody>
      </table>
      <footer>
        <span>“—”未监测或作出判定的不足一半，“待定”尚有线索待复核；暂不判定、待复核按个数，不计入合格率</span>
      </footer>
    </section>
  )
}

type RowProps = {
  label: string
  mark?: 'rate' | 'cover'
  quarters: readonly TrendQuarter[]
  children: (of: TrendQuarter) => Child
}

const Row = ({ label, mark, quarters, children }: RowProps) => (
  <tr>
    <th scope="row">
      {mark && <Sign mark={mark} />}
      {label}
    </th>
    {quarters.map((one) => (
      <td>{children(one) ?? <span class="nil">—</span>}</td>
    ))}
  </tr>
)

const Sign = ({ mark }: { mark: 'rate' | 'cover' }) => (
  <svg class={`sign ${mark}`} viewBox="0 0 24 10" aria-hidden="true">
    <path class={`line ${mark}`} d="M0 5H24" />
    <path class={`point ${mark}`} d="M12 5h0.01" />
  </svg>
)

function Rate({ of: { quarter, rate, noRate } }: { of: TrendQuarter }) {
  if (rate !== null)
    return (
      <a class="op" href={judgedHref(quarter, 'settled')} aria-label={`${quarter} 合格率 ${(rate / 10).toFixed(1)}`}>
        {(rate / 10).toFixed(1)}
      </a>
    )
  return <span class="nil">{noRateWords[noRate ?? 'no-data']}</span>
}

/** Where the axis begins: it ends at 100, and says where it is cut. */
function floorOf(quarters: readonly TrendQuarter[]): number {
  const shares = quarters.flatMap(({ rate, coverage }) => [rate, coverage]).filter((share) => share !== null)
  const least = Math.min(1000, ...shares) / 10
  return Math.min(90, Math.max(0, Math.floor((least - 2) / 10) * 10))
}

const Axis = ({ quarters }: { quarters: readonly TrendQuarter[] }) => (
  <td class="axis">
    <span>100</span>
    <span>{floorOf(quarters)}</span>
  </td>
)

type Point = { x: number; y: number; hollow: boolean }

function Lines({ quarters }: { quarters: readonly TrendQuarter[] }) {
  const floor = floorOf(quarters)
  const points = (share: (of: TrendQuarter) => number | null) =>
    quarters.map((one, at): Point | null => {
      const value = share(one)
      if (value === null) return null
      return {
        x: xOf(at),
        y: HEIGHT - 6 - ((value / 10 - floor) / (100 - floor)) * (HEIGHT - 12),
        hollow: one.provisional,
      }
    })
  const lines = { cover: points(({ coverage }) => coverage), rate: points(({ rate }) => rate) }
  return (
    <svg viewBox={`0 0 ${quarters.length * STEP} ${HEIGHT}`} preserveAspectRatio="none" role="img">
      <title>{wordsOf(quarters)}</title>
      <path
        class="grid"
        d={`M0 6H${quarters.length * STEP}M0 50H${quarters.length * STEP}M0 94H${quarters.length * STEP}`}
      />
      {(['cover', 'rate'] as const).map((mark) => (
        <>
          <path class={`line ${mark}`} d={lineOf(lines[mark])} />
          <path class={`point ${mark}`} d={pointsOf(lines[mark])} />
          <path class={`point hollow ${mark}`} d={pointsOf(lines[mark].map((one) => (one?.hollow ? one : null)))} />
        </>
      ))}
    </svg>
  )
}

// A point is a line of no length with a round or square end: it keeps its shape however wide the drawing is made.
const pointsOf = (points: readonly (Point | null)[]) =>
  points.flatMap((one) => (one ? [`M${one.x} ${one.y.toFixed(1)}h0.01`] : [])).join('') || 'M0 0'

const lineOf = (points: readonly (Point | null)[]) =>
  points.flatMap((one, at) => (one ? [`${points[at - 1] ? 'L' : 'M'}${one.x} ${one.y.toFixed(1)}`] : [])).join('') ||
  'M0 0'

const wordsOf = (quarters: readonly TrendQuarter[]) =>
  `各季度合格率：${quarters
    .map(({ quarter, rate }) => `${quarter} ${rate === null ? '无' : `${(rate / 10).toFixed(1)}%`}`)
    .join('，')}`
