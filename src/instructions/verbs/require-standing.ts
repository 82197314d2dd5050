import type { Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { listInstructions } from '../queries.ts'

/**
 * What comes after a leader's instruction rests on one that stands: typed by him, or transcribed and checked, and not
 * withdrawn. Refuses `instruction.none-stands`.
 */
export async function requireStanding(tx: Tx, districtId: string, reportId: string): Promise<void> {
  const given = await listInstructions(tx, districtId, reportId)
  if (!given.some(({ state }) => state === 'standing')) throw refuse('instruction.none-stands')
}
