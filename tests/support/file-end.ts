import { afterAll } from 'vitest'

const ends = new Set<() => Promise<void> | void>()

/**
 * Does something whenever a test file is over. Test files of a worker share what they import, so that a hook written at the top
 * of a support module would run for the first of them alone; `each-file.ts` runs these for every one.
 */
export const atFileEnd = (end: () => Promise<void> | void): void => void ends.add(end)

/** Called by the set-up of each file. */
export const endFiles = (): void =>
  afterAll(async () => {
    for (const end of ends) await end()
  })
