import { dayOf, formatDayZh } from '../../calendar/index.ts'
import { type Instruction, InstructionMark } from '../../instructions/index.ts'
import { CsrfField, Field } from '../../web/index.ts'
import { nextProgress } from '../progress.ts'
import type { ReportVersion } from '../queries.ts'
import type { Submission } from '../submission/queries.ts'

type Props = {
  report: ReportVersion
  csrf: string
  submission: Submission | undefined
  instructions: readonly Instruction[]
  leader: string
  maySubmit: boolean
  mayInstruct: boolean
}

/** 呈批和批示 of a version that was taken as final: to whom it went, its 呈批件, what was written on it. */
export function SubmissionCard({ report, csrf, submission, instructions, leader, maySubmit, mayInstruct }: Props) {
  const { id, progress, state } = report
  if (state !== 'final') return null
  const can = (action: 'submit' | 'recall' | 'instruct') => nextProgress[progress][action] !== undefined
  return (
    <section class="card gap">
      <header>
        <h2>呈批和批示</h2>
        <p>{submission ? `${formatDayZh(dayOf(submission.at))}呈${leader || '区领导'}` : '尚未呈批'}</p>
      </header>
      <div class="in stack">
        {submission && (
          <p>
            {'呈批件：'}
            <a href={`/reports/${id}/submission/files/pdf`}>PDF</a>
            {'　'}
            <a href={`/reports/${id}/submission/files/docx`}>Word</a>
          </p>
        )}
        {instructions.length > 0 && (
          <ul class="plain">
            {instructions.map((one) => (
              <li>
                <a href={`/instructions/${one.id}`}>{`${formatDayZh(one.givenOn)}批示`}</a>{' '}
                <InstructionMark state={one.state} />
                {one.state === 'standing' && (
                  <span class="mut">
                    {one.tasks > 0 ? `　交办 ${one.tasks} 项` : one.withoutTasks ? '　无需交办' : '　待交办'}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
        {((maySubmit && can('submit')) || (mayInstruct && can('instruct'))) && (
          <p class="acts">
            {maySubmit && can('submit') && (
              <a class="btn pri" href={`/reports/${id}/submit`}>
                呈批
              </a>
            )}
            {mayInstruct && can('instruct') && (
              <a class="btn" href={`/reports/${id}/instruct`}>
                登记纸上的批示
              </a>
            )}
          </p>
        )}
        {maySubmit && can('recall') && <Recall id={id} csrf={csrf} />}
      </div>
    </section>
  )
}

const Recall = ({ id, csrf }: { id: string; csrf: string }) => (
  <details>
    <summary>撤回呈批</summary>
    <form method="post" action={`/reports/${id}/recall`}>
      <CsrfField csrf={csrf} />
      <Field name="reason" label="撤回的理由" required maxlength={400} hint="领导批示以前可以撤回，改后重新呈批。" />
      <p class="acts">
        <button class="btn bad" type="submit">
          撤回呈批
        </button>
      </p>
    </form>
  </details>
)
