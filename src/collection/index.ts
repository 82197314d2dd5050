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
export { entryKey, parseFeed, readOpml, writeOpml } from './feeds/index.ts'
export type { ListedFeed, OpmlResult } from './feeds/opml.ts'
