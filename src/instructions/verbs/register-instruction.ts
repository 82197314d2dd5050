import { type Actor, actsAs, type Deps, keepWords, permit } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { wordsMost } from '../model.ts'
import { insertInstruction } from '../queries.ts'
import { recordStep, type Upload } from './act.ts'

export type InstructionGiven = {
  districtId: string
  reportId: string
  leaderId: string
  givenOn: CivilDate
  /** Typed by the leader himself or his deputy; the office hands in photos of what was written by hand. */
  words?: string | undefined
  photos: readonly Upload[]
}

/** Pages that a photo may have. */
export const photosMost = 3

/**
 * 批示入库, in the caller's transaction: what the leader or his deputy typed stands; a photo waits to be transcribed by one
 * person and checked by another. Nobody else's words are taken without a photo. Refuses `instruction.empty`,
 * `instruction.photo-required`, `instruction.given-in-future`, `instruction.too-long`, and what files refuse.
 */
export async function registerInstruction(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, reportId, leaderId, givenOn, words, photos }: InstructionGiven,
): Promise<{ id: string }> {
  permit(actor, 'report.instruct', { districtId })
  const typed = words?.trim() ?? ''
  const own = actsAs(actor, leaderId, 'district_leader')
  if (!own && photos.length === 0) throw refuse('instruction.photo-required')
  if (typed === '' && photos.length === 0) throw refuse('instruction.empty')
  if (typed.length > wordsMost) throw refuse('instruction.too-long', { what: '批示', most: wordsMost })
  if (givenOn > deps.clock.today()) throw refuse('instruction.given-in-future', { day: formatDayZh(givenOn) })
  const isTyped = own && typed !== ''
  const kept = isTyped ? await keepWords(tx, deps, districtId, typed) : undefined
  const id = deps.ids.next()
  const [origin, state] = isTyped ? (['typed', 'standing'] as const) : (['photo', 'to-transcribe'] as const)
  await insertInstruction(tx, {
    districtId,
    id,
    reportId,
    leaderId,
    givenOn,
    origin,
    state,
    wordsId: kept?.said ?? null,
    enteredBy: actor.id,
    at: deps.wall.now(),
  })
  await recordStep(tx, deps, actor, {
    districtId,
    instructionId: id,
    action: 'register',
    files: photos,
    // The digest proves the words and tells nothing of them; the trail is read by more people than the words are.
    traced: {
      reportId,
      givenOn,
      origin: isTyped && actor.id !== leaderId ? 'deputy' : origin,
      ...(kept && { wordsDigest: kept.digest }),
    },
    state,
  })
  return { id }
}
