import type pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { kyselyOver, openPool } from '../../src/database/connection.ts'
import { OWNER_ROLE, SOCKET_PORT } from '../../src/database/embedded/settings.ts'
import type { Db } from '../../src/database/index.ts'
import { APP_ROLE } from '../../src/database/roles.ts'
import { openEar } from './citus/heard.ts'
import { unlistedIn } from './citus/unlisted.ts'
import { asOwner, TEMPLATE } from './database-server.ts'
import { atFileEnd } from './file-end.ts'

/**
 * A database of a test's own. `db` and `pool` work as the program's role, `owner` runs statements as the schema's
 * owner (for what the program itself may not do). `connection` opens further ones, such as those of pg-boss.
 */
export type TestDatabase = {
  name: string
  /** As DATABASE_URL names a server. */
  urlForOwner: string
  db: Db
  pool: pg.Pool
  connection: { host: string; port: number; user: string; database: string }
  owner<T>(work: (owner: pg.Client) => Promise<T>): Promise<T>
  drop: () => Promise<void>
}

// Every query of every test, so that one a distributed PostgreSQL refuses fails the file that first asks it.
const ear = openEar(process.env['GOVMEDIA_QUERIES'])
let serial = 0
const open = new Set<TestDatabase>()

/**
 * A migrated database for one test (about 30 ms, where `quickFolder` is memory). Inside a test or `beforeEach` it is dropped when the test has
 * finished, in `beforeAll` or `forFile` when the file has.
 */
export async function cloneDatabase({ forFile = false } = {}): Promise<TestDatabase> {
  const created = await createFrom(TEMPLATE)
  if (!forFile) dropWhenTestFinished(created)
  return created
}

/** A database without any table, for tests of migrations. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const created = await createFrom('template0')
  dropWhenTestFinished(created)
  return created
}

async function createFrom(template: string): Promise<TestDatabase> {
  const host = inject('databaseSocket')
  const name = `test_${process.pid}_${process.hrtime.bigint()}_${serial++}`
  await asOwner(host, 'postgres', (owner) =>
    owner.query(`create database ${name} template ${template} strategy file_copy`),
  )
  const connection = { host, port: SOCKET_PORT, user: APP_ROLE, database: name }
  const pool = openPool({ config: connection }, { name: 'govmedia tests', statementTimeoutMs: 60_000, max: 6 })
  ear.listenTo(pool)
  const created: TestDatabase = {
    name,
    urlForOwner: `postgresql://${OWNER_ROLE}@localhost:${SOCKET_PORT}/${name}?host=${encodeURIComponent(host)}`,
    connection,
    pool,
    db: kyselyOver(pool),
    owner: (work) => asOwner(host, name, work),
    drop: () => dropDatabase(host, created),
  }
  open.add(created)
  return created
}

function dropWhenTestFinished(created: TestDatabase): void {
  try {
    onTestFinished(created.drop)
  } catch {
    // Not inside a test: the end of the file drops it.
  }
}

async function dropDatabase(host: string, { name, pool }: TestDatabase): Promise<void> {
  const still = [...open].find((database) => database.name === name)
  if (!still) return
  open.delete(still)
  await pool.end()
  await asOwner(host, 'postgres', (owner) => owner.query(`drop database ${name} with (force)`))
}

atFileEnd(async () => {
  for (const database of open) await database.drop()
  const unlisted = await unlistedIn(ear.take())
  if (unlisted.length > 0)
    throw new Error(`a distributed PostgreSQL refuses (tests/support/citus/lint.ts):\n${unlisted.join('\n')}`)
})
