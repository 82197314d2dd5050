import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asOwner } from '../../tests/support/database-server.ts'
import { killIfThere, nextJson, startScript } from '../../tests/support/programs.ts'
import type { Program } from '../../tests/support/programs.ts'
import { folderOf } from './embedded/folder.ts'
import { processesIn } from './embedded/processes.ts'
import { findServer } from './embedded/server.ts'
import { openDatabase, readRunRecord } from './index.ts'
import type { ClientRole, OpenDatabase } from './index.ts'
import { quickFolder } from '../../tests/support/quick-folder.ts'

type Said = { held: boolean; serverStarted?: string; code?: string; sentence?: string }

const asRoot = process.getuid?.() === 0
let base: string
let dataDir: string
let opened: OpenDatabase[]
let programs: Program[]

// One directory for all: making a cluster takes a second. Whoever breaks something mends it.
beforeAll(async () => {
  base = mkdtempSync(join(quickFolder(), 'keeper-'))
  dataDir = join(base, 'data')
  opened = []
  await (await open('serve')).close()
})

afterAll(() => rmSync(base, { recursive: true, force: true }))

beforeEach(() => {
  opened = []
  programs = []
})

afterEach(async () => {
  for (const program of programs) program.process.kill('SIGKILL')
  await Promise.all(programs.map((program) => program.ended))
  for (const database of opened) await database.close()
  for (const pid of processesIn(join(dataDir, 'pg'))) killIfThere(pid)
})

async function open(role: ClientRole, directory = dataDir): Promise<OpenDatabase> {
  const database = await openDatabase({ dataDir: directory, role, embedded: { durability: 'none' } })
  opened.push(database)
  return database
}

async function startHolder(role: ClientRole, ...more: string[]): Promise<{ program: Program; said: Said }> {
  const program = startScript('database-holder.ts', [dataDir, role, ...more])
  programs.push(program)
  return { program, said: await nextJson<Said>(program) }
}

/** Overwrites a file of the cluster; the returned function brings it back. */
function damage(name: string, text: string): () => void {
  const path = join(dataDir, 'pg', name)
  const whole = readFileSync(path)
  writeFileSync(path, text)
  return () => writeFileSync(path, whole)
}

async function asSchemaOwner(statement: string): Promise<void> {
  await asOwner(readRunRecord(dataDir)?.socket ?? '', 'govmedia', (owner) => owner.query(statement))
}

async function untilNoProcessIsLeft(): Promise<number> {
  const from = Date.now()
  while (processesIn(join(dataDir, 'pg')).length > 0 && Date.now() - from < 10_000)
    await new Promise((done) => setTimeout(done, 20))
  return Date.now() - from
}

