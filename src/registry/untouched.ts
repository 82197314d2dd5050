import type { FormValues } from '../web/index.ts'

/** The hidden field of a form that carries what it showed when it was opened. */
export const SHOWN = 'shown'

export const shownField = (values: FormValues): string => JSON.stringify(values)

/** What a form that comes back had shown at first. */
export const keptShown = ({ [SHOWN]: shown }: FormValues): string | undefined =>
  typeof shown === 'string' ? shown : undefined

/**
 * What was typed, over what the register holds now: a field that its person left as it was shown takes what somebody else
 * saved meanwhile, so that only what was changed here stands against it. A form that tells nothing keeps all as typed.
 */
export function overNewer(typed: FormValues, now: FormValues): FormValues {
  const shown = shownIn(typed[SHOWN])
  if (!shown) return typed
  const untouched = Object.keys(now).filter((name) => name in shown && same(typed[name], shown[name]))
  return { ...typed, ...Object.fromEntries(untouched.map((name) => [name, now[name] ?? ''])) }
}

function shownIn(text: FormValues[string] | undefined): FormValues | undefined {
  if (typeof text !== 'string' || text === '') return undefined
  try {
    const shown: unknown = JSON.parse(text)
    return typeof shown === 'object' && shown !== null ? (shown as FormValues) : undefined
  } catch {
    return undefined
  }
}

// A box that nothing is ticked in is not sent; one box ticked is sent as a text, several as a list.
const same = (one: FormValues[string] | undefined, other: FormValues[string] | undefined) =>
  wordsOf(one) === wordsOf(other)
const wordsOf = (value: FormValues[string] | undefined) =>
  [value ?? '']
    .flat()
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .toSorted()
    .join('\n')
