import type { Db, Tx } from '../database/index.ts'
import { type FindingOrder, ordersOfFindings } from '../rectification/index.ts'

/** The order that stands on the finding a case is linked with; undefined: none was issued, or it fell. */
export async function linkedOrder(
  db: Db | Tx,
  districtId: string,
  findingId: string | null,
): Promise<FindingOrder | undefined> {
  if (findingId === null) return undefined
  const order = (await ordersOfFindings(db, districtId, [findingId])).get(findingId)
  return order && order.state !== 'withdrawn' && order.state !== 'upheld' ? order : undefined
}
