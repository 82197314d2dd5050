import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { handedFiles } from '../../tests/support/handed-files.ts'
import { failing } from '../../tests/support/failing.ts'
import { buildScene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { civilDate, fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { openSender } from '../outgoing/index.ts'
import { createWeb } from '../web/index.ts'
import { importPosts, sourcesRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-sources-'))
let deps: Deps
let supervisor: SignedIn
let reviewer: SignedIn
let web: ReturnType<typeof createWeb>
let account: string
let accounts: Record<string, string>
/** Hosts of an intranet that this installation names. */
const allow = new Set<string>()

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('sources-pages', clock)
  deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  reviewer = await scene.signIn('reviewer')
  accounts = scene.accounts
  account = Object.values(accounts)[0] ?? ''
  const jobs = { enqueue: () => Promise.reject(new Error('no job is wanted')), stop: () => Promise.resolve() }
  const house = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', logDefect: failing }
  web = createWeb({ ...house, routes: sourcesRoutes(() => openSender({ allow })) })
  await post('', { do: 'add', kind: 'feed', url: 'https://feeds.example/water.xml' })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const path = (rest = '', id = account) => `/sources/accounts/${id}${rest}`
async function post(rest: string, fields: Record<string, string>, who = supervisor, id = account) {
  const body = new URLSearchParams({ _csrf: who.csrf, ...fields })
  const answer = await web.app.request(path(rest, id), { method: 'POST', headers: who.headers, body })
  return { status: answer.status, text: await answer.text() }
}
const targetOf = (id: string) =>
  deps.db
    .selectFrom('collection_target')
    .select(['id', 'state', 'version'])
    .where('district_id', '=', sceneDistrict)
    .where('account_id', '=', id)
    .executeTakeFirstOrThrow()
const target = () => targetOf(account)
const named = (name: string) => accounts[name] ?? ''

const page = async (address: string) => (await web.app.request(address, { headers: supervisor.headers })).text()

describe('采集', () => {
  it('of another month is called by its name, and no month that hasn’t begun is led to', async () => {
    const present = await page(path())
    expect(present).toMatch(/本月 \d+ 天中已采集/)
    expect(present).not.toContain('下月')
    const earlier = await page(`${path()}?month=2026-08`)
    expect(earlier).toContain('2026年8月 31 天中已采集')
    expect(earlier).not.toContain('本月')
    expect(earlier).toContain('下月')
  })

  it('says of each look which days it speaks of', async () => {
    const { id } = await target()
    const look = {
      district_id: sceneDistrict,
      account_id: account,
      target_id: id,
      source_kind: 'feed',
      started_at: instant(sceneNow),
      finished_at: instant(sceneNow),
    }
    const days = { from_day: civilDate('2026-09-20'), to_day: civilDate('2026-10-08') }
    await deps.db
      .insertInto('collection_attempt')
      .values([
        { ...look, ...days, id: deps.ids.next(), outcome: 'ok' },
        { ...look, id: deps.ids.next(), outcome: 'blocked' },
      ])
      .execute()
    expect((await page(path())).match(/采集范围 [^<]*/g)).toEqual(['采集范围 2026-09-20 至 2026-10-08'])
  })

  it('of a month of which nothing is known can’t be judged; where something is known, nobody says so', async () => {
    const unseen = '该账号本月暂不判定'
    const empty = named('望湖街道办事处/wechat_official/望湖街道')
    expect(await page(`/sources/accounts/${empty}`)).toContain(unseen)
    const article = civilDate('2026-10-08')
    await deps.db
      .insertInto('post')
      .values({
        district_id: sceneDistrict,
        account_id: empty,
        id: deps.ids.next(),
        link_key: 'https://www.example.cn/a.html',
        title: '关于窗口调整的公告',
        published_on: article,
        time_precision: 'day',
        first_seen_at: instant(sceneNow),
      })
      .execute()
    const known = await page(`/sources/accounts/${empty}`)
    expect(known).not.toContain(unseen)
    expect(known).toMatch(/本月有 \d+ 天未采集，未采集不等于未更新/)
    // The day stands as unseen still: whether this was the only post nobody can say.
    expect(known).toMatch(/>8<small>至少1条</)
    expect(known).toMatch(/已采集 0 天/)
  })

  it('tells the reason of days that were not seen in words that can be read on a phone, one line for days in a row', async () => {
    const id = named('云渡乡人民政府/wechat_official/云渡发布')
    await post('', { do: 'add', kind: 'page', url: 'https://www.example.cn/a.html' }, supervisor, id)
    const { id: target_id } = await targetOf(id)
    const look = (day: string, outcome: string, why: string | null) => ({
      district_id: sceneDistrict,
      account_id: id,
      target_id,
      id: deps.ids.next(),
      source_kind: 'page',
      outcome,
      why,
      started_at: instant(`${day}T02:00:00Z`),
      finished_at: instant(`${day}T02:00:00Z`),
    })
    await deps.db
      .insertInto('collection_attempt')
      .values([
        look('2026-10-05', 'ok', null),
        look('2026-10-06', 'unchanged', null),
        look('2026-10-07', 'blocked', '平台拒绝访问（418）'),
      ])
      .execute()
    await deps.db
      .updateTable('collection_target')
      .set({ state: 'held', held_reason: '网址不存在', last_attempt_at: instant('2026-10-07T02:00:00Z') })
      .where('id', '=', target_id)
      .execute()
    const shown = (await page(`/sources/accounts/${id}`)).replace(/<[^>]+>/g, ' ')
    expect(shown).toMatch(/10月8日至9日 +公开网页[^ ]*：已暂停，网址不存在/)
    await deps.db.updateTable('collection_target').set({ state: 'on' }).where('id', '=', target_id).execute()
    expect(shown).toMatch(/10月1日至4日 +没有安排采集/)
    expect(shown).toMatch(/10月5日至6日 +公开网页[^ ]*：不能说明当日有没有发布/)
    expect(shown).toMatch(/10月7日 +公开网页[^ ]*：被平台拦截 1 次，平台拒绝访问（418）/)
  })

  it('lists what was handed over of an account beside its posts, with the newest figures and where they are from', async () => {
    const id = named('临湖区教育局/wechat_official/临湖教育')
    expect(await page(`/sources/accounts/${id}`)).not.toContain('统计和留言')
    await importPosts(deps, supervisor.actor, {
      districtId: sceneDistrict,
      fileName: '用户增长.csv',
      bytes: handedFiles.users(),
      account: id,
    })
    const shown = (await page(`/sources/accounts/${id}`)).replace(/<[^>]+>/g, ' ')
    expect(shown).toMatch(/累计关注 +用户增长\.csv +2 +2026-09-02 +累计 20,486 /)
    expect(shown).toMatch(/关注增减 +用户增长\.csv +2 +2026-09-02 +新增 8，取消 2，净增 6 /)
    expect(shown).toContain('仅作登记，不用于考核评分和排名')
  })

  it('of a website that doesn’t open says so, though the look at it went well', async () => {
    const id = named('临湖区民政局/wechat_miniprogram/临湖民政办事')
    await post('', { do: 'add', kind: 'site', url: 'https://www.example.cn/' }, supervisor, id)
    const { id: target_id } = await targetOf(id)
    const at = instant('2026-10-07T02:00:00Z')
    const own = { district_id: sceneDistrict, account_id: id }
    await deps.db
      .insertInto('collection_attempt')
      .values({
        ...own,
        target_id,
        id: deps.ids.next(),
        source_kind: 'site',
        outcome: 'ok',
        started_at: at,
        finished_at: at,
      })
      .execute()
    await deps.db
      .updateTable('collection_target')
      .set({ last_attempt_at: at, last_success_at: at, last_outcome: 'ok' })
      .where('id', '=', target_id)
      .execute()
    await deps.db
      .insertInto('collection_sample')
      .values({
        ...own,
        id: deps.ids.next(),
        kind: 'availability',
        key: 'https://www.example.cn/',
        value: JSON.stringify({ opened: false, status: 503, why: '应答状态 503' }),
        source: '网站和办事入口可用性',
        observed_at: at,
        collected_at: at,
        confidence: 'exact',
      })
      .execute()
    const shown = await page(`/sources/accounts/${id}`)
    expect(shown.match(/未能打开<\/span><small>应答状态 503/g)).toHaveLength(2)
    expect(await page('/sources?q=临湖民政办事')).toMatch(/未能打开<\/span><small>应答状态 503/)
  })

  it('that is set up already is not set up again, with the way to what there is; what was typed stays', async () => {
    const again = await post('', { do: 'add', kind: 'feed', url: 'https://feeds.example/water.xml' })
    expect(again.status).toBe(409)
    expect(again.text).toContain('请在“采集来源”中恢复')
    expect(again.text).toContain('value="https://feeds.example/water.xml"')
  })

  it('says where nothing is found whether nothing is set up or the filter finds nothing', async () => {
    expect(await page('/sources?q=没有这个单位')).toContain('请更换单位、账号或情况后再筛选')
  })
})

describe('采集缺口', () => {
  it('counts the days of each account that somebody speaks of, once however many do, and lists those seen least first', async () => {
    const shown = (await page('/sources/gaps?month=2026-09')).replace(/<[^>]+>/g, ' ')
    expect(shown).toMatch(/各日均已采集 +(\d+)/)
    const [whole, some, none] = ['各日均已采集', '部分日子未采集', '各日均未采集'].map((label) =>
      Number(new RegExp(`${label} +(\\d+)`).exec(shown)?.[1]),
    )
    expect(whole! + some! + none!).toBe(Object.keys(accounts).length)
    expect(shown).toMatch(/云渡乡 +快手 +云渡乡人民政府 +没有 +0 天 +没有数据 +未采集/)
    expect(shown.indexOf('云渡乡人民政府')).toBeLessThan(shown.indexOf('荷叶洲'))
    // Seen by two at once, and by one that goes on beyond the month.
    const id = named('云渡乡人民政府/kuaishou/云渡乡')
    const span = (from_day: string, to_day: string, source: string) => ({
      district_id: sceneDistrict,
      account_id: id,
      id: deps.ids.next(),
      source,
      from_day: civilDate(from_day),
      to_day: civilDate(to_day),
      collected_at: instant(sceneNow),
    })
    await deps.db
      .insertInto('collection_span')
      .values([
        span('2026-09-03', '2026-09-06', '甲'),
        span('2026-09-05', '2026-09-07', '乙'),
        span('2026-09-29', '2026-10-02', '甲'),
      ])
      .execute()
    const after = (await page('/sources/gaps?month=2026-09&q=云渡乡')).replace(/<[^>]+>/g, ' ')
    expect(after).toMatch(/云渡乡 +快手 +云渡乡人民政府 +没有 +7 天 +2026-09-30 +部分未采集/)
    expect(after).not.toContain('荷叶洲')
    expect(await page('/sources/gaps?month=2026-12')).toContain('2026年10月')
  })
})

describe('试采集', () => {
  it('reaches a site of the intranet that the installation names, and says of another who can name it', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/rss+xml' })
      response.end('<rss version="2.0"><channel><title>甲</title><item><title>停水通知</title></item></channel></rss>')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    onTestFinished(() => void server.close())
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const trial = { do: 'test', kind: 'feed', url: `http://${host}/feed.xml` }
    const refused = await post('', trial)
    expect(refused.text).toContain('试采集：网址不允许访问')
    expect(refused.text).toContain('请系统管理员')
    expect(refused.text).toContain(`value="${trial.url}"`)
    allow.add(host)
    const seen = await post('', trial)
    expect(seen.text).toContain('停水通知')
    expect(seen.text).toContain('结果未保存')
  })
})

describe('停用、恢复', () => {
  it('of what somebody else has changed meanwhile says so on the page as it stands now, where it can be done again', async () => {
    const before = await target()
    const off = { state: 'off', version: String(before.version) }
    expect(await post(`/${before.id}`, off)).toMatchObject({ status: 303 })
    const refused = await post(`/${before.id}`, off)
    expect(refused.status).toBe(409)
    expect(refused.text).toMatch(/role="alert"[^>]*>.*刚刚被其他人修改/s)
    const now = await target()
    expect(refused.text).toContain(`name="version" value="${now.version}"`)
    expect(refused.text).toContain(`href="${path()}?month=`)
    expect(await post(`/${now.id}`, { state: 'on', version: String(now.version) })).toMatchObject({ status: 303 })
    expect(await target()).toMatchObject({ state: 'on' })
  })

  it('of one that was held is either: one whose address is dead for good can be put aside', async () => {
    const { id } = await target()
    const state = (next: 'held' | 'on') =>
      deps.db.updateTable('collection_target').set({ state: next }).where('id', '=', id).execute()
    await state('held')
    const shown = await page(path())
    expect(shown).toMatch(/value="on">恢复</)
    expect(shown).toMatch(/value="off">停用</)
    expect(await page('/sources')).toContain('1 个采集来源已暂停')
    expect(await page('/sources')).toContain('href="/sources?state=held"')
    await state('on')
    expect(await page(path())).not.toContain('恢复')
  })

  it('is for who may change sources, of sources that there are', async () => {
    const { id, version } = await target()
    const off = { state: 'off', version: String(version) }
    expect(await post(`/${id}`, off, reviewer)).toMatchObject({ status: 403 })
    expect(await post('/00000000-0000-7000-8000-000000000000', off)).toMatchObject({ status: 404 })
    expect(await target()).toMatchObject({ state: 'on', version })
  })
})
