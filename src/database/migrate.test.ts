import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { cloneDatabase, emptyDatabase } from '../../tests/support/database.ts'
import { schemaLines } from '../../tests/support/schema-lines.ts'
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

describe('migrations', () => {
  it('give the same schema applied one by one as applied in one go', async () => {
    const [stepwise, whole] = [await emptyDatabase(), await emptyDatabase()]
    const all = readMigrations()
    await stepwise.owner(async (owner) => {
      for (const { version } of all) await migrate(owner, all.slice(0, version))
    })
    await whole.owner((owner) => migrate(owner))
    const schema = await whole.owner(schemaLines)
    expect(schema.length).toBeGreaterThan(100)
    expect(await stepwise.owner(schemaLines)).toEqual(schema)
  })

  it('change nothing when applied again', async () => {
    const database = await cloneDatabase()
    const before = await database.owner(schemaLines)
    const again = await database.owner((owner) => migrate(owner))
    expect(again).toEqual({ from: readMigrations().length, version: readMigrations().length, applied: [] })
    expect(await database.owner(schemaLines)).toEqual(before)
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

  it('are undone together when one of them fails, and what stood before stands', async () => {
    const database = await emptyDatabase()
    await database.owner((owner) => migrate(owner, migrationsOf(first)))
    const before = await database.owner(schemaLines)
    const broken = migrationsOf({
      ...first,
      ...second,
      '003-broken.sql': 'create table third (id integer); create table third (id integer);',
    })
    const told: unknown[] = []
    const attempt = database.owner((owner) => migrate(owner, broken, async (behind) => void told.push(behind)))
    await expect(attempt).rejects.toMatchObject({
      code: 'database.upgrade-failed',
      params: { file: '003-broken.sql', from: 1, reason: expect.stringContaining('third') },
    })
    expect(told).toEqual([{ from: 1, to: 3, files: ['002-second.sql', '003-broken.sql'] }])
    expect(await database.owner(schemaVersion)).toBe(1)
    expect(await database.owner(schemaLines)).toEqual(before)
  })

  it('are not applied at all where what comes before them refuses', async () => {
    const database = await emptyDatabase()
    await database.owner((owner) => migrate(owner, migrationsOf(first)))
    const attempt = database.owner((owner) =>
      migrate(owner, migrationsOf({ ...first, ...second }), () => Promise.reject(new Error('disk full'))),
    )
    await expect(attempt).rejects.toThrow('disk full')
    expect(await database.owner(schemaVersion)).toBe(1)
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
