import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { buildScene, sceneDistrict } from '../../tests/support/scene.ts'
import { createUser, type Deps, openDistrict, openVault, operatorActor } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { addTarget, sourceOfKind } from '../collection/index.ts'
import { signIn } from '../database/clients.ts'
import { seededIds } from '../database/index.ts'
import { recordRound } from '../jobs/index.ts'
import { insertRun, startRun } from '../jobs/queries.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { runCli, type Workplace } from './index.ts'

type Report = { whole: boolean; findings: { level: string; what: string; detail: string }[] }

const now = instant('2026-10-12T01:00:00.000Z')
let deps: Deps
let database: TestDatabase

beforeEach(async () => {
  database = await cloneDatabase()
  const { db } = database
  const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-doctor-'))
  onTestFinishedRemove(dataDir)
  const clock = fixedClock(now)
  deps = { db, clock, wall: clock, ids: seededIds('doctor', clock), vault: await openVault(dataDir, db, now), dataDir }
})

const onTestFinishedRemove = (folder: string) => onTestFinished(() => rmSync(folder, { recursive: true, force: true }))

async function doctor(open: () => Promise<Workplace> = opened) {
  const [results, said]: [string[], string[]] = [[], []]
  const run = (...words: string[]) =>
    runCli(['doctor', '--data', deps.dataDir, ...words], {
      osUser: 'test',
      out: { result: (text) => results.push(text), say: (text) => said.push(text), progress: () => undefined },
      open,
      serve: () => Promise.resolve(),
      makeDemo: () => Promise.reject(new Error('not asked for')),
    })
  const code = await run('--json')
  const { whole, findings } = JSON.parse(results.pop() ?? '') as Report
  const found = (what: string) => findings.find((finding) => finding.what === what)
  await run()
  return { code, whole, levels: new Set(findings.map(({ level }) => level)), found, lines: results, said }
}

const opened = () =>
  Promise.resolve({
    deps,
    demo: false,
    describe: () =>
      Promise.resolve({
        mode: 'embedded' as const,
        version: '18.4',
        schemaVersion: 1,
        place: '/socket',
        roles: { mode: 'assumed', lost: null },
      }),
    close: () => Promise.resolve(),
  })

/** As the service signs in that works on this directory. */
function serve() {
  const clients = join(deps.dataDir, 'clients')
  mkdirSync(clients, { mode: 0o700 })
  signIn(clients, 'serve')
}

async function queueRun(at: string, state: 'queued' | 'running' | 'failed', message?: string) {
  const run = { districtId: sceneDistrict, id: deps.ids.next(), at: instant(at) }
  await insertRun(deps.db, { ...run, kind: 'month-check', subject: '2026-09', input: {}, requestedBy: 'u1' })
  if (state === 'running') await startRun(deps.db, run)
  if (state === 'failed')
    await deps.db
      .updateTable('job_run')
      .set({ state, message: message ?? null })
      .execute()
}

