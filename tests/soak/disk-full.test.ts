import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSignIns, ensureDemo } from '../../src/app/demo/index.ts'
import { openDatabase } from '../../src/database/index.ts'
import { stopPress } from '../../src/documents/index.ts'
import { verifyTrail } from '../../src/trail/index.ts'
import { Visitor } from '../support/clickers.ts'
import { serveProgram, type ServedProgram } from '../support/served-program.ts'

const megabytes = 320
const place = realpathSync(mkdtempSync(join(tmpdir(), 'govmedia-full-')))
// A small file system of its own, where this machine lets us have one.
const mounts =
  process.env['GOVMEDIA_SOAK'] !== undefined &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place], { stdio: 'ignore' }).status === 0
const dataDir = join(place, 'data')
const filler = join(place, 'filler')
let served: ServedProgram | undefined

function fill(): void {
  const handle = openSync(filler, 'w')
  const piece = Buffer.alloc(64 * 1024)
  try {
    for (;;) writeSync(handle, piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(handle)
  }
}

describe.runIf(mounts)('a full disk', () => {
  beforeAll(async () => {
    await ensureDemo({ dataDir, onStep: () => undefined })
    stopPress()
    served = await serveProgram({ on: dataDir })
  }, 300_000)
  afterAll(async () => {
    await served?.stop().catch(() => undefined)
    spawnSync('umount', ['-l', place])
    rmSync(place, { recursive: true, force: true })
  })

  it('is said for what it is, loses nothing that was answered, and is over when there is room again', async () => {
    const visitor = new Visitor(served!.url)
    const ask = async (path: string) => {
      const answer = await fetch(`${served!.url}${path}`)
      return [answer.status, await answer.text()]
    }
    expect(await ask('/readyz')).toEqual([200, 'ready'])
    const { login, password } = demoSignIns.find(({ role }) => role === 'supervisor')!
    await visitor.signIn(login, password)
    await visitor.ask('/units/new')
    const kept: string[] = []
    const answers = new Map<number, number>()
    const write = async (n: number) => {
      const name = `满盘${n}单位`
      const { status, text } = await visitor.ask('/units/new', { name, kind: 'department', shortName: '长'.repeat(20) })
      answers.set(status, (answers.get(status) ?? 0) + 1)
      if (status === 303) kept.push(name)
      return { status, text }
    }
    expect((await write(0)).status).toBe(303)
    fill()
    const refused: string[] = []
    for (let n = 1; n < 4_000 && refused.length < 20; n++) {
      const { status, text } = await write(n)
      if (status >= 500)
        refused.push(
          `${status} ${/磁盘已满/.test(text) ? 'full' : /正在启动数据库/.test(text) ? 'away' : text.slice(0, 200)}`,
        )
      if (status >= 500) await pause(200)
    }
    console.log(JSON.stringify({ answers: [...answers], refused: [...new Set(refused)] }))
    expect(refused.filter((one) => !/full|away/.test(one))).toEqual([])
    expect(refused.length).toBe(20)
    // Longer than one look is kept.
    await pause(11_000)
    expect([await ask('/readyz'), await ask('/healthz')]).toEqual([
      [503, 'not ready: database-disk-full, files-disk-full'],
      [200, 'ok'],
    ])
    rmSync(filler)
    let again = 0
    for (let tries = 0; tries < 60 && again !== 303; tries++) {
      await pause(1_000)
      again = (await write(10_000 + tries)).status
    }
    expect(again).toBe(303)
    await pause(11_000)
    expect(await ask('/readyz')).toEqual([200, 'ready'])
    await served!.stop()
    served = undefined
    const database = await openDatabase({ dataDir, role: 'cli' })
    const { rows } = await database.pool.query<{ name: string }>(`select name from unit where name like '满盘%'`)
    const there = new Set(rows.map(({ name }) => name))
    expect(kept.filter((name) => !there.has(name))).toEqual([])
    expect((await verifyTrail(database.db)).every(({ whole }) => whole)).toBe(true)
    await database.close()
  }, 600_000)
})
