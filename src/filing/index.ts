export { buildDirectory } from './directory/build.ts'
export { verifyDirectory } from './directory/index.ts'
export { prepareCampaign } from './campaigns/prepare.ts'
export { keepCampaigns, openCampaign } from './campaigns/run.ts'
export { returnStateLabels } from './model.ts'
export { daysLeft } from './rules.ts'
export {
  type OwedReturn,
  returnsOwed,
  type RunningCampaign,
  runningCampaigns,
  type Waiting,
  waitingInFiling,
} from './waiting.ts'
export { saidNoOf } from './returns/records.ts'
export { filingRoutes } from './routes.ts'
export { raiseTrigger, type RaisedTrigger, type TriggerRule } from './triggers/index.ts'
export { exportNational, nationalAccountPanel, reconcileNational } from './national/index.ts'
