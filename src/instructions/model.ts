import type { CivilDate, Instant, Quarter } from '../calendar/index.ts'
import { dayOf } from '../calendar/index.ts'

/** 批示办理 in the office's own words: an instruction, the tasks that come of it, what may be done in each state. */

export const instructionStateLabels = {
  'to-transcribe': '待录入',
  'to-check': '待核对',
  standing: '已入库',
  withdrawn: '已撤销',
} as const
export type InstructionState = keyof typeof instructionStateLabels

export const instructionActionLabels = {
  register: '登记批示',
  transcribe: '录入批示文字',
  check: '核对无误',
  differ: '与原件不符，退回录入',
  reopen: '重新录入',
  waive: '无需交办',
  assign: '交办',
  withdraw: '撤销登记',
} as const
export type InstructionAction = keyof typeof instructionActionLabels

/** The one table: state -> what may be done in it -> the state after. What is typed by the leader stands from the first. */
export const nextInstructionState: Readonly<
  Record<InstructionState, Partial<Record<InstructionAction, InstructionState>>>
> = {
  'to-transcribe': { transcribe: 'to-check', withdraw: 'withdrawn' },
  'to-check': { transcribe: 'to-check', check: 'standing', differ: 'to-transcribe', withdraw: 'withdrawn' },
  standing: { reopen: 'to-transcribe', waive: 'standing', assign: 'standing', withdraw: 'withdrawn' },
  withdrawn: {},
}

export const taskStateLabels = {
  open: '待办理',
  answered: '已反馈，待审核',
  returned: '已退回，待补充',
  done: '已办结',
  withdrawn: '已收回',
} as const
export type TaskState = keyof typeof taskStateLabels
export const taskStates = Object.keys(taskStateLabels) as TaskState[]

export const taskActionLabels = {
  answer: '反馈办理情况',
  accept: '审核办结',
  return: '退回补充',
  extend: '调整时限',
  'pass-on': '转承接单位',
  'take-back': '收回',
} as const
export type TaskAction = keyof typeof taskActionLabels

export const nextTaskState: Readonly<Record<TaskState, Partial<Record<TaskAction, TaskState>>>> = {
  open: { answer: 'answered', extend: 'open', 'pass-on': 'open', 'take-back': 'withdrawn' },
  answered: { answer: 'answered', accept: 'done', return: 'returned', 'take-back': 'withdrawn' },
  returned: { answer: 'answered', extend: 'returned', 'pass-on': 'returned', 'take-back': 'withdrawn' },
  done: { return: 'returned' },
  withdrawn: {},
}

/** Letters that 交办要点 may have: a unit reads them on one card, the report prints them in one line of a table. */
export const essentialsMost = 200
export const answerMost = 2000
export const wordsMost = 1000

/** What a step is called. */
export const stepLabels: Readonly<Record<InstructionAction | TaskAction, string>> = {
  ...instructionActionLabels,
  ...taskActionLabels,
}

export type Instruction = {
  id: string
  /** The report that it was written on. */
  reportId: string
  quarter: Quarter
  reportVersion: number
  leaderId: string
  givenOn: CivilDate
  origin: 'typed' | 'photo'
  state: InstructionState
  wordsId: string | null
  withoutTasks: boolean
  enteredBy: string
  transcribedBy: string | null
  checkedBy: string | null
  version: number
  /** Given out and not taken back. */
  tasks: number
}

export type Task = {
  id: string
  instructionId: string
  serial: number
  unitId: string
  unitName: string
  essentials: string
  dueOn: CivilDate
  state: TaskState
  answer: string | null
  answeredAt: Instant | null
  /** Typed in by the office for a unit that telephoned. */
  forUnit: boolean
  endedAt: Instant | null
  version: number
}

export type InstructionStep = {
  serial: number
  action: InstructionAction | TaskAction
  taskId: string | null
  by: string
  at: Instant
  note: string | null
  facts: Readonly<Record<string, unknown>>
}
export type StepFile = { step: number; serial: number; fileId: string; name: string }

/** A task as the next report tells it: nothing of the words it came from. */
export type FollowedTask = Pick<Task, 'id' | 'unitId' | 'unitName' | 'essentials' | 'dueOn' | 'state'> & {
  /** The quarter of the report that was written on. */
  quarter: Quarter
  answeredOn: CivilDate | null
}

/** 逾期: nothing came by the end of the last day, or it came after it. While the office has the answer, nobody is late. */
export function isLate(
  { state, dueOn, answeredAt }: Pick<Task, 'state' | 'dueOn' | 'answeredAt'>,
  today: CivilDate,
): boolean {
  if (state === 'withdrawn') return false
  if (state === 'open' || state === 'returned') return dueOn < today
  return answeredAt !== null && dayOf(answeredAt) > dueOn
}

// So long a run is no coincidence of an office's phrases.
const quotedRun = 20
// 已阅, 同意 are anybody's words.
const quotedWhole = 8
// 请抓紧整改落实 may stand in any paper; a sentence that says what is wrong with whom is the leader's.
const quotedSentence = 10

/** Whether 交办要点 repeat the words of the instruction: these are the office's alone. */
export function quotes(essentials: string, words: string): boolean {
  const [found, wanted] = [bare(essentials), bare(words)]
  if (wanted.length >= quotedWhole && found.includes(wanted)) return true
  const sentences = words.split(/[。！？；!?;\n]+/u).map(bare)
  if (sentences.some((one) => one.length >= quotedSentence && found.includes(one))) return true
  return Array.from({ length: Math.max(0, wanted.length - quotedRun + 1) }, (_, at) =>
    wanted.slice(at, at + quotedRun),
  ).some((run) => found.includes(run))
}

const bare = (text: string) => text.replace(/[\p{P}\p{S}\s]+/gu, '')
