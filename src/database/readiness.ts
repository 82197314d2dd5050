import { sql } from 'kysely'
import { isDatabaseAway } from './away.ts'
import type { Db } from './index.ts'
import { lifeOf } from './embedded/processes.ts'
import { readRunRecord } from './keeper.ts'
import { readMigrations } from './migrate.ts'

/** Why no work can be done: the database doesn't answer, its schema is of another version, nobody keeps its server. */
export type Obstacle = 'database' | 'schema' | 'keeper'

let known: number | undefined

/** What stands in the way of work now. `dataDir`: of an embedded server, which somebody has to keep; null for a server elsewhere. */
export async function obstaclesOf(db: Db, dataDir: string | null): Promise<Obstacle[]> {
  const version = await appliedVersion(db)
  known ??= readMigrations().length
  return [
    ...(version === undefined ? (['database'] as const) : version === known ? [] : (['schema'] as const)),
    ...(dataDir === null || isKept(dataDir) ? [] : (['keeper'] as const)),
  ]
}

async function appliedVersion(db: Db): Promise<number | undefined> {
  try {
    const { rows } = await sql<{ version: number }>`
      select coalesce(max(version), 0)::int as version from schema_migration`.execute(db)
    return rows[0]?.version ?? 0
  } catch (error) {
    if (isDatabaseAway(error)) return undefined
    throw error
  }
}

function isKept(dataDir: string): boolean {
  const record = readRunRecord(dataDir)
  return record !== null && lifeOf(record.serverPid) !== null
}
