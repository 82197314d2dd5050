export type {
  DayRange,
  ImportCounts,
  Metric,
  Post,
  PostImport,
  PostWithCounts,
  RejectedCell,
  Span,
  UpdateFacts,
} from './model.ts'
export {
  type DayCount,
  lastUpdates,
  type PostPage,
  postsOf,
  postsPerDay,
  postsWithin,
  spansOf,
  updateFacts,
} from './queries.ts'
export { type NewSpan, recordSpan } from './spans.ts'
export { importPosts, type PostImportInput } from './verbs/import-posts.ts'
export { collectionRoutes } from './routes.tsx'
export { apiRoutes } from './routes-api.tsx'
export { sourcesAccountPanel, sourcesRoutes } from './routes-sources.tsx'
export { collectDue } from './running/collect-due.ts'
export { gapsOf } from './running/gaps.ts'
export { paced } from './running/pace.ts'
export { type Outcome, outcomeLabels } from './sources/contract.ts'
export { stateLabels as pageStateLabels } from './articles/model.ts'

/** Readers of feeds and of pages, with the libraries of markup they stand on: loaded by whoever reads one. */
export const feedReader = () => import('./feeds/index.ts')
export const pageReader = () => import('./articles/index.ts')
