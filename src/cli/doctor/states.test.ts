import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { cloneDatabase } from '../../../tests/support/database.ts'
import { type Deps, openDistrict, openVault, operatorActor } from '../../access/index.ts'
import { createToken } from '../../api/index.ts'
import { startBeating } from '../../app/beating.ts'
import { civilDate, type Clock, fixedClock, type Instant, instant } from '../../calendar/index.ts'
import { seededIds } from '../../database/index.ts'
import { saveFile, storedPath } from '../../files/index.ts'
import { beat, forgetProgram, runningPrograms } from '../../jobs/index.ts'
import { clockFinding } from './clock.ts'
import { diskErrorsFinding } from './disk-errors.ts'
import { evidenceFinding } from './evidence.ts'
import { expiryFinding } from './expiry.ts'
import { folderFinding } from './folder.ts'
import { roomFinding } from './machine.ts'
import { programsFinding } from './programs.ts'

const districtId = '990100'
const operator = operatorActor('test', 'r1')
let now: Instant
let deps: Deps

beforeEach(async () => {
  now = instant('2026-10-12T01:00:00.000Z')
  const { db } = await cloneDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'doctor-states-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const clock: Clock = { now: () => now, today: () => fixedClock(now).today() }
  deps = { db, clock, wall: clock, ids: seededIds('states', clock), vault: await openVault(dataDir, db, now), dataDir }
  const office = { shortName: '临湖', officeName: '政务公开科', issuingOffice: '领导小组办公室' }
  await openDistrict(deps, operator, { id: districtId, name: '临湖区', ...office })
})

