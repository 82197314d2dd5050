import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../../tests/support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../../access/index.ts'
import { fixedClock, instant } from '../../calendar/index.ts'
import { importPosts } from '../../collection/index.ts'
import { seededIds } from '../../database/index.ts'
import { createWeb, defineRoutes } from '../../web/index.ts'
import { concealmentRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-concealment-'))
let deps: Deps
let scene: Scene
let supervisor: SignedIn
let examiner: SignedIn
let web: ReturnType<typeof createWeb>

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('concealment-pages', clock)
  deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  examiner = await scene.signIn('examiner')
  const jobs = { enqueue: () => Promise.reject(new Error('no job is needed')), stop: () => Promise.resolve() }
  const logDefect = (error: unknown) => {
    throw error
  }
  const routes = defineRoutes(concealmentRoutes)
  web = createWeb({ deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes, logDefect })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const get = (path: string, who = supervisor) => web.app.request(path, { headers: who.headers })
const text = async (path: string, who = supervisor) => (await get(path, who)).text()
const post = (path: string, fields: Record<string, string>, who = examiner) =>
  web.app.request(path, {
    method: 'POST',
    headers: who.headers,
    body: new URLSearchParams({ _csrf: who.csrf, ...fields }),
  })
async function upload(lines: readonly string[], who = supervisor): Promise<Response> {
  const body = new FormData()
  body.append('_csrf', who.csrf)
  body.append('file', new Blob([lines.join('\n')]), '网上发现账号.csv')
  return web.app.request('/concealment', { method: 'POST', headers: who.headers, body })
}
const head = '平台,账号名称,账号ID,认证主体,主页链接,发现日期,是否可访问,备注'
const list = [
  head,
  '微信公众号,临湖教育,,临湖区教育局,,,,',
  '抖音,临湖教育资助,lhjyzz,临湖区教育局,https://example.cn/lhjyzz,2026-10-08,是,群众反映',
  '微信公众号,临湖水务,,李某,,,,',
  '某平台,临湖民政,13800001111,,,,,',
]
const started = async (lines = list) => (await upload(lines)).headers.get('location') ?? ''
/** The address of the account of this name on a run's page. */
const linkTo = (page: string, name: string) => new RegExp(`<a href="([^"]+)">${name}</a>`).exec(page)?.[1] ?? ''
const shown = (page: string) =>
  [...page.matchAll(/<a href="\/concealment\/[^/"]+\/[^"]+">([^<]+)<\/a>/g)].map(([, name]) => name)

describe('瞒报漏报核查', () => {
  it('a list leads to its result: what was found of each account, and the rows that could not be read', async () => {
    const path = await started()
    expect(path).toMatch(/^\/concealment\/[0-9a-f-]{36}$/)
    const page = await text(path)
    expect(shown(page)).toEqual(['临湖教育资助', '临湖水务', '临湖教育'])
    expect(page).toMatch(/CSV　第 5 行.*平台.*某平台/s)
    expect(page).not.toMatch(/13800001111|李某/)
    expect(await text('/concealment')).toMatch(/网上发现账号\.csv.*待核实 2 条/s)
  })

  it.each([
    ['kind=impostor', ['临湖水务']],
    ['state=noted', ['临湖教育']],
    ['q=教育局', ['临湖教育资助', '临湖教育']],
    ['kind=renamed', []],
    ['kind=nothing&page=-1', ['临湖教育资助', '临湖水务', '临湖教育']],
  ])('%s leaves these', async (query, wanted) => {
    expect(shown(await text(`${await started()}?${query}`))).toEqual(wanted)
  })

  it('shows 50 a page and leads on, keeping the filter', async () => {
    const many = Array.from(
      { length: 60 },
      (_, at) => `快手,湖畔生活${String(at).padStart(2, '0')},,湖畔餐饮有限公司,,,,`,
    )
    const path = await started([head, ...many])
    const page = await text(`${path}?kind=unrelated`)
    expect(shown(page)).toHaveLength(50)
    expect(page).toContain('kind=unrelated&amp;page=2')
    expect(shown(await text(`${path}?kind=unrelated&page=2`))).toHaveLength(10)
  })

  it.each([
    ['no table of accounts', ['甲,乙', '1,2'], 422, '没有找到账号清单的表头'],
    ['a head alone', [head], 422, '只有表头'],
  ])('%s is said on the page it was sent from', async (_, lines, status, sentence) => {
    const answer = await upload(lines)
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain(sentence)
  })

  it('is closed to units and to whoever may only look', async () => {
    const editor = await scene.signIn('unit_editor', { unit: '临湖区教育局' })
    const path = await started()
    const clue = linkTo(await text(path), '临湖教育资助')
    expect((await get('/concealment', editor)).status).toBe(403)
    expect((await get(clue, editor)).status).toBe(403)
    expect((await upload(list, examiner)).status).toBe(403)
    expect((await post(clue, { decision: 'confirm', version: '1' }, supervisor)).status).toBe(403)
  })

  it('a clue of another list is not found under this one', async () => {
    const [one, two] = [await started(), await started()]
    const id =
      linkTo(await text(one), '临湖教育资助')
        .split('/')
        .at(-1) ?? ''
    expect((await get(`${two}/${id}`)).status).toBe(404)
    expect((await get(`${one}/${id}`)).status).toBe(200)
    expect((await get('/concealment/nothing')).status).toBe(404)
  })
})

describe('核查线索', () => {
  const clueOf = async (name: string) => linkTo(await text(await started()), name)

  it('stands beside the ledger, with what speaks for it and what would change it', async () => {
    const page = await text(await clueOf('临湖水务'), examiner)
    expect(page).toContain('系统判断：疑似假冒')
    expect(page).toMatch(/<th><a href="\/accounts\/[^"]+">台账：临湖水务<\/a><\/th>/)
    expect(page).toMatch(/认证主体<\/td><td[^>]*>李某<\/td><td[^>]*>临湖区水务局<small>与清单不同/)
    expect(page).toContain('核实前不作结论')
    expect(page).toContain('什么情况下判断会改变')
  })

  it('leads to the page that was found, and shows what was written beside it', async () => {
    const page = await text(await clueOf('临湖教育资助'), examiner)
    expect(page).toContain('<a href="https://example.cn/lhjyzz" target="_blank" rel="noreferrer">')
    expect(page).toContain('群众反映')
    expect(page).toContain('2026年10月8日发现，可以访问')
  })

  it('whoever may not decide reads why, and finds no form', async () => {
    const clue = await clueOf('临湖教育资助')
    const [maker, auditor] = [await text(clue), await text(clue, await scene.signIn('auditor'))]
    expect(maker).toContain('清单由您上传')
    expect(auditor).toContain('线索由审核人、负责人核实认定，您可以查看')
    for (const page of [maker, auditor]) expect(page).not.toContain('name="decision"')
    expect(await text(clue, examiner)).toContain('name="decision"')
  })

  it('confirmed it is kept, raises 责任追究线索, and the next one is shown', async () => {
    const clue = await clueOf('临湖教育资助')
    const answer = await post(clue, { decision: 'confirm', kind: 'unfiled', version: '1' })
    expect(answer.status).toBe(303)
    const next = answer.headers.get('location') ?? ''
    expect(await text(next, examiner)).toContain('临湖水务')
    const page = await text(clue, examiner)
    expect(page).toMatch(/已核实.*认定结果<\/dt><dd>未备案<.*临湖区教育局/s)
    expect(page).not.toContain('name="decision"')
    const raised = await deps.db
      .selectFrom('accountability_trigger')
      .select('rule')
      .where('district_id', '=', sceneDistrict)
      .execute()
    expect(raised).toEqual([{ rule: 'F-01' }])
  })

  it('an impostor that is in no ledger is settled without an account, and says so with a reason', async () => {
    const clue = await clueOf('临湖水务')
    const sent = { decision: 'confirm', kind: 'impostor', accountId: '', version: '1' }
    expect((await post(clue, sent)).status).toBe(422)
    expect((await post(clue, { ...sent, reason: '个人注册的同名账号' })).status).toBe(303)
    const kept = await deps.db
      .selectFrom('concealment_match')
      .select(['verdict', 'decided_account_id as accountId'])
      .where('id', '=', clue.split('/').at(-1) ?? '')
      .executeTakeFirstOrThrow()
    expect(kept).toEqual({ verdict: 'impostor', accountId: null })
    expect(await text(clue, examiner)).toMatch(/认定结果<\/dt><dd>假冒</)
  })

  it('a decision that was refused keeps what was chosen and typed', async () => {
    const clue = await clueOf('临湖教育资助')
    const unit = scene.units['石埠镇人民政府'] ?? ''
    const answer = await post(clue, {
      decision: 'confirm',
      kind: 'renamed',
      unitId: unit,
      reason: '来函说明',
      version: '1',
    })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('须写明是台账中的哪个账号')
    expect(page).toContain('<option value="renamed" selected="">')
    expect(page).toContain(`<option value="${unit}" selected="">`)
    expect(page).toContain('来函说明</textarea>')
  })

  it.each<[string, Record<string, string>]>([
    ['no decision', {}],
    ['an unknown decision', { decision: 'delete' }],
    ['an unknown result', { decision: 'confirm', kind: '其他' }],
    ['an account that is no id', { decision: 'confirm', kind: 'renamed', accountId: '1 or 1' }],
    ['a unit that is no id', { decision: 'confirm', kind: 'unfiled', unitId: 'water' }],
    ['a version that is no number', { decision: 'confirm', kind: 'unfiled', version: 'x' }],
  ])('%s decides nothing', async (_, sent) => {
    const clue = await clueOf('临湖教育资助')
    expect((await post(clue, { version: '1', ...sent })).status).toBe(400)
    const id = clue.split('/').at(-1) ?? ''
    const kept = await deps.db.selectFrom('concealment_match').select('state').where('id', '=', id).executeTakeFirst()
    expect(kept).toEqual({ state: 'open' })
  })

  it('dismissed in one list it is remembered in the next', async () => {
    const clue = await clueOf('临湖教育资助')
    expect((await post(clue, { decision: 'dismiss', reason: ' ', version: '1' })).status).toBe(422)
    expect((await post(clue, { decision: 'dismiss', reason: '系市级账号', version: '1' })).status).toBe(303)
    expect(await text(await clueOf('临湖教育资助'), examiner)).toMatch(/其他清单中的同一账号.*已排除.*系市级账号/s)
    expect((await post(clue, { decision: 'dismiss', reason: '再次', version: '2' })).status).toBe(409)
  })
})

describe('系统采集中遇到的账号', () => {
  it('are listed, held against the ledger like a list that was brought, and its file is kept', async () => {
    const empty = await text('/concealment/collected')
    expect(empty).toContain('没有遇到台账以外的账号')
    expect((await post('/concealment/collected', {}, supervisor)).status).toBe(422)
    await importPosts(deps, supervisor.actor, {
      districtId: sceneDistrict,
      fileName: '九月榜单.csv',
      bytes: new TextEncoder().encode(
        [
          '账号,平台,标题,链接,发布时间',
          '临湖教育,公众号,开学通知,https://example.cn/1,2026-09-08',
          ...Array.from(
            { length: 60 },
            (_, at) => `临湖教育${at + 1}校,抖音,开学,https://example.cn/p${at},2026-09-08`,
          ),
        ].join('\n'),
      ),
      acceptValid: true,
    })
    expect(await text('/concealment')).toContain('系统采集中遇到的账号 60 个')
    const page = await text('/concealment/collected?page=2')
    expect(page).toContain('见于采集文件“九月榜单.csv”，共1行')
    expect([...page.matchAll(/临湖教育\d+校/g)]).toHaveLength(10)
    const answer = await post('/concealment/collected', {}, supervisor)
    const address = answer.headers.get('location') ?? ''
    expect(await text(address)).toMatch(/系统采集中遇到的账号（2026-10-09）\.json.*疑似未备案/s)
    const viewer = await scene.signIn('reviewer')
    expect((await post('/concealment/collected', {}, viewer)).status).toBe(403)
  })
})
