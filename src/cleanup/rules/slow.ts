import { civilDate, daysBetween, formatDayZh } from '../../calendar/index.ts'
import type { CleanupRule, Spoken } from './define.ts'

/** CL-4 信息更新慢等: 限期整改. */
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
  threshold: { slowFromDays: 8, silentDays: 60 },
  judge({ update, asOf, saidNo }, { slowFromDays = 8, silentDays: most = 60 }): Spoken {
    if (saidNo.length > 0)
      return {
        disposition: 'rectify',
        says: `单位自报附件1中有${saidNo.length}项填“否”：${saidNo.join('；')}。`,
        facts: { saidNo },
        wouldChange: '补齐所列栏目或功能，重新填报。',
      }
    const { lastUpdateOn, covered } = update
    const days = lastUpdateOn && daysBetween(lastUpdateOn, asOf)
    if (lastUpdateOn === null || days === null || days < slowFromDays || days >= most) return undefined
    if (!covered)
      return { unknown: `${formatDayZh(lastUpdateOn)}之后没有完整采集，不能判断是否更新慢。未采集到数据不等于未更新。` }
    return {
      disposition: 'rectify',
      says: `最后更新日期为${formatDayZh(lastUpdateOn)}，已${days}天未更新。`,
      facts: { lastUpdateOn, silentDays: days },
      margin: slowFromDays - 1 - days,
      wouldChange: `${slowFromDays - 1}天内有更新。`,
    }
  },
}
