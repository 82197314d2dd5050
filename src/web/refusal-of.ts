import { Refusal } from '../vocabulary/refusals/index.ts'

/**
 * What a form was refused for and a person can mend comes back on the page it belongs to, with what was typed. Anything
 * else goes its way: a defect, a right that is missing (403), a thing that is not there (404).
 */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
  return error
}
