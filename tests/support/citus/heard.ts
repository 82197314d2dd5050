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

const heard = new Set<string>()

/** Writes down what is asked over a pool, where GOVMEDIA_QUERIES names a folder. */
export function listenTo(pool: pg.Pool): void {
  const folder = process.env['GOVMEDIA_QUERIES']
  if (!folder) return
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => {
      const [first] = args
      const text = typeof first === 'string' ? first : (first as { text?: string }).text
      if (text !== undefined && !heard.has(text)) {
        heard.add(text)
        appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(text)}\n`)
      }
      return query(...args)
    }) as typeof client.query
  })
}
