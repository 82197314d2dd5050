/** Optional packages that some entry of a lock file names and no entry holds. */
export function missingOptional(lock: {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>
}): { name: string; range: string; dev: boolean }[]
