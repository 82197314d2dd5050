import type { Actor, Deps } from '../../../access/index.ts'
import { noticeChanges } from './notice-changes.ts'
import { raiseOverdueHandovers } from './raise-overdue.ts'

/** What a day brings to 人员交接 of a district: people who changed, deadlines that passed. Runs as often as it likes. */
export async function keepHandovers(
  deps: Deps,
  actor: Actor,
  districtId: string,
): Promise<{ handovers: string[]; raised: number }> {
  const { handovers } = await noticeChanges(deps, actor, districtId)
  const { raised } = await raiseOverdueHandovers(deps, actor, districtId)
  return { handovers, raised }
}
