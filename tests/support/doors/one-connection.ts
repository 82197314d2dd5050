import type { PoolClient } from 'pg'
import { kyselyOver } from '../../../src/database/connection.ts'
import type { Db } from '../../../src/database/index.ts'

/** A database of which nothing stays: `during` runs one request in a transaction that is rolled back after it. */
export type Forgetful = { db: Db; during<T>(work: () => Promise<T>): Promise<T>; query: PoolClient['query'] }

/**
 * All of a program's statements over one connection, its own transactions turned into savepoints, so that a request that
 * succeeded leaves the next one the same rows as a request that was refused.
 */
export function forgetful(client: PoolClient): Forgetful {
  let depth = 0
  const query = (sql: unknown, parameters?: unknown) => {
    const renamed = typeof sql === 'string' ? renamedStatement(sql) : undefined
    return renamed ? client.query(renamed) : client.query(sql as string, parameters as unknown[])
  }
  const renamedStatement = (sql: string): string | undefined => {
    if (/^(?:begin|start transaction)\b/i.test(sql)) return `savepoint inner_${++depth}`
    if (/^commit$/i.test(sql)) return `release savepoint inner_${depth--}`
    if (/^rollback$/i.test(sql)) return `rollback to savepoint inner_${depth--}`
    return undefined
  }
  const pool = { connect: () => Promise.resolve({ query, release: () => undefined }), end: () => Promise.resolve() }
  return {
    db: kyselyOver(pool as never),
    query: client.query.bind(client),
    async during(work) {
      depth = 0
      await client.query('begin')
      try {
        return await work()
      } finally {
        await client.query('rollback')
      }
    },
  }
}
