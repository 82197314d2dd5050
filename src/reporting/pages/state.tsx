import type { ReportVersion } from '../queries.ts'
import { progressLabels } from '../progress.ts'
import { stageOf } from '../stage.ts'

const words = { final: '定稿', review: '送审稿', draft: '草稿' } as const
const marks = { final: 'pass', review: 'pend', draft: 'pend' } as const

/** Where a version of a report stands. */
export function ReportState({ report }: { report: Pick<ReportVersion, 'state' | 'progress' | 'isDraft'> }) {
  if (report.state === 'superseded') return <span class="st unkn">已被新版取代</span>
  if (report.state === 'final' && report.progress !== 'reviewed')
    return (
      <span
        class={`st ${report.progress === 'closed' ? 'pass' : 'pend'}`}
      >{`定稿，${progressLabels[report.progress]}`}</span>
    )
  const stage = stageOf(report.state, report)
  return <span class={`st ${marks[stage]}`}>{words[stage]}</span>
}

/** 更正说明 of a report that was taken as final, to hand in beside it. */
export const CorrectionPaper = ({ id }: { id: string }) => (
  <span class="acts">
    <a class="btn" href={`/reports/${id}/correction/pdf`}>
      更正说明 PDF
    </a>
    <a class="btn" href={`/reports/${id}/correction/docx`}>
      更正说明 Word
    </a>
  </span>
)
