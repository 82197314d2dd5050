import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import type { Deps } from '../access/index.ts'
import { registryRoutes } from '../registry/index.ts'
import { handoverRoutes } from './handover/index.ts'
import { departedRoutes } from './departed/routes.tsx'
import { answerColumns } from './cases/records.ts'
import { campaignRoutes } from './routes-campaigns.tsx'
import { caseRoutes } from './routes-cases.tsx'
import { triggerRoutes } from './routes-triggers.tsx'
import { nationalRoutes } from './national/index.ts'

let deps: Deps
let web: SceneDesk
let supervisor: SignedIn
let head: SignedIn

// A district as large as they come: 300 units with five accounts each, and as many of everything that is listed.
beforeAll(async () => {
  const unfinished = () => Promise.resolve([])
  const routes = [...campaignRoutes(unfinished), ...caseRoutes, ...triggerRoutes, ...departedRoutes, ...nationalRoutes]
  routes.push(...handoverRoutes(() => Promise.resolve([])), ...registryRoutes({ account: [], unit: [] }))
  web = await sceneDesk('many', routes)
  deps = web.deps
  supervisor = await web.scene.signIn('supervisor')
  head = await web.scene.signIn('office_head')
  await fillDistrict()
  // As the server does by itself some time after so much was written.
  await web.owner((client) => client.query('analyze'))
})

async function fillDistrict(): Promise<void> {
  const [district, now] = [sceneDistrict, sceneNow]
  const number = sql`lpad(n::text, 3, '0')`
  await sql`insert into unit (district_id, id, code, name, kind, created_at, updated_at)
    select ${district}, gen_random_uuid(), 'many-' || n, '第' || ${number} || '局', 'department', ${now}, ${now}
    from generate_series(1, 300) n`.execute(deps.db)
  await sql`insert into account (district_id, id, unit_id, name, platform, created_at, updated_at)
    select ${district}, gen_random_uuid(), u.id, u.name || '第' || n || '号', 'weibo', ${now}, ${now}
    from unit u, generate_series(1, 5) n where u.district_id = ${district} and u.code like 'many-%'`.execute(deps.db)
  const { answers, people_key, people } = answerColumns(deps, district, { id: 'x', kind: 'change' }, {})
  await sql`insert into filing_case (district_id, id, kind, unit_id, account_id, state, answers, people_key, people,
      filing_number, created_by, created_at)
    select ${district}, gen_random_uuid(), 'change', a.unit_id, a.id, 'registered', ${answers}::jsonb, ${people_key},
      ${people}, '990100-2025-' || substr(a.name, 2, 3), 'user:x', ${now}
    from account a where a.district_id = ${district} and a.name like '%第1号'`.execute(deps.db)
  await sql`insert into accountability_trigger (district_id, id, rule, unit_id, account_id, subject_kind, subject_id, facts,
      raised_by, raised_at)
    select ${district}, gen_random_uuid(), 'F-04', a.unit_id, a.id, 'many', a.id::text, '{}'::jsonb, 'system', ${now}
    from account a where a.district_id = ${district} and a.name like '%第2号'`.execute(deps.db)
  await sql`insert into person (district_id, id, created_at, left_at)
    select ${district}, gen_random_uuid(), ${now}, ${now} from generate_series(1, 300)`.execute(deps.db)
  await sql`insert into post_holder (district_id, subject_id, duty, person_id, since, tenure_since, until, ended_as)
    select ${district}, s.id, 'staff', p.id, ${now}, ${now}, ${now}, 'left'
    from (select id, row_number() over (order by code) as n from unit where code like 'many-%') s
    join (select id, row_number() over (order by id) as n from person where left_at is not null) p on p.n = s.n`.execute(
    deps.db,
  )
  await sql`insert into filing_campaign (district_id, id, title, basis, basis_number, unit_kinds, forms, filing_due,
      counted_until, reminder_days, contact, state, prepared_by, created_at)
    select ${district}, gen_random_uuid(), '第' || ${number} || '次排查', '通知', '临政办〔' || n || '〕号', '{department}',
      '{annex1}', ${now}, '2026-10-09', '{1}', '监管股', 'draft', 'user:x', ${now}
    from generate_series(1, 300) n`.execute(deps.db)
  const file = deps.ids.next()
  await sql`insert into stored_file (district_id, id, sha256, media_type, byte_count, name, created_by, created_at)
    values (${district}, ${file}, '', '', 0, '', 'user:x', ${now})`.execute(deps.db)
  await sql`insert into national_comparison (district_id, id, file_id, file_name, extent, row_count, matched_count, unread,
      compared_by, compared_at)
    select ${district}, gen_random_uuid(), ${file}, '第' || ${number} || '表.xlsx', 'district', 0, 0, '[]'::jsonb, 'user:x', ${now}
    from generate_series(1, 120) n`.execute(deps.db)
}

