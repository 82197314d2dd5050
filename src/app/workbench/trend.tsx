import { type Quarter, quarterNumeral } from '../../calendar/index.ts'
import { type ReportFacts, settledOf } from '../../reporting/index.ts'

type Point = { x: number; y: number; share: number }
// Points end at RIGHT, where the grid does and the names of the lines begin, and stay off the figures of the axis.
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 386, 22, 170]
const WIDEST_STEP = 161
const AXIS = 26

/** 季度趋势: rate and coverage up to eight quarters as the newest report counted them; the last point is hollow while that is a draft. */
export function TrendCard({ report }: { report: { trend: ReportFacts['trend']; draft: boolean } | undefined }) {
  const quarters = report?.trend ?? []
  return (
    <section class="card">
      <header>
        <h2>季度趋势</h2>
        <p>{report?.draft ? '单位：%　空心点为未审定的暂定值' : '单位：%'}</p>
      </header>
      {quarters.length < 2 ? (
        <div class="empty">
          <b>还没有可比的季度</b>编制第二个季度的报告后，合格率和采集覆盖率的变化列在这里。
        </div>
      ) : (
        <div class="in">
          <div class="fig fit end" tabindex={0}>
            <TrendSvg trend={quarters} draft={report?.draft === true} />
          </div>
        </div>
      )}
    </section>
  )
}

function TrendSvg({ trend, draft }: { trend: ReportFacts['trend']; draft: boolean }) {
  const rates = trend.map(({ counted }) => {
    const settled = settledOf(counted)
    return settled === 0 ? null : (counted.qualified / settled) * 100
  })
  const covers = trend.map(({ counted }) =>
    counted.registered === 0 ? null : (counted.judged / counted.registered) * 100,
  )
  const floor = floorOf([...rates, ...covers])
  const step = Math.min(WIDEST_STEP, (RIGHT - LEFT) / (trend.length - 1))
  const xOf = (at: number) => RIGHT - (trend.length - 1 - at) * step
  const place = (share: number | null, at: number): Point[] =>
    share === null ? [] : [{ x: xOf(at), y: BOTTOM - ((share - floor) / (100 - floor)) * (BOTTOM - TOP), share }]
  const [rate, cover] = [rates.flatMap(place), covers.flatMap(place)]
  const last = { rate: rate.at(-1), cover: cover.at(-1) }
  const words = `合格率 ${shareText(last.rate)}，采集覆盖率 ${shareText(last.cover)}`
  return (
    <svg viewBox="0 0 540 200" role="img">
      <title>{`${trend.length} 个季度的合格率和采集覆盖率，最近一季度${words}`}</title>
      {[floor, (floor + 100) / 2, 100].map((share) => (
        <Grid share={share} floor={floor} />
      ))}
      {trend.map(({ quarter }, at) => (
        <text class="t3" x={xOf(at)} y="190" text-anchor="middle">
          {shortQuarter(quarter)}
        </text>
      ))}
      <path d={lineOf(cover)} fill="none" stroke="#6f7983" stroke-width="1.5" stroke-dasharray="5 3" />
      <path d={lineOf(rate)} fill="none" stroke="#1a5296" stroke-width="2" />
      {cover.map(({ x, y }) => (
        <path d={`M${x - 3} ${(y - 3).toFixed(1)}h6v6h-6z`} fill="#6f7983" />
      ))}
      {rate.map(({ x, y }, at) => (
        <circle
          cx={x}
          cy={y.toFixed(1)}
          r="3.2"
          fill={draft && at === rate.length - 1 ? '#fff' : '#1a5296'}
          stroke="#1a5296"
          stroke-width="1.6"
        />
      ))}
      <EndLabels rate={last.rate} cover={last.cover} />
    </svg>
  )
}

const Grid = ({ share, floor }: { share: number; floor: number }) => {
  const y = BOTTOM - ((share - floor) / (100 - floor)) * (BOTTOM - TOP)
  return (
    <>
      <path d={`M${AXIS + 6} ${y}H${RIGHT + 8}`} stroke="#dfe2e6" />
      <text class="t3" x={AXIS} y={y + 4} text-anchor="end">
        {share}
      </text>
    </>
  )
}

// Names at the ends of the lines, kept apart where the lines meet.
function EndLabels({ rate, cover }: { rate: Point | undefined; cover: Point | undefined }) {
  const near = rate !== undefined && cover !== undefined && Math.abs(rate.y - cover.y) < 16
  const rateFirst = rate !== undefined && cover !== undefined && rate.y <= cover.y
  const shift = (first: boolean) => (near ? (first ? -4 : 14) : 4)
  return (
    <>
      {rate && (
        <text class="tb" x={rate.x + 12} y={rate.y + shift(rateFirst)}>
          {`合格率 ${shareText(rate)}`}
        </text>
      )}
      {cover && (
        <text x={cover.x + 12} y={cover.y + shift(!rateFirst)}>
          {`采集覆盖率 ${shareText(cover)}`}
        </text>
      )}
    </>
  )
}

const shareText = (point: Point | undefined) => (point ? `${point.share.toFixed(1)}%` : '未知')
const shortQuarter = (quarter: Quarter) => `${quarter.slice(2, 4)}${quarterNumeral(quarter)}`
const lineOf = (points: readonly Point[]) =>
  points.length < 2 ? 'M0 0' : `M${points.map(({ x, y }) => `${x} ${y.toFixed(1)}`).join(' ')}`

function floorOf(shares: readonly (number | null)[]): number {
  const least = Math.min(100, ...shares.filter((share) => share !== null))
  return Math.min(90, Math.max(0, Math.floor(least / 20) * 20))
}
