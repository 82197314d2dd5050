import { periodShort } from '../calendar/index.ts'
import { renderBarChart, renderTrend } from '../documents/index.ts'
import { platformCodes, platforms } from '../vocabulary/platforms.ts'
import { perMille } from '../vocabulary/shares.ts'
import { isUnbegun, rateStands, settledOf } from './figures.ts'
import type { QuarterTotals, ReportContent, ReportFacts } from './model.ts'

/** The one chart of a report: rate and coverage over the quarters, or, in the first quarter, accounts by platform. Undefined when nothing was judged. */
export async function drawChart({ facts, blocks, isDraft }: ReportContent): Promise<string | undefined> {
  if (!blocks.some(({ kind }) => kind === 'figure')) return undefined
  return hasTrend(facts) ? drawTrend(facts, isDraft) : drawPlatforms(facts)
}

export const hasTrend = ({ trend }: Pick<ReportFacts, 'trend'>) => trend.length > 1

const isOpen = ({ months, unreviewed }: Pick<ReportFacts, 'months' | 'unreviewed'>) =>
  unreviewed > 0 || months.some(({ state }) => state !== 'closed')

/** Whether a quarter's rate has a point: not while something of it waits, as the text compares it with none then. */
export const rateDrawn = (
  facts: Pick<ReportFacts, 'quarter' | 'unreviewed' | 'months'>,
  { quarter, counted }: QuarterTotals,
): boolean =>
  rateStands(counted) &&
  counted.pending === 0 &&
  (quarter !== facts.quarter || (facts.unreviewed === 0 && !isUnbegun(facts)))

export const chartCaption = (facts: ReportFacts) =>
  hasTrend(facts)
    ? `合格率和采集覆盖率变化情况（单位：%${isOpen(facts) ? '，空心点为尚未办结' : ''}）`
    : '各平台账号监测情况（单位：个）'

function drawTrend(facts: ReportFacts, isDraft: boolean): Promise<string> {
  const { trend } = facts
  const share = (part: number, whole: number) => {
    const value = perMille(part, whole)
    return value === undefined ? null : value / 10
  }
  const provisional = isDraft ? [trend.length - 1] : []
  return renderTrend({
    id: 'trend',
    label: `各${facts.quarter.includes('Q') ? '季度' : '月'}合格率和采集覆盖率`,
    categories: trend.map(({ quarter }) => periodShort(quarter)),
    unit: '%',
    series: [
      {
        name: '合格率',
        tone: 'blue',
        values: trend.map((one) =>
          rateDrawn(facts, one) ? share(one.counted.qualified, settledOf(one.counted)) : null,
        ),
        provisional,
      },
      {
        name: '采集覆盖率',
        tone: 'unkn',
        values: trend.map(({ counted }) => share(counted.judged, counted.registered)),
        provisional,
      },
    ],
  })
}

function drawPlatforms({ accounts }: ReportFacts): Promise<string> {
  const used = platformCodes.filter((code) => accounts.some(({ platform }) => platform === code))
  const of = (verdict: string) =>
    used.map((code) => accounts.filter((account) => account.platform === code && account.verdict === verdict).length)
  return renderBarChart({
    id: 'platforms',
    label: '各平台账号监测情况',
    categories: used.map((code) => platforms[code].label),
    unit: '个',
    series: [
      { name: '合格', tone: 'pass' as const, values: of('qualified') },
      { name: '不合格', tone: 'fail' as const, values: of('unqualified') },
      { name: '待复核', tone: 'pend' as const, values: of('pending') },
      { name: '暂不判定', tone: 'unkn' as const, values: of('unknown') },
    ].filter(({ values }) => values.some((value) => value > 0)),
  })
}
