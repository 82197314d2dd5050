import type { Variant } from '../model.ts'
import { draftCircular } from './circular.ts'
import { draftCorrection, draftWithdrawal } from './correction.ts'
import type { Drafter } from './from.ts'
import { draftLetter } from './letter.ts'
import { draftNoProblems } from './no-problems.ts'
import { draftSelfCheck } from './self-check.ts'
import { draftSingleAccount } from './single-account.ts'

/** A variant is its words and what it needs; everything else is the same for all. */
export const drafters: Readonly<Record<Variant, Drafter>> = {
  circular: draftCircular,
  letter: draftLetter,
  'single-account': draftSingleAccount,
  'no-problems': draftNoProblems,
  'self-check': draftSelfCheck,
  correction: draftCorrection,
  withdrawal: draftWithdrawal,
}
