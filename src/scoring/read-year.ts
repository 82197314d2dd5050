import { isOfficeYear } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/** The year somebody names. Refuses `score.year-unreadable`. */
export function readScoreYear(text: unknown): number {
  const year = typeof text === 'string' && /^\d{4}$/u.test(text) ? Number(text) : 0
  if (!isOfficeYear(year)) throw refuse('score.year-unreadable', { found: typeof text === 'string' ? text : '' })
  return year
}
