export { accountTold } from './choose.ts'
export { receiveError } from './form/receive-error.ts'
export { messageDeadlines } from './deadlines.ts'
export { type HeldEngagement, heldEngagement, heldPaths as heldEngagementPaths } from './held.ts'
export { type AskedMessage, type MessageFacts, messageFacts } from './facts.ts'
export {
  type Channel,
  errorFormKey,
  kindLabels as messageKindLabels,
  type MessageKind,
  type MessageRow,
  type Standing,
  standingLabels,
} from './model.ts'
export { engagementAccountPanel } from './pages/account-panel.tsx'
export { listMessages, type MessageFilter, openMessagesOf, type WaitingMessages, waitingMessages } from './queries.ts'
export { replySums } from './reply-sums.ts'
export { rateWords, StandingMark, whereWords } from './pages/words.tsx'
export { engagementRecordWords } from './record-words.ts'
export { engagementRoutes } from './routes.tsx'
export { type ServiceFacts, serviceFacts } from './services/facts.ts'
export { brokenServices } from './services/queries.ts'
export { checkService, enterService } from './services/verbs.ts'
export { rewriteReply } from './verbs/answer-message.ts'
export { enterCollected } from './verbs/enter-collected.ts'
export { expireMessages } from './verbs/expire-messages.ts'
export { importMessages, type MessageImport } from './verbs/import-messages.ts'
export { assignMessage, handBackMessage, invalidateMessage, transferMessage } from './verbs/place-message.ts'
export { recordMessage } from './verbs/record-message.ts'
export { stateLooked } from './verbs/state-looked.ts'
export { monthSums as messageSums } from './sums.ts'
export type { Sums as MessageSums } from './rules.ts'
