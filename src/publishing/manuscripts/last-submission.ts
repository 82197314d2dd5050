import { formatMinute, type Instant } from '../../calendar/index.ts'
import type { ManuscriptClass } from '../gates/model.ts'
import type { Desk } from './desk.ts'

/** Fields of units that are asked to join. */
export const JOINT = ['jointUnit', 'jointUnit2', 'jointUnit3'] as const

// 2026-10-14T09:00 in Shanghai, as a datetime-local field wants it.
const localMinute = (at: Instant) => formatMinute(at).replace(' ', 'T')

/**
 * What the form of 送审 says at first: of a text that came back, what it was sent with, so that no office or unit that was
 * asked to join is forgotten the second time. `found`: the class by the rules as the text is now.
 */
export function lastSubmission(
  { manuscript, rounds, steps, words }: Pick<Desk, 'manuscript' | 'rounds' | 'steps' | 'words'>,
  found: ManuscriptClass,
): Readonly<Record<string, string>> {
  const round = rounds.at(-1)
  if (!round) return {}
  const { classReasonId, urgentSince, urgentReasonId, plannedAt, isMajor } = manuscript
  const asked = steps.filter((step) => step.round === round.number)
  const offices = asked.flatMap(({ office }) => office ?? [])
  const units = asked.flatMap(({ signer, unitId }) => (signer === 'joint' && unitId !== null ? [unitId] : []))
  return {
    ...(classReasonId !== null &&
      manuscript.class !== found && { class: manuscript.class, classReason: words.get(classReasonId) ?? '' }),
    ...(plannedAt !== null && { plannedAt: localMinute(plannedAt) }),
    ...(isMajor && { isMajor: 'yes' }),
    ...Object.fromEntries(offices.map((office) => [`office-${office}`, 'yes'])),
    ...Object.fromEntries(JOINT.flatMap((name, at) => (units[at] === undefined ? [] : [[name, units[at]]]))),
    ...(urgentSince !== null && {
      urgentSince: localMinute(urgentSince),
      urgentReason: words.get(urgentReasonId ?? '') ?? '',
    }),
  }
}
