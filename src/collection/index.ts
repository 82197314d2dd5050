export { htmlparser2, sanitizeHtml } from './markup-libraries.ts'
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
  accountsLookedAtSince,
  type DayCount,
  lastUpdates,
  lookedThrough,
  type PostPage,
  postsCalled,
  postsOf,
  postsPerDay,
  postsWithin,
  spansOf,
  updateFacts,
} from './queries.ts'
export { type NewSpan, recordSpan } from './spans.ts'
export { importPosts, type PostImportInput } from './verbs/import-posts.ts'
export { type MetAccount, metAccounts } from './handed/met-accounts.ts'
export { seriesLabels } from './handed/kinds.ts'
export { latestImports } from './handed/imports.ts'
export { type Brought, type RestingOn, type RestingOnDays, restingWords } from './handed/take-back.ts'
export { undoImport } from './verbs/undo-import.ts'
export { holdCollected } from './saving.ts'
export { type CollectedMessage, collectedMessages } from './collected-messages.ts'
export { leastText } from './sources/messages.ts'
export { collectionRoutes } from './routes.tsx'
export { collectionRecordWords } from './record-words.ts'
export { feedListRoutes } from './routes-feeds.tsx'
export { addFeeds } from './verbs/add-feeds.ts'
export { exportFeeds } from './verbs/export-feeds.ts'
export { openFeeds } from './feed-list/open-feeds.ts'
export { previewFeeds } from './verbs/preview-feeds.ts'
export { handedRoutes } from './routes-handed.tsx'
export { apiRoutes } from './routes-api.tsx'
export { evidenceRoutes } from './routes-evidence.tsx'
export { secrecyRoutes } from './routes-secrecy.tsx'
export { sourcesAccountPanel, sourcesRoutes } from './routes-sources.tsx'
export { componentRoutes } from './routes-component.tsx'
export { windowRoutes } from './routes-windows.tsx'
export { addTarget, sourceOfKind } from './sources/set-up.ts'
export { collectDue } from './running/collect-due.ts'
export { gapRuns, gapsOf } from './running/gaps.ts'
export { authorisationsEnding } from './authorisations/queries.ts'
export { SILENT_HOURS, stoppedSources } from './running/page-queries.ts'
export { type Unseen, type UnseenKind, unseenLabels, unseenReasons, whyNotSeen } from './running/why-unseen.ts'
export { paced } from './running/pace.ts'
export { type Outcome, outcomeLabels } from './sources/contract.ts'
export { KeptEvidenceList } from './pages/evidence-list.tsx'
export { type HeldEvidence, heldEvidence, type KeptEvidence, keptEvidence } from './evidence/read.ts'
export { erasedWhyLabels, evidenceKinds } from './evidence/model.ts'
export { expireEvidence, type RestingOf } from './evidence/expire.ts'
export { expireTexts } from './evidence/expire-texts.ts'
export { expirePosts } from './expire-posts.ts'
export { type Authority, stampEvidence, stampHealth } from './evidence/stamp.ts'
export { pictureHealth } from './evidence/picture/index.ts'
export { certificatesIn } from './evidence/timestamp.ts'
export type { Resting } from './evidence/rules.ts'
export { waitingStops } from './secrecy/stops.ts'
export { parsePage } from './articles/index.ts'
export { stateLabels as pageStateLabels } from './articles/model.ts'
export { linkKey } from './link-key.ts'
export { READ_BY_COLLECTION, wantTexts } from './post-texts.ts'
export { entryKey, parseFeed } from './feeds/index.ts'
export { type KnownAccount, knownAccounts } from './handed/accounts.ts'
export { accountMatcher, type Match } from './match-accounts.ts'
export { readTime, wantedTime } from './read-time.ts'
