export { buildDirectory } from './build.ts'
export { type DirectoryEntry } from './entries.ts'
export { type DirectoryVerdict, verifyDirectory } from './signing.ts'
