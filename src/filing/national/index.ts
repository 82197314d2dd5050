export { nationalAccountPanel, nationalRoutes } from './routes.tsx'
export { exportNational } from './verbs/export-national.ts'
export { reconcileNational } from './verbs/reconcile-national.ts'
