import { beforeAll, expect, it } from 'vitest'
import { cloneDatabase } from '../../../tests/support/database.ts'
import { buildScene, sceneDistrict, sceneNow, type SignedIn } from '../../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../../access/index.ts'
import { civilDate, fixedClock, instant, month } from '../../calendar/index.ts'
import { seededIds } from '../../database/index.ts'
import { checkService, enterService, recordMessage, stateLooked } from '../../engagement/index.ts'
import { createWeb } from '../../web/index.ts'
import { listFindings } from '../findings.ts'
import { monitoringRoutes } from '../routes.tsx'
import { reportProblem } from '../verbs/report-problem.ts'
import { runCheck } from '../verbs/run-check.ts'

async function place() {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const vault = vaultWith(Buffer.alloc(32, 7))
  const deps: Deps = { db, clock, wall: clock, ids: seededIds('bench', clock), vault, dataDir: '/nonexistent' }
  const scene = await buildScene(deps)
  const asked: unknown[] = []
  const enqueue = ({ input }: { input: unknown }) =>
    Promise.resolve({ runId: String(asked.push(input)), joined: false })
  const jobs = { enqueue, stop: () => Promise.resolve() }
  const options = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes: monitoringRoutes }
  const { app } = createWeb({ ...options, logDefect: (error) => console.error(error) })
  const page = async (path: string, who: SignedIn) => (await app.request(path, { headers: who.headers })).text()
  const post = (path: string, who: SignedIn, fields: Record<string, string>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries({ _csrf: who.csrf, ...fields })) body.set(name, value)
    return app.request(path, { method: 'POST', headers: who.headers, body })
  }
  return { db, deps, scene, asked, page, post }
}

let shared: Awaited<ReturnType<typeof place>>
beforeAll(async () => {
  shared = await place()
})

it('judges changed accounts alone from the month’s page, and says how many and why', async () => {
  const { deps, scene, asked, page, post } = shared
  const supervisor = await scene.signIn('supervisor')
  expect(await page('/months/2026-09', supervisor)).toContain('只检变动账号</button>')
  expect((await post('/months/2026-09/check', supervisor, { incremental: '1' })).status).toBe(303)
  await post('/months/2026-09/check', supervisor, {})
  expect(asked).toEqual([{ month: '2026-09', incremental: true }, { month: '2026-09' }])
  const check = () =>
    runCheck(deps, supervisor.actor, { districtId: sceneDistrict, month: month('2026-09'), incremental: true })
  await check()
  expect(await page('/months/2026-09', supervisor)).toContain('没有账号变动，12 个账号沿用上次结果')
  const [accountId] = Object.values(scene.accounts)
  await deps.db.updateTable('account').set({ certified_entity: '另一个单位' }).where('id', '=', accountId!).execute()
  await check()
  expect(await page('/months/2026-09', supervisor)).toContain('重新判定 1 个：台账 1；其余 11 个')
})

