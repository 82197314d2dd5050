import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { cloneDatabase, emptyDatabase } from '../../tests/support/database.ts'
import { migrate, migrationsFolder, pendingMigrations, readMigrations, schemaVersion } from './migrate.ts'

const written: string[] = []

afterEach(() => {
  for (const folder of written.splice(0)) rmSync(folder, { recursive: true })
})

function migrationsOf(files: Record<string, string>): ReturnType<typeof readMigrations> {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  written.push(folder)
  for (const [file, sql] of Object.entries(files)) writeFileSync(join(folder, file), sql)
  return readMigrations(folder)
}

const first = { '001-first.sql': 'create table first (id integer primary key);' }
const second = { '002-second.sql': 'create table second (id integer primary key);' }

/** Every column, key, check and index of a schema, as text: two schemas are equal when these are. */
async function describeSchema(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                  a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    union all
    select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select format('index %s', indexdef) from pg_indexes where schemaname = 'public'
    union all
    select format('privileges %s %s', relname, relacl) from pg_class where relnamespace = 'public'::regnamespace
    order by 1`)
  return rows.map((row) => row.line)
}

describe('migrations', () => {
  it('give the same schema applied one by one as applied in one go', async () => {
    const [stepwise, whole] = [await emptyDatabase(), await emptyDatabase()]
    const all = readMigrations()
    await stepwise.owner(async (owner) => {
      for (const { version } of all) await migrate(owner, all.slice(0, version))
    })
    await whole.owner((owner) => migrate(owner))
    const schema = await whole.owner(describeSchema)
    expect(schema.length).toBeGreaterThan(100)
    expect(await stepwise.owner(describeSchema)).toEqual(schema)
  })

  it('change nothing when applied again', async () => {
    const database = await cloneDatabase()
    const before = await database.owner(describeSchema)
    const again = await database.owner((owner) => migrate(owner))
    expect(again).toEqual({ version: readMigrations().length, applied: [] })
    expect(await database.owner(describeSchema)).toEqual(before)
  })

  it('are applied once when two programs start at the same moment', async () => {
    const database = await emptyDatabase()
    const both = await Promise.all([
      database.owner((owner) => migrate(owner)),
      database.owner((owner) => migrate(owner)),
    ])
    expect(both.flatMap(({ applied }) => applied)).toEqual(readMigrations().map(({ file }) => file))
  })

  it('refuse a file that was altered after it was applied, and leave the database as it is', async () => {
    const database = await emptyDatabase()
    await database.owner((owner) => migrate(owner, migrationsOf(first)))
    const altered = migrationsOf({ '001-first.sql': 'create table first (id bigint primary key);', ...second })
    const attempt = database.owner((owner) => migrate(owner, altered))
    await expect(attempt).rejects.toMatchObject({
      code: 'database.migration-altered',
      params: { file: '001-first.sql' },
    })
    expect(await database.owner(schemaVersion)).toBe(1)
  })

  it('refuse a database that a newer program has migrated', async () => {
    const database = await emptyDatabase()
    await database.owner((owner) => migrate(owner, migrationsOf({ ...first, ...second })))
    const attempt = database.owner((owner) => pendingMigrations(owner, migrationsOf(first)))
    await expect(attempt).rejects.toMatchObject({ code: 'database.schema-newer', params: { found: 2, known: 1 } })
  })

  it('undo a file whose last statement fails, and keep the files before it', async () => {
    const database = await emptyDatabase()
    const broken = migrationsOf({
      ...first,
      '002-broken.sql': 'create table second (id integer); create table second (id integer);',
    })
    await expect(database.owner((owner) => migrate(owner, broken))).rejects.toThrow('002-broken.sql')
    expect(await database.owner(schemaVersion)).toBe(1)
    expect((await database.owner((owner) => owner.query(`select to_regclass('second') as found`))).rows).toEqual([
      { found: null },
    ])
  })

  it('that have landed are never edited: each is as it was when it was sealed (node scripts/seal-migrations.mjs)', () => {
    const sealed = JSON.parse(readFileSync(join(migrationsFolder, 'checksums.json'), 'utf8')) as Record<string, string>
    expect(Object.fromEntries(readMigrations().map(({ file, sha256 }) => [file, sha256]))).toEqual(sealed)
  })

  it('must be numbered without a gap', () => {
    expect(() => migrationsOf({ '002-second.sql': 'select 1;' })).toThrow('001, 002')
  })

  it.each(readMigrations())('use nothing that a distributed database lacks: $file', ({ sql }) => {
    const statements = sql.replaceAll(/--.*$/gm, '')
    expect(statements.match(/\b(trigger|merge into|rollup|inherits)\b/i)?.[0]).toBeUndefined()
  })
})
