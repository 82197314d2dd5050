export {
  collected as collectedOfAccount,
  decided as decidedOfAccount,
  told as toldOfAccount,
  heldFindings,
  heldPapers,
  heldPatrols,
  ledgerSnapshot,
  maskName,
  seriesLines,
} from './closing/index.ts'
export {
  archiveContent,
  archiveFaultLabels,
  beginClosing,
  closingAccountPanel,
  publishAnnouncement,
  readClosing,
  recheckGone,
  closingDeadlines,
  verifyArchive,
  waitingClosings,
  type WaitingClosings,
} from './closing/index.ts'
export { type FoundImpostor, foundImpostors, listFromCollection, matchDocument } from './concealment/index.ts'
export { accountsInWork } from './accounts-in-work.ts'
export { itemStateLabels } from './items/model.ts'
export { type CleanupWaiting, listItems, openItemsOf, waitingInCleanup } from './items/queries.ts'
export { proposeForGoneUnits } from './items/gone-units.ts'
export { proposeForRepeats, type RepeatedProblem } from './items/repeats.ts'
export { cleanupDeadlines } from './items/deadlines.ts'
export { decideItem, freezeProposals } from './items/work.ts'
export { unfinishedCleanup } from './items/unfinished.ts'
export { cleanupUnitPanel } from './pages/unit-panel.tsx'
export { keepDays, type KeptAsOf } from './kept-days.ts'
export { proposalsOn } from './said.ts'
export type { ProposalDocument } from './proposals.ts'
export { cleanupRoutes } from './routes.tsx'
export { wordsIntoItems } from './items/signed-words.ts'
export { sheetCode } from './sheet/code.ts'
export { readSheet, waitingSheets, type WaitingSheets } from './sheet/queries.ts'
export { confirmSheet } from './sheet/verbs/confirm-sheet.ts'
export { makeSheet } from './sheet/verbs/make-sheet.ts'
export { takeSheetScan } from './sheet/verbs/take-scan.ts'
export { cleanupRecordWords } from './record-words.ts'
