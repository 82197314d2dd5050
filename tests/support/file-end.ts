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
    // One that fails keeps none of the others: what a file leaves behind would be the next one's trouble.
    const failed: unknown[] = []
    for (const end of ends) {
      try {
        await end()
      } catch (error) {
        failed.push(error)
      }
    }
    if (failed.length > 0) throw failed[0]
  })
