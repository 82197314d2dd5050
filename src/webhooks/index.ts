export { districtsToPush } from './endpoints.ts'
export { type PushReport, pushDue } from './send-due.ts'
export { webhookRoutes } from './routes.tsx'
