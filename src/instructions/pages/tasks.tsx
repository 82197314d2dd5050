import type { Child } from 'hono/jsx'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { AnswerFields, CsrfField, Empty, Field, Select, shownMinute } from '../../web/index.ts'
import {
  answerMost,
  essentialsMost,
  nextInstructionState,
  nextTaskState,
  type Task,
  type TaskAction,
  taskActionLabels,
} from '../model.ts'
import type { InstructionView } from './instruction.tsx'
import { dueWords, TaskMark } from './marks.tsx'

/** 交办事项 with the unit's answer; each with the forms that state and right allow. */
export function TasksCard(view: InstructionView) {
  const { tasks, unitId, found } = view
  const live = tasks.filter(({ state }) => state !== 'withdrawn')
  const done = live.filter(({ state }) => state === 'done').length
  return (
    <section class="card">
      <header>
        <h2>交办事项</h2>
        <p>{unitId === undefined ? `共 ${live.length} 项，已办结 ${done} 项` : '请在时限前反馈办理情况'}</p>
      </header>
      {tasks.length === 0 ? (
        <Empty title={found.state === 'standing' ? '还没有交办' : '批示核对入库以后交办'} />
      ) : (
        <ol class="plain rows">
          {tasks.map((task) => (
            <TaskRow view={view} task={task} />
          ))}
        </ol>
      )}
    </section>
  )
}

type Of = { view: InstructionView; task: Task }

function TaskRow({ view, task }: Of) {
  const { today, unitId, c } = view
  const heir = view.gone.get(task.unitId)
  const can = (action: TaskAction) => nextTaskState[task.state][action] !== undefined && view.mayTask(action, task)
  return (
    <li id={`task-${task.serial}`}>
      <p>
        <b>{`${task.serial}. ${task.essentials}　`}</b>
        <TaskMark task={task} today={today} />
      </p>
      <p class="mut">
        {`${unitId === undefined ? `承办单位：${task.unitName}　` : ''}办理时限：${dueWords(task, today)}`}
      </p>
      {task.answer && <p>{maskNumbers(task.answer)}</p>}
      {task.answeredAt && (
        <p class="mut sm">{`${shownMinute(c, task.answeredAt)}反馈${task.forUnit ? '，电话反馈代录' : ''}`}</p>
      )}
      {heir !== undefined && task.endedAt === null && (
        <p class="mut">{heir === null ? '该单位已经撤销，没有承接单位。' : `该单位已经并入“${heir}”。`}</p>
      )}
      {heir && can('pass-on') && <Form view={view} task={task} action="pass-on" />}
      {can('accept') && <Form view={view} task={task} action="accept" named />}
      {can('answer') && (task.state !== 'answered' || unitId !== undefined) && <Answering view={view} task={task} />}
      {can('return') && <Dated view={view} task={task} action="return" label="退回的理由" />}
      {can('extend') && <Dated view={view} task={task} action="extend" label="调整的理由" />}
      {can('take-back') && (
        <Folded view={view} task={task} action="take-back">
          <Reason view={view} task={task} action="take-back" label="收回的理由" />
        </Folded>
      )}
    </li>
  )
}

const formOf = (action: TaskAction, { serial }: Task) => `${action}-${serial}`
const typedIn = ({ typed }: InstructionView, form: string) => (typed?.form === form ? typed.values : {})

const Folded = ({ view, task, action, children }: Of & { action: TaskAction; children: Child }) => (
  <details open={view.typed?.form === formOf(action, task)}>
    <summary>{taskActionLabels[action]}</summary>
    <Form view={view} task={task} action={action} bad={action !== 'extend'}>
      {children}
    </Form>
  </details>
)

const Reason = ({ view, task, action, label }: Of & { action: TaskAction; label: string }) => (
  <Field
    name="note"
    id={`note-${formOf(action, task)}`}
    label={label}
    required
    maxlength={400}
    value={typedIn(view, formOf(action, task))['note']}
  />
)

const Dated = ({ view, task, action, label }: Of & { action: 'return' | 'extend'; label: string }) => (
  <Folded view={view} task={task} action={action}>
    <Reason view={view} task={task} action={action} label={label} />
    <Field
      name="dueOn"
      id={`due-${formOf(action, task)}`}
      label={action === 'return' ? '补充办理时限' : '新的办理时限'}
      type="date"
      required
      value={
        typedIn(view, formOf(action, task))['dueOn'] ?? (task.dueOn > view.offeredDue ? task.dueOn : view.offeredDue)
      }
      hint="须为工作日。"
    />
  </Folded>
)

/** A unit answers in the open; what the office enters for a unit that telephoned stands folded away. */
const Answering = ({ view, task }: Of) => {
  const form = formOf('answer', task)
  const own = view.unitId !== undefined
  const typed = typedIn(view, form)
  return (
    <details open={(own && task.state !== 'answered') || view.typed?.form === form}>
      <summary>{own ? (task.answer ? '重新反馈' : '反馈办理情况') : '单位来电的，代录反馈'}</summary>
      <Form view={view} task={task} action="answer">
        <AnswerFields
          form={form}
          label="办理情况"
          hint="写明做了什么、结果如何。"
          most={answerMost}
          value={typed['note'] ?? (own && task.state === 'returned' ? (task.answer ?? undefined) : undefined)}
        />
      </Form>
    </details>
  )
}

type FormProps = Of & { action: TaskAction; bad?: boolean; named?: boolean; children?: Child }

const Form = ({ view, task, action, bad, named, children }: FormProps) => (
  <form method="post" action={`/instructions/${view.found.id}`} enctype="multipart/form-data">
    <CsrfField csrf={view.c.var.session.csrf} />
    <input type="hidden" name="form" value={formOf(action, task)} />
    <input type="hidden" name="version" value={String(task.version)} />
    <input type="hidden" name="taskId" value={task.id} />
    {children}
    <p class="acts">
      <button
        class={bad ? 'btn bad' : 'btn pri'}
        type="submit"
        name="action"
        value={action}
        aria-label={named ? `${task.unitName}：${taskActionLabels[action]}` : undefined}
      >
        {taskActionLabels[action]}
      </button>
    </p>
  </form>
)

/** 交办 of one more task, to one unit. */
export function AssignCard(view: InstructionView) {
  const { found, units, offeredDue, c, mayHandle } = view
  if (!mayHandle || !nextInstructionState[found.state].assign) return null
  const typed = typedIn(view, 'assign')
  return (
    <section class="card">
      <header>
        <h2>交办</h2>
        <p>一个单位一项；单位只看到交办要点和时限</p>
      </header>
      <form class="in" method="post" action={`/instructions/${found.id}`} enctype="multipart/form-data">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="form" value="assign" />
        <input type="hidden" name="version" value={String(found.version)} />
        <Select
          name="unitId"
          label="承办单位"
          required
          value={typed['unitId']}
          choices={[{ value: '', label: '请选择' }, ...units.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <Field
          name="essentials"
          label="交办要点"
          type="textarea"
          rows={3}
          required
          maxlength={essentialsMost}
          value={typed['essentials']}
          hint="写清要求单位做什么、做到什么程度；不照抄批示原文。"
        />
        <Field
          name="dueOn"
          label="办理时限"
          type="date"
          required
          value={typed['dueOn'] ?? offeredDue}
          hint="须为工作日；默认为今天起10个工作日。"
        />
        <p class="acts">
          <button class="btn pri" type="submit" name="action" value="assign">
            交办
          </button>
        </p>
      </form>
    </section>
  )
}
