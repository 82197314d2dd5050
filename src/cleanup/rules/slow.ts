import { civilDate, daysBetween, formatDayZh } from '../../calendar/index.ts'
import type { CleanupFacts } from '../model.ts'
import type { Quantities } from '../quantities.ts'
import { type CleanupRule, type Spoken, together } from './define.ts'
import { onlyServes, purposeFacts, unlessServing } from './purpose.ts'

/** CL-4 信息更新慢等: 限期整改. The words are the notice's; how many days are 慢 is this office's own. */
export const slow: CleanupRule = {
  id: 'CL-4',
  label: '更新慢、互动差、办事效率低',
  class: 'firm',
  level: 'district',
  region: '本区',
  from: civilDate('2019-06-17'),
  certainty: '原文',
  source: '通知二（二）、附件1',
  clause: '对信息更新慢、内容推送迟、交流互动差、办事效率低的，要限期采取措施整改到位',
  judge: (facts, quantities): Spoken => together([saidNoItself(facts), updatesSlowly(facts, quantities)]),
}

// What the unit itself answered with 否 holds for every account, and takes nothing away from what was seen.
const saidNoItself = ({ saidNo }: CleanupFacts): Spoken =>
  saidNo.length === 0
    ? undefined
    : {
        disposition: 'rectify',
        says: `单位自报附件1中有${saidNo.length}项填“否”：${saidNo.join('；')}。`,
        facts: { saidNo },
        margin: `填“否”的有${saidNo.length}项，一项即应整改`,
        wouldChange: '补齐所列栏目或功能，重新填报。',
      }

function updatesSlowly(
  facts: CleanupFacts,
  { cleanupSlowFromDays: slowFromDays, cleanupSilentDays: most }: Quantities,
): Spoken {
  // N-NM-04: 限发布类账号.
  if (onlyServes(facts)) return undefined
  const { lastUpdateOn, covered } = facts.update
  const days = lastUpdateOn && daysBetween(lastUpdateOn, facts.asOf)
  if (lastUpdateOn === null || days === null || days < slowFromDays || days >= most) return undefined
  if (!covered)
    return { unknown: `${formatDayZh(lastUpdateOn)}之后没有完整采集，不能判断是否更新慢。未采集到数据不等于未更新。` }
  return {
    disposition: 'rectify',
    says: `最后更新日期为${formatDayZh(lastUpdateOn)}，已${days}天未更新。`,
    facts: { lastUpdateOn, silentDays: days, ...purposeFacts(facts) },
    by: ['cleanupSlowFromDays'],
    margin: slowFromDays - 1 - days,
    wouldChange: `${slowFromDays - 1}天内有更新${unlessServing(facts)}。`,
  }
}
