import type { Instant } from '../calendar/index.ts'

/** An answer as it goes out, with its tag. */
export type Kept = { body: Uint8Array<ArrayBuffer>; tag: string }

/**
 * Answers that still hold, by district, its trail and what was asked. Every change of a record appends a link to the
 * district's chain in its own transaction, and each request asks the database how long the chain is: an answer of another
 * length is not found here, in whichever process the change was made. What somebody changes past the program shows after a
 * minute.
 */
export type KeptAnswers = {
  find(key: string, now: Instant): Kept | undefined
  keep(key: string, now: Instant, answer: Kept): void
}

const MOST_AGE_MS = 60_000

/** `most`: bytes in all; the oldest give way. */
export function keptAnswers(most = 8_000_000): KeptAnswers {
  const answers = new Map<string, Kept & { until: number }>()
  let held = 0
  const drop = (key: string) => {
    held -= answers.get(key)?.body.byteLength ?? 0
    answers.delete(key)
  }
  return {
    find(key, now) {
      const found = answers.get(key)
      if (found && found.until <= Date.parse(now)) drop(key)
      return answers.get(key)
    },
    keep(key, now, answer) {
      if (answer.body.byteLength > most / 8) return
      drop(key)
      answers.set(key, { ...answer, until: Date.parse(now) + MOST_AGE_MS })
      held += answer.body.byteLength
      for (const oldest of answers.keys()) {
        if (held <= most) break
        drop(oldest)
      }
    },
  }
}
