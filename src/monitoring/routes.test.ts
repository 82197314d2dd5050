import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, permissionTable, type Role, roles, vaultWith } from '../access/index.ts'
import { civilDate, fixedClock, instant, month, quarter } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { type JobQueue, startJobQueue } from '../jobs/index.ts'
import { latestEvents } from '../trail/index.ts'
import { sentences } from '../vocabulary/sentences.ts'
import { createWeb } from '../web/index.ts'
import { indicatorOf } from './indicators/index.ts'
import { listFindings } from './findings.ts'
import { monthOverview } from './month-overview.ts'
import { quarterVerdicts } from './quarter.ts'
import { latestRun } from './queries.ts'
import { monitoringRoutes } from './routes.tsx'
import { runCheck } from './verbs/run-check.ts'

let database: TestDatabase
let deps: Deps
let scene: Scene
let jobs: JobQueue
let app: ReturnType<typeof createWeb>['app']
const people = {} as Record<Role, SignedIn>
const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-'))
const september = month('2026-09')

beforeAll(async () => {
  database = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  deps = {
    db: database.db,
    clock,
    wall: clock,
    ids: seededIds('pages', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir,
  }
  scene = await buildScene(deps)
  for (const role of roles)
    if (role !== 'operator')
      people[role] = await scene.signIn(role, role.startsWith('unit_') ? { unit: '临湖区水务局' } : {})
  jobs = await startJobQueue({
    db: deps.db,
    wall: clock,
    ids: deps.ids,
    executeSql: (text, values) => database.pool.query(text, values),
    onDefect: (error) => {
      throw error
    },
    kinds: [
      {
        name: 'month-check',
        run: ({ districtId, subject }) =>
          runCheck(deps, people.supervisor.actor, { districtId, month: month(subject) }),
      },
    ],
  })
  app = createWeb({
    deps,
    pageDeps: deps,
    jobs,
    demo: false,
    host: '127.0.0.1',
    logDefect: (error) => console.error(error),
    routes: monitoringRoutes,
  }).app
})
afterAll(async () => {
  await jobs.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const get = (path: string, who: SignedIn) => app.request(path, { headers: who.headers })
const page = async (path: string, who: SignedIn) => {
  const answer = await get(path, who)
  return { status: answer.status, text: await answer.text() }
}
const post = (path: string, who: SignedIn, fields: Record<string, string | File>) => {
  const body = new FormData()
  for (const [name, value] of Object.entries({ _csrf: who.csrf, ...fields })) body.set(name, value)
  return app.request(path, { method: 'POST', headers: who.headers, body })
}
const findings = async (state: 'candidate' | 'confirmed' = 'candidate') =>
  (await listFindings(deps.db, sceneDistrict, { month: september, states: [state] })).findings
const unseen = () => scene.accounts['云渡乡人民政府/kuaishou/云渡乡']!

describe('who may open and who may not', () => {
  const doors = [
    ['/months', 'check.read'],
    ['/months/2026-09', 'check.read'],
    ['/months/2026-09/close', 'month.close'],
    ['/review', 'review.read'],
    ['/patrol', 'patrol.record'],
    ['/purposes', 'purpose.confirm'],
  ] as const
  it.each(doors)('%s opens to the roles of %s alone', async (path, action) => {
    for (const role of roles.filter((one) => one !== 'operator' && one !== 'upper_office')) {
      const { status } = await get(path, people[role])
      expect([role, status]).toEqual([role, permissionTable[role][action] ? 200 : 403])
    }
  })

  it.each([
    ['/months/check', 'check.run'],
    ['/months/2026-09/check', 'check.run'],
    ['/months/2026-09/close', 'month.close'],
    ['/review/00000000-0000-0000-0000-000000000000', 'review.decide'],
    ['/patrol/00000000-0000-0000-0000-000000000000', 'patrol.record'],
    ['/patrol/00000000-0000-0000-0000-000000000000/reason', 'patrol.record'],
    ['/purposes/00000000-0000-0000-0000-000000000000', 'purpose.confirm'],
  ] as const)('posting to %s is refused without %s', async (path, action) => {
    for (const role of roles.filter((one) => one !== 'operator' && !permissionTable[one][action]))
      expect([role, (await post(path, people[role], {})).status]).toEqual([role, 403])
  })

  it('a unit sees its own accounts of a month and nobody else’s', async () => {
    const { text } = await page('/months/2026-09', people.unit_editor)
    expect(text).toContain('临湖水务')
    expect(text).not.toContain('石埠镇')
  })
})

describe('月度监测', () => {
  it('lists a month with its coverage as numerator and denominator', async () => {
    const { text } = await page('/months', people.supervisor)
    expect(text).toContain('83.3%（10/12）')
    expect(text).toContain('复核中')
  })

  it('says that uncollected is not silent, and hatches it', async () => {
    const { text } = await page('/months/2026-09', people.supervisor)
    expect(text).toContain(sentences.notCollected)
    expect(text).toContain(sentences.candidatesOnly)
    expect(text).toContain('class="hx"')
  })

  it('counts each account in one column of what it was judged on, and 待核备案 apart from what weighs', async () => {
    const filing = async (state: 'unknown' | 'filed') => {
      const ids = [scene.accounts['临湖区民政局/wechat_miniprogram/临湖民政办事']!, unseen()]
      await deps.db.updateTable('account').set({ filing_state: state }).where('id', 'in', ids).execute()
      await runCheck(deps, people.supervisor.actor, { districtId: sceneDistrict, month: september })
    }
    await filing('unknown')
    onTestFinished(() => filing('filed'))
    const { text } = await page('/months/2026-09', people.supervisor)
    const overview = await monthOverview(deps.db, sceneDistrict, september)
    const rowOf = (label: string) => text.split('<tr>').find((row) => row.includes(`<b>${label}</b>`)) ?? ''
    const numbers = (row: string) =>
      [...row.matchAll(/<td class="r"[^>]*>(?:<a[^>]*>)?(\d+)/g)].map(([, n]) => Number(n))
    const silence = numbers(rowOf('内容不更新'))
    expect(silence).toHaveLength(6)
    expect(silence.reduce((sum, one) => sum + one, 0)).toBe(overview.coverage?.registered)
    expect(silence[2]).toBeGreaterThan(0)
    expect(overview.filingUnknown).toBe(2)
    expect(numbers(rowOf('未备案'))[1]).toBe(0)
    expect(rowOf('待核备案')).toContain(`${overview.filingUnknown} 个`)
    const entry = overview.byIndicator.find(({ indicator }) => indicator === 'N-NM-03a')!
    expect(entry.awaiting).toBeGreaterThan(0)
    expect(rowOf('待核互动功能')).toContain(`${entry.awaiting} 个`)
    expect(text).toContain(`<dt>待核备案</dt><dd>${overview.filingUnknown} 个`)
    expect(text).toContain('<dd>2026年第三季度报告</dd>')
    expect(text).toContain('<b>进入第三季度报告</b>')
    const quarterly = await quarterVerdicts(deps.db, sceneDistrict, quarter('2026Q3'))
    expect(quarterly.filingUnknown).toBe(overview.filingUnknown)
  })

  it('a month that has not begun offers no check', async () => {
    const { text } = await page('/months/2099-01', people.supervisor)
    expect(text).toContain('2099年1月尚未开始')
    expect(text).not.toContain('开始判定')
  })

  it('a month that is none is not found', async () => {
    expect((await page('/months/2026-13', people.supervisor)).status).toBe(404)
  })

  it('a check starts in the background and leads to the month’s page', async () => {
    const answer = await post('/months/check', people.supervisor, { month: '2026-08' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/months/2026-08'])
    await expect.poll(() => latestRun(deps.db, sceneDistrict, month('2026-08')), { timeout: 15_000 }).toBeDefined()
  })

  it('a month that is not over is refused in a sentence on the form', async () => {
    const answer = await post('/months/check', people.supervisor, { month: '2026-10' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('2026年10月尚未结束')
  })
})

describe('人工复核', () => {
  it('lists what waits under the sentence that these are only candidates', async () => {
    const { text } = await page('/review', people.reviewer)
    expect(text).toContain(sentences.candidatesOnly)
    expect(text).toContain('最后更新 9月9日，已 21 天')
  })

  it('says which purpose the silence was judged by, beside what the unit states', async () => {
    const silence = (await findings()).find(({ indicator }) => indicator === 'N-NM-02a')
    const { text } = await page(`/review/${silence!.id}`, people.reviewer)
    expect(text).toContain('发布类，监管单位确认（单位自报发布类）')
  })

  it('shows facts, evidence, clause and what would change the verdict', async () => {
    const silent = (await findings()).find(({ indicator }) => indicator === 'N-NM-02a')
    const { text } = await page(`/review/${silent!.id}`, people.reviewer)
    expect(text).not.toContain('机器')
    for (const words of ['判定窗口', '9月发布数据', '国办秘函〔2019〕19号', '什么会改变这个判断'])
      expect(text).toContain(words)
  })

  it('a decision leads to the next open finding', async () => {
    const [first, second] = await findings()
    const answer = await post(`/review/${first!.id}`, people.reviewer, {
      decision: 'confirm',
      version: String(first!.version),
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/review/${second!.id}`])
    expect((await findings('confirmed')).map(({ id }) => id)).toContain(first!.id)
    expect((await page(`/review/${first!.id}`, people.reviewer)).text).toContain(
      indicatorOf(first!.indicator).sentence(first!.facts, first!.checkpoint),
    )
  })

  it('a second reviewer on an old version is told, and keeps what was typed', async () => {
    const [, , third] = await findings()
    const stale = { decision: 'dismiss', reason: '已核对原文，9月28日有发布', version: String(third!.version + 7) }
    const answer = await post(`/review/${third!.id}`, people.examiner, stale)
    const text = await answer.text()
    expect(answer.status).toBe(409)
    expect(text).toContain('已核对原文，9月28日有发布')
    expect(text).toContain(`name="version" value="${third!.version}"`)
  })

  it('offers the reasons of its indicator and of what may be decided, and names only keys that do something', async () => {
    const bench = async (id: string) => (await page(`/review/${id}`, people.reviewer)).text
    const open = await findings()
    const own = open.map(({ indicator }) => indicatorOf(indicator))
    expect(own.length).toBeGreaterThan(0)
    for (const [at, { id }] of open.entries()) {
      const shown = await bench(id)
      for (const { reasons } of own)
        for (const reason of reasons?.dismiss ?? [])
          expect(shown.includes(`<option value="${reason}"`)).toBe(own[at]?.reasons?.dismiss.includes(reason))
    }
    expect(await bench(open[0]!.id)).toContain('<kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> 选决定')
    const decided = await bench((await findings('confirmed'))[0]!.id)
    expect(decided).toContain(
      '<p class="sm mut desk"><kbd>3</kbd> 选决定　<kbd>E</kbd> 写说明（Esc 结束）　<kbd>J</kbd>',
    )
    expect(decided).not.toContain('<optgroup label="排除">')
  })

  it('one more key after a conflict undoes nothing: nothing is chosen for what a colleague decided meanwhile', async () => {
    const first = (await findings('confirmed'))[0]!
    const path = `/review/${first.id}`
    const stale = { decision: 'dismiss', reason: '已核对原文', version: String(first.version - 1) }
    const text = await (await post(path, people.examiner, stale)).text()
    expect(text).toContain('下方是最新情况，您写的说明还在')
    expect(text).toContain('已核对原文')
    const choices = (shown: string) => shown.match(/<input type="radio" name="decision"[^>]*>/g) ?? []
    expect(choices(text).map((choice) => [/value="([^"]*)"/.exec(choice)?.[1], choice.includes('checked')])).toEqual([
      ['needs-evidence', false],
    ])
    const { decision: _none, ...again } = { ...stale, version: String(first.version) }
    const second = await post(path, people.examiner, again)
    expect(second.status).toBe(422)
    expect(choices(await second.text()).some((choice) => choice.includes('checked'))).toBe(false)
    expect((await findings('confirmed')).find(({ id }) => id === first.id)?.version).toBe(first.version)
  })

  it('counts only other decisions as earlier ones', async () => {
    const decided = await findings('confirmed')
    const alone = decided.find((one) => decided.filter(({ indicator }) => indicator === one.indicator).length === 1)!
    expect((await page(`/review/${alone.id}`, people.reviewer)).text).toContain('同指标 0 条')
  })

  it('dismissing without a reason is refused, a suggested reason is enough', async () => {
    const [first] = await findings()
    const at = { decision: 'dismiss', version: String(first!.version) }
    expect((await post(`/review/${first!.id}`, people.reviewer, at)).status).toBe(422)
    const shown = (await page(`/review/${first!.id}`, people.reviewer)).text
    const suggested = /<option value="([^"]+)"/.exec(shown.split('id="suggested"')[1] ?? '')?.[1] ?? ''
    expect(suggested).not.toBe('')
    const without = { ...at, decision: '', suggested }
    expect(await (await post(`/review/${first!.id}`, people.reviewer, without)).text()).toMatch(
      new RegExp(`<option value="${suggested}" selected`),
    )
    expect((await post(`/review/${first!.id}`, people.reviewer, { ...at, suggested })).status).toBe(303)
  })

  it('after the last one the list says that all are reviewed', async () => {
    let location = ''
    for (const { id, version } of await findings()) {
      const answer = await post(`/review/${id}`, people.reviewer, { decision: 'confirm', version: String(version) })
      location = answer.headers.get('location') ?? ''
    }
    expect(location).toBe('/review?month=2026-09&done')
    expect((await page(location, people.reviewer)).text).toContain('本月线索已全部复核')
  })
})

describe('用途确认', () => {
  const serving = () => scene.accounts['临湖区民政局/wechat_miniprogram/临湖民政办事']!

  it('lists what waits, and says that what was carried over nobody has confirmed', async () => {
    const { text } = await page('/purposes', people.supervisor)
    expect(text).toContain('共 1 个账号')
    expect(text).toContain(`/purposes/${serving()}`)
    expect(text).toContain('沿用登记')
    expect((await page(`/purposes/${serving()}`, people.supervisor)).text).toContain('沿用，未经确认')
  })

  it('a confirmation without a reason comes back with what was typed', async () => {
    const fields = { purpose: 'mixed', effectiveMonth: '2026-10', reason: '办事' }
    const answer = await post(`/purposes/${serving()}`, people.office_head, fields)
    expect(answer.status).toBe(422)
    const text = await answer.text()
    expect(text).toContain('确认用途须写明理由')
    expect(text).toContain('value="办事"')
  })

  it('is done from the form, and leaves the list', async () => {
    const fields = { purpose: 'service', effectiveMonth: '2026-10', reason: '经核对只有办事入口' }
    const answer = await post(`/purposes/${serving()}`, people.office_head, fields)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/accounts/${serving()}#purpose-confirmed`])
    expect((await page('/purposes', people.supervisor)).text).toContain('没有用途待确认的账号')
    expect((await page(`/purposes/${serving()}`, people.supervisor)).text).toContain('经核对只有办事入口')
  })

  it('what can be no purpose and no month, and an account that is none, are refused', async () => {
    const fields = { purpose: 'other', effectiveMonth: '2026-10', reason: '经核对' }
    expect((await post(`/purposes/${serving()}`, people.office_head, fields)).status).toBe(400)
    const none = '/purposes/00000000-0000-0000-0000-000000000000'
    expect((await get(none, people.office_head)).status).toBe(404)
    const valid = { purpose: 'service', effectiveMonth: '2026-10', reason: '经核对菜单' }
    expect((await post(none, people.office_head, valid)).status).toBe(404)
  })
})

describe('人工巡查', () => {
  const seen = { month: '2026-09', checkedAt: '2026-10-09T08:55', reachable: 'open' }
  const png = () => new File([Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])], '截图.png')

  it('shows one account with its link, opened without saying where from', async () => {
    const { text } = await page('/patrol?month=2026-09', people.reviewer)
    expect(text).toContain('rel="noreferrer"')
    expect(text).toContain('还剩 2 个')
    expect(text).toContain(sentences.nothingSecret)
  })

  it('an account that opens needs its last update, and what was typed stays', async () => {
    const fields = { ...seen, note: '主页改版', screenshot: png() }
    const answer = await post(`/patrol/${unseen()}`, people.supervisor, fields)
    const text = await answer.text()
    expect(answer.status).toBe(422)
    expect(text).toContain('请填最后更新日期')
    expect(text).toContain('主页改版')
    expect(text).toContain('截图“截图.png”没有随本次提交保存，请重新选择。')
  })

  it('a ledger without accounts has nobody to look at, and says nothing of collection', async () => {
    const opened = civilDate('2010-01-01')
    await deps.db.updateTable('account').set({ opened_on: opened }).where('opened_on', 'is', null).execute()
    const { text } = await page('/patrol?month=2009-01', people.supervisor)
    await deps.db.updateTable('account').set({ opened_on: null }).where('opened_on', '=', opened).execute()
    expect(text).toContain('2009年1月还没有应检账号')
    expect(text).not.toContain('应检账号均已采集')
  })

  it('what was seen takes the account off the bench, and the screenshot is shown to reviewers only', async () => {
    const looked = { ...seen, lastUpdateOn: '2026-09-28', screenshot: png() }
    const answer = await post(`/patrol/${unseen()}`, people.supervisor, looked)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/patrol?month=2026-09&saved'])
    expect((await page('/patrol?month=2026-09&saved', people.supervisor)).text).toContain('已登记，还剩 1 个')
    const { id } = await deps.db.selectFrom('patrol').select('screenshot_file_id as id').executeTakeFirstOrThrow()
    const picture = await get(`/patrol/screenshot/${id}`, people.reviewer)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect((await get(`/patrol/screenshot/${id}`, people.unit_editor)).status).toBe(403)
    const [look] = await latestEvents(deps.db, sceneDistrict, { limit: 1, actorIds: [people.reviewer.id] })
    expect(look).toMatchObject({ action: 'patrol.screenshot-seen', after: { file: id } })
  })

  it('no other stored file can be had as a screenshot', async () => {
    const { id } = await deps.db.selectFrom('import_run').select('file_id as id').executeTakeFirstOrThrow()
    expect((await get(`/patrol/screenshot/${id}`, people.reviewer)).status).toBe(404)
  })

  it('a file that is no picture is refused by its content', async () => {
    const answer = await post(`/patrol/${unseen()}`, people.supervisor, {
      ...seen,
      lastUpdateOn: '2026-09-28',
      screenshot: new File(['名单'], '截图.png'),
    })
    expect(answer.status).toBe(415)
  })

  it('what nobody can open is explained', async () => {
    const account = scene.accounts['望湖街道办事处/wechat_channels/荷叶洲']!
    const fields = { month: '2026-09', reason: '平台停止服务或关闭查询，无法查看' }
    expect((await post(`/patrol/${account}/reason`, people.supervisor, { month: '2026-09' })).status).toBe(422)
    expect((await post(`/patrol/${account}/reason`, people.supervisor, fields)).status).toBe(303)
    const { text } = await page('/months/2026-09', people.supervisor)
    expect(text).toContain('平台停止服务或关闭查询，无法查看')
  })
})

describe('月度办结', () => {
  const check = () => runCheck(deps, people.supervisor.actor, { districtId: sceneDistrict, month: september })

  it('is refused in a sentence while a patrol has not been judged', async () => {
    const refused = await post('/months/2026-09/close', people.office_head, {})
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('请重新判定')
  })

  it('whoever patrolled an account does not review what the patrol brought out', async () => {
    const account = scene.accounts['望湖街道办事处/wechat_channels/荷叶洲']!
    const seen = { month: '2026-09', checkedAt: '2026-10-09T08:59', reachable: 'open', lastUpdateOn: '2026-09-09' }
    expect((await post(`/patrol/${account}`, people.reviewer, seen)).status).toBe(303)
    await check()
    const [finding] = await findings()
    const own = await page(`/review/${finding!.id}`, people.reviewer)
    expect(own.text).toContain('按经办与复核分开的要求，请由其他复核员办理')
    expect(own.text).not.toContain('name="decision"')
    const decision = { decision: 'confirm', version: String(finding!.version) }
    const refused = await post(`/review/${finding!.id}`, people.reviewer, decision)
    expect([refused.status >= 400, (await findings()).length]).toEqual([true, 1])
    expect((await post(`/review/${finding!.id}`, people.examiner, decision)).status).toBe(303)
  })

  it('is done once everything is judged and reviewed, and nothing can be started any more', async () => {
    const answer = await post('/months/2026-09/close', people.office_head, {})
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/months/2026-09'])
    const { text } = await page('/months/2026-09', people.supervisor)
    expect(text).toContain('已办结')
    // What is closed was reviewed: neither its tables nor the unit's own month call it clues that nobody has looked at.
    expect(text).not.toContain(sentences.candidatesOnly)
    expect((await page('/months/2026-09', people.unit_editor)).text).not.toContain(sentences.candidatesOnly)
    expect(text).toContain('本月已办结，线索均经人工复核')
    expect(text).not.toContain('检查时间点')
    expect(text).not.toContain('重新判定</button>')
    expect((await post('/months/2026-09/check', people.supervisor, {})).status).toBe(409)
    expect((await page('/patrol?month=2026-09', people.supervisor)).text).toContain('监测已办结')
  })
})
