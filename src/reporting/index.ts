export type { ReportContent, ReportFacts } from './model.ts'
export { findReport, openFeedback, type ReportVersion, reportVersions } from './queries.ts'
export { offeredVersions } from './offered.ts'
export { reportTitle } from './paper.ts'
export {
  type CompiledReport,
  compileReport,
  type CompileInput,
  printReport,
  type ReportFiles,
} from './verbs/compile-report.ts'
export { finaliseReport } from './verbs/finalise-report.ts'
export { reportingRoutes } from './routes.tsx'
