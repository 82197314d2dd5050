export function missingOptional(lock: {
  packages: Record<string, unknown>
}): { name: string; range: string; dev: boolean }[]
