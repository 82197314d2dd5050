export { keepCampaigns } from './campaigns/run.ts'
export { saidNoOf } from './returns/records.ts'
export { filingRoutes } from './routes.ts'
export { raiseTrigger, type RaisedTrigger, type TriggerRule } from './triggers/index.ts'
