import { addMonths, type Instant, type Month } from '../calendar/index.ts'
import { type Purpose, purposeLabels } from '../registry/index.ts'

/** What the office confirmed of an account's 用途. `by` null: carried over from the ledger, confirmed by nobody since. */
export type PurposeConfirmation = {
  id: string
  purpose: Purpose
  effectiveMonth: Month
  reason: string
  by: string | null
  at: Instant
}

/** The purpose that an account is judged by in a month, and whether the office has confirmed it. */
export type JudgedPurpose = { purpose: Purpose; confirmed: boolean }

/**
 * Where nobody confirmed anything, an account is held to the two weeks like any other: 国办秘函〔2019〕19号 binds every
 * account, and N-NM-04 exempts only those whose 用途 is established, not those whose unit says so (docs/decisions/009).
 */
export const unconfirmedPurpose: JudgedPurpose = { purpose: 'publish', confirmed: false }

/** In force in a month: the first of these that begins by then; `newestFirst` is how `purposesOf` gives them. */
export const purposeIn = (newestFirst: readonly PurposeConfirmation[], month: Month): PurposeConfirmation | undefined =>
  newestFirst.find(({ effectiveMonth }) => effectiveMonth <= month)

/** The months a confirmation may begin with: none that would reach into a closed month, none beyond the next one. */
export function effectiveMonths(lastClosed: Month | null, running: Month): { first: Month | null; last: Month } {
  return { first: lastClosed && addMonths(lastClosed, 1), last: addMonths(running, 1) }
}

/**
 * What a result says of the purpose it went by, beside what the unit states today. A check of older days says nothing of
 * it: what stood in the ledger decided then.
 */
export function purposeWords(facts: { purpose?: unknown; purposeConfirmed?: unknown }, stated: Purpose | null): string {
  const said = `单位自报${stated ? purposeLabels[stated] : '：未填'}`
  if (facts.purposeConfirmed === false) return `未经监管单位确认，按发布类判定（${said}）`
  const known = Object.entries(purposeLabels).find(([code]) => code === facts.purpose)
  return known ? `${known[1]}，监管单位确认（${said}）` : said
}