it('splits, puts together and undoes on the bench, by keys, and keeps what was refused', async () => {
  const { db, deps, scene, page: open, post: send } = shared
  const reviewer = await scene.signIn('reviewer')
  const [accountId] = Object.values(scene.accounts)
  const reporter = (await scene.signIn('supervisor')).actor
  const report = (indicator: string, what: string) =>
    reportProblem(deps, reporter, {
      districtId: sceneDistrict,
      accountId: accountId!,
      indicator,
      seenOn: civilDate('2026-09-10'),
      what,
    })
  await report('N-NM-01a', '标题有误')
  await report('N-NM-01a', '正文有误')
  await report('N-123-01', '转载来源不明')
  const page = (path: string, who = reviewer) => open(path, who)
  const post = (path: string, fields: Record<string, string>) => send(path, reviewer, fields)
  const one = async (indicator: string, part = 0) =>
    (await listFindings(db, sceneDistrict, { month: month('2026-09'), accountId: accountId! })).findings.find(
      (finding) => finding.indicator === indicator && finding.part === part,
    )!
  const silent = (await listFindings(db, sceneDistrict, { month: month('2026-09'), indicator: 'N-NM-02a' }))
    .findings[0]!
  expect(await page(`/review/${silent.id}`)).toMatch(/本月发布<\/dt><dd>最长间隔/)
  const whole = await one('N-NM-01a')
  const text = await page(`/review/${whole.id}`)
  expect(text).toMatch(/data-key="S"[\s\S]*data-key="M"/)
  const fields = [...text.matchAll(/name="(part-[0-9a-f-]+)"/g)].map(([, name]) => name!)
  expect(fields).toHaveLength(2)
  const version = String(whole.version)
  const together = Object.fromEntries(fields.map((name) => [name, '1']))
  const refused = await post(`/review/${whole.id}/split`, { version, arranged: '两处', ...together })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(/至少分成两部分[\s\S]*您写的理由：两处/)
  const apart = Object.fromEntries(fields.map((name, at) => [name, String(at + 1)]))
  const done = await post(`/review/${whole.id}/split`, { version, arranged: '两处', ...apart })
  const part = await one('N-NM-01a', 1)
  expect([done.status, done.headers.get('location')]).toEqual([303, `/review/${part.id}`])
  expect(await page(`/review/${whole.id}`)).toMatch(/本条已拆分[\s\S]*撤销拆分/)
  expect(await page(`/review/${part.id}`)).toContain('本条是拆分后的第 1 部分')
  const source = await one('N-123-01')
  const merge = { version: String(part.version), arranged: '同一篇', [`merge-${source.id}`]: String(source.version) }
  expect((await post(`/review/${part.id}/merge`, merge)).status).toBe(303)
  expect(await page(`/review/${part.id}`)).toMatch(/并入本条的线索[\s\S]*转载来源不明/)
  expect(await page(`/review/${source.id}`)).toMatch(/本条已并入另一条线索[\s\S]*data-key="U"/)
  expect((await post(`/review/${source.id}/undo`, { arranged: '看错' })).status).toBe(303)
  expect((await post(`/review/${whole.id}/undo`, { arranged: '看错' })).status).toBe(303)
  expect(await one('N-NM-01a')).toMatchObject({ state: 'candidate' })
  expect(await page(`/review/${whole.id}`, await scene.signIn('supervisor'))).not.toContain('data-key="S"')
})

it('names on the bench each message and each service entry that a finding rests on, and calls no ledger its ground that isn’t', async () => {
  const { db, deps, scene, page } = shared
  const [accountId] = Object.values(scene.accounts)
  const supervisor = (await scene.signIn('supervisor')).actor
  const of = { districtId: sceneDistrict, accountId: accountId! }
  const asked = { on: civilDate('2026-09-01'), at: null }
  await recordMessage(deps, supervisor, { ...of, kind: 'complaint', channel: 'comment', asked, text: '停水' })
  await stateLooked(deps, supervisor, { ...of, until: civilDate('2026-09-30') })
  const { id: entryId } = await enterService(deps, supervisor, { ...of, name: '水费查询', place: '菜单' })
  const look = { districtId: sceneDistrict, entryId, lookedAt: instant('2026-09-20T02:00:00Z'), usable: false }
  await checkService(deps, supervisor, look)
  await runCheck(deps, supervisor, { districtId: sceneDistrict, month: month('2026-09') })
  const reviewer = await scene.signIn('reviewer')
  const bench = async (indicator: string) => {
    const { findings } = await listFindings(db, sceneDistrict, { month: month('2026-09'), indicator })
    return page(`/review/${findings[0]!.id}`, reviewer)
  }
  const message = await bench('D-JS-07')
  expect(message).toMatch(/<dt>留言台账<\/dt><dd>该账号有1条留言逾期未答复</)
  expect(message).toMatch(/href="\/messages\/[0-9a-f-]+">2026-09-01　投诉[\s\S]*2026-09-08[\s\S]*逾期未答复/)
  const entry = await bench('D-JS-08')
  expect(entry).toMatch(new RegExp(`href="/services/${entryId}">水费查询[\\s\\S]*2026-09-20 10:00[\\s\\S]*不可用`))
  for (const text of [message, entry]) expect(text).not.toMatch(/本条依据台账登记|已采集的发布/)
})
