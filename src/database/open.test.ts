import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { asOwner } from '../../tests/support/database-server.ts'
import { nextJson, startScript } from '../../tests/support/programs.ts'
import { canReach } from './embedded/account.ts'
import { folderOf, prepareFolder } from './embedded/folder.ts'
import { startServer, stopServer } from './embedded/server.ts'
import type { RunningServer } from './embedded/server.ts'
import { openDatabase } from './index.ts'
import type { OpenDatabase } from './index.ts'
import { connected, requireVersion } from './open.ts'
import { quickFolder } from '../../tests/support/quick-folder.ts'

const asRoot = process.getuid?.() === 0

describe('a PostgreSQL server behind DATABASE_URL', () => {
  const base = mkdtempSync(join(quickFolder(), 'server-'))
  const folder = folderOf(join(base, 'data'))
  const opened: OpenDatabase[] = []
  let server: RunningServer

  beforeAll(async () => {
    prepareFolder(folder)
    server = await startServer(folder, { durability: 'none' })
    await asOwner(server.socketDir, 'postgres', async (superuser) => {
      await superuser.query('create role office login createrole')
      await superuser.query('create role plain login')
    })
  })

  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close()
  })

  afterAll(async () => {
    await stopServer(folder, server)
    rmSync(base, { recursive: true, force: true })
  })

  const urlOf = (user: string, database: string) =>
    `postgresql://${user}@localhost/${database}?host=${server.socketDir}`

  async function createDatabase(name: string, owner: string): Promise<string> {
    await asOwner(server.socketDir, 'postgres', (superuser) =>
      superuser.query(`create database ${name} owner ${owner}`),
    )
    return urlOf(owner, name)
  }

  async function open(databaseUrl: string, databaseAppUrl?: string): Promise<OpenDatabase> {
    const database = await openDatabase({ dataDir: join(base, 'unused'), databaseUrl, databaseAppUrl, role: 'serve' })
    opened.push(database)
    return database
  }

  it('is refused when it is older than 16, by version', () => {
    expect(() => requireVersion(159_999, '15.12')).toThrow('PostgreSQL 15.12')
    expect(() => requireVersion(160_000, '16.0')).not.toThrow()
  })

  it('is refused while it is empty and the data lie in an embedded one beside it, and nothing is made in it', async () => {
    const url = await createDatabase('unmoved', 'office')
    const dataDir = join(base, 'embedded-here')
    mkdirSync(join(dataDir, 'pg'), { recursive: true })
    writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '18\n')
    await expect(openDatabase({ dataDir, databaseUrl: url, role: 'cli' })).rejects.toMatchObject({
      code: 'database.embedded-here',
    })
    await connected({ config: { connectionString: url } }, async (owner) => {
      const { rows } = await owner.query(`select from pg_class where relnamespace = 'public'::regnamespace`)
      expect(rows).toEqual([])
    })
  })

  it('works with one role that may rewrite the trail when the owner may not create another, and says so', async () => {
    const database = await open(await createDatabase('single', 'plain'))
    expect(database.rolesReport()).toMatchObject({ mode: 'single', owner: 'plain', program: 'plain' })
    expect(database.rolesReport().lost).toContain('CREATEROLE')
  })

  it('is migrated by its owner, while the program takes on a role that can only add to the trail', async () => {
    const database = await open(await createDatabase('assumed', 'office'))
    expect(database.rolesReport()).toEqual({ mode: 'assumed', owner: 'office', program: 'govmedia_app', lost: null })
    await expect(database.db.deleteFrom('trail_event').execute()).rejects.toThrow('permission denied')
    await expect(database.pool.query('create table mine (id integer)')).rejects.toThrow('permission denied')
    await expect(database.pool.query('reset role; delete from trail_event')).rejects.toThrow('permission denied')
    expect((await database.describe()).schemaVersion).toBeGreaterThan(0)
  })

  it('is made ready once by programs that start on it at the same moment', async () => {
    const url = await createDatabase('at_once', 'office')
    const all = await Promise.all(Array.from({ length: 4 }, () => open(url)))
    expect(all.map((database) => database.rolesReport().mode)).toEqual(Array(4).fill('assumed'))
  })

  it('takes a login of the program’s own when the office made one', async () => {
    await asOwner(server.socketDir, 'postgres', (superuser) => superuser.query('alter role govmedia_app login'))
    const ownerUrl = await createDatabase('separate', 'office')
    const database = await open(ownerUrl, urlOf('govmedia_app', 'separate'))
    expect(database.rolesReport()).toEqual({ mode: 'separate', owner: 'office', program: 'govmedia_app', lost: null })
    expect(await database.db.selectFrom('district').select('id').execute()).toEqual([])
  })

  it('is named in the refusal when it cannot be reached', async () => {
    const nowhere = 'postgresql://office@127.0.0.1:1/none'
    await expect(open(nowhere)).rejects.toMatchObject({
      code: 'database.unreachable',
      params: { server: '127.0.0.1:1' },
    })
  })

  it('is waited for, in the refusal’s words, while it starts or recovers', async () => {
    const fields = ['SFATAL', 'VFATAL', 'C57P03', 'Mthe database system is in recovery mode', '']
    const body = Buffer.from(fields.map((field) => `${field}\0`).join(''))
    const head = Buffer.alloc(5)
    head.write('E')
    head.writeInt32BE(body.length + 4, 1)
    const recovering = createServer((socket) => socket.once('data', () => socket.end(Buffer.concat([head, body]))))
    await new Promise<void>((done) => recovering.listen(0, '127.0.0.1', done))
    onTestFinished(() => void recovering.close())
    const { port } = recovering.address() as AddressInfo
    await expect(open(`postgresql://office@127.0.0.1:${port}/none`)).rejects.toMatchObject({
      code: 'database.still-starting',
    })
  })
})

