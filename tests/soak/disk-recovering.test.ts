import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
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
import { asOwner } from '../support/database-server.ts'
import { quickFolder } from '../support/quick-folder.ts'
import { serveProgram, type ServedProgram } from '../support/served-program.ts'

const place = realpathSync(mkdtempSync(join(quickFolder(), 'govmedia-recovering-')))
const [image, dataDir] = [join(place, 'disk'), join(place, 'data')]
const { pg, log } = folderOf(dataDir)
const WITHIN_MS = 120_000
let served: ServedProgram | undefined

const run = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: 'utf8' })
const works = (command: string, ...args: string[]) => run(command, ...args).status === 0
const must = (command: string, ...args: string[]) => {
  const { status, stderr, error } = run(command, ...args)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`)
}

// The kernel's own way of ending a file system whose disk has failed (FS_IOC_SHUTDOWN, without a last word to the journal):
// every call on it answers EIO from then on, until it is mounted anew.
const shutDown = ['-e', 'open F, "<", $ARGV[0] or die; my $how = pack "L", 2; ioctl F, 0x8004587d, $how or die']

/** Whether this machine lets us have a disk of our own that can fail: root, a loop device, ext4, perl. */
function hasDisk(): boolean {
  if (process.env['GOVMEDIA_SOAK'] === undefined) return false
  mkdirSync(pg, { recursive: true })
  const can =
    works('truncate', '-s', '900M', image) &&
    works('mkfs.ext4', '-q', '-F', image) &&
    works('mount', '-o', 'loop', image, pg) &&
    works('perl', ...shutDown, pg)
  works('umount', pg)
  rmSync(dataDir, { recursive: true, force: true })
  if (!can) console.log('skipped: no disk can be made here that fails (needs root, a loop device, ext4 and perl)')
  return can
}

const breakDisk = () => must('perl', ...shutDown, pg)

async function mendDisk(): Promise<void> {
  for (let tries = 0; !works('umount', pg); tries++) {
    expect(tries).toBeLessThan(60)
    await pause(500)
  }
  must('mount', '-o', 'loop', image, pg)
}

const logText = () => readFileSync(join(log, 'postgresql.log'), 'utf8')

/** The database begins to recover from the end of one of its processes, with much to redo, and then the disk is gone. */
async function breakWhileRecovering(): Promise<void> {
  const { pid, socketDir } = findServer(folderOf(dataDir))!
  await asOwner(socketDir, 'govmedia', async (owner) => {
    await owner.query(
      'create table much as select n, repeat(md5(n::text), 10) as text from generate_series(1, 400000) n',
    )
    await owner.query('drop table much')
  })
  const begun = logText().split('redo starts at').length
  process.kill(
    processesIn(pg).find((one) => one !== pid)!,
    'SIGKILL',
  )
  const over = performance.now() + 30_000
  while (logText().split('redo starts at').length === begun) {
    expect(performance.now()).toBeLessThan(over)
    await pause(2)
  }
  breakDisk()
}

const wordsOf = (text: string) =>
  /磁盘读写出错/.test(text) ? 'failing' : /正在启动数据库/.test(text) ? 'away' : text.slice(0, 300)

describe.runIf(hasDisk())('a disk that fails while the database recovers', () => {
  const visitor = () => new Visitor(served!.url)
  let supervisor: Visitor
  const kept: string[] = []
  let tried = 0

  beforeAll(async () => {
    await ensureDemo({ dataDir, onStep: () => undefined })
    stopPress()
    // The database alone lies on the disk that fails, as in an office that gave it one of its own.
    const copied = join(place, 'copied')
    mkdirSync(copied)
    must('mount', '-o', 'loop', image, copied)
    must('cp', '-a', `${pg}/.`, copied)
    rmSync(join(copied, 'lost+found'), { recursive: true, force: true })
    must('umount', copied)
    rmSync(pg, { recursive: true })
    mkdirSync(pg)
    must('mount', '-o', 'loop', image, pg)
    served = await serveProgram({ on: dataDir })
    supervisor = visitor()
    const { login, password } = demoSignIns.find(({ role }) => role === 'supervisor')!
    await supervisor.signIn(login, password)
    await supervisor.ask('/units/new')
  }, 300_000)
  afterAll(async () => {
    await served?.stop().catch(() => undefined)
    works('umount', '-l', pg)
    rmSync(place, { recursive: true, force: true })
  }, 120_000)

  async function write(): Promise<string> {
    const name = `恢复${++tried}单位`
    const { status, text } = await supervisor.ask('/units/new', { name, kind: 'department', shortName: '短' })
    if (status === 303) kept.push(name)
    return status === 303 ? 'saved' : `${status} ${wordsOf(text)}`
  }

  async function untilSaved(): Promise<void> {
    const over = performance.now() + WITHIN_MS
    while ((await write()) !== 'saved') {
      expect(performance.now()).toBeLessThan(over)
      await pause(1_000)
    }
  }

  it('is said for what it is, on the page and by doctor, loses nothing that was answered, and is over when the disk is well', async () => {
    for (let n = 0; n < 5; n++) expect(await write()).toBe('saved')
    await breakWhileRecovering()
    const said = new Map<string, number>()
    for (let n = 0; n < 12; n++) {
      const key = await write()
      said.set(key, (said.get(key) ?? 0) + 1)
      await pause(1_000)
    }
    const ready = await fetch(`${served!.url}/readyz`)
    const doctor = run('sh', 'scripts/run.sh', 'doctor', '--json', '--data', dataDir)
    const { findings } = JSON.parse(doctor.stdout) as { findings: { level: string; what: string; detail: string }[] }
    const problems = findings.filter(({ level }) => level === 'problem')
    const left = processesIn(pg).length
    console.log(JSON.stringify({ said: [...said], ready: await ready.text(), left, problems, exit: doctor.status }))
    expect([...said.keys()].filter((key) => !/^503 (failing|away)$/.test(key))).toEqual([])
    expect([ready.status, (await fetch(`${served!.url}/healthz`)).status]).toEqual([503, 200])
    expect(doctor.status).toBe(1)
    expect(problems.find(({ what }) => what === '磁盘读写')?.detail).toContain('Input/output error')
    await mendDisk()
    await untilSaved()
    expect(await (await fetch(`${served!.url}/readyz`)).text()).toBe('ready')
    await served!.stop()
    served = undefined
    const database = await openDatabase({ dataDir, role: 'cli' })
    const { rows } = await database.pool.query<{ name: string }>(`select name from unit where name like '恢复%'`)
    const there = new Set(rows.map(({ name }) => name))
    expect(kept.length).toBeGreaterThan(5)
    expect(kept.filter((name) => !there.has(name))).toEqual([])
    expect((await verifyTrail(database.db)).every(({ whole }) => whole)).toBe(true)
    await database.close()
  }, 600_000)
})
