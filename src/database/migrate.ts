import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { refuse } from '../vocabulary/refusals/index.ts'

/** One numbered file: `003-posts.sql` is version 3. */
export type Migration = { version: number; file: string; sha256: string; sql: string }

type Applied = { version: number; file: string; sha256: string }

/** Where the migrations lie, beside this file in the sources and in the build alike. */
export const migrationsFolder = fileURLToPath(new URL('./migrations/', import.meta.url))

// Any number does, as long as two starts use the same: 'gov' in ASCII.
const MIGRATION_LOCK = 0x676f76

/** The migrations of a folder in order. Throws when numbers are missing, doubled or out of line. */
export function readMigrations(folder = migrationsFolder): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  return files.sort().map((file, index) => {
    const sql = readFileSync(join(folder, file), 'utf8')
    if (!/^\d{3}-[a-z0-9-]+\.sql$/.test(file)) throw new Error(`migration not named NNN-what-is-true.sql: ${file}`)
    const version = Number(file.slice(0, 3))
    if (version !== index + 1)
      throw new Error(`migrations must count 001, 002, ...; found ${file} in place ${index + 1}`)
    return { version, file: basename(file), sha256: createHash('sha256').update(sql).digest('hex'), sql }
  })
}

/** What a schema stands at before it is changed, and which files will change it. */
export type Behind = { from: number; to: number; files: string[] }

/**
 * Brings the schema to the newest of `migrations`, all in one transaction, one program at a time: what fails leaves it
 * as it was. `before` is told of a schema that holds something already, and may refuse. Returns the version it stood at,
 * the one it stands at and the files applied now. Refuses: `database.schema-newer`, `database.migration-altered`,
 * `database.upgrade-failed`.
 */
export async function migrate(
  owner: pg.ClientBase,
  migrations = readMigrations(),
  before: (behind: Behind) => Promise<void> = async () => undefined,
): Promise<{ from: number; version: number; applied: string[] }> {
  return oneAtATime(owner, async () => {
    const pending = await pendingMigrations(owner, migrations)
    const from = migrations.length - pending.length
    const applied = pending.map(({ file }) => file)
    if (from > 0 && pending.length > 0) await before({ from, to: migrations.length, files: applied })
    if (pending.length > 0) await applyAll(owner, pending, from)
    return { from, version: migrations.length, applied }
  })
}

/** What only one program does to a database at a time: roles, schema, rights. May be asked for again inside. */
export async function oneAtATime<T>(owner: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await owner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
  try {
    return await work()
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
  }
}

/** What is still to be applied, after the same refusals as `migrate`; changes nothing. */
export async function pendingMigrations(owner: pg.ClientBase, migrations = readMigrations()): Promise<Migration[]> {
  const applied = await readApplied(owner)
  refuseStrangers(applied, migrations)
  return migrations.slice(applied.length)
}

/** The version a database stands at; 0 for an empty one. */
export async function schemaVersion(client: pg.ClientBase): Promise<number> {
  return (await readApplied(client)).at(-1)?.version ?? 0
}

async function readApplied(client: pg.ClientBase): Promise<Applied[]> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.schema_migration') is not null as there`,
  )
  if (!rows[0]?.there) return []
  return (await client.query<Applied>('select version, file, sha256 from schema_migration order by version')).rows
}

function refuseStrangers(applied: Applied[], known: Migration[]): void {
  const newest = applied.at(-1)?.version ?? 0
  if (newest > known.length) throw refuse('database.schema-newer', { found: newest, known: known.length })
  for (const [index, { sha256, file }] of applied.entries()) {
    if (known[index]?.sha256 !== sha256) throw refuse('database.migration-altered', { file })
  }
}

// One transaction for all of them: half an upgrade is a schema that no version of the program was ever tried on.
async function applyAll(owner: pg.ClientBase, pending: readonly Migration[], from: number): Promise<void> {
  let under = pending[0]!.file
  await owner.query('begin')
  try {
    await owner.query(CREATE_TABLE)
    for (const { version, file, sha256, sql } of pending) {
      under = file
      await owner.query(sql)
      await owner.query('insert into schema_migration values ($1, $2, $3, now())', [version, file, sha256])
    }
    await owner.query('commit')
  } catch (error) {
    // A connection that broke has rolled back by itself.
    await owner.query('rollback').catch(() => undefined)
    const reason = (error as Error).message
    const told = from > 0 ? refuse('database.upgrade-failed', { file: under, reason, from }) : undefined
    throw Object.assign(told ?? new Error(`migration ${under} failed: ${reason}`), { cause: error })
  }
}

const CREATE_TABLE = `create table if not exists schema_migration (
  version integer primary key,
  file text not null,
  sha256 text not null,
  applied_at timestamptz not null
)`
