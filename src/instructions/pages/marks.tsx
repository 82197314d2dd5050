import { type CivilDate, formatMonthDayZh, type Quarter, quarterZh } from '../../calendar/index.ts'
import { type Mark, Status } from '../../web/index.ts'
import {
  type Instruction,
  type InstructionState,
  instructionStateLabels,
  isLate,
  type Task,
  type TaskState,
  taskStateLabels,
} from '../model.ts'

const instructionMarks: Readonly<Record<InstructionState, Mark>> = {
  'to-transcribe': 'warn',
  'to-check': 'pend',
  standing: 'pass',
  withdrawn: 'unkn',
}
const taskMarks: Readonly<Record<TaskState, Mark>> = {
  open: 'warn',
  answered: 'pend',
  returned: 'warn',
  done: 'pass',
  withdrawn: 'unkn',
}

export const InstructionMark = ({ state, box }: { state: InstructionState; box?: boolean }) => (
  <Status mark={instructionMarks[state]} word={instructionStateLabels[state]} {...(box && { box })} />
)

/** Where a task stands; one past its last day says so by its mark, too. */
export function TaskMark({ task, today }: { task: Pick<Task, 'state' | 'dueOn' | 'answeredAt'>; today: CivilDate }) {
  const word = taskStateLabels[task.state]
  if (!isLate(task, today)) return <Status mark={taskMarks[task.state]} word={word} />
  const isOpen = task.state === 'open' || task.state === 'returned'
  return <Status mark={isOpen ? 'fail' : 'warn'} word={isOpen ? `${word}，已逾期` : `${word}，逾期反馈`} />
}

/** 10月30日前; with the year where it is another than this one. */
export const dueWords = ({ dueOn }: Pick<Task, 'dueOn'>, today: CivilDate): string =>
  `${dueOn.slice(0, 4) === today.slice(0, 4) ? '' : `${dueOn.slice(0, 4)}年`}${formatMonthDayZh(dueOn)}前`

/** 2026年第三季度监测报告. */
export const paperName = ({ quarter }: Pick<Instruction, 'quarter'> | { quarter: Quarter }): string =>
  `${quarterZh(quarter)}监测报告`
