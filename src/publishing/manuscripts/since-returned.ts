import { type TextChanges, otherChanges, wordChanges } from './compare-texts.ts'
import type { Round, Step, TextVersion } from './model.ts'
import { picturesOf } from './rich-text/pictures.ts'

/** What came of the remarks of the round before: what was said then, and what of the text is another now. */
export type SinceReturned = {
  before: Round
  remarks: { step: Step; item: Step['gates'][number] }[]
  changes: TextChanges
  facts: readonly string[]
  from: number
  to: number
}

type Known = { rounds: readonly Round[]; steps: readonly Step[]; isOwn: boolean }

/**
 * The round before the present one that a person may be told of: his own unit's, or one in which the same unit or office was
 * asked as now; of that one, what it said itself.
 */
export function roundBefore(
  { rounds, steps, isOwn }: Known,
  mine: readonly Step[],
): { before: Round; asked: Step[] } | undefined {
  const before = rounds.at(-2)
  if (!before) return undefined
  const then = steps.filter(({ round }) => round === before.number)
  const asked = isOwn ? then : then.filter((step) => mine.some((one) => isAlike(one, step)))
  return asked.length > 0 ? { before, asked } : undefined
}

/** Whether the same unit or office is asked in both. */
export const isAlike = (one: Step, other: Step) =>
  one.signer === other.signer && one.unitId === other.unitId && one.office === other.office

export function sinceReturned(
  { before, asked }: { before: Round; asked: readonly Step[] },
  from: TextVersion,
  to: TextVersion,
): SinceReturned {
  const pictures = ({ body }: TextVersion) => picturesOf(body).length
  return {
    before,
    remarks: asked.flatMap((step) =>
      step.gates
        .filter(({ wordsId, outcome }) => wordsId !== null || outcome === 'fail')
        .map((item) => ({ step, item })),
    ),
    changes: wordChanges(from.plain, to.plain),
    facts: otherChanges(from, to, [pictures(from), pictures(to)]),
    from: from.number,
    to: to.number,
  }
}

type Shown = { kind: 'same' | 'gone' | 'new' | 'left'; text: string }

/** Letters that stay around what changed, so that a reader knows where he is. */
const AROUND = 24

/** The changed places with a few words around each; what stays between them is left out. */
export function changedPlaces({ parts }: TextChanges): Shown[] {
  return parts.flatMap(({ kind, text }, at): Shown[] => {
    const letters = Array.from(text)
    const [before, after] = [at > 0 ? AROUND : 0, at < parts.length - 1 ? AROUND : 0]
    if (kind !== 'same' || parts.length === 1 || letters.length <= before + after + 1) return [{ kind, text }]
    return [
      { kind, text: letters.slice(0, before).join('') },
      { kind: 'left' as const, text: '……' },
      { kind, text: after === 0 ? '' : letters.slice(-after).join('') },
    ].filter((one) => one.text !== '')
  })
}
