import { type Action, type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFiles } from '../../files/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  type Instruction,
  type InstructionAction,
  instructionActionLabels,
  type InstructionState,
  instructionStateLabels,
  nextInstructionState,
  nextTaskState,
  type Task,
  type TaskAction,
  taskActionLabels,
  type TaskState,
  taskStateLabels,
} from '../model.ts'
import {
  type InstructionSet,
  insertStep,
  readInstruction,
  type TaskSet,
  tasksOf,
  updateInstruction,
  updateTask,
} from '../queries.ts'

/** Which instruction, as it was shown. */
export type InstructionInput = { districtId: string; instructionId: string; version: number }
/** Which task, as it was shown. */
export type TaskInput = InstructionInput & { taskId: string }
export type Upload = { name: string; bytes: Uint8Array }
/** Words and files that come with a step. */
export type Said = { note?: string | undefined; files?: readonly Upload[] | undefined }

export const taskRights: Readonly<Record<TaskAction, Action>> = {
  answer: 'instructions.answer',
  accept: 'instructions.handle',
  return: 'instructions.handle',
  extend: 'instructions.handle',
  'pass-on': 'instructions.handle',
  'take-back': 'instructions.handle',
}

// A page that was written on by hand is a picture of it; proof may be a table or a text, too.
const pictures = ['pdf', 'jpg', 'png', 'webp'] as const

export type StepRecord = {
  districtId: string
  instructionId: string
  action: InstructionAction | TaskAction
  taskId?: string | null
  note?: string | null
  files?: readonly Upload[] | undefined
  facts?: Record<string, unknown>
  /** For the trail alone, beside the facts. */
  traced?: Record<string, unknown>
  before?: string
  state: string
}

/**
 * Keeps a step with its files, and its link in the trail. Words of a step stand in the step, the trail has their digest
 * (decision 008); words of the instruction itself have no place in either.
 */
export async function recordStep(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  {
    districtId,
    instructionId,
    action,
    taskId = null,
    note = null,
    files = [],
    facts = {},
    traced,
    before,
    state,
  }: StepRecord,
): Promise<void> {
  const kept = await saveFiles(
    tx,
    deps,
    files.map((file) => ({
      districtId,
      ...file,
      actor,
      accept: [...pictures, ...(action === 'register' ? [] : (['zip'] as const))],
    })),
  )
  await insertStep(tx, {
    districtId,
    instructionId,
    action,
    taskId,
    by: actor.id,
    at: deps.clock.now(),
    note,
    facts,
    fileIds: kept.map(({ id }) => id),
  })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: `instruction.${action}`,
    subject: { kind: 'instruction', id: instructionId },
    ...(before && { before: { state: before } }),
    after: {
      state,
      ...facts,
      ...traced,
      ...(note !== null && (await traceNote(tx, deps, districtId, note, taskId))),
      ...(kept.length > 0 && { files: kept.map(({ sha256 }) => sha256) }),
    },
    at: deps.wall.now(),
  })
}

// What is said of the instruction itself may quote it: who reads the trail reads no word of that.
async function traceNote(tx: Tx, deps: Deps, districtId: string, note: string, taskId: string | null) {
  const kept = await keepWords(tx, deps, districtId, note)
  return taskId === null ? { noteDigest: kept.digest } : { note: kept }
}

type Done<Set> = { set?: Set; facts?: Record<string, unknown>; traced?: Record<string, unknown>; taskId?: string }

/**
 * One step of an instruction as a whole: who may, which state allows it, nobody overwritten; all saved together. Refuses
 * `instruction.action-not-allowed`, `record.changed-meanwhile`.
 */
export async function actOnInstruction(
  deps: Deps,
  actor: Actor,
  { districtId, instructionId, version, note, files }: InstructionInput & Said,
  action: Exclude<InstructionAction, 'register'>,
  work: (tx: Tx, found: Instruction) => Promise<Done<InstructionSet>> = () => Promise.resolve({}),
): Promise<{ state: InstructionState; version: number }> {
  const subject = { kind: 'instruction', id: instructionId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `instruction.${action}` }, async (tx) => {
    permit(actor, 'instructions.handle', { districtId })
    const found = await readInstruction(tx, districtId, instructionId, 'lock')
    if (!found) throw refuse('record.not-found', { what: '批示' })
    if (found.version !== version) throw refuse('record.changed-meanwhile', { what: '批示' })
    const state = nextInstructionState[found.state][action]
    if (!state)
      throw refuse('instruction.action-not-allowed', {
        state: instructionStateLabels[found.state],
        action: instructionActionLabels[action],
      })
    const { set = {}, facts, traced, taskId } = await work(tx, found)
    await updateInstruction(tx, districtId, found, { state, ...set })
    await recordStep(tx, deps, actor, {
      districtId,
      instructionId,
      action,
      taskId: taskId ?? null,
      note: note?.trim() || null,
      files,
      ...(facts && { facts }),
      ...(traced && { traced }),
      before: found.state,
      state,
    })
    return { state, version: found.version + 1 }
  })
}

/** One step of a task. Tasks of different units don't overtake each other. Refuses as `actOnInstruction`. */
export async function actOnTask(
  deps: Deps,
  actor: Actor,
  { districtId, instructionId, taskId, version, note, files }: TaskInput & Said,
  action: TaskAction,
  work: (tx: Tx, task: Task, found: Instruction) => Promise<Done<TaskSet>> = () => Promise.resolve({}),
): Promise<{ state: TaskState; version: number }> {
  const subject = { kind: 'instruction', id: instructionId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `instruction.${action}` }, async (tx) => {
    const found = await readInstruction(tx, districtId, instructionId, 'lock')
    const task = (await tasksOf(tx, districtId, instructionId)).find(({ id }) => id === taskId)
    permit(actor, taskRights[action], { districtId, unitId: task?.unitId ?? null })
    if (!found || !task) throw refuse('record.not-found', { what: '交办事项' })
    if (task.version !== version) throw refuse('record.changed-meanwhile', { what: '交办事项' })
    const state = nextTaskState[task.state][action]
    if (!state)
      throw refuse('instruction.action-not-allowed', {
        state: taskStateLabels[task.state],
        action: taskActionLabels[action],
      })
    const { set = {}, facts = {} } = await work(tx, task, found)
    await updateTask(tx, districtId, task, { state, ...set })
    await recordStep(tx, deps, actor, {
      districtId,
      instructionId,
      action,
      taskId,
      note: note?.trim() || null,
      files,
      facts,
      traced: { unitId: task.unitId },
      before: task.state,
      state,
    })
    return { state, version: task.version + 1 }
  })
}

/** Words without which a step isn't taken. Refuses `instruction.words-required`, `instruction.too-long`. */
export function requireWords(words: string | undefined, what: string, most: number): string {
  const text = words?.trim()
  if (!text) throw refuse('instruction.words-required', { what })
  if (text.length > most) throw refuse('instruction.too-long', { what, most })
  return text
}
