import { type Actor, type Deps, keepWords, refuseMaker } from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { wordsMost } from '../model.ts'
import { tasksOf } from '../queries.ts'
import { actOnInstruction, type InstructionInput, requireWords, type Said } from './act.ts'

/** What the office does with an instruction as a whole. */

const reasonMost = 400

/** 录入: what stands on the photo, word for word; the newest transcription is the one to be checked. */
export const transcribe = (deps: Deps, actor: Actor, input: InstructionInput & { words: string }) =>
  actOnInstruction(deps, actor, input, 'transcribe', async (tx) => {
    const words = requireWords(input.words, '批示文字', wordsMost)
    const kept = await keepWords(tx, deps, input.districtId, words)
    return {
      set: { words_id: kept.said, transcribed_by: actor.id, checked_by: null },
      traced: { wordsDigest: kept.digest },
    }
  })

/** 核对无误, by somebody else than who transcribed it. Refuses `access.maker-is-checker`. */
export const checkTranscription = (deps: Deps, actor: Actor, input: InstructionInput) =>
  actOnInstruction(deps, actor, input, 'check', (_tx, { transcribedBy }) => {
    refuseMaker(actor, transcribedBy)
    return Promise.resolve({ set: { checked_by: actor.id } })
  })

/** 与原件不符, and where. */
export const differTranscription = (deps: Deps, actor: Actor, input: InstructionInput & Said) =>
  actOnInstruction(deps, actor, input, 'differ', (_tx, { transcribedBy }) => {
    refuseMaker(actor, transcribedBy)
    requireWords(input.note, '不符之处', reasonMost)
    return Promise.resolve({})
  })

/** 重新录入 of a photo whose transcription turned out wrong. Refuses `instruction.own-words` for what a leader typed. */
export const reopenTranscription = (deps: Deps, actor: Actor, input: InstructionInput & Said) =>
  actOnInstruction(deps, actor, input, 'reopen', (_tx, { origin }) => {
    if (origin === 'typed') throw refuse('instruction.own-words')
    requireWords(input.note, '重新录入的原因', reasonMost)
    return Promise.resolve({ set: { checked_by: null } })
  })

/** 无需交办, as 已阅: nothing of it is for a unit to do. Refuses `instruction.has-tasks`. */
export const waiveTasks = (deps: Deps, actor: Actor, input: InstructionInput) =>
  actOnInstruction(deps, actor, input, 'waive', async (tx, { id }) => {
    const live = (await tasksOf(tx, input.districtId, id)).filter(({ state }) => state !== 'withdrawn')
    if (live.length > 0) throw refuse('instruction.has-tasks', { count: live.length })
    return { set: { without_tasks: true } }
  })

/**
 * 撤销登记 of a photo that was entered by mistake, with the reason. Refuses `instruction.has-tasks`, and
 * `instruction.own-words` for what a leader typed: nobody takes that from him.
 */
export const withdrawInstruction = (deps: Deps, actor: Actor, input: InstructionInput & Said) =>
  actOnInstruction(deps, actor, input, 'withdraw', async (tx, { id, origin }) => {
    if (origin === 'typed') throw refuse('instruction.own-words')
    requireWords(input.note, '撤销的理由', reasonMost)
    const live = (await tasksOf(tx, input.districtId, id)).filter(({ state }) => state !== 'withdrawn')
    if (live.length > 0) throw refuse('instruction.has-tasks', { count: live.length })
    return {}
  })
