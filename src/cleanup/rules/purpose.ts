import type { CleanupFacts, ReasonFacts } from '../model.ts'

/** True where the office's word in force says that the account only serves; what a unit states is no such word (009). */
export const onlyServes = ({ purpose }: CleanupFacts): boolean => purpose.confirmed && purpose.purpose === 'service'

export const purposeFacts = ({ purpose }: CleanupFacts): ReasonFacts => ({
  purpose: purpose.purpose,
  purposeConfirmed: purpose.confirmed,
})

export const unlessServing = ({ purpose }: CleanupFacts): string =>
  purpose.confirmed ? '' : '，或用途经监管单位确认为办事类'
