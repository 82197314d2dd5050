import { addDays, formatMonthDayZh } from '../../../calendar/index.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf } from '../papers.ts'
import { servesOnly } from '../purpose.ts'
import { silentDays } from '../silence.ts'

/**
 * 本区更新间隔: a district that asks for more than the two weeks (10 days elsewhere, a week elsewhere) without calling it a
 * veto. The day that completes the number still passes, as with the two weeks (rulebook (i)2).
 */
export const localSilence = defineIndicator({
  id: 'L-03',
  label: '更新间隔超过本区规定',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: true,
  optional: true,
  needs: ['update'],
  number: 'localSilentDays',
  clause: '本区规定：更新间隔不得超过规定天数',
  basis: [
    clauseOf('外地规定（闽侯2025、河东2021）', '10天内须更新', '二手'),
    clauseOf('外地内部制度（峨山2023，L-04）', '14天至少1条', '二手'),
  ],
  judge(facts, { numbers }) {
    const most = numbers?.localSilentDays?.value
    if (most === undefined) return notApplicable('本区没有规定更新间隔')
    if (hasCeased(facts.account)) return notApplicable('账号已注销')
    if (servesOnly(facts)) return notApplicable('办事类账号，不以发布更新判定')
    const { lastUpdateOn, updatesInWindow, covered, coveredUntil } = facts.update
    if (updatesInWindow > 0 && lastUpdateOn === null)
      return unknown({ updatesInWindow }, '只有发布条数，补充最后更新日期后即可判定。')
    const from = addDays(facts.checkpoint, -most)
    if (lastUpdateOn !== null && lastUpdateOn >= from) {
      const silent = silentDays(lastUpdateOn, facts.checkpoint)
      return pass({ lastUpdateOn, silentDays: silent, localSilentDays: most }, { margin: most - silent })
    }
    if (!covered) return unknown({ collected: false, lastUpdateOn, coveredUntil }, sentences.notCollected)
    const silent = lastUpdateOn === null ? null : silentDays(lastUpdateOn, facts.checkpoint)
    return fail(
      { lastUpdateOn, silentDays: silent, localSilentDays: most },
      {
        ...(silent !== null && { margin: most - silent }),
        wouldChange: `${formatMonthDayZh(from)}至${formatMonthDayZh(facts.checkpoint)}之间有任何一条带发布时间的内容。`,
      },
    )
  },
  sentence: ({ silentDays: days, localSilentDays }) =>
    typeof days === 'number'
      ? `监测时间点已${days}天未更新，超过本区规定的${String(localSilentDays)}天。`
      : `监测时间点前${String(localSilentDays)}天内无更新，超过本区规定。`,
})
