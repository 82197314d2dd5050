import { dayOf, formatDayZh } from '../../calendar/index.ts'
import { type Instruction, InstructionMark } from '../../instructions/index.ts'
import { CsrfField, Field } from '../../web/index.ts'
import { nextProgress, reportActionLabels } from '../progress.ts'
import type { ReportVersion } from '../queries.ts'
import type { ReportStep } from '../steps.ts'
import type { Submission } from '../submission/queries.ts'

type Props = {
  report: ReportVersion
  csrf: string
  submission: Submission | undefined
  instructions: readonly Instruction[]
  leader: string
  steps: readonly ReportStep[]
  names: ReadonlyMap<string, string>
  maySubmit: boolean
  mayInstruct: boolean
  mayClose: boolean
}

/** 呈批和批示 of a version that was taken as final: to whom it went, its 呈批件, what was written on it. */
export function SubmissionCard(props: Props) {
  const { report, csrf, submission, instructions, leader, maySubmit, mayInstruct, mayClose } = props
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
        {maySubmit && can('recall') && (
          <Reasoned id={id} csrf={csrf} act="recall" title="撤回呈批" hint="领导批示以前可以撤回，改后重新呈批。" />
        )}
        {mayClose && progress === 'instructed' && (
          <Reasoned
            id={id}
            csrf={csrf}
            act="close"
            title="不印发通报，办结"
            hint="领导批示不必通报的，写明后办结。要印发通报的，在“通报”办理，不在这里办结。"
          />
        )}
        <Steps {...props} />
      </div>
    </section>
  )
}

type ReasonedProps = { id: string; csrf: string; act: 'recall' | 'close'; title: string; hint: string }

const Reasoned = ({ id, csrf, act, title, hint }: ReasonedProps) => (
  <details>
    <summary>{title}</summary>
    <form method="post" action={`/reports/${id}/${act}`}>
      <CsrfField csrf={csrf} />
      <Field name="reason" id={`reason-${act}`} label="理由" required maxlength={400} hint={hint} />
      <p class="acts">
        <button class="btn bad" type="submit">
          {title}
        </button>
      </p>
    </form>
  </details>
)

/** Who did what, and why, since the version was taken as final. */
const Steps = ({ steps, names }: Pick<Props, 'steps' | 'names'>) =>
  steps.length > 0 && (
    <details>
      <summary>办理经过</summary>
      <ul class="plain">
        {steps.map(({ action, at, by, note }) => (
          <li>
            {`${formatDayZh(dayOf(at))}　${reportActionLabels[action]}　${names.get(by) ?? '系统用户'}`}
            {note && <span class="mut">{`　${note}`}</span>}
          </li>
        ))}
      </ul>
    </details>
  )
