import type pg from 'pg'

type Asked = { text: string; values?: unknown }
export type Statement = { text: string; values: string }

/** Everything that is asked over a pool from here on: connections that it has already and those to come. */
export function countStatements(pool: pg.Pool): { since(): Statement[] } {
  const asked: Statement[] = []
  const listen = (client: pg.PoolClient): void => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => {
      const [first, given] = args
      const { text, values } = typeof first === 'string' ? { text: first, values: given } : (first as Asked)
      asked.push({ text: text.replace(/\s+/g, ' ').trim(), values: JSON.stringify(values ?? []) })
      return query(...args)
    }) as typeof client.query
  }
  pool.on('connect', listen)
  return { since: () => asked.splice(0) }
}
