export { openDataRoutes } from './routes.tsx'
export { openDirectory } from './told.ts'
export { prepareOpenData } from './verbs/prepare.ts'
export { releaseOpenData, withdrawOpenData } from './verbs/release.ts'
