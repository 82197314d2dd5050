import { civilDate, daysBetween, formatDayZh, quarterOf } from '../../calendar/index.ts'
import type { CleanupFacts } from '../model.ts'
import type { CleanupRule } from './define.ts'

/** CL-3 信息长期无更新、不互动无服务: 坚决关停. The number of days is this office's own and can be set. */
export const longSilent: CleanupRule = {
  id: 'CL-3',
  label: '长期无更新、不互动无服务',
  class: 'firm',
  level: 'district',
  region: '本区',
  from: civilDate('2019-06-17'),
  certainty: '原文',
  source: '通知二（二）',
  clause: '对存在功能定位不清晰、信息长期无更新、不互动无服务、监督管理不到位等突出问题的，要坚决关停',
  threshold: { silentDays: 60, silencesAQuarter: 2 },
  judge: (facts, threshold) => twiceInAQuarter(facts, threshold) ?? dead(facts) ?? silent(facts, threshold),
}

type Threshold = Readonly<Record<string, number>>

function silent({ update, asOf }: CleanupFacts, { silentDays: most = 60 }: Threshold) {
  const { lastUpdateOn, covered } = update
  const days = lastUpdateOn && daysBetween(lastUpdateOn, asOf)
  // One update seen is proof enough, whoever looked and however little.
  if (days !== null && days < most) return undefined
  if (!covered) return { unknown: `近${most}天没有完整采集，不能判断是否长期无更新。未采集到数据不等于未更新。` }
  return {
    disposition: 'close' as const,
    says:
      lastUpdateOn === null
        ? `近${most}天未见任何更新。`
        : `最后更新日期为${formatDayZh(lastUpdateOn)}，已${days ?? most}天无更新。`,
    facts: { lastUpdateOn, silentDays: days },
    ...(days !== null && { margin: most - 1 - days }),
    wouldChange: `近${most}天内有带发布时间的更新。`,
  }
}

function twiceInAQuarter({ confirmedSilences }: CleanupFacts, { silencesAQuarter: most = 2 }: Threshold) {
  const [quarter, months] =
    [...Map.groupBy(confirmedSilences, (month) => quarterOf(civilDate(`${month}-01`)))].find(
      ([, all]) => all.length >= most,
    ) ?? []
  if (!quarter || !months) return undefined
  return {
    disposition: 'close' as const,
    says: `${quarter.slice(0, 4)}年第${quarter.slice(5)}季度经人工复核${months.length}次确认内容不更新。`,
    facts: { quarter, months, confirmed: months.length },
    margin: most - 1 - months.length,
    wouldChange: '复核结论经申辩撤销。',
  }
}

function dead({ hasInteraction, hasService }: CleanupFacts) {
  if (hasInteraction !== false || hasService !== false) return undefined
  return {
    disposition: 'close' as const,
    says: '人工巡查未见互动入口，也未见办事入口。',
    facts: { hasInteraction, hasService },
    wouldChange: '开通留言互动或办事入口，经人工巡查确认。',
  }
}
