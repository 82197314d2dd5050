import { type Actor, type Deps, permit, refuseMaker } from '../../access/index.ts'
import { monthZh } from '../../calendar/index.ts'
import { takeCheckpoint } from '../../checkpoints/index.ts'
import { inTransaction } from '../../database/index.ts'
import { checkReport, printReport, reportTitle, saveReportFiles } from '../../reporting/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { bulletinDress } from '../content.ts'
import { type BulletinFormat, findBulletin, latestBulletin, markReleased } from '../queries.ts'
import { bulletinOf, lastingDigest } from './compile-bulletin.ts'

/**
 * 审定: a second person releases the newest version of a closed month while what it says still holds; printed again without
 * a mark, with its 核验页. Until then it went nowhere. Refuses `bulletin.month-open`, `bulletin.not-newest`,
 * `bulletin.facts-changed`, `access.maker-is-checker`, `record.changed-meanwhile`.
 */
export async function releaseBulletin(
  deps: Deps,
  actor: Actor,
  { districtId, bulletinId, demo }: { districtId: string; bulletinId: string; demo: boolean },
): Promise<void> {
  permit(actor, 'report.finalise', { districtId })
  const bulletin = await findBulletin(deps.db, districtId, bulletinId)
  if (!bulletin) throw refuse('record.not-found', { what: '简报' })
  refuseMaker(actor, bulletin.createdBy)
  const { month, version, content } = bulletin
  if (content.isDraft) throw refuse('bulletin.month-open', { month: monthZh(month) })
  checkReport(content)
  const files = await printReport(deps, content, { demo, stage: 'final', version }, bulletinDress)
  await inTransaction(
    deps.db,
    async (tx) => {
      const newest = await latestBulletin(tx, districtId, month)
      if (newest?.id !== bulletinId) throw refuse('bulletin.not-newest', { month: monthZh(month) })
      if (lastingDigest(await bulletinOf(tx, deps, districtId, month)) !== bulletin.digest)
        throw refuse('bulletin.facts-changed')
      const kept = (await saveReportFiles(tx, deps, { districtId, actor, content, files })) as Record<
        BulletinFormat,
        string
      >
      const [releasedBy, releasedAt] = [actor.id, deps.wall.now()]
      if (!(await markReleased(tx, { districtId, month, id: bulletinId }, { releasedBy, releasedAt, files: kept })))
        throw refuse('record.changed-meanwhile', { what: '简报' })
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: 'bulletin.released',
        subject: { kind: 'bulletin', id: bulletinId },
        before: { state: 'draft', files: bulletin.files },
        after: { state: 'released', month, files: kept },
        at: releasedAt,
      })
      const paper = { kind: 'bulletin', id: bulletinId, version, title: reportTitle(content) }
      await takeCheckpoint(tx, deps, actor, { districtId, paper, files: kept, demo })
    },
    'repeatable read',
  )
}
