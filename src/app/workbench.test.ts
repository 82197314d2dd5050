import { beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import {
  buildScene,
  type Scene,
  sceneDistrict,
  sceneMonth,
  sceneNow,
  type SignedIn,
} from '../../tests/support/scene.ts'
import { type Deps, type Role, vaultWith } from '../access/index.ts'
import { civilDate, fixedClock, instant, month } from '../calendar/index.ts'
import { addTarget, sourceOfKind } from '../collection/index.ts'
import { seededIds } from '../database/index.ts'
import type { JobQueue } from '../jobs/index.ts'
import { decideFinding, listFindings, monitoringAccountPanel, monitoringRoutes, runCheck } from '../monitoring/index.ts'
import { draftOrder, issueOrder } from '../rectification/index.ts'
import { sentences } from '../vocabulary/sentences.ts'
import { createWeb, defineRoutes, render } from '../web/index.ts'
import { workbenchRoutes } from './workbench.tsx'

// The workbench starts no background work.
const noJobs: JobQueue = {
  enqueue: () => Promise.reject(new Error('the workbench asked for a job')),
  stop: () => Promise.resolve(),
}

const panel = defineRoutes([
  {
    method: 'get',
    path: '/panel/:id',
    door: 'ledger.read',
    handle: async (c) =>
      render(c, await monitoringAccountPanel(c, c.req.param('id') ?? ''), { title: '账号', current: '' }),
  },
])

async function place({ now = sceneNow, check = true } = {}) {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(now))
  const deps: Deps = {
    db,
    clock,
    wall: clock,
    ids: seededIds('workbench', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir: '/nonexistent',
  }
  return { deps, scene: await buildScene(deps, { check }) }
}

async function open(deps: Deps, who: SignedIn, path = '/'): Promise<string> {
  const routes = [...workbenchRoutes, ...monitoringRoutes, ...panel]
  const options = { deps, pageDeps: deps, jobs: noJobs, demo: false, host: '127.0.0.1', routes }
  const { app } = createWeb({ ...options, logDefect: (error) => console.error(error) })
  const answer = await app.request(path, { headers: who.headers })
  expect(answer.status).toBe(200)
  return answer.text()
}

/** The card of a page under this heading. */
const cardOf = (page: string, heading: string) =>
  page.split('<section').find((card) => card.includes(`<h2>${heading}</h2>`)) ?? ''

describe('the workbench by role', () => {
  let deps: Deps
  let scene: Scene
  beforeAll(async () => {
    ;({ deps, scene } = await place())
  })
  const see = async (role: Role, unit?: string) => open(deps, await scene.signIn(role, unit ? { unit } : {}))

  it('gives a reviewer the findings of the month, and a supervisor, who may not decide, none of them', async () => {
    expect(await see('examiner')).toContain('复核2026年9月线索 8 条')
    expect(await see('supervisor')).not.toContain('线索 8 条')
  })

  it('brings what was sent back for evidence to whoever can supply it, and says so where the month is closed', async () => {
    const { deps: own, scene: place2 } = await place()
    const [first] = (await listFindings(own.db, sceneDistrict, { month: sceneMonth, states: ['candidate'] })).findings
    const examiner = await place2.signIn('examiner')
    await decideFinding(own, examiner.actor, {
      districtId: sceneDistrict,
      findingId: first!.id,
      version: first!.version,
      decision: 'needs-evidence',
      reason: '须核对备案材料',
    })
    const desk = await open(own, await place2.signIn('supervisor'))
    expect(desk).toContain('补证2026年9月线索 1 条')
    expect(desk).toContain('/review?month=2026-09&amp;state=needs-evidence')
    expect(await open(own, examiner)).toContain('复核2026年9月线索 8 条')
    expect(await open(own, examiner)).toContain('其中待补证 1 条')
    const closing = await open(own, await place2.signIn('office_head'), '/months/2026-09/close')
    expect(closing).toContain('还有 7 条线索待复核、1 条线索待补证。')
  })

  it('puts what may be a secret first, for whoever hands it over, until that is done', async () => {
    const at = deps.clock.now()
    const stop = {
      district_id: sceneDistrict,
      number: 1,
      kind: 'post',
      source: '来源',
      text_key: 'k',
      found_by: 'system',
    }
    await deps.db
      .insertInto('secrecy_stop')
      .values({ ...stop, found_at: at })
      .execute()
    const page = await see('supervisor')
    expect(page).toContain('移交疑似涉密内容 1 件')
    expect(page.indexOf('移交疑似涉密内容')).toBeLessThan(page.indexOf('巡查2026年9月'))
    expect(await see('reviewer')).not.toContain('疑似涉密')
    await deps.db
      .updateTable('secrecy_stop')
      .set({ handed_to: '保密局', handed_on: civilDate('2026-10-09'), handed_by: 'user:x', handed_at: at })
      .execute()
    expect(await see('supervisor')).not.toContain('疑似涉密')
  })

  it('tells who sets up sources of those that were held and of those that fell silent, where they are listed', async () => {
    expect(await see('supervisor')).not.toContain('采集来源')
    const { id: accountId } = await deps.db.selectFrom('account').select('id').limit(1).executeTakeFirstOrThrow()
    const { actor } = await scene.signIn('supervisor')
    const sourceId = await sourceOfKind(deps, actor, sceneDistrict, 'feed')
    const watch = (url: string) =>
      addTarget(deps, actor, { districtId: sceneDistrict, accountId, sourceId, target: { url } })
    const [held, silent] = [await watch('https://feeds.example/a.xml'), await watch('https://feeds.example/b.xml')]
    await watch('https://feeds.example/c.xml')
    const target = () => deps.db.updateTable('collection_target')
    await target().set({ state: 'held', held_reason: '网址不存在' }).where('id', '=', held.id).execute()
    const longAgo = instant('2026-10-06T00:00:00Z')
    await target().set({ last_success_at: longAgo }).where('id', '=', silent.id).execute()
    const page = await see('supervisor')
    expect(page).toMatch(/href="\/sources\?state=held"[^>]*>(?:(?!<\/a>).)*处理已暂停的采集来源 1 个/s)
    expect(page).toMatch(/href="\/sources\?state=silent"[^>]*>(?:(?!<\/a>).)*没有采集成功的来源 1 个/s)
    expect(await see('examiner')).not.toContain('采集来源')
    await deps.db.deleteFrom('collection_target').execute()
  })

  it('gives who patrols the accounts that nobody saw', async () => {
    expect(await see('supervisor')).toContain('巡查2026年9月未采集账号 2 个')
    expect(await see('examiner')).not.toContain('巡查2026年9月')
  })

  it('says beside names in red that nobody has reviewed them, on their own card and on that of the indicators', async () => {
    const text = await see('supervisor')
    expect(cardOf(text, '未更新天数　9 月')).toContain(sentences.candidatesOnly)
    expect(cardOf(text, '按指标看')).toContain(sentences.candidatesOnly)
    // A month’s coverage is no coverage of today, as 全区总览 tells it.
    expect(text).toContain('>9 月采集覆盖率<')
  })

  it('speaks of the last month that is over, and of a running one only as of a stage', async () => {
    const { deps: own, scene: other } = await place()
    const supervisor = await other.signIn('supervisor')
    const running = { districtId: sceneDistrict, month: month('2026-10'), asOf: own.clock.today() }
    await runCheck(own, supervisor.actor, running)
    const both = await open(own, supervisor)
    expect(both).toContain('9 月判定　')
    expect(both).toContain('10 月已先行判定')
    expect(both).not.toContain('10 月判定')
    await own.db.deleteFrom('finding').where('month', '=', sceneMonth).execute()
    for (const kept of ['check_result', 'run_result'] as const)
      await own.db
        .deleteFrom(kept)
        .where('run_id', 'in', (eb) => eb.selectFrom('check_run').select('id').where('month', '=', sceneMonth))
        .execute()
    await own.db.deleteFrom('check_run').where('month', '=', sceneMonth).execute()
    const alone = await open(own, supervisor)
    expect(alone).toContain('10 月判定（阶段性）')
    expect(alone).toContain('<h2>未更新天数　10 月（阶段性）</h2>')
  })

  it('asks nobody to close a month in which findings wait', async () => {
    expect(await see('office_head')).not.toContain('办结2026年9月监测')
  })

  it('writes coverage with its parts, and shades what was not collected', async () => {
    const text = await see('supervisor')
    expect(text).toContain('已采集 10，暂不判定 2')
    expect(text).toContain('class="hx"')
  })

  it('shows a unit its own accounts with the warning of its day, and no other unit', async () => {
    const text = await see('unit_editor', '临湖区民政局')
    expect(text).toContain('13 天预警')
    expect(text).toContain('办事类，不以更新判定')
    expect(text).not.toContain('石埠镇')
  })

  it('warns a unit by the limits its own district has set', async () => {
    const own = await place()
    const setting = {
      district_id: sceneDistrict,
      source: '区办〔2026〕1号',
      changed_by: 'x',
      changed_at: own.deps.wall.now(),
    }
    const effective_from = civilDate('2026-09-01')
    await own.deps.db
      .insertInto('district_setting')
      .values([
        { ...setting, key: 'maxSilentDays', value: '10', effective_from },
        { ...setting, key: 'warnAtDays', value: '[4, 8]', effective_from },
      ])
      .execute()
    const text = await open(own.deps, await own.scene.signIn('unit_editor', { unit: '临湖区民政局' }))
    expect(text).toContain('未更新 4、8 天预警')
    expect(text).toContain('超过10天')
    expect(text).not.toContain('13 天预警')
  })

  it('shows a unit what was confirmed, and never what is only suspected', async () => {
    const suspected = await see('unit_editor', '临湖区水务局')
    expect(suspected).toContain('没有经复核确认的问题')
    const { findings } = await listFindings(deps.db, sceneDistrict, { month: sceneMonth, indicator: 'N-NM-02a' })
    const finding = findings.find(({ unitName }) => unitName === '临湖区水务局')!
    const sentence = '监测时间点前2周内无更新，经人工复核，判定为不合格。'
    const supervisor = await scene.signIn('supervisor')
    expect(await open(deps, supervisor, `/panel/${finding.accountId}`)).not.toContain(sentence)
    const { actor } = await scene.signIn('examiner')
    await decideFinding(deps, actor, {
      districtId: sceneDistrict,
      findingId: finding.id,
      decision: 'confirm',
      version: finding.version,
    })
    const told = await see('unit_editor', '临湖区水务局')
    expect(told).toContain(sentence)
    expect(cardOf(told, '经复核确认的问题')).toContain('尚未下达整改')
    // Ordered, it says until when and what would close it.
    const order = { districtId: sceneDistrict, findingIds: [finding.id], form: 'notice' as const }
    const { id: orderId } = await draftOrder(deps, supervisor.actor, order)
    const head = (await scene.signIn('office_head')).actor
    await issueOrder(deps, head, { districtId: sceneDistrict, orderId, version: 1, number: '临政公开办〔2026〕9号' })
    expect(cardOf(await see('unit_editor', '临湖区水务局'), '经复核确认的问题')).toMatch(
      new RegExp(
        `href="/orders/${orderId}">临政公开办〔2026〕9号</a><small>2026年10月\\d+日前止住。本单位签收，签收后可以整改`,
      ),
    )
    expect(await open(deps, supervisor, `/panel/${finding.accountId}`)).toContain(sentence)
  })

  it('tells a unit’s confirmed problems of two accounts of one name apart by their platform', async () => {
    const own = await place()
    const { findings } = await listFindings(own.deps.db, sceneDistrict, { month: sceneMonth, indicator: 'N-NM-02a' })
    const { actor } = await own.scene.signIn('examiner')
    for (const { id, version } of findings.filter(({ unitName }) => unitName === '临湖区水务局'))
      await decideFinding(own.deps, actor, { districtId: sceneDistrict, findingId: id, decision: 'confirm', version })
    const text = await open(own.deps, await own.scene.signIn('unit_editor', { unit: '临湖区水务局' }))
    const rows = cardOf(text, '经复核确认的问题').split('<tr>').slice(2)
    const platforms = rows.map((row) => /临湖水务<\/a><small>(.*?)<\/small>/.exec(row)?.[1])
    expect(new Set(platforms)).toEqual(new Set(['微信公众号', '新浪微博']))
    expect(rows).toHaveLength(2)
  })

  it('tells a leader when there is no report yet', async () => {
    expect(await see('district_leader')).toContain('还没有季度报告')
  })

  it('adds checks and posts to an account’s page, with the sentence that counts are never scored', async () => {
    const id = scene.accounts['临湖区水务局/wechat_official/临湖水务']!
    const text = await open(deps, await scene.signIn('supervisor'), `/panel/${id}`)
    for (const words of ['2026年9月', '内容不更新', '最长间隔', '2026-09-15 17:20', sentences.countsNotScored])
      expect(text).toContain(words)
    // What the machine alone has found says so where it stands, also a fact of the unit that stands with its other account.
    const marked = /<div>(\S+) <span class="st pend[^"]*">待复核/g
    const failedOf = async (account: string) => {
      const page = await open(deps, await scene.signIn('supervisor'), `/panel/${scene.accounts[account]}`)
      return [...cardOf(page, '各月监测').matchAll(marked)].map(([, label]) => label)
    }
    expect(await failedOf('石埠镇人民政府/wechat_official/石埠镇')).toEqual(['内容不更新', '责任人不全'])
    expect(await failedOf('石埠镇人民政府/douyin/石埠镇')).toEqual(['责任人不全'])
    const other = await scene.signIn('unit_editor', { unit: '石埠镇人民政府' })
    expect(await open(deps, other, `/panel/${id}`)).not.toContain('内容不更新')
  })
})

describe('a new installation', () => {
  it('shows the way to the first report, with what is done', async () => {
    const { deps, scene } = await place({ check: false })
    const text = await open(deps, await scene.signIn('supervisor'))
    expect(text).toContain('aria-label="初次使用"')
    expect(text).toContain('开展2026年9月监测')
    expect(text).toMatch(/class="done"><b>导入发布数据<\/b><small>已完成/)
  })
})

it('warns from November while next year’s holidays are missing', async () => {
  const warning = '录入2027年节假日安排'
  const october = await place({ check: false })
  expect(await open(october.deps, await october.scene.signIn('supervisor'))).not.toContain(warning)
  const november = await place({ now: '2026-11-02T01:00:00.000Z', check: false })
  expect(await open(november.deps, await november.scene.signIn('supervisor'))).toContain(warning)
  expect(await open(november.deps, await november.scene.signIn('examiner'))).not.toContain(warning)
})
