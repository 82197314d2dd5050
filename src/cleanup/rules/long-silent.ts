import { addDays, civilDate, daysBetween, formatDayZh, quarterOf } from '../../calendar/index.ts'
import type { CleanupFacts } from '../model.ts'
import type { Quantities } from '../quantities.ts'
import { type CleanupRule, type Spoken, together } from './define.ts'
import { onlyServes, purposeFacts, unlessServing } from './purpose.ts'

/** CL-3 信息长期无更新、不互动无服务: 坚决关停. The words are the notice's; how many days are 长期 is this office's own. */
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
  // N-NM-04: 限发布类账号. Who only serves is not asked for news; whether it serves at all still is.
  judge: (facts, quantities) =>
    onlyServes(facts)
      ? dead(facts)
      : together([twiceInAQuarter(facts, quantities), silent(facts, quantities), dead(facts)]),
}

function silent(facts: CleanupFacts, { cleanupSilentDays: most }: Quantities): Spoken {
  const { update, asOf } = facts
  const { lastUpdateOn, covered } = update
  const days = lastUpdateOn && daysBetween(lastUpdateOn, asOf)
  // One update seen is proof enough, whoever looked and however little.
  if (days !== null && days < most) return undefined
  const opened = openedBy(facts, most)
  if (opened === 'within') return undefined
  if (!covered) return { unknown: `近${most}天没有完整采集，不能判断是否长期无更新。未采集到数据不等于未更新。` }
  if (opened === 'unknown')
    return { unknown: `台账中的开通时间不足以说明账号已开通满${most}天，不能判断是否长期无更新。请补填开通日期。` }
  return {
    disposition: 'close',
    says:
      lastUpdateOn === null
        ? `近${most}天未见任何更新。`
        : `最后更新日期为${formatDayZh(lastUpdateOn)}，已${days ?? most}天无更新。`,
    facts: { lastUpdateOn, silentDays: days, openedOn: facts.account.openedOn, ...purposeFacts(facts) },
    by: ['cleanupSilentDays'],
    // Nobody saw a last update: how much longer than the limit it is silent can't be told.
    margin: days === null ? `${most}天内未见更新，未见最后更新日期，超过多少天不能确定` : most - 1 - days,
    wouldChange: `近${most}天内有带发布时间的更新${unlessServing(facts)}。`,
  }
}

/**
 * Whether an account was there when the window began: silence counts from its opening, so one opened `within` it can't
 * have been silent that long. `unknown`: the ledger tells only a month or a year, or nothing, and nobody saw the account
 * before.
 */
function openedBy(
  { account, registeredOn, update, asOf }: CleanupFacts,
  days: number,
): 'before' | 'within' | 'unknown' {
  const { openedOn, openedPrecision } = account
  const start = addDays(asOf, -days)
  if (openedOn && openedOn > start) return 'within'
  const [seen] = [registeredOn, update.lastUpdateOn].filter((day) => day !== null).toSorted()
  if (seen !== undefined && seen <= start) return 'before'
  if (!openedOn) return 'unknown'
  const spread = openedPrecision === 'year' ? 365 : openedPrecision === 'month' ? 30 : 0
  return addDays(openedOn, spread) <= start ? 'before' : 'unknown'
}

function twiceInAQuarter({ confirmedSilences }: CleanupFacts, { cleanupSilencesAQuarter: most }: Quantities): Spoken {
  const [quarter, months] =
    [...Map.groupBy(confirmedSilences, (month) => quarterOf(civilDate(`${month}-01`)))].find(
      ([, all]) => all.length >= most,
    ) ?? []
  if (!quarter || !months) return undefined
  return {
    disposition: 'close',
    says: `${quarter.slice(0, 4)}年第${quarter.slice(5)}季度经人工复核${months.length}次确认内容不更新。`,
    facts: { quarter, months, confirmed: months.length },
    by: ['cleanupSilencesAQuarter'],
    margin: most - 1 - months.length,
    wouldChange: '复核结论经申辩撤销。',
  }
}

function dead({ hasInteraction, hasService }: CleanupFacts): Spoken {
  if (hasInteraction !== false || hasService !== false) return undefined
  return {
    disposition: 'close',
    says: '人工巡查未见互动入口，也未见办事入口。',
    facts: { hasInteraction, hasService },
    margin: '按有无互动、办事入口判定，不计数量',
    wouldChange: '开通留言互动或办事入口，经人工巡查确认。',
  }
}
