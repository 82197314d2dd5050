import { type Actor, type Deps, keepWords, openWords } from '../../access/index.ts'
import { addDays, type CivilDate, dayOf, formatDayZh } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { readUnits, survivingUnit } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { answerMost, essentialsMost, type Instruction, quotes } from '../model.ts'
import { insertTask, tasksOf } from '../queries.ts'
import { actOnInstruction, actOnTask, type InstructionInput, requireWords, type Said, type TaskInput } from './act.ts'

/** 交办 of what an instruction asks for, one unit a task, and what is done with a task. */

const reasonMost = 400

export type Assignment = { unitId: string; essentials: string; dueOn: CivilDate }

/**
 * 交办: the unit reads 交办要点 and its last day, never the instruction. Refuses `instruction.essentials-quote` where they repeat
 * its words, `instruction.due-past`, `instruction.due-on-rest-day`, `instruction.unit-gone`.
 */
export const assignTask = (deps: Deps, actor: Actor, input: InstructionInput & Assignment) =>
  actOnInstruction(deps, actor, input, 'assign', async (tx, { id: instructionId, wordsId }) => {
    const { districtId, unitId, dueOn } = input
    const essentials = requireWords(input.essentials, '交办要点', essentialsMost)
    await refuseQuoted(tx, deps, districtId, { wordsId, text: essentials })
    await requireStandingUnit(tx, districtId, unitId)
    await requireWorkday(tx, deps, dueOn)
    const id = deps.ids.next()
    const serial = (await tasksOf(tx, districtId, instructionId)).length + 1
    await insertTask(tx, { districtId, id, instructionId, serial, unitId, essentials, dueOn, at: deps.clock.now() })
    return {
      set: { without_tasks: false },
      taskId: id,
      facts: { dueOn },
      traced: { unitId, essentials: await keepWords(tx, deps, districtId, essentials) },
    }
  })

/** 反馈办理情况: the newest answer holds until it is looked at, the first one tells whether it was in time; entered by the office it is marked as the unit's telephone answer. */
export const answerTask = (deps: Deps, actor: Actor, input: TaskInput & Said) =>
  actOnTask(deps, actor, input, 'answer', (_tx, { unitId, dueOn, state, answeredAt }) => {
    const answer = requireWords(input.note, '办理情况', answerMost)
    const forUnit = actor.unitId !== unitId
    // What is added before anybody has looked at it makes no answer late that came in time.
    const at = state === 'answered' && answeredAt ? answeredAt : deps.clock.now()
    return Promise.resolve({
      set: { answer, answered_at: at, for_unit: forUnit },
      facts: { ...(dayOf(at) > dueOn && { late: true }), ...(forUnit && { enteredForUnit: true }) },
    })
  })

/** 审核办结. */
export const acceptTask = (deps: Deps, actor: Actor, input: TaskInput) =>
  actOnTask(deps, actor, input, 'accept', () => Promise.resolve({ set: { ended_at: deps.clock.now() } }))

/** 退回补充, with the reason and a new last day: what was answered in time is not late because the office looked late. */
export const returnTask = (deps: Deps, actor: Actor, input: TaskInput & Said & { dueOn: CivilDate }) =>
  actOnTask(deps, actor, input, 'return', async (tx, _task, found) => {
    await requireReason(tx, deps, input, { found, what: '退回的理由' })
    await requireWorkday(tx, deps, input.dueOn)
    return { set: { due_on: input.dueOn, ended_at: null }, facts: { dueOn: input.dueOn } }
  })

/** 调整时限, with the reason. */
export const extendTask = (deps: Deps, actor: Actor, input: TaskInput & Said & { dueOn: CivilDate }) =>
  actOnTask(deps, actor, input, 'extend', async (tx, { dueOn }, found) => {
    await requireReason(tx, deps, input, { found, what: '调整的理由' })
    await requireWorkday(tx, deps, input.dueOn)
    return { set: { due_on: input.dueOn }, facts: { from: dueOn, dueOn: input.dueOn } }
  })

/** 收回, with the reason; what was answered stays. */
export const takeTaskBack = (deps: Deps, actor: Actor, input: TaskInput & Said) =>
  actOnTask(deps, actor, input, 'take-back', async (tx, _task, found) => {
    await requireReason(tx, deps, input, { found, what: '收回的理由' })
    return { set: { ended_at: deps.clock.now() } }
  })

/** 转承接单位 of a unit that was merged away since. Refuses `instruction.unit-stands`, `instruction.unit-gone`. */
export const passTaskOn = (deps: Deps, actor: Actor, input: TaskInput) =>
  actOnTask(deps, actor, input, 'pass-on', async (tx, { unitId }) => {
    const byId = new Map((await readUnits(tx, input.districtId)).map((unit) => [unit.id, unit]))
    const unit = byId.get(unitId)!
    if (unit.state === 'active') throw refuse('instruction.unit-stands', { unit: unit.name })
    const heir = survivingUnit(unit, byId)
    if (heir.state !== 'active') throw refuse('instruction.unit-gone', { unit: unit.name, heir: null })
    return { set: { unit_id: heir.id }, facts: { heir: heir.name } }
  })

/** Why something is done with a task: the unit reads it, so the leader's words don't stand there, either. */
async function requireReason(
  tx: Tx,
  deps: Deps,
  { districtId, note }: TaskInput & Said,
  { found, what }: { found: Instruction; what: string },
): Promise<void> {
  const text = requireWords(note, what, reasonMost)
  await refuseQuoted(tx, deps, districtId, { wordsId: found.wordsId, text })
}

/** Refuses `instruction.essentials-quote` for what a unit would read and repeats the words of the instruction. */
async function refuseQuoted(
  tx: Tx,
  deps: Deps,
  districtId: string,
  { wordsId, text }: { wordsId: string | null; text: string },
): Promise<void> {
  if (wordsId === null) return
  const words = (await openWords({ db: tx, vault: deps.vault }, districtId, [wordsId])).get(wordsId)
  if (words && quotes(text, words)) throw refuse('instruction.essentials-quote')
}

async function requireStandingUnit(tx: Tx, districtId: string, unitId: string): Promise<void> {
  const byId = new Map((await readUnits(tx, districtId)).map((unit) => [unit.id, unit]))
  const unit = byId.get(unitId)
  if (!unit) throw refuse('record.not-found', { what: '承办单位' })
  if (unit.state === 'active') return
  const heir = survivingUnit(unit, byId)
  throw refuse('instruction.unit-gone', { unit: unit.name, heir: heir.id === unit.id ? null : heir.name })
}

/** A last day is a working day that isn't over. */
async function requireWorkday(tx: Tx, deps: Deps, dueOn: CivilDate): Promise<void> {
  const today = deps.clock.today()
  if (dueOn < today) throw refuse('instruction.due-past', { day: formatDayZh(dueOn), today: formatDayZh(today) })
  const calendar = await loadCalendar(tx)
  if (calendar.isWorkingDay(dueOn)) return
  const nearest = (step: 1 | -1) => {
    let day = dueOn
    while (!calendar.isWorkingDay(day)) day = addDays(day, step)
    return day
  }
  const [before, after] = [nearest(-1), nearest(1)]
  throw refuse('instruction.due-on-rest-day', {
    day: formatDayZh(dueOn),
    near: (before < today ? [after] : [before, after]).map(formatDayZh).join('或'),
  })
}
