import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { cloneDatabase, emptyDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { backupAt, becomeOlder, keptVersions, makeOlderFolder } from '../../tests/support/older-installation.ts'
import { quickFolder } from '../../tests/support/quick-folder.ts'
import { schemaLines } from '../../tests/support/schema-lines.ts'
import { operatorActor } from '../access/index.ts'
import { systemClock } from '../calendar/index.ts'
import { OWNER_ROLE, SOCKET_PORT } from '../database/embedded/settings.ts'
import { clusterMajors, copiedTables, openDatabase, readMigrations, systemIds } from '../database/index.ts'
import { schemaVersion } from '../database/migrate.ts'
import { latestEvents, systemChain, verifyTrail } from '../trail/index.ts'
import { backUpBefore, recordUpgrade, restoreBackup, upgradeServer, verifyBackup } from './index.ts'

const newest = readMigrations().length
/** How many migrations may follow the newest fixture before a release adds one. */
const MOST_BEHIND = 15
const operator = operatorActor('tester', 'upgrade-test')
const wall = systemClock()

const folder = mkdtempSync(join(tmpdir(), 'govmedia-upgrade-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let serial = 0
const fresh = (name = 'x') => join(folder, `${name}-${serial++}`)

const urlOf = ({ name }: TestDatabase) =>
  `postgresql://${OWNER_ROLE}@localhost:${SOCKET_PORT}/${name}?host=${encodeURIComponent(inject('databaseSocket'))}`

async function olderDatabase(version: number): Promise<TestDatabase> {
  const database = await emptyDatabase()
  await database.owner((owner) => becomeOlder(owner, version))
  return database
}

/** Every column of every table with all of its values in order. */
async function columnsOf(database: TestDatabase): Promise<Map<string, string>> {
  return database.owner(async (owner) => {
    const found = new Map<string, string>()
    for (const { name, columns } of await copiedTables(owner)) {
      const values = columns.map((one) => `string_agg("${one}"::text, '|' order by "${one}"::text) as "${one}"`)
      const { rows } = await owner.query<Record<string, string | null>>(
        `select ${values.join(', ')} from "${name}" where ${notGiven[name] ?? 'true'}`,
      )
      for (const one of columns) found.set(`${name}.${one}`, rows[0]?.[one] ?? '')
    }
    return found
  })
}

/** Rows that a migration adds to what there was: 075 gives who countersigned the right of each office. */
const notGiven: Readonly<Record<string, string>> = { user_role: `role not in ('propaganda_office', 'secrecy_office')` }

/** Columns that bear another name from a migration on. */
const renamed: Readonly<Record<string, string>> = {
  'filing_correction.return_id': 'filing_correction.source_id',
  'filing_paper_check.return_id': 'filing_paper_check.source_id',
}
/** From 057 on a result stands once in `run_result`, and is named by its number: told by how many there are. */
const RESULTS = 'check_result.results'

/** What an account counted of failed sign-ins for a quarter of an hour, and may be counted elsewhere: nothing is lost with it. */
const FLEETING = ['app_user.failed_sign_ins', 'app_user.locked_until']

const resultsIn = (database: TestDatabase, version: number) =>
  database.owner(async (owner) => {
    const counted = version < 57 ? 'jsonb_array_length(results)' : 'cardinality(result_numbers)'
    const { rows } = await owner.query<{ results: number }>(`select sum(${counted})::int as results from check_result`)
    return rows[0]!.results
  })

// By hand: this program reads a trail as the newest schema has it.
const linksOf = async (database: TestDatabase) =>
  (await database.pool.query('select district_id, count(*)::int as links from trail_event group by 1 order by 1')).rows

describe('an installation of an older version', () => {
  it.each(keptVersions.filter((version) => version < newest))(
    'of schema %i is backed up, then has the schema of a new one and every row it had',
    async (version) => {
      const database = await olderDatabase(version)
      const before = await columnsOf(database)
      const results = await resultsIn(database, version)
      const chains = await linksOf(database)
      const dataDir = fresh('data')
      const upgrade = backUpBefore({ dataDir, wall, env: {} })
      const opened = await openDatabase({
        dataDir,
        databaseUrl: urlOf(database),
        role: 'serve',
        beforeUpgrade: upgrade.before,
      })
      await opened.close()
      const clone = await cloneDatabase()
      expect(await database.owner(schemaLines)).toEqual(await clone.owner(schemaLines))

      const after = await columnsOf(database)
      const lost = [...before].filter(([column, values]) => after.get(renamed[column] ?? column) !== values)
      expect(lost.map(([column]) => column).filter((column) => ![RESULTS, ...FLEETING].includes(column))).toEqual([])
      expect(before.size).toBeGreaterThan(200)
      expect(results).toBeGreaterThan(100)
      expect(await resultsIn(database, newest)).toBe(results)
      expect(await linksOf(database)).toEqual(chains)
      expect((await verifyTrail(database.db)).every(({ whole }) => whole)).toBe(true)

      const { backup, from, to } = upgrade.done()!
      expect({ from, to }).toEqual({ from: version, to: newest })
      expect(backup.path).toBe(
        join(dataDir, 'backups', `govmedia-before-upgrade-0${version < 10 ? '0' : ''}${version}-0${newest}.backup`),
      )
      expect(await verifyBackup(backup.path, undefined)).toMatchObject({ schemaVersion: version, keys: false })
      expect(backup.summary.rows).toBe((await verifyBackup(backupAt(version), undefined)).rows)
    },
  )

  it('is kept of a schema not far behind the newest, so that no release goes without', () => {
    // Named without a fixture, or far behind: docs/decisions/034 tells how one is made.
    expect(keptVersions.filter((version) => !existsSync(backupAt(version)))).toEqual([])
    expect(newest - Math.max(...keptVersions)).toBeLessThanOrEqual(MOST_BEHIND)
  })

  it('of schema 74 holds rows of what its versions brought, and its countersigner the right of both offices after', async () => {
    const database = await olderDatabase(74)
    const brought =
      `api_token webhook_endpoint webhook_message delegation held_file sso_provider sso_identity sso_pending
      second_factor known_browser manuscript_link exchange_peer exchange_package exchange_token exchange_link
      exchange_delivery reported_figures`.split(/\s+/)
    const filled = await database.owner(async (owner) => {
      const { rows } = await owner.query(
        brought.map((name) => `select '${name}' as name where exists (select from ${name})`).join(' union all '),
      )
      return rows.map(({ name }) => String(name))
    })
    expect(filled.toSorted()).toEqual(brought.toSorted())
    const held = async (...roles: string[]) =>
      (
        await database.pool.query('select distinct user_id as id from user_role where role = any($1) order by 1', [
          roles,
        ])
      ).rows
    const before = await held('countersigner')
    expect(before).toHaveLength(1)
    expect(await held('propaganda_office', 'secrecy_office')).toEqual([])
    const upgrade = backUpBefore({ dataDir: fresh('data'), wall, env: {} })
    const place = { dataDir: fresh(), databaseUrl: urlOf(database) }
    await (await openDatabase({ ...place, role: 'serve', beforeUpgrade: upgrade.before })).close()
    expect(await held('propaganda_office')).toEqual(before)
    expect(await held('secrecy_office')).toEqual(before)
  })

  it('is refused by whatever does not upgrade, and left as it is', async () => {
    const database = await olderDatabase(57)
    const before = await columnsOf(database)
    const attempt = openDatabase({ dataDir: fresh(), databaseUrl: urlOf(database), role: 'cli' })
    await expect(attempt).rejects.toMatchObject({ code: 'database.schema-older', params: { found: 57, known: newest } })
    expect(await columnsOf(database)).toEqual(before)
    expect(await database.owner(schemaVersion)).toBe(57)
  })

  it('is left as it is when it could not be backed up', async () => {
    const database = await olderDatabase(57)
    const upgrade = backUpBefore({ dataDir: fresh(), wall, passphrase: '太短', env: {} })
    const attempt = openDatabase({
      dataDir: fresh(),
      databaseUrl: urlOf(database),
      role: 'serve',
      beforeUpgrade: upgrade.before,
    })
    await expect(attempt).rejects.toMatchObject({ code: 'backup.passphrase-short' })
    expect(await database.owner(schemaVersion)).toBe(57)
    expect(upgrade.done()).toBeUndefined()
  })

  it('is not upgraded under a program of the older version that still works on it', async () => {
    const database = await olderDatabase(57)
    const still = new pg.Client({ connectionString: urlOf(database), application_name: 'govmedia' })
    await still.connect()
    const upgrade = () => backUpBefore({ dataDir: fresh(), wall, env: {} })
    const open = (beforeUpgrade: ReturnType<typeof backUpBefore>['before']) =>
      openDatabase({ dataDir: fresh(), databaseUrl: urlOf(database), role: 'serve', beforeUpgrade })
    await expect(open(upgrade().before)).rejects.toMatchObject({
      code: 'database.in-use',
      params: { connections: 1 },
    })
    await still.end()
    await expect
      .poll(async () =>
        open(upgrade().before).then(
          (opened) => opened.close().then(() => true),
          () => false,
        ),
      )
      .toBe(true)
  })

  it('is backed up where the office keeps its backups, sealed with its passphrase and with the keys', async () => {
    const database = await olderDatabase(57)
    const [dataDir, own] = [fresh('data'), fresh('own')]
    mkdirSync(own)
    mkdirSync(join(dataDir, 'keys'), { recursive: true })
    const passphrase = '芦苇荡里的白鹭与渡船之间'
    const env = { GOVMEDIA_BACKUP_DIR: own, GOVMEDIA_BACKUP_PASSPHRASE: passphrase }
    const { before, done } = backUpBefore({ dataDir, wall, env })
    const url = { dataDir, databaseUrl: urlOf(database) }
    const opened = await openDatabase({ ...url, role: 'serve', beforeUpgrade: before })
    const deps = { db: opened.db, ids: systemIds(), wall }
    await recordUpgrade(deps, operator, done()!)
    expect(readdirSync(own)).toEqual([`govmedia-before-upgrade-057-0${newest}.backup`])
    expect(done()!.backup.summary).toMatchObject({ encrypted: true, schemaVersion: 57 })
    const [last] = await latestEvents(opened.db, systemChain, { action: 'installation.upgraded', limit: 1 })
    expect(last).toMatchObject({ after: { fromVersion: 57, toVersion: newest, steps: newest - 57 } })
    await opened.close()
  })
})

const OLD_PACKAGE = 'postgres-16-linux-x64'
const isInstalled = () => {
  try {
    return createRequire(import.meta.url).resolve(OLD_PACKAGE) !== ''
  } catch {
    return false
  }
}

describe.runIf(isInstalled())('an embedded database that an older PostgreSQL wrote', () => {
  const embedded = { durability: 'none' as const }
  const place = () => join(mkdtempSync(join(quickFolder(), 'major-')), 'data')

  it('is moved to the one of this program with every row, and the older one is kept', async () => {
    const dataDir = place()
    await makeOlderFolder(dataDir, 57, { packageName: OLD_PACKAGE })
    const majors = clusterMajors(dataDir)!
    expect(majors).toEqual({ found: 16, known: 18 })
    await expect(openDatabase({ dataDir, role: 'serve', embedded })).rejects.toMatchObject({
      code: 'database.other-major',
    })
    const done = await upgradeServer({ dataDir, wall, env: {}, majors, oldProgram: undefined, embedded })
    expect(done).toMatchObject({ from: 57, to: newest, server: { from: 16, to: 18, kept: join(dataDir, 'pg-16') } })
    const opened = await openDatabase({ dataDir, role: 'serve', embedded })
    expect((await opened.describe()).version).toMatch(/^18\./)
    expect((await verifyTrail(opened.db)).every(({ whole }) => whole)).toBe(true)
    const counted = await opened.pool.query('select count(*)::int as accounts from account')
    await opened.close()
    // The same backup restored elsewhere holds as many.
    const other = await emptyDatabase()
    const { path } = done.backup
    await restoreBackup(operator, { path, passphrase: undefined, dataDir: fresh(), databaseUrl: urlOf(other) })
    expect((await other.pool.query('select count(*)::int as accounts from account')).rows).toEqual(counted.rows)
    expect(counted.rows[0].accounts).toBeGreaterThan(20)
    expect(existsSync(join(dataDir, 'pg-upgrade'))).toBe(false)

    // Cut off between taking the older one away and putting the newer one in its place.
    mkdirSync(join(dataDir, 'pg-upgrade'))
    renameSync(join(dataDir, 'pg'), join(dataDir, 'pg-upgrade', 'pg'))
    const again = await openDatabase({ dataDir, role: 'serve', embedded })
    expect((await again.pool.query('select count(*)::int as accounts from account')).rows).toEqual(counted.rows)
    await again.close()
  })

  it('stays where it is when the move fails, or nobody knows its PostgreSQL', async () => {
    const dataDir = place()
    await makeOlderFolder(dataDir, 57, { packageName: OLD_PACKAGE })
    const majors = clusterMajors(dataDir)!
    const move = (oldProgram: string | undefined, passphrase?: string) =>
      upgradeServer({ dataDir, wall, env: {}, majors, oldProgram, passphrase, embedded })
    await expect(move(folder)).rejects.toMatchObject({ code: 'database.old-program' })
    await expect(move(undefined, '太短')).rejects.toMatchObject({ code: 'backup.passphrase-short' })
    expect(clusterMajors(dataDir)).toEqual(majors)
    expect(existsSync(join(dataDir, 'pg-upgrade'))).toBe(false)
    expect(existsSync(join(dataDir, 'pg-16'))).toBe(false)
  })
})