const text = async (path: string, { headers }: SignedIn = head) => {
  const answer = await web.app.request(path, { headers })
  expect(answer.status).toBe(200)
  return answer.text()
}
const totalOf = (page: string) => Number(/共 (\d+) 条/.exec(page)?.[1])
const optionsOf = (page: string, name: string) => {
  const [, inside = ''] = new RegExp(`<select id="${name}"[^>]*>(.*?)</select>`, 's').exec(page) ?? []
  return [...inside.matchAll(/<option value="([^"]+)"[^>]*>([^<]*)</g)].map(([, value, label]) => ({ value, label }))
}

describe('a list of 300', () => {
  it.each([
    ['/cases', '第123局', '第123局第1号'],
    ['/cases', '990100-2025-123', '第123局第1号'],
    ['/accountability', '第123局第2号', '第123局'],
    ['/people', '第123局', '第123局'],
    ['/filing', '第123次', '第123次排查'],
    ['/filing', '〔123〕', '第123次排查'],
  ])('%s has 50 on each page and is searched for %s', async (path, search, found) => {
    expect(totalOf(await text(path))).toBe(300)
    expect(await text(`${path}?page=6`)).toContain('aria-current="page">6<')
    const one = await text(`${path}?q=${encodeURIComponent(search)}`)
    expect(totalOf(one)).toBe(1)
    expect(one).toContain(found)
    expect(one).toContain(`value="${search}"`)
    // What is searched for is a text, no pattern.
    expect(totalOf(await text(`${path}?q=${encodeURIComponent('第%局')}`))).toBe(0)
  })

  it('of comparisons goes on after the first page', async () => {
    expect(totalOf(await text('/national/comparisons', supervisor))).toBe(120)
    expect(await text('/national/comparisons?page=3', supervisor)).toContain('aria-current="page">3<')
  })
})

describe('申请备案 in a district of 1,500 accounts', () => {
  const begin = (query: string) => text(`/cases/new${query}`, supervisor)

  it('offers nothing before it is known what is looked for', async () => {
    const page = await begin('')
    expect(optionsOf(page, 'unitId')).toEqual([])
    expect(optionsOf(page, 'accountId')).toEqual([])
    expect(page).toContain('请先查找')
  })

  it('offers what was found by unit or account, without script', async () => {
    const byUnit = await begin('?q=第123局')
    expect(optionsOf(byUnit, 'unitId').map(({ label }) => label)).toEqual(['第123局'])
    expect(optionsOf(byUnit, 'accountId')).toHaveLength(5)
    const byAccount = await begin('?q=第123局第4号')
    expect(optionsOf(byAccount, 'accountId').map(({ label }) => label)).toEqual(['第123局第4号（新浪微博，第123局）'])
  })

  it('offers 50 at most and says that there are more', async () => {
    const page = await begin('?q=局')
    expect(optionsOf(page, 'accountId')).toHaveLength(50)
    expect(page).toContain('下面只列前50个')
  })

  it('has chosen the account whose page one comes from', async () => {
    const [{ value = '' } = {}] = optionsOf(await begin('?q=第123局第4号'), 'accountId')
    const page = await begin(`?kind=suspend&accountId=${value}`)
    expect(optionsOf(page, 'accountId').map((one) => one.value)).toEqual([value])
    expect(page).toMatch(/<option value="suspend" selected/)
    expect(page).toMatch(new RegExp(`<option value="${value}" selected`))
  })

  it('keeps what was looked for when the choice is refused', async () => {
    const body = new URLSearchParams({
      _csrf: supervisor.csrf,
      q: '第123局',
      kind: 'suspend',
      unitId: '',
      accountId: '',
    })
    const answer = await web.app.request('/cases/new', { method: 'POST', headers: supervisor.headers, body })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(optionsOf(page, 'accountId')).toHaveLength(5)
    expect(page).toContain('办理关停须选择账号')
  })
})

describe('a unit is looked up before it is chosen', () => {
  it.each(['/accounts/new', '/handovers/new'])('on %s, and stays chosen, without script', async (path) => {
    const before = await text(path, supervisor)
    expect(optionsOf(before, 'unitId')).toEqual([])
    expect(before).toContain('请先查找')
    const found = optionsOf(await text(`${path}?q=第123局`, supervisor), 'unitId')
    expect(found.map(({ label }) => label)).toEqual(['第123局'])
    const chosen = `${path}?unit=${found[0]!.value}&unitId=${found[0]!.value}`
    expect(optionsOf(await text(chosen, supervisor), 'unitId')).toEqual(found)
    const many = await text(`${path}?q=局`, supervisor)
    expect(optionsOf(many, 'unitId')).toHaveLength(50)
    expect(many).toContain('只列前50个')
  })
})
