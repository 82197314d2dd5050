import { quarterNumeral } from '../calendar/index.ts'
import { renderBarChart, renderTrend } from '../documents/index.ts'
import { platformCodes, platforms } from '../vocabulary/platforms.ts'
import { perMille } from '../vocabulary/shares.ts'
import { settledOf } from './figures.ts'
import type { ReportContent, ReportFacts } from './model.ts'

/** The one chart of a report: rate and coverage over the quarters, or, in the first quarter, accounts by platform. Undefined when nothing was judged. */
export async function drawChart({ facts, blocks, isDraft }: ReportContent): Promise<string | undefined> {
  if (!blocks.some(({ kind }) => kind === 'figure')) return undefined
  return hasTrend(facts) ? drawTrend(facts, isDraft) : drawPlatforms(facts)
}

export const hasTrend = ({ trend }: Pick<ReportFacts, 'trend'>) => trend.length > 1

export const chartCaption = (facts: ReportFacts) =>
  hasTrend(facts) ? '合格率和采集覆盖率变化情况（单位：%）' : '各平台账号监测情况（单位：个）'

function drawTrend({ trend }: ReportFacts, isDraft: boolean): Promise<string> {
  const share = (part: number, whole: number) => {
    const value = perMille(part, whole)
    return value === undefined ? null : value / 10
  }
  const provisional = isDraft ? [trend.length - 1] : []
  return renderTrend({
    id: 'trend',
    label: '各季度合格率和采集覆盖率',
    categories: trend.map(({ quarter }) => `${quarter.slice(2, 4)}年${quarterNumeral(quarter)}季度`),
    unit: '%',
    series: [
      {
        name: '合格率',
        tone: 'blue',
        values: trend.map(({ counted }) => share(counted.qualified, settledOf(counted))),
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
      { name: '合格', tone: 'pass', values: of('qualified') },
      { name: '不合格', tone: 'fail', values: of('unqualified') },
      { name: '待复核', tone: 'pend', values: of('pending') },
      { name: '未判定', tone: 'unkn', values: of('unknown') },
    ],
  })
}
