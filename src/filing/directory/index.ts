export { buildDirectory } from './build.ts'
export { verifyDirectory } from './signing.ts'
export { filedDifferences } from './differences.ts'
export { directoryRoutes, filedAccountPanel } from './routes.tsx'

export { directoryEntries } from './entries.ts'
