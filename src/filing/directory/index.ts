export { buildDirectory } from './build.ts'
export { verifyDirectory } from './signing.ts'