describe('doctor', () => {
  it('of a sound fresh installation advises and finds nothing wrong', async () => {
    const { code, whole, levels, found, lines, said } = await doctor()
    expect([code, whole, levels.has('problem')]).toEqual([0, true, false])
    expect(found('地区')).toMatchObject({ level: 'advice' })
    expect(found('服务')).toMatchObject({ level: 'advice', detail: expect.stringContaining('没有在运行') })
    expect(found('后台任务')).toMatchObject({ level: 'ok' })
    expect(lines.some((line) => line.startsWith('注意  地区：'))).toBe(true)
    expect(said.at(-1)).toMatch(/^没有发现问题，\d+ 项请留意。$/)
  })

  it('names who countersigns for both offices from before', async () => {
    const district = { id: '990100', name: '临湖区', shortName: '临湖' }
    const operator = operatorActor('test', 'r1')
    await openDistrict(deps, operator, { ...district, officeName: '政务公开科', issuingOffice: '办公室' })
    const user = { districtId: district.id, login: 'huiqian', displayName: '秦予安' }
    const { id } = await createUser(deps, operator, { ...user, roles: ['propaganda_office'] })
    expect((await doctor()).found('会签分设')).toMatchObject({ level: 'ok' })
    const held = { user_id: id, role: 'secrecy_office', granted_at: now }
    await deps.db.insertInto('user_role').values(held).execute()
    const { code, found } = await doctor()
    expect([code, found('会签分设')]).toMatchObject([
      0,
      { level: 'advice', detail: expect.stringContaining('huiqian 兼任“宣传部门会签”和“保密部门会签”') },
    ])
  })

  it('says with which process the service runs', async () => {
    serve()
    expect((await doctor()).found('服务')).toMatchObject({
      level: 'ok',
      detail: expect.stringContaining(`${process.pid}`),
    })
  })

  it('says of a job that failed why, which stops nobody', async () => {
    await queueRun('2026-10-12T00:00:00.000Z', 'failed', '该月已办结，不能重新判定。')
    const { code, found } = await doctor()
    expect(code).toBe(0)
    expect(found('后台任务')).toMatchObject({
      level: 'advice',
      detail: expect.stringMatching(/月度监测 2026-09.*该月已办结/),
    })
    await queueRun('2026-10-12T00:59:00.000Z', 'queued')
    expect((await doctor()).found('后台任务')).toMatchObject({ level: 'ok' })
  })

  it('calls a job that does not move under a running service a problem', async () => {
    await queueRun('2026-10-12T00:30:00.000Z', 'running')
    expect((await doctor()).found('后台任务')).toMatchObject({ level: 'advice' })
    serve()
    const { code, found } = await doctor()
    expect([code, found('后台任务')?.level]).toEqual([1, 'problem'])
  })

  it('says when the program made its last round, and what failed in it', async () => {
    serve()
    await recordRound(deps.db, { at: instant('2026-10-12T00:55:00.000Z'), failed: [] })
    expect((await doctor()).found('例行办理')).toMatchObject({ level: 'ok', detail: expect.stringContaining('08:55') })
    await recordRound(deps.db, { at: instant('2026-10-12T00:55:00.000Z'), failed: ['岗位交接（990100）'] })
    const failed = await doctor()
    expect([failed.code, failed.found('例行办理')?.level]).toEqual([1, 'problem'])
    expect(failed.found('例行办理')?.detail).toContain('岗位交接')
    expect(failed.said.at(-1)).toContain('有 1 项问题')
    await recordRound(deps.db, { at: instant('2026-10-12T00:10:00.000Z'), failed: [] })
    expect((await doctor()).found('例行办理')).toMatchObject({
      level: 'problem',
      detail: expect.stringContaining('停住'),
    })
    const leaptAt = instant('2026-10-12T00:50:00.000Z')
    await recordRound(deps.db, { at: instant('2026-10-12T00:55:00.000Z'), failed: [], leaptAt })
    expect((await doctor()).found('例行办理')).toMatchObject({
      level: 'advice',
      detail: expect.stringContaining('暂停到 2026-10-19 08:50'),
    })
  })

  it('names a channel of notifications that is on and whose last message did not go out', async () => {
    expect((await doctor()).found('通知')).toEqual({ level: 'ok', what: '通知', detail: '没有启用通知渠道' })
    const office = { shortName: '临湖', officeName: '政务公开科', issuingOffice: '领导小组办公室' }
    await openDistrict(deps, operatorActor('test', 'r1'), { id: sceneDistrict, name: '临湖区', ...office })
    const channel = { district_id: sceneDistrict, kind: 'wecom', settings: '{}', enabled: true, created_at: now }
    await deps.db
      .insertInto('notify_channel')
      .values({ ...channel, id: deps.ids.next(), name: '工作群' })
      .execute()
    expect((await doctor()).found('通知')).toMatchObject({ level: 'ok', detail: '已启用 1 个渠道' })
    await deps.db.updateTable('notify_channel').set({ failed_at: now, failed_why: '平台返回错误 7' }).execute()
    const { code, found } = await doctor()
    const told = { level: 'advice', detail: expect.stringContaining('平台返回错误 7') }
    expect([code, found('通知')]).toMatchObject([0, told])
  })

  it('tries the browser that draws evidence, where one is set', async () => {
    vi.stubEnv('GOVMEDIA_CHROMIUM', '')
    onTestFinished(() => void vi.unstubAllEnvs())
    expect((await doctor()).found('证据重现图')).toMatchObject({
      level: 'ok',
      detail: expect.stringContaining('没有设置'),
    })
    vi.stubEnv('GOVMEDIA_CHROMIUM', '/nowhere/chromium')
    const { code, found } = await doctor()
    expect([code, found('证据重现图')?.level]).toEqual([1, 'problem'])
    expect(found('证据重现图')?.detail).toContain('/nowhere/chromium')
  })

  it('names the fonts of a 公文 that are not there, and what is used instead', async () => {
    const detail = (await doctor()).found('公文字体')?.detail
    // A machine that has them all names them alone.
    expect(detail).toMatch(/(方正小标宋简体.*（以思源宋体代替）|FZXiaoBiaoSong|STZhongsong)/)
  })

  it('tells what can be told where the database can’t be reached, with the refusal', async () => {
    const refusal = refuse('database.unreachable', { server: 'db.local:5432', reason: 'connect ECONNREFUSED' })
    const { code, whole, found, lines, said } = await doctor(() => Promise.reject(refusal))
    expect([code, whole]).toEqual([1, false])
    expect(found('数据库')).toEqual({ level: 'problem', what: '数据库', detail: refusal.message })
    for (const what of ['程序', '服务', '磁盘', '公文字体', '密钥', '未检查']) expect(found(what)).toBeDefined()
    expect(lines[0]).toBe(`问题  数据库：${refusal.message}`)
    expect(said.at(-1)).toContain('有 1 项问题')
  })

  it('tells what can be told where the disk is so full that the data directory can’t be opened', async () => {
    const full = Object.assign(new Error('no space left on device'), {
      code: 'ENOSPC',
      path: join(deps.dataDir, 'clients'),
    })
    const { code, found } = await doctor(() => Promise.reject(full))
    expect(code).toBe(1)
    expect(found('数据库')?.detail).toContain('磁盘已满')
    for (const what of ['磁盘', '目录权限', '密钥', '未检查']) expect(found(what)).toBeDefined()
  })

  it('calls a clock a problem that is not the database’s', async () => {
    const apart = async (clockApartMs: number) => {
      const workplace = await opened()
      return (
        await doctor(() =>
          Promise.resolve({ ...workplace, describe: async () => ({ ...(await workplace.describe()), clockApartMs }) }),
        )
      ).found('时钟')
    }
    expect(await apart(1_900)).toMatchObject({ level: 'ok' })
    expect(await apart(6_300)).toMatchObject({ level: 'problem', detail: expect.stringContaining('相差 6.3 秒') })
  })

  it('tells of sources that were held or fell silent, in every district', async () => {
    expect((await doctor()).found('采集')).toMatchObject({ level: 'ok' })
    const scene = await buildScene(deps, { check: false })
    const { actor } = await scene.signIn('supervisor')
    const accountId = Object.values(scene.accounts)[0]!
    const sourceId = await sourceOfKind(deps, actor, sceneDistrict, 'feed')
    await addTarget(deps, actor, {
      districtId: sceneDistrict,
      accountId,
      sourceId,
      target: { url: 'https://feeds.example/' },
    })
    await deps.db.updateTable('collection_target').set({ state: 'held', held_reason: '网址不存在' }).execute()
    expect((await doctor()).found('采集')).toMatchObject({
      level: 'advice',
      detail: expect.stringContaining('1 个来源已暂停'),
    })
  })

  it('calls it a problem that tables were spread over databases by half', async () => {
    await database.owner((owner) =>
      owner.query(
        'create schema govmedia_scale; create table govmedia_scale.foreign_key (name text); grant usage on schema govmedia_scale to public',
      ),
    )
    expect((await doctor()).found('分布')).toMatchObject({
      level: 'problem',
      detail: expect.stringContaining('scale apply'),
    })
  })

  it('calls a lost key a problem', async () => {
    rmSync(join(deps.dataDir, 'keys'), { recursive: true })
    const { code, found } = await doctor()
    expect([code, found('密钥')?.level]).toEqual([1, 'problem'])
  })

  it('says of a key that can’t be read that it can’t be read, and of one that others can read how to close it', async () => {
    const path = join(deps.dataDir, 'keys', 'vault.key')
    chmodSync(path, 0o644)
    expect((await doctor()).found('密钥')?.detail).toContain(`chmod 600 ${path}`)
    rmSync(path)
    mkdirSync(path)
    const { code, found } = await doctor()
    expect([code, found('密钥')?.detail]).toEqual([1, expect.stringContaining('读不出来（EISDIR）')])
  })
})
