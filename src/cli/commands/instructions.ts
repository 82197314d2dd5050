import { permit } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import {
  isLate,
  listTasks,
  readInstruction,
  stepLabels,
  stepsOf,
  type TaskRow,
  taskStateLabels,
  tasksOnReport,
} from '../../instructions/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand } from '../command.ts'

const MOST = 10_000

type Today = Parameters<typeof isLate>[1]

/** What leaves by the terminal: 交办要点 and states; the words of an instruction never do. */
const toldTask = (task: TaskRow, today: Today) => ({
  id: task.id,
  instruction: task.instructionId,
  quarter: task.quarter,
  unit: task.unitName,
  essentials: task.essentials,
  dueOn: task.dueOn,
  state: task.state,
  late: isLate(task, today),
  answeredAt: task.answeredAt,
  endedAt: task.endedAt,
})

const lineOf = (task: TaskRow, today: Today) =>
  `${task.instructionId}　${task.unitName}　${task.essentials}　${task.dueOn}前　${taskStateLabels[task.state]}${isLate(task, today) ? '，逾期' : ''}`

/** Lists what was given out of instructions and isn't ended, the nearest last day on top; `--all`: what is ended, too. */
export const instructionsList = defineCommand({
  operands: '',
  summary: '列出批示交办事项',
  options: { all: { type: 'boolean' } },
  optionHelp: { all: '连同已办结、已收回的' },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'instructions.read', { districtId })
    const today = deps.clock.today()
    const filter = { state: values['all'] === true ? undefined : ('pending' as const), offset: 0, limit: MOST }
    const { rows } = await listTasks(deps.db, { districtId }, filter, today)
    if (json) {
      const tasks = rows.map((row) => toldTask(row, today))
      return out.result(JSON.stringify({ district: districtId, asOf: today, tasks }))
    }
    out.result([`批示交办事项 ${rows.length} 项。`, ...rows.map((row) => lineOf(row, today))].join('\n'))
  },
})

/** Shows the tasks of one instruction and everything that was done with them. */
export const instructionsShow = defineCommand({
  operands: 'ID',
  summary: '查看一件批示的交办和办理',
  options: {},
  async run({ deps, actor, out, json, positionals, district }) {
    const districtId = await district()
    permit(actor, 'instructions.read', { districtId })
    const [id = ''] = positionals
    const found = isUuid(id) ? await readInstruction(deps.db, districtId, id) : undefined
    if (!found) throw refuse('record.not-found', { what: '批示' })
    const today = deps.clock.today()
    const tasks = (await tasksOnReport(deps.db, districtId, found.reportId)).filter((one) => one.instructionId === id)
    const { steps } = await stepsOf(deps.db, districtId, id)
    // A reason that is given for the instruction itself may quote it.
    const told = steps.map(({ serial, action, taskId, at, note }) => ({
      serial,
      action,
      taskId,
      at,
      note: taskId && note,
    }))
    if (json) {
      const { reportId, quarter, givenOn, origin, state } = found
      const shown = { id, reportId, quarter, givenOn, origin, state, tasks: tasks.map((one) => toldTask(one, today)) }
      return out.result(JSON.stringify({ district: districtId, asOf: today, ...shown, steps: told }))
    }
    const lines = told.map(({ at, action, note }) =>
      [formatMinute(at), stepLabels[action], note].filter(Boolean).join('　'),
    )
    out.result([...tasks.map((one) => lineOf(one, today)), ...lines].join('\n'))
  },
})
