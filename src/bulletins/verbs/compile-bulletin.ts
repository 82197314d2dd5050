import { type Actor, type Deps, permit } from '../../access/index.ts'
import { type Month, monthZh } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import {
  checkReport,
  gatherFacts,
  printReport,
  type ReportContent,
  type ReportFiles,
  reportTitle,
  saveReportFiles,
} from '../../reporting/index.ts'
import { append, digestOf } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { bulletinContent, bulletinDress } from '../content.ts'
import { insertBulletin, latestBulletin } from '../queries.ts'
import { stageOfBulletin } from '../stage.ts'

export type CompiledBulletin = {
  id: string
  version: number
  isNew: boolean
  title: string
  content: ReportContent
  files: ReportFiles
}

/**
 * 月度监测简报: the month gathered, drafted, checked and printed as a quarter is (reporting), in a bulletin's words. The same
 * facts give the same version. While the month is open every page says 草稿. Refuses what gathering and the self-check refuse.
 */
export async function compileBulletin(
  deps: Deps,
  actor: Actor,
  { districtId, month, demo }: { districtId: string; month: Month; demo: boolean },
): Promise<CompiledBulletin> {
  permit(actor, 'report.compile', { districtId })
  const content = await inTransaction(deps.db, (tx) => bulletinOf(tx, deps, districtId, month), 'repeatable read')
  const digest = lastingDigest(content)
  const last = await inTransaction(deps.db, (tx) => latestBulletin(tx, districtId, month))
  const same = last?.digest === digest
  const version = same ? last.version : (last?.version ?? 0) + 1
  const marks = { demo, stage: stageOfBulletin(same ? last.state : 'draft', content), version }
  const files = await printReport(deps, content, marks, bulletinDress)
  const title = reportTitle(content)
  if (same) return { id: last.id, version, isNew: false, title, content, files }
  const id = await inTransaction(deps.db, async (tx) => {
    const now = await latestBulletin(tx, districtId, month)
    if ((now?.version ?? 0) + 1 !== version) throw refuse('record.changed-meanwhile', { what: '简报' })
    const [made, createdAt] = [deps.ids.next(), deps.wall.now()]
    const kept = await saveReportFiles(tx, deps, { districtId, actor, content, files })
    await insertBulletin(tx, districtId, {
      id: made,
      month,
      version,
      content,
      digest,
      files: kept,
      createdBy: actor.id,
      createdAt,
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'bulletin.compiled',
      subject: { kind: 'bulletin', id: made },
      after: { month, version, digest, counted: content.facts.counted, draft: content.isDraft },
      at: createdAt,
    })
    return made
  })
  return { id, version, isNew: true, title, content, files }
}

/** The bulletin as the facts give it now, with its sums checked. Refuses `bulletin.not-begun`, `bulletin.nothing-checked`. */
export async function bulletinOf(tx: Tx, deps: Deps, districtId: string, month: Month): Promise<ReportContent> {
  if (`${month}-01` > deps.clock.today()) throw refuse('bulletin.not-begun', { month: monthZh(month) })
  const checked = await tx
    .selectFrom('check_run')
    .select('id')
    .where('district_id', '=', districtId)
    .where('month', '=', month)
    .limit(1)
    .executeTakeFirst()
  if (!checked) throw refuse('bulletin.nothing-checked', { month: monthZh(month) })
  const content = bulletinContent(await gatherFacts(tx, deps, { districtId, quarter: month }))
  checkReport(content)
  return content
}

/** What a version says, without what follows from the day of compiling alone. */
export function lastingDigest({ facts, ...words }: ReportContent): string {
  const { compiledOn: _compiledOn, feedbackBy: _feedbackBy, ...lasting } = facts
  return digestOf({ ...words, facts: lasting })
}