describe('statements', () => {
  const base = mkdtempSync(join(quickFolder(), 'limits-'))
  let database: OpenDatabase

  beforeAll(async () => {
    database = await openDatabase({ dataDir: join(base, 'data'), role: 'cli' })
  })

  afterAll(async () => {
    await database.close()
    rmSync(base, { recursive: true, force: true })
  })

  it('of a page end after 10 s, those of commands and jobs after 5 minutes', async () => {
    expect(await setting(database.pages, 'statement_timeout')).toBe('10s')
    expect(await setting(database.db, 'statement_timeout')).toBe('5min')
  })

  it('are on disk before they are answered', async () => {
    for (const name of ['fsync', 'full_page_writes', 'synchronous_commit'])
      expect(await setting(database.db, name)).toBe('on')
  })

  it('sort names by pinyin where asked to, and text by code point everywhere else', async () => {
    const { rows } = await database.pool.query(
      `select string_agg(name, '' order by name collate "zh-x-icu") as pinyin, string_agg(name, '' order by name) as plain
       from unnest(array['张', '李', '阿', '区']) as name`,
    )
    expect(rows).toEqual([{ pinyin: '阿李区张', plain: '区张李阿' }])
  })

  it('are served in one schema and in UTC', async () => {
    expect(await setting(database.db, 'search_path')).toBe('public')
    expect(await setting(database.db, 'timezone')).toBe('UTC')
  })
})

describe('an ordinary user', () => {
  const nobody = { name: 'nobody', uid: idOf('-u'), gid: idOf('-g'), switched: true }
  const reachable = asRoot && [process.execPath, import.meta.filename].every((path) => canReach(nobody, path))

  it.runIf(reachable)('runs the server as itself, and nobody else may open that directory', async () => {
    const base = mkdtempSync(join(quickFolder(), 'ordinary-'))
    chownSync(base, nobody.uid, nobody.gid)
    const program = startScript('database-holder.ts', [join(base, 'data'), 'serve'], {
      uid: nobody.uid,
      gid: nobody.gid,
    })
    expect(await nextJson(program)).toMatchObject({ held: true })
    const attempt = openDatabase({ dataDir: join(base, 'data'), role: 'cli' })
    await expect(attempt).rejects.toMatchObject({ code: 'database.other-user' })
    program.process.kill('SIGTERM')
    expect(await program.ended).toBe(0)
    rmSync(base, { recursive: true })
  })
})

async function setting(db: OpenDatabase['db'], name: string): Promise<string | undefined> {
  return (await sql<{ value: string }>`select current_setting(${name}) as value`.execute(db)).rows[0]?.value
}

function idOf(flag: string): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
}
