export type { Bound, ReportBlock, ReportContent, ReportFacts, ReportFinding } from './model.ts'
export { figureHref } from './pages/bound-text.tsx'
export { feedbackDeadlines } from './deadlines.ts'
export { findReport, quarterTotals, type ReportVersion, reportVersions } from './queries.ts'
export { type PeriodTotals, totalsOfDistricts } from './district-totals.ts'
export { openQuarters } from './open-quarters.ts'
export { restingOnDays } from './resting-on-days.ts'
export { offeredVersions } from './offered.ts'
export { draftReport, quarterName } from './draft.ts'
export { toldReport, toldReports } from './told.ts'
export { stageOf } from './stage.ts'
export { instructedHeading, instructedTable } from './instructed.ts'
export { figureText, rateStands, settledOf } from './figures.ts'
export { rateDrawn } from './trend.ts'
export { annexes as reportAnnexes, problemColumns, problemRows, reportTitle } from './paper.ts'
export { gatherFacts } from './facts.ts'
export { checkReport } from './self-check.ts'
export { proseFaults } from './editing/prose.ts'
export type { PrintMarks } from './stage.ts'
export {
  type CompiledReport,
  compileReport,
  type CompileInput,
  type Dress,
  printReport,
  type ReportFiles,
} from './verbs/compile-report.ts'
export { advanceReport } from './verbs/advance-report.ts'
export { type ReportAction, reportActionLabels } from './progress.ts'
export { reportSteps } from './steps.ts'
export { reportsWaitingFor, standingSubmission } from './submission/queries.ts'
export { instructReport } from './verbs/instruct-report.ts'
export { submitReport } from './verbs/submit-report.ts'
export { editReport } from './verbs/edit-report.ts'
export { saveReportFiles } from './verbs/keep-version.ts'
export { finaliseReport } from './verbs/finalise-report.ts'
export { reportRecordWords } from './record-words.ts'
export { reportingRoutes } from './routes.tsx'
