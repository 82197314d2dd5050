import type { FormValues } from '../../web/index.ts'
import { checklistOf } from './checklist.ts'
import { answerWords, type Handover, type ItemAnswer, type Signatures, signingLabels } from './model.ts'
import { givesSecretAway } from './rules.ts'
import type { Filled } from './verbs/fill-handover.ts'

const textOf = (values: FormValues, name: string): string => String(values[name] ?? '').trim()

/** The checklist as it was sent, read once; what isn't asked is left out. */
export function readFilled(values: FormValues, checklist: string): Filled {
  const answers = checklistOf(checklist).items.map(({ key }): [string, ItemAnswer] => {
    const answer = answerWords.find((word) => word === values[`${key}.answer`]) ?? null
    return [key, { answer, note: textOf(values, `${key}.note`), on: textOf(values, `${key}.on`) }]
  })
  return {
    answers: Object.fromEntries(answers),
    incomingName: textOf(values, 'incomingName'),
    signing: Object.hasOwn(signingLabels, textOf(values, 'signing'))
      ? (values['signing'] as Filled['signing'])
      : 'both',
    witnessName: textOf(values, 'witnessName'),
    absenceReason: textOf(values, 'absenceReason'),
  }
}

const hushed = (text: string) => (givesSecretAway(text) ? '' : text)

/** What was typed, as it goes back to the page: a password that slipped in isn't sent round once more. */
export const withoutSecrets = (filled: Filled): Filled => ({
  ...filled,
  answers: Object.fromEntries(
    Object.entries(filled.answers).map(([key, given]) => [key, { ...given, note: hushed(given.note) }]),
  ),
  absenceReason: hushed(filled.absenceReason),
})

/** What somebody else decides by: why it is sent back or dismissed, and who has signed. */
export type Decided = { reason: string; signed: Signatures }

/** A decision as it was sent. */
export function readDecided(values: FormValues): Decided {
  const has = (name: string) => values[name] === 'yes'
  return {
    reason: String(values['reason'] ?? ''),
    signed: { outgoing: has('outgoing'), incoming: has('incoming'), witness: has('witness') },
  }
}

/** A decision as it goes back to the page. */
export const decidedWithoutSecrets = (decided: Decided): Decided => ({ ...decided, reason: hushed(decided.reason) })

/** What a handover holds already, as its form shows it; `suggested` is who the ledger names as the next. */
export function filledOf(
  { answers, signing, absenceReason }: Handover,
  { incoming, witness }: { incoming: string | null; witness: string | null },
  suggested: string | undefined,
): Filled {
  return {
    answers,
    incomingName: incoming ?? suggested ?? '',
    signing,
    witnessName: witness ?? '',
    absenceReason: absenceReason ?? '',
  }
}
