import { monthZh, type Month } from '../../calendar/index.ts'
import { classLabels, type IndicatorState } from '../../monitoring/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Empty, SegmentBar } from '../../web/index.ts'
import { indicatorHref, judgedHref } from '../hrefs.ts'
import type { CheckedMonth, IndicatorRow } from '../model.ts'
import { stateWords, verdictWords } from '../lists.ts'
import { noRateWords, Opens } from './figure.tsx'

/** 判定情况 of the month people speak of: the whole, by platform, by indicator. */
export function MonthVerdicts({ month }: { month: CheckedMonth | null }) {
  if (!month)
    return (
      <section class="card gap">
        <Empty title="还没有开展月度监测">开展首次监测后，各账号的判定情况列在这里。</Empty>
      </section>
    )
  return (
    <section class="card gap" aria-label="判定情况">
      <header>
        <h2>{`${monthZh(month.month)}判定情况`}</h2>
        <p>{headWords(month)}</p>
      </header>
      <div class="in">
        <Whole month={month} />
      </div>
      <div class="halves">
        <ByPlatform month={month} />
        <ByIndicator month={month} />
      </div>
    </section>
  )
}

const headWords = ({ checkpoint, closed, early }: CheckedMonth) =>
  [
    `监测时间点 ${checkpoint} 24:00`,
    closed ? '已办结' : '尚未办结，按目前复核情况',
    ...(early ? [`${Number(early.slice(5))}月已先行判定`] : []),
  ].join('　')

function Whole({ month: { month, registered, verdicts, warned, rate } }: { month: CheckedMonth }) {
  const settled = verdicts.qualified + verdicts.unqualified
  return (
    <div class="whole-month">
      <div>
        <div class="k">合格率</div>
        <div class="v">
          {rate.rate === null ? (
            noRateWords[rate.noRate ?? 'no-data']
          ) : (
            <>
              <a class="op" href={judgedHref(month, 'qualified')} aria-label={`合格率 ${(rate.rate / 10).toFixed(1)}`}>
                {(rate.rate / 10).toFixed(1)}
              </a>
              <small>%</small>
            </>
          )}
        </div>
        <div class="n">
          合格 <Opens count={verdicts.qualified} href={judgedHref(month, 'qualified')} label="合格" />
          {' / 已有判定 '}
          <Opens count={settled} href={judgedHref(month, 'settled')} label="已有判定" />
        </div>
      </div>
      <div class="parts">
        <div class="k">
          应检 <Opens count={registered} href={judgedHref(month, 'registered')} label="本月应检" unit=" 个" />
        </div>
        <SegmentBar
          segments={(
            [
              ['pass', 'qualified'],
              ['fail', 'unqualified'],
              ['pend', 'pending'],
              ['unkn', 'unknown'],
            ] as const
          ).map(([mark, verdict]) => ({
            mark,
            count: verdicts[verdict],
            word: verdictWords[verdict],
            ...(verdicts[verdict] > 0 && { href: judgedHref(month, verdict) }),
          }))}
        />
        <div class="n">
          合格的账号中预警 <Opens count={warned} href={judgedHref(month, 'warned')} label="合格中预警" unit=" 个" />
        </div>
      </div>
    </div>
  )
}

const platformColumns = [
  ['应检', 'registered'],
  ['已采集', 'judged'],
  ['合格', 'qualified'],
  ['不合格', 'unqualified'],
  ['待复核', 'pending'],
  ['暂不判定', 'unknown'],
] as const

const ByPlatform = ({ month: { month, byPlatform } }: { month: CheckedMonth }) => (
  <table class="small">
    <thead>
      <tr>
        <th>平台</th>
        {platformColumns.map(([label]) => (
          <th class="r">{label}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {byPlatform.map((row) => (
        <tr>
          <th scope="row">{platforms[row.platform].label}</th>
          {platformColumns.map(([label, set]) => (
            <td class="r">
              <Opens
                count={row[set]}
                href={judgedHref(month, set, row.platform)}
                label={`${platforms[row.platform].label}${label}`}
              />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const indicatorColumns: readonly IndicatorState[] = ['pass', 'confirmed', 'open', 'dismissed', 'unknown']

/** Indicators by which not all accounts pass; the others are told in one line. */
const ByIndicator = ({ month: { month, byIndicator } }: { month: CheckedMonth }) => (
  <table class="small">
    <thead>
      <tr>
        <th>指标</th>
        {indicatorColumns.map((state) => (
          <th class="r">{stateWords[state]}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {byIndicator.map((row) => (
        <IndicatorLine month={month} row={row} />
      ))}
    </tbody>
    <tfoot>
      <tr>
        <td colspan={6}>{byIndicator.length > 0 ? '其余指标均通过或不适用' : '各项指标均通过或不适用'}</td>
      </tr>
    </tfoot>
  </table>
)

const IndicatorLine = ({ month, row }: { month: Month; row: IndicatorRow }) => (
  <tr>
    <th scope="row">
      {row.label}
      {row.class === 'veto' && <span class="tag">{classLabels.veto}</span>}
    </th>
    {indicatorColumns.map((state) => (
      <td class="r">
        <Opens
          count={row[state]}
          href={indicatorHref(month, row.indicator, state)}
          label={`${row.label}${stateWords[state]}`}
        />
      </td>
    ))}
  </tr>
)
