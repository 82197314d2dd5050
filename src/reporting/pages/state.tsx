import type { ReportVersion } from '../queries.ts'
import { stageOf } from '../stage.ts'

const words = { final: '定稿', review: '送审稿', draft: '草稿' } as const
const marks = { final: 'pass', review: 'pend', draft: 'pend' } as const

/** Where a version of a report stands. */
export function ReportState({ report }: { report: Pick<ReportVersion, 'state' | 'isDraft'> }) {
  if (report.state === 'superseded') return <span class="st unkn">已被新版取代</span>
  const stage = stageOf(report.state, report)
  return <span class={`st ${marks[stage]}`}>{words[stage]}</span>
}
