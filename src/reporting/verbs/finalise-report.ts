import { type Actor, type Deps, permit, refuseMaker } from '../../access/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import { takeCheckpoint } from '../../checkpoints/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append, digestOf } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { quarterName } from '../draft.ts'
import { gatherFacts } from '../facts.ts'
import type { ReportFacts } from '../model.ts'
import { reportTitle } from '../paper.ts'
import { checkReport } from '../self-check.ts'
import { missingItems } from '../editing/required.ts'
import { makersOf } from '../makers.ts'
import { openWork } from '../open-work.ts'
import { isGoingOut, progressLabels } from '../progress.ts'
import { finalVersion, findReport, latestVersion, markFinal, replaceFiles } from '../queries.ts'
import { insertReportStep } from '../steps.ts'
import { printReport } from './compile-report.ts'
import { saveReportFiles } from './keep-version.ts'

/**
 * 定稿: a second person takes the newest version as the one that goes to the leader, while what it says still holds. It is
 * printed again without the mark 送审稿; what was handed in stays stored. An
 * earlier final version of the quarter is superseded and stays, unless its 通报 is on its way out: that is put right by
 * 更正说明. Refuses `report.issued-already`, `report.draft-not-final`, `report.months-open`, `report.not-newest`,
 * `report.facts-changed`, `report.feedback-passed`, `report.items-missing`, `access.maker-is-checker`,
 * `record.changed-meanwhile`, and what the
 * self-check refuses.
 */
export async function finaliseReport(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; reportId: string; demo: boolean },
): Promise<void> {
  const { districtId, reportId } = input
  permit(actor, 'report.finalise', { districtId })
  const report = await findReport(deps.db, districtId, reportId)
  if (!report) throw refuse('record.not-found', { what: '报告' })
  for (const maker of makersOf(report)) refuseMaker(actor, maker)
  const { facts } = report.content
  if (facts.unreviewed > 0 || facts.months.some(({ state }) => state === 'unchecked'))
    throw refuse('report.draft-not-final', { what: openWork(facts) })
  // Only what is closed can't change behind the leader's back.
  if (facts.months.some(({ state }) => state !== 'closed'))
    throw refuse('report.months-open', { what: openWork(facts) })
  checkReport(report.content)
  const missing = missingItems(report.content)
  if (missing.length > 0) throw refuse('report.items-missing', { items: missing.join('、') })
  const files = await printReport(deps, report.content, { demo: input.demo, stage: 'final', version: report.version })
  await inTransaction(
    deps.db,
    async (tx) => {
      await refuseOutdated(tx, deps, districtId, { id: reportId, facts })
      const earlier = await finalVersion(tx, districtId, facts.quarter)
      if (earlier && isGoingOut(earlier.progress))
        throw refuse('report.issued-already', {
          quarter: quarterName(facts),
          state: progressLabels[earlier.progress],
        })
      if (!(await markFinal(tx, districtId, facts.quarter, reportId)))
        throw refuse('record.changed-meanwhile', { what: '报告' })
      const kept = await saveReportFiles(tx, deps, { districtId, actor, content: report.content, files })
      await replaceFiles(tx, { districtId, reportId }, kept)
      await insertReportStep(tx, {
        districtId,
        reportId,
        action: 'review',
        progress: 'reviewed',
        by: actor.id,
        at: deps.clock.now(),
        note: null,
      })
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: 'report.finalised',
        subject: { kind: 'report', id: reportId },
        before: { state: 'draft', files: report.files },
        after: { state: 'final', quarter: facts.quarter, files: kept },
        at: deps.wall.now(),
      })
      const paper = { kind: 'report', id: reportId, version: report.version, title: reportTitle(report.content) }
      await takeCheckpoint(tx, deps, actor, { districtId, paper, files: kept, demo: input.demo })
    },
    'repeatable read',
  )
}

async function refuseOutdated(
  tx: Tx,
  deps: Deps,
  districtId: string,
  { id, facts }: { id: string; facts: ReportFacts },
): Promise<void> {
  const { quarter, feedbackBy } = facts
  const newest = await latestVersion(tx, districtId, quarter)
  if (newest?.id !== id) throw refuse('report.not-newest', { quarter: quarterName({ quarter }) })
  const now = await gatherFacts(tx, deps, { districtId, quarter })
  if (digestOf(lasting(now)) !== digestOf(lasting(facts))) throw refuse('report.facts-changed')
  if (feedbackBy.day < deps.clock.today()) throw refuse('report.feedback-passed', { day: formatDayZh(feedbackBy.day) })
}

// What follows from the day of compiling alone changes with every day.
const lasting = ({ compiledOn: _compiledOn, feedbackBy: _feedbackBy, ...rest }: ReportFacts) => rest
