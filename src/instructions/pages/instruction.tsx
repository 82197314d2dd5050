import type { Child } from 'hono/jsx'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { Alert, Head, shownMinute, type WebContext } from '../../web/index.ts'
import {
  type Instruction,
  type InstructionStep,
  type StepFile,
  type Task,
  stepLabels,
  type TaskAction,
} from '../model.ts'
import { InstructionMark, paperName } from './marks.tsx'
import { AssignCard, TasksCard } from './tasks.tsx'
import { WordsCard } from './words.tsx'

export type Typed = { form: string; values: Readonly<Record<string, string>> }

export type InstructionView = {
  c: WebContext
  found: Instruction
  /** Its words; undefined: there are none yet, or they are not this person's to read. */
  words: string | undefined
  seesWords: boolean
  tasks: readonly Task[]
  steps: readonly InstructionStep[]
  files: readonly StepFile[]
  names: ReadonlyMap<string, string>
  today: CivilDate
  mayHandle: boolean
  mayTask: (action: TaskAction, task: Task) => boolean
  /** By unit that was merged away: who answers for it now; null: nobody. */
  gone: ReadonlyMap<string, string | null>
  units: readonly { id: string; name: string }[]
  /** The last day that a new task is offered with. */
  offeredDue: CivilDate
  /** The unit whose page it is; undefined: the office's. */
  unitId: string | undefined
  typed: Typed | undefined
  problem: string | undefined
  trail: Child
}

/** One instruction: what was written, who has held it against the photo, and what units do of it. A unit reads its own tasks. */
export function InstructionPage(view: InstructionView) {
  const { found, names, unitId, problem, trail } = view
  const office = unitId === undefined
  return (
    <>
      <Head
        crumb={<a href="/instructions">批示办理</a>}
        title={
          office ? (
            <>
              {`${paperName(found)}上的批示`} <InstructionMark state={found.state} box />
            </>
          ) : (
            '区领导批示交办事项'
          )
        }
        note={
          office
            ? `${names.get(found.leaderId) ?? '区领导'}　${formatDayZh(found.givenOn)}批示　报告第 ${found.reportVersion} 版`
            : `来源：${paperName(found)}`
        }
      >
        {office && (
          <a class="btn" href={`/reports/${found.reportId}`}>
            打开报告
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        {office && <WordsCard {...view} />}
        <TasksCard {...view} />
        {office && <AssignCard {...view} />}
        <StepsCard {...view} />
        {office && trail}
      </div>
    </>
  )
}

/** What was done, step by step; a unit reads its own. What is said of the words themselves only who may read these. */
function StepsCard({ c, steps, files, tasks, names, found, unitId, seesWords }: InstructionView) {
  const own = new Map(tasks.map((task) => [task.id, task]))
  const shown = unitId === undefined ? steps : steps.filter(({ taskId }) => taskId !== null && own.has(taskId))
  if (shown.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>办理记录</h2>
      </header>
      <ol class="tl in">
        {shown.map((step) => {
          const task = step.taskId === null ? undefined : own.get(step.taskId)
          const attached = files.filter((file) => file.step === step.serial && step.action === 'answer')
          return (
            <li>
              <time>{shownMinute(c, step.at)}</time>
              <b>{stepLabels[step.action]}</b>
              {`　${names.get(step.by) ?? '系统用户'}${task ? `　${unitId === undefined ? task.unitName : ''}第 ${task.serial} 项` : ''}`}
              {step.facts['enteredForUnit'] === true && <span>　单位电话反馈，监管单位代录</span>}
              {typeof step.facts['heir'] === 'string' && <span>{`　转${step.facts['heir']}`}</span>}
              {step.facts['late'] === true && <span>　逾期反馈</span>}
              {typeof step.facts['dueOn'] === 'string' && (
                <span>{`　时限${formatDayZh(step.facts['dueOn'] as CivilDate)}`}</span>
              )}
              {step.note && (step.taskId !== null || seesWords) && <p>{maskNumbers(step.note)}</p>}
              {attached.length > 0 && (
                <p>
                  {attached.map((file, at) => (
                    <>
                      {at > 0 && '　'}
                      <a href={`/instructions/${found.id}/files/${file.step}-${file.serial}`}>{file.name}</a>
                    </>
                  ))}
                </p>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