describe('the server of a data directory', () => {
  it('is started by the first program, joined by the next and stopped by the last', async () => {
    const serve = await open('serve')
    const command = await open('cli')
    const started = 'select pg_postmaster_start_time() as at'
    expect((await command.pool.query(started)).rows).toEqual((await serve.pool.query(started)).rows)
    await serve.close()
    expect((await command.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await command.close()
    expect(findServer(folderOf(dataDir))).toBeNull()
    expect(processesIn(join(dataDir, 'pg'))).toEqual([])
    expect(readRunRecord(dataDir)).toBeNull()
  })

  it('keeps what was written when it is stopped and started again', async () => {
    const first = await open('serve')
    await first.pool.query(
      `insert into calendar_year (year, status, source, imported_at) values (2026, 'official', '国办通知', now()) on conflict do nothing`,
    )
    await first.close()
    const second = await open('serve')
    expect((await second.pool.query('select year, title from calendar_year')).rows).toEqual([
      { year: 2026, title: null },
    ])
  })

  it('says in run.json who keeps it, and hands that over when the keeper leaves first', async () => {
    const serve = await open('serve')
    const { program } = await startHolder('cli')
    expect(readRunRecord(dataDir)).toMatchObject({
      pid: process.pid,
      role: 'serve',
      schemaVersion: (await serve.describe()).schemaVersion,
    })
    await serve.close()
    expect(readRunRecord(dataDir)).toMatchObject({ pid: program.process.pid, role: 'cli' })
  })

  it('refuses a second service on one directory and names the first', async () => {
    await open('serve')
    const { said } = await startHolder('serve')
    expect(said).toMatchObject({ held: false, code: 'database.already-serving' })
    expect(said.sentence).toContain(String(process.pid))
  })

  it('lets two programs that start at the same moment share one server', async () => {
    const both = await Promise.all([startHolder('serve'), startHolder('worker'), startHolder('cli')])
    const starts = new Set(both.map(({ said }) => said.serverStarted))
    expect(both.map(({ said }) => said.held)).toEqual([true, true, true])
    expect(starts.size).toBe(1)
  })

  it('opens no TCP port', async () => {
    const database = await open('cli')
    expect((await database.pool.query(`select current_setting('listen_addresses') as listening`)).rows).toEqual([
      { listening: '' },
    ])
  })
})

describe('programs of different versions', () => {
  it('do not share a directory: a newer one waits until the older one has stopped', async () => {
    await open('serve')
    await asSchemaOwner('create table aside as select * from schema_migration where version > 1')
    await asSchemaOwner('delete from schema_migration where version > 1')
    const { said } = await startHolder('cli')
    await asSchemaOwner('insert into schema_migration select * from aside')
    await asSchemaOwner('drop table aside')
    expect(said).toMatchObject({ held: false, code: 'database.schema-behind' })
  })

  it('do not share a directory: an older one refuses what a newer one has migrated', async () => {
    await open('serve')
    await asSchemaOwner(`insert into schema_migration values (999, '999-later.sql', '', now())`)
    const { said } = await startHolder('cli')
    await asSchemaOwner('delete from schema_migration where version = 999')
    expect(said).toMatchObject({ held: false, code: 'database.schema-newer' })
    expect(said.sentence).toContain('999')
  })
})

describe('a program that ends', () => {
  it('leaves no process on the data directory within 5 s of SIGTERM', async () => {
    const { program } = await startHolder('serve')
    program.process.kill('SIGTERM')
    await program.ended
    expect(processesIn(join(dataDir, 'pg'))).toEqual([])
  })

  it('leaves no process either when it exits without closing', async () => {
    const { program } = await startHolder('cli', 'leave')
    await program.ended
    expect(await untilNoProcessIsLeft()).toBeLessThan(5000)
  })

  it('may be killed: the next start stops the orphaned server and starts it anew', async () => {
    const { program, said } = await startHolder('serve')
    program.process.kill('SIGKILL')
    await program.ended
    const orphan = findServer(folderOf(dataDir))
    expect(orphan).not.toBeNull()
    const next = await startHolder('serve')
    expect(next.said.held).toBe(true)
    expect(next.said.serverStarted).not.toBe(said.serverStarted)
    expect(findServer(folderOf(dataDir))?.pid).not.toBe(orphan?.pid)
  })

  it('may be killed beside another one, which keeps working and stops the server at its end', async () => {
    const killed = await startHolder('serve')
    const database = await open('cli')
    killed.program.process.kill('SIGKILL')
    await killed.program.ended
    expect((await database.pool.query('select 1 as one')).rowCount).toBe(1)
    await database.close()
    expect(processesIn(join(dataDir, 'pg'))).toEqual([])
  })

  it('may be killed while it holds the lock: a dead holder stops nobody', async () => {
    writeFileSync(join(dataDir, 'lock'), JSON.stringify({ pid: process.pid, life: 'another life of this number' }))
    expect((await open('cli')).mode).toBe('embedded')
    expect(readdirSync(dataDir).filter((name) => name.startsWith('lock'))).toEqual([])
  })
})

describe('a server that died', () => {
  it('is started again under the program that uses it, at the same place', async () => {
    const database = await open('serve')
    process.kill(findServer(folderOf(dataDir))?.pid ?? 0, 'SIGKILL')
    const answer = () => database.pool.query('select 1 as one').catch(() => null)
    await expect.poll(answer, { timeout: 8000, interval: 100 }).toMatchObject({ rows: [{ one: 1 }] })
    await expect
      .poll(() => readRunRecord(dataDir)?.serverPid, { timeout: 8000 })
      .toBe(findServer(folderOf(dataDir))?.pid)
    await database.close()
    expect(processesIn(join(dataDir, 'pg'))).toEqual([])
  })

  it('starts again although its number now belongs to an unrelated process', async () => {
    const { uid } = statSync(join(dataDir, 'pg'))
    const stranger = startScript('idle.ts', [], asRoot ? { uid } : {})
    programs.push(stranger)
    await stranger.lines.next()
    const remains = [
      stranger.process.pid,
      join(dataDir, 'pg'),
      1,
      5432,
      join(dataDir, 'socket'),
      '',
      '  1 1',
      'ready',
    ].join('\n')
    writeFileSync(join(dataDir, 'pg', 'postmaster.pid'), remains)
    expect((await open('cli')).mode).toBe('embedded')
    expect(stranger.process.exitCode).toBeNull()
  })

  it('tells where the log is when it cannot start', async () => {
    const mend = damage('global/pg_control', 'not a control file')
    await expect(open('cli')).rejects.toMatchObject({ code: 'database.did-not-start' })
    expect(readFileSync(join(dataDir, 'log', 'postgresql.log'), 'utf8')).toMatch(/FATAL|PANIC/)
    expect(readRunRecord(dataDir)).toBeNull()
    mend()
  })

  it('is not opened by another release of PostgreSQL', async () => {
    const mend = damage('PG_VERSION', '15\n')
    await expect(open('cli')).rejects.toMatchObject({ code: 'database.other-major', params: { found: 15 } })
    mend()
  })
})

describe('where a data directory may lie', () => {
  it('may have a path too long for a socket: the socket then lies in a short private folder, gone at the end', async () => {
    const long = join(base, '很长的目录名'.repeat(6), 'data')
    mkdirSync(dirname(long))
    renameSync(dataDir, long)
    const database = await open('cli', long)
    const socket = readRunRecord(long)?.socket ?? ''
    expect(Buffer.byteLength(socket)).toBeLessThan(90)
    expect(statSync(socket).mode & 0o777).toBe(0o700)
    await database.close()
    expect(existsSync(socket)).toBe(false)
    renameSync(long, dataDir)
  })

  it('may lie under folders nobody else can enter, and their rights stay as they were', async () => {
    chmodSync(base, 0o700)
    const database = await open('cli')
    expect((await database.pool.query('select 1 as one')).rowCount).toBe(1)
    expect(statSync(base).mode & 0o777).toBe(0o700)
  })

  it.runIf(asRoot)(
    'may lie in /root: the server then has an ordinary account, and of root’s rights only to pass folders',
    async () => {
      const home = mkdtempSync(join(userInfo().homedir, 'keeper-'))
      const database = await open('cli', home)
      const status = readFileSync(`/proc/${findServer(folderOf(home))?.pid}/status`, 'utf8')
      expect(status).not.toMatch(/^Uid:\s+0\b/m)
      expect(/^CapPrm:\s+(\w+)$/m.exec(status)?.[1]).toMatch(/^0+[26]$/) // dac_override, and dac_read_search where held
      await database.close()
      rmSync(home, { recursive: true })
    },
  )

  it.runIf(asRoot)('may not be one that another operating-system user has made', async () => {
    const foreign = join(base, 'foreign')
    mkdirSync(join(foreign, 'pg'), { recursive: true })
    chownSync(join(foreign, 'pg'), 4242, 4242)
    await expect(open('cli', foreign)).rejects.toMatchObject({ code: 'database.other-user' })
  })

  it('keeps the socket and the data to the account alone', async () => {
    await open('cli')
    for (const name of ['pg', 'socket']) expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0)
  })
})
