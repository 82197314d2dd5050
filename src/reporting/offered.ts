import { type Actor, type Deps, may } from '../access/index.ts'
import { type ReportVersion, reportVersions } from './queries.ts'

/** Whether a version is shown to this person: who reads reports sees what was taken as final, drafts only who works on them. */
export const isOffered = (actor: Actor, districtId: string, { state }: Pick<ReportVersion, 'state'>): boolean =>
  state !== 'draft' || may(actor, 'report.draft', { districtId })

/** The versions that are shown to this person, the newest first. */
export async function offeredVersions(
  { deps, actor }: { deps: Deps; actor: Actor },
  districtId: string,
): Promise<ReportVersion[]> {
  return (await reportVersions(deps.db, districtId)).filter((version) => isOffered(actor, districtId, version))
}
