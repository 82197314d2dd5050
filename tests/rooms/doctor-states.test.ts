import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openWorkplace } from '../../src/app/workplace.ts'
import { markRestoring } from '../../src/backup/half-restored.ts'
import { instant } from '../../src/calendar/index.ts'
import { runCli } from '../../src/cli/index.ts'
import { openDatabase } from '../../src/database/index.ts'
import { quickFolder } from '../support/quick-folder.ts'

type Finding = { level: string; what: string; detail: string }

const dataDir = mkdtempSync(join(quickFolder(), 'doctor-dir-'))
const runFile = join(dataDir, 'run.json')
beforeAll(async () => {
  await (await openWorkplace({ dataDir, role: 'serve' })).close()
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** What `doctor --json` of the real program finds in a real directory. */
async function doctor(folder = dataDir): Promise<{ code: number; found: (what: string) => Finding | undefined }> {
  const results: string[] = []
  const code = await runCli(['doctor', '--data', folder, '--json'], {
    osUser: 'test',
    out: { result: (text) => results.push(text), say: () => undefined, progress: () => undefined },
    open: (options) => openWorkplace({ ...options, role: 'cli' }),
    serve: () => Promise.resolve(),
    makeDemo: () => Promise.reject(new Error('not asked for')),
  })
  expect(results).toHaveLength(1)
  const { findings } = JSON.parse(results[0]!) as { findings: Finding[] }
  return { code, found: (name) => findings.find(({ what }) => what === name) }
}

const leave = (over: object) =>
  writeFileSync(
    runFile,
    JSON.stringify({
      pid: 9_999_999,
      host: hostname(),
      role: 'serve',
      started: '2026-10-12T01:00:00.000Z',
      user: 'x',
      serverPid: 1,
      socket: '/x',
      schemaVersion: 1,
      ...over,
    }),
  )

describe('doctor on a real directory', () => {
  it('says of a run.json whose process has gone, or whose number another process bears, that nothing is to be deleted', async () => {
    expect((await doctor()).found('上次停止')).toMatchObject({ level: 'ok' })
    leave({})
    const gone = await doctor()
    expect(gone.found('上次停止')).toMatchObject({
      level: 'advice',
      detail: expect.stringMatching(/进程 9999999（服务，启动于 2026-10-12 09:00）.*已经不在.*不必删除/),
    })
    expect(existsSync(runFile)).toBe(false)
    leave({ pid: process.ppid })
    expect((await doctor()).found('上次停止')?.detail).toContain(`现在编号 ${process.ppid} 的是另一个程序`)
  })

  it('refuses a directory that another host works on, until that is silent for two minutes', async () => {
    leave({ host: '另一台主机', pid: 4321 })
    const { code, found } = await doctor()
    expect([code, found('数据库')]).toMatchObject([
      1,
      { level: 'problem', detail: expect.stringMatching(/另一台主机.*进程 4321.*会损坏数据/) },
    ])
    const before = new Date(Date.now() - 121_000)
    utimesSync(runFile, before, before)
    expect((await doctor()).found('数据库')).toMatchObject({ level: 'ok' })
  })

  it('tells a schema of a newer program and of an older one apart, and changes neither', async () => {
    const change = async (statement: string) => {
      const { folderOf } = await import('../../src/database/embedded/folder.ts')
      const { startServer, stopServer } = await import('../../src/database/embedded/server.ts')
      const { connected, socketTarget } = await import('../../src/database/open.ts')
      const server = await startServer(folderOf(dataDir), { durability: 'none' })
      await connected(socketTarget(server, 'govmedia_owner'), (owner) => owner.query(statement))
      await stopServer(folderOf(dataDir), server)
    }
    await change(`insert into schema_migration values (999, '999-later.sql', 'x', now())`)
    expect((await doctor()).found('数据库')?.detail).toMatch(/由更新的版本写成（结构第 999 版/)
    await change(
      `delete from schema_migration where version = 999 or version = (select max(version) from schema_migration where version < 999)`,
    )
    expect((await doctor()).found('数据库')?.detail).toMatch(/由旧版本写成（.*govmedia upgrade/)
  })

  it('calls a half restore half, names the backup, and says how to go on', async () => {
    const folder = mkdtempSync(join(quickFolder(), 'half-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    await markRestoring(folder, { backup: '周五.backup', since: instant('2026-10-12T01:00:00.000Z'), onServer: false })
    expect((await doctor(folder)).found('数据目录')?.detail).toContain('正在从“周五.backup”恢复')
    const mark = join(folder, 'restoring.json')
    writeFileSync(mark, JSON.stringify({ ...JSON.parse(readFileSync(mark, 'utf8')), pid: 9_999_999 }))
    const { code, found } = await doctor(folder)
    expect([code, found('数据目录')?.level]).toEqual([1, 'problem'])
    expect(found('数据目录')?.detail).toMatch(/恢复没有完成.*周五\.backup.*重新运行 \.\/govmedia restore/)
  })

  it('says that no database answers where another program has taken its port', async () => {
    const other = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as AddressInfo
    vi.stubEnv('DATABASE_URL', `postgresql://office@127.0.0.1:${port}/govmedia`)
    onTestFinished(() => {
      vi.unstubAllEnvs()
      other.close()
    })
    const folder = mkdtempSync(join(quickFolder(), 'port-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const { code, found } = await doctor(folder)
    expect(code).toBe(1)
    expect(found('数据库')?.detail).toContain(`127.0.0.1:${port}`)
    expect(found('数据库')?.detail).toContain('别的程序')
  })

  it('finds the first service where a second is refused', async () => {
    const folder = mkdtempSync(join(quickFolder(), 'second-'))
    mkdirSync(folder, { recursive: true })
    const first = await openWorkplace({ dataDir: folder, role: 'serve' })
    onTestFinished(async () => {
      await first.close()
      rmSync(folder, { recursive: true, force: true })
    })
    await expect(openDatabase({ dataDir: folder, role: 'serve' })).rejects.toMatchObject({
      code: 'database.already-serving',
    })
    expect((await doctor(folder)).found('服务')).toMatchObject({
      level: 'ok',
      detail: expect.stringContaining(`${process.pid}`),
    })
  })
})
