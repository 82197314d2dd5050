import type { Tx } from '../../database/index.ts'
import { readUnits, survivingUnit } from '../../registry/index.ts'
import type { Recipient } from '../words/content.ts'

/** Recipients as they stand today: who was merged away since is answered for by its heir, who has none gets nothing. */
export async function standingRecipients(
  tx: Tx,
  districtId: string,
  recipients: readonly Recipient[],
): Promise<Recipient[]> {
  const byId = new Map((await readUnits(tx, districtId)).map((unit) => [unit.id, unit]))
  const standing = new Map<string, Recipient>()
  for (const { unitId, answers } of recipients) {
    const unit = byId.get(unitId)
    const heir = unit && survivingUnit(unit, byId)
    if (heir?.state !== 'active') continue
    const known = standing.get(heir.id)
    standing.set(heir.id, { unitId: heir.id, unitName: heir.name, answers: answers || (known?.answers ?? false) })
  }
  return [...standing.values()]
}
