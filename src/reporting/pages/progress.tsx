import { type CivilDate, dayOf, formatMonthDayZh } from '../../calendar/index.ts'
import { progressOrder, type ReportAction, type ReportProgress } from '../progress.ts'
import type { ReportVersion } from '../queries.ts'
import type { ReportStep } from '../steps.ts'

const stepNames: Readonly<Record<ReportProgress, string>> = {
  drafted: '起草',
  reviewed: '审定',
  submitted: '呈批',
  instructed: '批示',
  numbered: '编号',
  issued: '印发',
  'feedback-due': '要求反馈',
  closed: '办结',
}

// A step back is no step of the way.
const back: readonly ReportAction[] = ['recall', 'void-number', 'void-issue']

/** The way of a version from its draft to 办结, where it stands on it, and the day of each step that was taken. */
export function ProgressSteps({
  report: { state, progress },
  steps,
  compiledOn,
}: {
  report: Pick<ReportVersion, 'state' | 'progress'>
  steps: readonly ReportStep[]
  compiledOn: CivilDate
}) {
  const at = progressOrder.indexOf(progress)
  const next = state === 'superseded' ? -1 : at + 1
  const noted = (place: number) => {
    const step = steps.findLast((one) => one.progress === progressOrder[place] && !back.includes(one.action))
    if (place === 0) return formatMonthDayZh(compiledOn)
    if (step) return formatMonthDayZh(dayOf(step.at))
    // Taken as final before steps were kept.
    return place === 1 ? '已审定' : undefined
  }
  return (
    <ol class="steps" aria-label="办理进度">
      {progressOrder.map((one, place) => {
        // A report that was closed without a 通报 has no number and no issue: what was left out is not ticked.
        const done = place <= at ? noted(place) : undefined
        return (
          <li class={done ? 'done' : place === next ? 'now' : undefined} aria-current={place === next && 'step'}>
            <b>{stepNames[one]}</b>
            <small>{done ?? '—'}</small>
          </li>
        )
      })}
    </ol>
  )
}
