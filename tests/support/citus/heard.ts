import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zstdDecompressSync } from 'node:zlib'
import type pg from 'pg'

/** What `node scripts/queries.mjs` wrote: every query that any test runs, one of each kind. */
export const heardQueries = (): string[] =>
  zstdDecompressSync(readFileSync(fileURLToPath(new URL('../../fixtures/queries.jsonl.zst', import.meta.url))))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as string)

/** What is heard over some pools: each text once, and those that nobody has read yet. */
type Ear = { listenTo(pool: pg.Pool): void; take(): string[] }

/** Writes down what it hears, too, where a folder is named. */
export function openEar(folder?: string): Ear {
  const heard = new Set<string>()
  let unread: string[] = []
  const hear = (text: string) => {
    if (heard.has(text)) return
    heard.add(text)
    unread.push(text)
    if (folder) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(text)}\n`)
  }
  return {
    listenTo(pool) {
      pool.on('connect', (client) => {
        const query = client.query.bind(client) as (...args: unknown[]) => unknown
        client.query = ((...args: unknown[]) => {
          const [first] = args
          const text = typeof first === 'string' ? first : (first as { text?: string }).text
          if (text !== undefined) hear(text)
          return query(...args)
        }) as typeof client.query
      })
    },
    take() {
      const taken = unread
      unread = []
      return taken
    },
  }
}
