export { type AccountFile, accountFile } from './account-file.ts'
export { caseAccountPanel } from './case-panel.tsx'
export { accountsInCases } from './cases/accounts-in-cases.ts'
export { type ClosingCase, closingCases } from './cases/closing-cases.ts'
export { acceptCase, checkCase } from './cases/accept-case.ts'
export { approveCase, reviewCase } from './cases/decide-case.ts'
export { beginCase, printCase, readCasePrint, submitCase, uploadCaseScan } from './cases/file-case.ts'
export { caseKindLabels, type CaseState, caseStateLabels } from './cases/model.ts'
export { caseCode } from './cases/paper.ts'
export { withdrawCasesWithin } from './cases/withdraw-case.ts'
export {
  buildDirectory,
  directoryEntries,
  filedAccountPanel,
  filedDifferences,
  verifyDirectory,
} from './directory/index.ts'
export { recordCall } from './campaigns/calls.ts'
export { prepareCampaign } from './campaigns/prepare.ts'
export { keepCampaigns, openCampaign } from './campaigns/run.ts'
export { codeText, contentHash, type PaperCode, readCode } from './forms/index.ts'
export { returnKindLabels, returnStateLabels } from './model.ts'
export { toldCaseLabels, toldCases } from './cases/told.ts'
export { toldReturns } from './returns/told.ts'
export { refuseSameFile } from './returns/scans.ts'
export { placeIn, ScanCard } from './pages/scan-card.tsx'
export { sendPaper, sendScanPage } from './sent-papers.ts'
export { daysLeft } from './rules.ts'
export {
  type OwedReturn,
  returnsOwed,
  type RunningCampaign,
  runningCampaigns,
  type Waiting,
  waitingInFiling,
} from './waiting.ts'
export { acceptReturn } from './returns/accept.ts'
export { checkPapers } from './returns/check.ts'
export { papersOf } from './returns/content.ts'
export { chooseKind, saveEntry, saveReporter } from './returns/fill.ts'
export { submitReturn, uploadScan } from './returns/hand-in.ts'
export { paperCode } from './returns/papers.ts'
export { printReturn, readPrint } from './returns/print.ts'
export { type DeclaredAccount, declaredIn } from './returns/declared.ts'
export { mendingDeadlines } from './returns/deadlines.ts'
export { entityNotesOf } from './returns/entity-notes.ts'
export { readEntries, saidNoOf } from './returns/records.ts'
export { type OnAccepted, signedScansOf, type SignedWord, signedWordsOf } from './returns/signed-words.ts'
export { seesPhones } from './routes-returns.tsx'
export { filingRoutes } from './routes.ts'
export { keepPeople } from './departed/index.ts'
export {
  dismissHandover,
  dueWords,
  HandoverMark,
  type HandoverOwed,
  handoversOwed,
  isOverdue,
  keepHandovers,
  openFilingTasks,
  type OpenTask,
  type OpenTasks,
} from './handover/index.ts'
export { keepReopened } from './triggers/keep-reopened.ts'
export { raiseReappeared } from './triggers/reappeared.ts'
export {
  decideTrigger,
  raiseTrigger,
  type RaisedTrigger,
  remarkTrigger,
  type TriggerRule,
  triggerRules,
  triggerStateLabels,
} from './triggers/index.ts'
export { handoverStateLabels } from './handover/model.ts'
export { differenceStateLabels } from './national/model.ts'
export { exportNational, nationalAccountPanel, reconcileNational } from './national/index.ts'
export { filingRecordWords } from './record-words.ts'
