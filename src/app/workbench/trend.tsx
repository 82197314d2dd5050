import { type Period, type Quarter, quarterNumeral } from '../../calendar/index.ts'
import { rateDrawn, type ReportFacts, settledOf } from '../../reporting/index.ts'

type Point = { x: number; y: number; share: number }
// Points end at RIGHT, where the grid does and the names of the lines begin, and stay off the figures of the axis.
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 386, 22, 170]
const WIDEST_STEP = 161
const AXIS = 26

type Told = Pick<ReportFacts, 'trend' | 'quarter' | 'unreviewed' | 'months'>

/**
 * 季度趋势: rate and coverage up to eight quarters as the newest report counted them; the last point is hollow while that
 * is a draft. As on the paper a quarter of which something waits has no rate, and no line passes over it.
 */
export function TrendCard({ report }: { report: { facts: Told; draft: boolean } | undefined }) {
  const quarters = report?.facts.trend ?? []
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
            {report && <TrendSvg facts={report.facts} draft={report.draft} />}
          </div>
        </div>
      )}
    </section>
  )
}

function TrendSvg({ facts, draft }: { facts: Told; draft: boolean }) {
  const { trend } = facts
  const rates = trend.map((one) =>
    rateDrawn(facts, one) ? (one.counted.qualified / settledOf(one.counted)) * 100 : null,
  )
  const covers = trend.map(({ counted }) =>
    counted.registered === 0 ? null : (counted.judged / counted.registered) * 100,
  )
  const floor = floorOf([...rates, ...covers])
  const step = Math.min(WIDEST_STEP, (RIGHT - LEFT) / (trend.length - 1))
  const xOf = (at: number) => RIGHT - (trend.length - 1 - at) * step
  const place = (share: number | null, at: number): Point | null =>
    share === null ? null : { x: xOf(at), y: BOTTOM - ((share - floor) / (100 - floor)) * (BOTTOM - TOP), share }
  const [rate, cover] = [rates.map(place), covers.map(place)]
  const last = { rate: rate.at(-1) ?? undefined, cover: cover.at(-1) ?? undefined }
  const words = `合格率${last.rate ? ` ${shareText(last.rate)}` : '暂不比较'}，采集覆盖率 ${shareText(last.cover)}`
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
      {cover.filter(isDrawn).map(({ x, y }) => (
        <path d={`M${x - 3} ${(y - 3).toFixed(1)}h6v6h-6z`} fill="#6f7983" />
      ))}
      {rate.filter(isDrawn).map(({ x, y }) => (
        <circle
          cx={x}
          cy={y.toFixed(1)}
          r="3.2"
          fill={draft && x === last.rate?.x ? '#fff' : '#1a5296'}
          stroke="#1a5296"
          stroke-width="1.6"
        />
      ))}
      <EndLabels rate={last.rate} cover={last.cover} />
      {!last.rate && <EarlierLabel rate={rate.findLast(isDrawn)} />}
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

// Where the last quarter has no rate, the line is named at the last point it has.
const EarlierLabel = ({ rate }: { rate: Point | undefined }) =>
  rate ? (
    <text class="tb" x={rate.x + 10} y={rate.y + 4}>
      合格率
    </text>
  ) : null

const shareText = (point: Point | undefined) => (point ? `${point.share.toFixed(1)}%` : '未知')
// The district's page draws quarters alone.
const shortQuarter = (quarter: Period) => `${quarter.slice(2, 4)}${quarterNumeral(quarter as Quarter)}`
const isDrawn = (point: Point | null): point is Point => point !== null

// A quarter without a point parts the line.
const lineOf = (points: readonly (Point | null)[]) =>
  points
    .flatMap((point, at) => (point ? [`${points[at - 1] ? 'L' : 'M'}${point.x} ${point.y.toFixed(1)}`] : []))
    .join('') || 'M0 0'

function floorOf(shares: readonly (number | null)[]): number {
  const least = Math.min(100, ...shares.filter((share) => share !== null))
  return Math.min(90, Math.max(0, Math.floor(least / 20) * 20))
}