async function keep(name: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${name}的内容`)
  const { id } = await deps.db
    .transaction()
    .execute((tx) => saveFile(tx, deps, { districtId, name, bytes, actor: operator }))
  return storedPath(deps.dataDir, id)
}

describe('doctor says of the disk under the database', () => {
  const log = (...lines: string[]) => {
    const folder = join(deps.dataDir, 'log')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'postgresql.log'), lines.map((line) => `${line}\n`).join(''))
    return diskErrorsFinding(deps.dataDir, now)
  }
  const failed =
    '2026-10-11 22:16:03.101 CST [77] PANIC:  could not fdatasync file "000000010000000000000004": Input/output error'
  const broken = '2026-10-11 23:16:03.101 CST [78] ERROR:  invalid page in block 5 of relation "base/16384/16999"'

  it('nothing where its log says nothing, or says it of long ago', () => {
    expect(diskErrorsFinding(deps.dataDir, now).level).toBe('ok')
    expect(log('2026-10-11 22:16:03.101 CST [77] LOG:  shutting down').level).toBe('ok')
    expect(log(failed.replace('2026-10', '2026-08')).level).toBe('ok')
  })

  it('how often it failed, when it did last and where', () => {
    const { level, detail } = log(failed, failed)
    expect(level).toBe('problem')
    for (const said of ['出错 2 次', '2026-10-11 22:16', '000000010000000000000004']) expect(detail).toContain(said)
  })

  it('first of all that it gave back something else than was written', () => {
    const { level, detail } = log(broken, failed)
    expect(level).toBe('problem')
    for (const said of ['1 次损坏', 'base/16384/16999', '完整的备份']) expect(detail).toContain(said)
  })
})

describe('doctor says of kept files', () => {
  it('that all are there, or which are missing, cut or changed, where they lie and whence they come back', async () => {
    expect(await evidenceFinding(deps, false)).toMatchObject({ level: 'ok', detail: '还没有保存过文件' })
    const [missing, cut, changed] = [await keep('签收单.txt'), await keep('扫描件.txt'), await keep('截图.txt')]
    expect(await evidenceFinding(deps, false)).toMatchObject({
      level: 'ok',
      detail: expect.stringContaining('3 份都在'),
    })
    rmSync(missing)
    truncateSync(cut, 10)
    const length = '截图.txt的内容'.length
    writeFileSync(changed, Buffer.alloc(new TextEncoder().encode('截图.txt的内容').byteLength + 28, length))
    const { level, detail } = await evidenceFinding(deps, true)
    expect(level).toBe('problem')
    for (const said of [
      '3 份与保存时不符',
      `“签收单.txt”不见了（${missing}）`,
      `“扫描件.txt”长度不对（${cut}）`,
      `“截图.txt”内容被改动或损坏（${changed}）`,
      '恢复到另一个目录',
    ])
      expect(detail).toContain(said)
  })
})

describe('doctor says of the clock', () => {
  const at = (moment: string, demo = false) => {
    now = instant(moment)
    return clockFinding(deps, { apartMs: 0, demo })
  }

  it('that it is behind the newest link of the trail, or far ahead of it', async () => {
    expect(await at('2026-10-12T00:56:00Z')).toMatchObject({ level: 'ok' })
    expect(await at('2026-10-11T22:00:00Z')).toMatchObject({
      level: 'problem',
      detail: expect.stringMatching(/早于最近一条留痕（2026-10-12 09:00） 3 小时/),
    })
    expect(await at('2026-12-11T01:00:00Z')).toMatchObject({ level: 'ok' })
    expect(await at('2027-10-12T01:00:00Z')).toMatchObject({
      level: 'advice',
      detail: expect.stringContaining('365 天'),
    })
    expect(await at('2020-01-01T00:00:00Z', true)).toMatchObject({ level: 'ok' })
  })
})

describe('doctor says of services and workers', () => {
  it('which is at work, which hangs, which was killed, and which is on another host', async () => {
    expect(await programsFinding(deps)).toMatchObject({ level: 'ok', detail: '没有' })
    await beat(deps.db, { role: 'worker', since: now, at: now })
    expect(await programsFinding(deps)).toMatchObject({
      level: 'ok',
      detail: expect.stringContaining(`${process.pid}`),
    })
    now = instant('2026-10-12T01:04:00.000Z')
    expect(await programsFinding(deps)).toMatchObject({
      level: 'problem',
      detail: expect.stringMatching(/后台工作进程（进程 \d+）最后一次报到是 2026-10-12 09:00，进程还在但没有响应/),
    })
    // A number that no process has: the highest that Linux gives is 4194304.
    await deps.db
      .updateTable('installation_setting')
      .where('key', 'like', 'program/%')
      .set({ value: JSON.stringify({ ...(await runningPrograms(deps.db))[0], pid: 9_999_999 }) })
      .execute()
    expect(await programsFinding(deps)).toMatchObject({
      level: 'advice',
      detail: expect.stringContaining('进程已经不在'),
    })
    await deps.db
      .updateTable('installation_setting')
      .where('key', 'like', 'program/%')
      .set({ value: JSON.stringify({ role: 'serve', host: '另一台', pid: 7, since: now }) })
      .execute()
    expect(await programsFinding(deps)).toMatchObject({
      level: 'advice',
      detail: expect.stringContaining('请到 另一台 上查看'),
    })
  })

  it('at once that one of this host was killed, while its last word is still fresh', async () => {
    await beat(deps.db, { role: 'serve', since: now, at: now })
    const [own] = await runningPrograms(deps.db)
    await deps.db
      .updateTable('installation_setting')
      .where('key', 'like', 'program/%')
      .set({ value: JSON.stringify({ ...own, pid: 9_999_999 }) })
      .execute()
    expect(await programsFinding(deps)).toMatchObject({
      level: 'advice',
      detail: expect.stringContaining('进程已经不在'),
    })
  })

  it('nothing of one that ended in order, and a new one takes away what a killed one of its host left', async () => {
    await beat(deps.db, { role: 'worker', since: now, at: now })
    const [own] = await runningPrograms(deps.db)
    const dead = { ...own!, pid: 9_999_999 }
    await deps.db
      .insertInto('installation_setting')
      .values({ key: `program/${dead.host}/${dead.pid}`, value: JSON.stringify(dead), changed_at: now })
      .execute()
    await forgetProgram(deps.db)
    const stop = startBeating(deps, 'serve', (error) => expect.fail(String(error)))
    await expect.poll(() => runningPrograms(deps.db)).toMatchObject([{ role: 'serve', pid: process.pid }])
    await stop()
    expect(await runningPrograms(deps.db)).toEqual([])
  })
})

describe('doctor says of keys that others hold', () => {
  it('which token has run out or is about to', async () => {
    const token = (name: string, expiresOn: string) =>
      createToken(deps, operator, { districtId, name, scopes: ['ledger'], expiresOn: civilDate(expiresOn) })
    await token('数据共享平台', '2026-10-20')
    expect(await expiryFinding(deps)).toMatchObject({
      level: 'advice',
      detail: expect.stringContaining('“数据共享平台”2026年10月20日 到期'),
    })
    now = instant('2026-10-21T01:00:00.000Z')
    expect((await expiryFinding(deps)).detail).toContain('已于 2026年10月20日 到期')
    now = instant('2026-12-21T01:00:00.000Z')
    expect(await expiryFinding(deps)).toMatchObject({ level: 'ok' })
  })
})

describe('doctor says of the data directory', () => {
  it('that others may enter where keys and files lie, and with which command that ends', async () => {
    expect(folderFinding(deps.dataDir)).toMatchObject({ level: 'ok' })
    chmodSync(join(deps.dataDir, 'keys'), 0o755)
    expect(folderFinding(deps.dataDir)).toMatchObject({
      level: 'problem',
      detail: expect.stringContaining(`chmod -R go= ${join(deps.dataDir, 'keys')}`),
    })
  })

  it.runIf(process.getuid?.() === 0)('whose the files are that somebody else took', async () => {
    const path = await keep('扫描件.txt')
    chownSync(path, 65_534, 65_534)
    expect(folderFinding(deps.dataDir)).toMatchObject({
      level: 'problem',
      detail: expect.stringMatching(new RegExp(`${path} 不归运行账号.*chown -R`)),
    })
  })

  it.runIf(process.getuid?.() === 0)('to whom the folder of the database has to be given back', () => {
    const path = join(deps.dataDir, 'pg')
    mkdirSync(path, { mode: 0o700 })
    expect(folderFinding(deps.dataDir)).toMatchObject({
      level: 'problem',
      detail: expect.stringMatching(new RegExp(`chown -R (postgres|_postgres|nobody) ${path}$`)),
    })
  })

  it('how much room is left where data and backups lie, the tightest counting', () => {
    const of = (...free: number[]) => roomFinding(free.map((freeGb, n) => ({ path: `/d${n}`, freeGb }))).level
    expect([of(50), of(50, 4.9), of(0.9, 50)]).toEqual(['ok', 'advice', 'problem'])
  })
})
