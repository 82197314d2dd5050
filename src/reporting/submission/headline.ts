import { formatDayZh } from '../../calendar/index.ts'
import { percentText } from '../../vocabulary/shares.ts'
import { quarterName } from '../draft.ts'
import { isUnbegun, rateChange, rateStands, settledOf } from '../figures.ts'
import type { ReportFacts } from '../model.ts'

/** What a leader reads first, in one sentence of the report's own numbers; the page and 呈批件 say the same. */
export function headline(facts: ReportFacts): string {
  const { counted, cutOff } = facts
  const { registered, judged, qualified, unqualified, unknown, pending } = counted
  return [
    `截至${formatDayZh(cutOff)}，${quarterName(facts)}应检账号${registered}个，作出判定${judged}个`,
    `；合格${qualified}个，不合格${unqualified}个${rateWords(facts)}。`,
    ...(pending > 0 ? [`${pending}个账号的线索待人工复核，不计入合格率。`] : []),
    ...(unknown > 0 ? [`另有${unknown}个未采集到数据，暂不判定，不计入合格率。`] : []),
  ].join('')
}

function rateWords(facts: ReportFacts): string {
  const { counted, previous } = facts
  if (!rateStands(counted) || isUnbegun(facts)) return ''
  const rate = percentText(counted.qualified, settledOf(counted))
  const change = rateChange(facts)
  if (change === undefined || !previous) return `，合格率${rate}%`
  if (change === 0) return `，合格率${rate}%，与上季度持平`
  return `，合格率${rate}%，比上季度${change > 0 ? '提高' : '下降'}${(Math.abs(change) / 10).toFixed(1)}个百分点`
}
