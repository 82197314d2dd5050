import { type Actor, isOnePerson } from '../../access/index.ts'
import type { TextFinding } from '../../textcheck/index.ts'
import { earlierKey } from '../lexicons/earlier.ts'
import { isDecidedTextByText } from '../lexicons/ignorable.ts'
import type { Desk } from './desk.ts'
import { isAlike } from './since-returned.ts'

/** Why words were let pass in an earlier round of the same manuscript; `isOwn`: the reader said so himself. */
export type EarlierReason = { words: string; by: string; round: number; isOwn: boolean }
export type EarlierReasons = ReadonlyMap<string, readonly EarlierReason[]>

type Known = Pick<Desk, 'rounds' | 'steps' | 'mine' | 'isOwn' | 'names' | 'words'>

/**
 * Reasons of earlier rounds by rule and words, the newest first, so that nobody types again what was said before the text came
 * back. Who was asked to join is told what the same unit or office said. Persons and secrets are masked, so that two may look
 * like one: of these nothing is offered.
 */
export function earlierReasons({ rounds, steps, mine, isOwn, names, words }: Known, actor: Actor): EarlierReasons {
  const found = rounds
    .slice(0, -1)
    .toReversed()
    .flatMap((round) =>
      steps
        .filter((step) => step.round === round.number && (isOwn || mine.some((one) => isAlike(one, step))))
        .flatMap(({ gates }) => gates)
        .flatMap(({ confirmed, signedBy }) =>
          confirmed.flatMap(({ finding: at, reasonId }) => {
            const finding = round.findings[at]
            const said = words.get(reasonId)
            if (!finding || said === undefined || isDecidedTextByText(finding)) return []
            const reason = { words: said, by: names.get(signedBy ?? '') ?? '', round: round.number }
            return { key: earlierKey(finding), reason: { ...reason, isOwn: isOnePerson(actor, signedBy) } }
          }),
        ),
    )
  const byKey = Map.groupBy(found, ({ key }) => key)
  return new Map([...byKey].map(([key, all]) => [key, eachOnce(all.map(({ reason }) => reason))]))
}

// Said of several places at once, it is told once.
const eachOnce = (reasons: readonly EarlierReason[]): EarlierReason[] =>
  reasons.filter(
    (one, at) =>
      reasons.findIndex(({ round, by, words }) => round === one.round && by === one.by && words === one.words) === at,
  )

type Place = { at: number; finding: TextFinding }

/** Other places that say the same of the same words; none where words are masked. */
const alike = (places: readonly Place[], { at, finding }: Place): number[] =>
  isDecidedTextByText(finding)
    ? []
    : places.filter((one) => one.at !== at && earlierKey(one.finding) === earlierKey(finding)).map((other) => other.at)

/** How many places stand behind this one that one reason may do for; nought for those behind the first. */
export function alikeBehind(places: readonly Place[], first: number): number {
  const place = places.find(({ at }) => at === first)
  const others = place ? alike(places, place) : []
  return others.every((at) => at > first) ? others.length : 0
}

/** What was typed, with the reason of one place put to all alike where that was asked and they have none of their own. */
export function withAlike(
  values: Readonly<Record<string, string>>,
  findings: readonly TextFinding[],
): Record<string, string> {
  const places = findings.map((finding, at) => ({ at, finding }))
  const put = places
    .filter(({ at }) => values[`alike-${at}`] === 'yes')
    .flatMap((place) =>
      alike(places, place)
        .filter((at) => (values[`confirm-${at}`] ?? '').trim() === '')
        .map((at) => [`confirm-${at}`, values[`confirm-${place.at}`] ?? ''] as const),
    )
  return { ...values, ...Object.fromEntries(put) }
}
