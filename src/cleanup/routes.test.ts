import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blank } from '../../tests/support/asked-district.ts'
import { type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { type Scene, sceneDistrict, type SignedIn } from '../../tests/support/scene.ts'
import { wordsOf } from '../../tests/support/sheets.ts'
import type { Deps } from '../access/index.ts'
import { civilDate } from '../calendar/index.ts'
import { cleanupRoutes, freezeProposals } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-cleanup-'))
const today = '2026-10-09'
let deps: Deps
let scene: Scene
let supervisor: SignedIn
let head: SignedIn
let editor: SignedIn
let web: SceneDesk

beforeAll(async () => {
  const desk = await sceneDesk('cleanup-pages', cleanupRoutes, dataDir)
  deps = desk.deps
  scene = desk.scene
  web = desk
  supervisor = await scene.signIn('supervisor')
  head = await scene.signIn('office_head')
  editor = await scene.signIn('unit_editor', { unit: '临湖区水务局' })
  await freezeProposals(deps, supervisor.actor, { districtId: sceneDistrict, asOf: civilDate(today) })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const get = (path: string, who = head) => web.app.request(path, { headers: who.headers })
const text = async (path: string, who = head) => (await get(path, who)).text()
const post = (path: string, fields: readonly (readonly [string, string])[], who = head) =>
  web.app.request(path, {
    method: 'POST',
    headers: who.headers,
    body: new URLSearchParams(
      [['_csrf', who.csrf] as const, ...fields].map(([name, value]): [string, string] => [name, value]),
    ),
  })
const all = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].map(([, found = '']) => found)
const boxes = (page: string) => all(page, /name="item" value="([^"]+)"/g)
/** What stands in a field of a page, by its id. */
const fieldOf = (page: string, id: string) =>
  new RegExp(`<textarea[^>]*id="${id}"[^>]*>([^<]*)|<input[^>]*id="${id}"[^>]*value="([^"]*)"`, 'u')
    .exec(page)
    ?.slice(1)
    .find((found) => found !== undefined)
const order = [
  ['action', 'decide'],
  ['disposition', 'keep'],
  ['reason', '确有需要'],
] as const

describe('who only reads 清理整合', () => {
  it.each(['auditor', 'district_leader'] as const)('as %s sees every item, and is offered no step', async (role) => {
    const who = await scene.signIn(role)
    const page = await text('/cleanup', who)
    expect([boxes(page), page.includes('生成清理建议</button>')]).toEqual([[], false])
    const items = all(page, /href="(\/cleanup\/[0-9a-f-]{36})"/g)
    expect(items.length).toBeGreaterThan(0)
    const one = await get(items[0]!, who)
    expect([one.status, await one.text()]).toEqual([200, expect.not.stringMatching(/<form[^>]*action="\/cleanup/)])
    expect((await get('/closings', who)).status).toBe(200)
    // What the page leads to can be opened.
    expect(page.includes('href="/cleanup/sheets"')).toBe((await get('/cleanup/sheets', who)).status === 200)
    expect((await post(`${items[0]!}/decide`, order, who)).status).toBe(403)
  })

  it.each(['unit_deputy', 'unit_principal'] as const)('as %s sees the own unit alone', async (role) => {
    const who = await scene.signIn(role, { unit: '临湖区水务局', name: `水务${role}` })
    const names = (page: string) => all(page, /href="\/cleanup\/[0-9a-f-]{36}"[^>]*>([^<]+)/g)
    expect(names(await text('/cleanup', who))).toEqual(names(await text('/cleanup', editor)))
    expect(names(await text('/cleanup', who)).length).toBeLessThan(names(await text('/cleanup')).length)
  })
})

describe('批量办理', () => {
  it('begins with boxes for who may order, and without any for a unit', async () => {
    const page = await text('/cleanup')
    expect(boxes(page).length).toBeGreaterThan(3)
    expect(await text('/cleanup?tick=page')).toMatch(/type="checkbox"[^>]* checked/)
    expect(boxes(await text('/cleanup', editor))).toEqual([])
    expect((await post('/cleanup/bulk', order, editor)).status).toBe(403)
    expect((await post('/cleanup/bulk/run', order, editor)).status).toBe(403)
  })

  it('says when nothing was ticked', async () => {
    const answer = await post('/cleanup/bulk', order)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('还没有选定要办理的事项')
  })

  it('that is refused comes back in the same list, as it was ticked and typed', async () => {
    const query = `?q=${encodeURIComponent('局')}&state=open&tick=page`
    const typed = [
      ['action', 'decide'],
      ['which', 'ticked'],
      ['disposition', 'deregister'],
      ['dueOn', '2026-11-30'],
      ['reason', '已无人维护'],
    ] as const
    const answer = await post(`/cleanup/bulk${query}`, typed)
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(all(page, /<option value="([^"]+)" selected/g)).toEqual(
      expect.arrayContaining(['open', 'decide', 'ticked', 'deregister']),
    )
    expect([fieldOf(page, 'dueOn'), fieldOf(page, 'reason')]).toEqual(['2026-11-30', '已无人维护'])
    expect(page).not.toMatch(/type="checkbox"[^>]* checked/)
    expect(page).toContain(`action="/cleanup/bulk${query.replaceAll('&', '&amp;')}"`)
    expect(page).toContain(`href="/cleanup?q=`)

    const [, id = ''] = boxes(page)
    const unknown = await (await post(`/cleanup/bulk${query}`, [...typed, ['disposition', 'x'], ['item', id]])).text()
    expect(all(unknown, /type="checkbox"[^>]* value="([^"]+)"[^>]* checked/g)).toEqual([id])
  })

  it('takes all that the filter leaves, writes nothing on preview, and does on confirmation what was held', async () => {
    const query = `?q=${encodeURIComponent('教育局')}`
    const preview = await (await post(`/cleanup/bulk${query}`, [...order, ['which', 'all']])).text()
    const held = all(preview, /name="row" value="([^"]+)"/g)
    expect(held.length).toBe(boxes(await text(`/cleanup${query}`)).length)
    expect(preview).toContain(`将办理 ${held.length} 项`)
    expect(await text(`/cleanup${query}&state=approved`)).toContain('没有符合条件的清理事项')
    const done = await (await post('/cleanup/bulk/run', [...order, ...held.map((row) => ['row', row] as const)])).text()
    expect(done).toContain(`已办理 ${held.length} 项`)
    expect(boxes(await text(`/cleanup${query}&state=closed`))).toHaveLength(held.length)
    const again = await (
      await post('/cleanup/bulk/run', [...order, ...held.map((row) => ['row', row] as const)])
    ).text()
    expect(again).toContain(`已办理 0 项，未办理 ${held.length} 项`)
    expect(again).toContain('刚刚被其他人修改')
  })

  it('refuses an order, an opinion or a day that it does not know, and decides nothing', async () => {
    const [id = ''] = boxes(await text('/cleanup'))
    const sent = async (action: string, disposition: string) =>
      post('/cleanup/bulk', [
        ['action', action],
        ['disposition', disposition],
        ['item', id],
      ])
    expect((await sent('decide', 'x')).status).toBe(422)
    expect(await (await sent('x', 'keep')).text()).toContain('没有收到可以识别的“批量办理”')
    const run = await post('/cleanup/bulk/run', [
      ['action', 'decide'],
      ['disposition', 'x'],
      ['row', `${id}:1`],
    ])
    expect(run.status).toBe(422)
    const day = await post('/cleanup', [['asOf', 'x']], supervisor)
    expect(await day.text()).toContain('没有收到可以识别的“判定日期”')
  })

  it('leads back to the list as it was filtered', async () => {
    const [id = ''] = boxes(await text('/cleanup?state=proposed'))
    const page = await (await post('/cleanup/bulk?state=open', [...order, ['item', id]])).text()
    expect(page).toContain('href="/cleanup?state=open"')
    expect(page).toContain('action="/cleanup/bulk/run?state=open"')
    expect(all(page, /href="([^"]+)">不办理，返回/g)).toEqual(['/cleanup?state=open'])
  })
})

describe('清理口径', () => {
  const set = (value: string, who = head, effectiveFrom = today) =>
    post(
      '/cleanup/settings',
      [
        ['key', 'cleanupSilentDays'],
        ['value', value],
        ['effectiveFrom', effectiveFrom],
        ['source', '临政办〔2026〕8号'],
      ],
      who,
    )

  it('is shown as 建议, set by the head with a paper and a day, and by nobody else', async () => {
    expect(await text('/cleanup/settings')).toMatch(/信息长期无更新.*60天（建议）.*系统默认值，文件没有规定/s)
    expect((await get('/cleanup/settings', supervisor)).status).toBe(403)
    expect((await set('90', supervisor)).status).toBe(403)
    expect((await set('90', editor)).status).toBe(403)
    expect((await set('90')).status).toBe(303)
    expect(await text('/cleanup/settings')).toMatch(/90天（建议）.*临政办〔2026〕8号（2026-10-09 起）/s)
  })

  it.each([
    ['14', 422],
    ['15', 303],
    ['365', 303],
    ['366', 422],
    ['半年', 422],
  ])('长期 is no shorter than two weeks and no longer than a year: %s', async (value, status) => {
    expect((await set(value)).status).toBe(status)
  })

  it('says its own bounds', async () => {
    expect(await (await set('14')).text()).toContain('“信息长期无更新”至少15天。')
  })

  it('is never set for a day that is over, and what was typed comes back', async () => {
    const answer = await set('90', head, '2026-10-08')
    expect(answer.status).toBe(422)
    expect(await answer.text()).toMatch(/value="临政办〔2026〕8号"/)
  })
})

describe('生成清理建议', () => {
  it('is offered once a day, and a second order changes nothing and says why', async () => {
    const page = await text('/cleanup', supervisor)
    expect(page).toContain('今天（2026年10月9日）的清理建议已于2026-10-09')
    expect(page).not.toMatch(/<button[^>]*>生成清理建议/)
    const answer = await post('/cleanup', [['asOf', today]], supervisor)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('已经生成并固定')
  })
})

describe('审定表', () => {
  it('prints all items of a day for the office, its own for a unit', async () => {
    const rows = async (who: SignedIn) => {
      const answer = await get(`/cleanup/days/${today}/sheet/xlsx`, who)
      expect(answer.status).toBe(200)
      const rowsOf = (await wordsOf(await answer.arrayBuffer())).slice(3)
      return rowsOf.map(([, name = '']) => name).filter((name) => /(局|政府|办事处)$/.test(name))
    }
    expect(new Set(await rows(head)).size).toBeGreaterThan(1)
    expect(new Set(await rows(editor))).toEqual(new Set(['临湖区水务局']))
    expect((await get('/cleanup/days/2026-10-08/sheet/pdf')).status).toBe(404)
    expect((await get(`/cleanup/days/${today}/sheet/pdf?q=${encodeURIComponent('没有的单位')}`)).status).toBe(404)
    expect((await get('/cleanup/days/tomorrow/sheet/pdf')).status).toBe(404)
  })
})

describe('疑似重复账号', () => {
  it('shows a pair side by side, keeps what a person says, and sends one on', async () => {
    const page = await text('/cleanup/similar', supervisor)
    const [address = ''] = all(page, /href="(\/cleanup\/similar\/[^"/]+\/[^"/]+)"/g)
    expect(await text(address, supervisor)).toMatch(/临湖教育.*临湖教育服务/s)
    expect((await post(address, [['number', '0']], supervisor)).status).toBe(422)
    const said = [
      ['verdict', 'same'],
      ['number', '0'],
      ['reason', '后台为同一账号'],
    ] as const
    expect((await post(address, said, supervisor)).status).toBe(303)
    expect(await text(address, supervisor)).toMatch(/辨认结果：是同一账号.*后台为同一账号/s)
    expect((await post(address, said, supervisor)).status).toBe(409)
    const [, , , one = ''] = address.split('/')
    // Both have an open item of today already: nothing is listed twice.
    expect(
      (
        await post(
          `${address}/item`,
          [
            ['chosen', one],
            ['reason', '合并'],
          ],
          supervisor,
        )
      ).status,
    ).toBe(409)
  })

  it('that is refused comes back with what was typed, in that one of the two forms', async () => {
    const [address = ''] = all(
      await text('/cleanup/similar', supervisor),
      /href="(\/cleanup\/similar\/[^"/]+\/[^"/]+)"/g,
    )
    const unsaid = await post(
      address,
      [
        ['number', '0'],
        ['reason', '后台为同一账号'],
      ],
      supervisor,
    )
    const told = await unsaid.text()
    expect([unsaid.status, fieldOf(told, 'verdict-reason'), fieldOf(told, 'item-reason')]).toEqual([
      422,
      '后台为同一账号',
      undefined,
    ])
    const unreasoned = await post(
      address,
      [
        ['number', '0'],
        ['verdict', 'different'],
        ['reason', ' '],
      ],
      supervisor,
    )
    expect(await unreasoned.text()).toMatch(/<option value="different" selected/)
    const [, , , , other = ''] = address.split('/')
    const sent = await post(
      `${address}/item`,
      [
        ['chosen', other],
        ['reason', '合并到另一账号'],
      ],
      supervisor,
    )
    const page = await sent.text()
    expect([sent.status, fieldOf(page, 'verdict-reason'), fieldOf(page, 'item-reason')]).toEqual([
      409,
      undefined,
      '合并到另一账号',
    ])
    expect(page).toContain(`<option value="${other}" selected`)
  })

  it('of another unit does not exist for a unit', async () => {
    const [address = ''] = all(await text('/cleanup/similar', head), /href="(\/cleanup\/similar\/[^"/]+\/[^"/]+)"/g)
    expect((await get(address, head)).status).toBe(200)
    expect((await get(address, editor)).status).toBe(404)
    expect(await text('/cleanup/similar', editor)).toContain('没有疑似重复的账号')
    expect((await get('/cleanup/similar/a/b', supervisor)).status).toBe(404)
  })
})

describe('关停注销办理', () => {
  it('that is refused comes back with what was typed, in the form it was typed into and in no other', async () => {
    const accountId = scene.accounts['临湖区水务局/weibo/临湖水务'] ?? ''
    await deps.db.updateTable('account').set({ running_state: 'closing' }).where('id', '=', accountId).execute()
    const begun = await post('/closings', [['accountId', accountId]], editor)
    const address = begun.headers.get('location') ?? ''
    const refused = async (path: string, fields: readonly (readonly [string, string])[], who = editor) => {
      const answer = await post(`${address}/${path}`, fields, who)
      expect(answer.status).toBeGreaterThanOrEqual(409)
      return answer.text()
    }
    const long = '字'.repeat(2001)
    const drafted = await refused('draft', [
      ['kind', 'deregister'],
      ['version', '1'],
      ['body', long],
    ])
    expect(fieldOf(drafted, 'body-deregister')).toBe(long)
    expect(fieldOf(drafted, 'body-pause')).toContain('停更')
    const published = await refused('publish', [
      ['kind', 'pause'],
      ['version', '1'],
      ['on', '2026-10-08'],
      ['stopsOn', '2026-10-20'],
      ['link', 'https://www.example.gov.cn/7'],
    ])
    expect(fieldOf(published, 'on-pause')).toBe('2026-10-08')
    expect(fieldOf(published, 'stopsOn')).toBe('2026-10-20')
    expect(fieldOf(published, 'link-pause')).toBe('https://www.example.gov.cn/7')
    expect(fieldOf(published, 'body-pause')).toContain('停更')
    const withdrawn = await refused(
      'withdraw',
      [
        ['version', '9'],
        ['reason', '改为保留'],
      ],
      head,
    )
    expect(fieldOf(withdrawn, 'withdraw-reason')).toBe('改为保留')
  })
})

describe('办理证明', () => {
  it('is handed to who may read the item, and who looked is kept once an hour', async () => {
    const { id } = await deps.db
      .selectFrom('cleanup_item')
      .select('id')
      .where('unit_id', '=', editor.actor.unitId!)
      .orderBy('id')
      .executeTakeFirstOrThrow()
    const decided = { state: 'executing', decided_disposition: 'rectify', version: 1 }
    await deps.db.updateTable('cleanup_item').set(decided).where('id', '=', id).execute()
    const file = new File([new Uint8Array(blank)], '截图.png')
    const sent = { version: '1', note: '已恢复更新', file }
    expect((await web.post(`/cleanup/${id}/evidence`, sent, editor)).status).toBe(303)
    for (let look = 0; look < 2; look++) expect((await get(`/cleanup/${id}/evidence`)).status).toBe(200)
    const looks = await deps.db
      .selectFrom('trail_event')
      .select(['actor_id as by', 'subject_id as of'])
      .where('action', '=', 'cleanup.evidence-seen')
      .execute()
    expect(looks).toEqual([{ by: head.id, of: id }])
  })
})

describe('审定表 of what is open now', () => {
  const sheet = async (query = '', who = head) => get(`/cleanup/sheet/xlsx${query}`, who)

  it('is offered without a day, and prints what the list calls 未销号, also of one name alone', async () => {
    const query = `?q=${encodeURIComponent('水务')}`
    expect(await text(`/cleanup${query}`)).toContain(`href="/cleanup/sheet/pdf${query}"`)
    expect(await text(`/cleanup${query}&day=${today}`)).toContain(`href="/cleanup/days/${today}/sheet/pdf${query}"`)
    const open = boxes(await text(`/cleanup${query}&state=open`)).length
    const words = (await wordsOf(await (await sheet(query)).arrayBuffer())).flat().join(' ')
    expect(words).toContain(`截至2026年10月9日未销号的事项　　单位、账号含“水务”的，共 ${open} 项，同一账号列一项`)
  })

  it('has an account once that was proposed on two days: decided before proposed, else the newest', async () => {
    const found = await sql<{ id: string; accountId: string; name: string }>`
      select i.id, a.id as "accountId", a.name from cleanup_item i join account a on a.id = i.account_id
      where i.state = 'proposed' order by a.name, i.id limit 1`.execute(deps.db)
    const [one] = found.rows
    const at = sql`where account_id = ${one!.accountId}::uuid and as_of = '2026-10-01'`
    await sql`
      insert into cleanup_item (district_id, id, account_id, unit_id, as_of, proposal, disposition, needs_reason, state,
        proposed_by, proposed_at)
      select district_id, gen_random_uuid(), account_id, unit_id, '2026-10-01', proposal, disposition, needs_reason, state,
        proposed_by, proposed_at from cleanup_item where id = ${one!.id}::uuid`.execute(deps.db)
    const judged = async () => {
      const rows = await wordsOf(await (await sheet()).arrayBuffer())
      const own = rows.filter(([, , account = '']) => account.startsWith(`${one!.name}\n`))
      return own.map(([, , , said = '']) => /\d+月\d+日判定/u.exec(said)?.[0])
    }
    expect(await judged()).toEqual(['10月9日判定'])
    await sql`update cleanup_item set state = 'approved', decided_disposition = 'rectify' ${at}`.execute(deps.db)
    expect(await judged()).toEqual(['10月1日判定'])
    await sql`delete from cleanup_item ${at}`.execute(deps.db)
  })

  // The last of all: from here on the district is too large for anything else.
  it('is refused, not cut off, when it is longer than can be printed, and says what to do', async () => {
    // As many accounts more, each with an item of today.
    await sql`
      insert into account select (jsonb_populate_record(null::account, to_jsonb(a) || jsonb_build_object(
        'id', gen_random_uuid(), 'identifier', null, 'name', a.name || many.n))).*
      from (select a.* from account a join cleanup_item i on i.account_id = a.id join unit u on u.id = a.unit_id
        where u.name not like '%水务%' and a.name not like '%水务%' order by a.id limit 1) a,
        generate_series(10000, 14999) many (n)`.execute(deps.db)
    await sql`
      insert into cleanup_item (district_id, id, account_id, unit_id, as_of, proposal, disposition, needs_reason, state,
        proposed_by, proposed_at)
      select i.district_id, gen_random_uuid(), a.id, a.unit_id, i.as_of, i.proposal, i.disposition, i.needs_reason,
        'proposed', 'user:many', i.proposed_at
      from (select * from cleanup_item order by id limit 1) i, account a where a.name ~ '1[0-9]{4}$'`.execute(deps.db)
    const [answer, searched] = [await sheet(), await sheet(`?q=${encodeURIComponent('水务')}`)]
    expect([answer.status, searched.status]).toEqual([422, 200])
    expect(await answer.text()).toMatch(/审定表一次最多打印5000项，现有50\d\d项，没有打印。/)
  })
})
