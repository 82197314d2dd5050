import { type Actor, type Deps, permit } from '../../access/index.ts'
import { periodZh } from '../../calendar/index.ts'
import { digestOf } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { draftReport } from '../draft.ts'
import { applyEdits } from '../editing/apply-edits.ts'
import { type TypedSection, writtenEdits } from '../editing/written.ts'
import { isGoingOut, progressLabels } from '../progress.ts'
import { findReport, latestVersion } from '../queries.ts'
import { checkReport } from '../self-check.ts'
import { stageOf } from '../stage.ts'
import { printReport } from './compile-report.ts'
import { keepVersion } from './keep-version.ts'

/**
 * What the office wrote into a report makes its next version, over the same facts, printed anew. Numbers that were typed by
 * hand keep who typed them first and why. Refuses `report.text-unreadable` where a text can't be read or says what the
 * numbers don't, `record.changed-meanwhile` where it was not written into the newest version, `report.issued-already`
 * where its 通报 is on its way out, and what the self-check refuses.
 */
export async function editReport(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; reportId: string; sections: readonly TypedSection[]; demo: boolean },
): Promise<{ id: string; version: number; isNew: boolean }> {
  const { districtId, reportId } = input
  permit(actor, 'report.compile', { districtId })
  const report = await findReport(deps.db, districtId, reportId)
  if (!report) throw refuse('record.not-found', { what: '报告' })
  const newest = await deps.db.transaction().execute((tx) => latestVersion(tx, districtId, report.quarter))
  if (newest?.id !== reportId) throw refuse('record.changed-meanwhile', { what: '报告' })
  if (report.state === 'final' && isGoingOut(report.progress))
    throw refuse('report.issued-already', { quarter: periodZh(report.quarter), state: progressLabels[report.progress] })
  const { edits, faults } = writtenEdits(report.content, input.sections, { by: actor.id, at: deps.wall.now() })
  if (faults.length > 0)
    throw refuse('report.text-unreadable', { count: faults.length, first: `${faults[0]!.where}：${faults[0]!.says}` })
  const content = applyEdits(draftReport(report.content.facts), edits)
  checkReport(content)
  const digest = digestOf(content)
  if (digest === report.digest) return { id: reportId, version: report.version, isNew: false }
  const version = report.version + 1
  const files = await printReport(deps, content, { demo: input.demo, stage: stageOf('draft', content), version })
  const changed = edits.filter((edit) => !(report.content.edits ?? []).includes(edit))
  return keepVersion(deps, actor, {
    districtId,
    quarter: report.quarter,
    printed: { content, digest, version, files },
    trace: {
      action: 'report.edited',
      before: { version: report.version, digest: report.digest },
      after: {
        sections: changed.map(({ section }) => section),
        typed: changed.flatMap(({ typed }) => typed.map(({ text, typed: reason }) => ({ text, reason }))),
      },
    },
  })
}
