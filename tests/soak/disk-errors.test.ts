import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSignIns, ensureDemo } from '../../src/app/demo/index.ts'
import { folderOf } from '../../src/database/embedded/folder.ts'
import { processesIn } from '../../src/database/embedded/processes.ts'
import { findServer } from '../../src/database/embedded/server.ts'
import { openDatabase } from '../../src/database/index.ts'
import { stopPress } from '../../src/documents/index.ts'
import { verifyTrail } from '../../src/trail/index.ts'
import { Visitor } from '../support/clickers.ts'
import { quickFolder } from '../support/quick-folder.ts'
import { serveProgram, type ServedProgram } from '../support/served-program.ts'

// Only in `npm run soak`, and where strace may hold processes: it answers system calls of the database in the disk's place.
const canTrace =
  process.env['GOVMEDIA_SOAK'] !== undefined &&
  spawnSync('strace', ['-qq', '-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0
const dataDir = realpathSync(mkdtempSync(join(quickFolder(), 'govmedia-eio-')))
const WITHIN_MS = 90_000
let served: ServedProgram | undefined

/** From now on these calls of the database fail as on a broken disk. */
async function breakDisk(calls: string): Promise<ChildProcess> {
  const pids = databaseProcesses().flatMap((pid) => ['-p', String(pid)])
  const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:error=EIO`]
  const tracer = spawn('strace', ['-f', '-qq', '-o', '/dev/null', ...inject, ...pids], { stdio: 'ignore' })
  await pause(500)
  return tracer
}

const databaseProcesses = () => processesIn(folderOf(dataDir).pg)

/** The database recovers after the end of one of its processes, and has read little then. */
function makeRecover(): void {
  const first = findServer(folderOf(dataDir))!.pid
  process.kill(
    databaseProcesses().find((pid) => pid !== first)!,
    'SIGKILL',
  )
}

async function mendDisk(tracer: ChildProcess): Promise<void> {
  if (tracer.exitCode !== null || tracer.signalCode !== null) return
  const ended = once(tracer, 'exit')
  tracer.kill('SIGTERM')
  await ended
}

const wordsOf = (text: string) =>
  /磁盘读写出错/.test(text) ? 'failing' : /正在启动数据库/.test(text) ? 'away' : text.slice(0, 300)
const pages = ['/accounts', '/trail', '/months', '/reports', '/circulars', '/manuscripts', '/overview', '/']

describe.runIf(canTrace)('a disk that fails', () => {
  let visitor: Visitor
  const kept: string[] = []
  const said = new Map<string, number>()
  let tried = 0

  beforeAll(async () => {
    await ensureDemo({ dataDir, onStep: () => undefined })
    stopPress()
    served = await serveProgram({ on: dataDir })
    visitor = new Visitor(served.url)
    const { login, password } = demoSignIns.find(({ role }) => role === 'supervisor')!
    await visitor.signIn(login, password)
    await visitor.ask('/units/new')
  }, 300_000)
  afterAll(async () => {
    await served?.stop().catch(() => undefined)
    rmSync(dataDir, { recursive: true, force: true })
  }, 120_000)

  async function write(): Promise<number> {
    const name = `坏盘${++tried}单位`
    const { status, text } = await visitor.ask('/units/new', { name, kind: 'department', shortName: '短' })
    if (status === 303) kept.push(name)
    const key = status === 303 ? 'saved' : `${status} ${wordsOf(text)}`
    said.set(key, (said.get(key) ?? 0) + 1)
    return status
  }

  async function look(page: string): Promise<void> {
    const { status, text } = await visitor.ask(page)
    const key = status < 500 ? 'read' : `${status} ${wordsOf(text)}`
    said.set(key, (said.get(key) ?? 0) + 1)
  }

  async function untilSaved(): Promise<void> {
    const over = performance.now() + WITHIN_MS
    while ((await write()) !== 303) {
      expect(performance.now()).toBeLessThan(over)
      await pause(1_000)
    }
  }

  it.each([
    ['the log of what is written is not kept', 'fdatasync', 'at work'],
    ['nothing can be written', 'pwrite64,pwritev', 'at work'],
    ['nothing can be read', 'pread64,preadv', 'after it recovered'],
  ])(
    'is said for what it is and over when the disk is mended: %s',
    async (_, calls, when) => {
      if (when === 'after it recovered') makeRecover()
      await untilSaved()
      const tracer = await breakDisk(calls)
      const before = new Map(said)
      for (let n = 0; n < 12; n++) {
        await write()
        await look(pages[n % pages.length]!)
        await pause(300)
      }
      const meanwhile = [...said].map(([key, count]) => [key, count - (before.get(key) ?? 0)] as const)
      console.log(JSON.stringify({ calls, ...Object.fromEntries(meanwhile) }))
      await mendDisk(tracer)
      await untilSaved()
      expect(meanwhile.find(([key, count]) => count > 0 && key.startsWith('503'))).toBeDefined()
      expect(meanwhile.filter(([key]) => !/^(saved|read|503 (failing|away))$/.test(key))).toEqual([])
    },
    300_000,
  )

  it('under a backup is said, and leaves no file that could be taken for one', () => {
    const file = join(dataDir, 'broken.backup')
    const { status, stderr } = spawnSync(
      'strace',
      ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:error=EIO'].concat([
        'sh',
        'scripts/run.sh',
        'backup',
        file,
        '--data',
        dataDir,
      ]),
      { encoding: 'utf8', env: { ...process.env, GOVMEDIA_BACKUP_PASSPHRASE: '芦苇荡里的白鹭与渡船之间' } },
    )
    expect(status).not.toBe(0)
    expect(stderr).toContain('磁盘读写出错')
    expect(existsSync(file)).toBe(false)
  }, 120_000)

  it('lost nothing that was answered as saved, and doctor tells of it', async () => {
    const { stdout } = spawnSync('sh', ['scripts/run.sh', 'doctor', '--json', '--data', dataDir], { encoding: 'utf8' })
    const { findings } = JSON.parse(stdout) as { findings: { level: string; what: string; detail: string }[] }
    expect(findings.find(({ what }) => what === '磁盘读写')).toMatchObject({
      level: 'problem',
      detail: expect.stringContaining('Input/output error'),
    })
    await served!.stop()
    served = undefined
    const database = await openDatabase({ dataDir, role: 'cli' })
    const { rows } = await database.pool.query<{ name: string }>(`select name from unit where name like '坏盘%'`)
    const there = new Set(rows.map(({ name }) => name))
    expect(kept.length).toBeGreaterThan(4)
    expect(kept.filter((name) => !there.has(name))).toEqual([])
    expect((await verifyTrail(database.db)).every(({ whole }) => whole)).toBe(true)
    await database.close()
  }, 120_000)
})
