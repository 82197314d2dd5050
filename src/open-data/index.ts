export { openDataRoutes } from './routes.tsx'
export { prepareOpenData } from './verbs/prepare.ts'
export { releaseOpenData, withdrawOpenData } from './verbs/release.ts'
