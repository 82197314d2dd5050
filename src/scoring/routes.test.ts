import { expect, it } from 'vitest'
import { sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict } from '../../tests/support/scene.ts'
import { listEntries, readStoredScheme } from './queries/years.ts'
import { scoringRoutes } from './routes.tsx'
import { readScheme } from './scheme.ts'
import { schemeTyped } from './scheme-form.ts'
import { templates } from './templates.ts'

it('a scheme is drawn up from a template, refused with what was typed, locked, and compared; a unit sees none of it before its time', async () => {
  const { deps, scene, get, post } = await sceneDesk('score-pages', scoringRoutes)
  const desk = await scene.signIn('supervisor')
  const head = await scene.signIn('office_head')
  const unit = await scene.signIn('unit_editor', { unit: '临湖区水务局' })
  const own = `/score/2026/units/${scene.units['临湖区水务局']!}`
  expect(await (await get('/score?year=2026', desk)).text()).toContain('2026年还没有锁定的评分方案')

  const bad = await post('/score/schemes', { year: '26', from: 'district' }, desk)
  expect([bad.status, (await bad.text()).includes('四位年份')]).toEqual([422, true])
  const made = await post('/score/schemes', { year: '2026', from: 'district' }, desk)
  const path = made.headers.get('location')!
  for (const [typed, words] of [
    [{ 'items.0.points': '14' }, '各项分值合计99分，与满分100分不一致'],
    [{ 'items.2.rules.1.points': '五分' }, '“超过14天未更新”应填数字，收到的是“五分”'],
    [{ 'add.label': '粉丝数达标', 'add.section': 'bonus', 'add.match': 'record/source-missed' }, '国办函〔2026〕12号'],
    [{ 'item.label': '保密审查', 'item.points': '5' }, '各项分值合计105分'],
    [{ 'item.label': '点赞排名', 'item.points': '0' }, '国办函〔2026〕12号'],
    [{ 'add.label': '未登记', 'add.section': 'item', 'add.match': 'record/duty-missed' }, '没有填写新项目的名称'],
    [
      { 'add.label': '脱岗', 'add.section': 'items.0', 'add.match': 'record/duty-missed', 'items.0.off': 'yes' },
      '所放的项目不存在或正在删去',
    ],
    [{ 'add.label': '另扣', 'add.section': 'extra', 'add.match': 'finding/L-15' }, '同一事项不能计两次'],
  ] as const) {
    const refused = await post(path, { version: '1', ...typed }, desk)
    const page = await refused.text()
    expect([refused.status, page.includes(words), page.includes(`value="${Object.values(typed)[0]}"`)]).toEqual([
      422,
      true,
      true,
    ])
  }
  const id = path.split('/').at(-1)!
  const stored = async () => (await readStoredScheme(deps.db, sceneDistrict, id))!.scheme
  expect(await stored()).toEqual(templates.district)
  const change = {
    version: '1',
    name: '本区方案',
    'items.0.points': '10',
    'items.1.points': '25',
    'items.3.rules.0.capPerMonth': '',
  }
  const added = {
    'add.label': '值班脱岗',
    'add.section': 'items.0',
    'add.match': 'record/duty-missed',
    'add.points': '1',
  }
  expect((await post(path, { ...change, ...added, 'bonus.rules.3.off': 'yes' }, desk)).status).toBe(303)
  const changed = await stored()
  expect(changed.items[0]!.rules.at(-1)).toEqual({
    label: '值班脱岗',
    match: [{ kind: 'record', codes: ['duty-missed'] }],
    points: 1,
    per: 'event',
  })
  expect([changed.items[3]!.rules[0]!.capPerMonth, changed.bonus.rules.length]).toEqual([undefined, 3])

  // A draft is the office's.
  expect((await get(path, unit)).status).toBe(404)
  expect((await post(`${path}/lock`, { version: '2', paper: '〔2026〕1号' }, desk)).status).toBe(403)
  const unnamed = await post(`${path}/lock`, { version: '2', paper: ' ' }, head)
  expect([unnamed.status, (await unnamed.text()).includes('请填写审定方案的文件名称和文号')]).toEqual([422, true])
  expect((await post(`${path}/lock`, { version: '2', paper: '〔2026〕1号' }, head)).status).toBe(303)
  const locked = await (await get(path, desk)).text()
  expect([locked.includes('name="items.0.points"'), locked.includes('组织责任（10分）')]).toEqual([false, true])
  expect(await (await get(`${path}/compare?year=2026`, desk)).text()).toContain('0 个结果不同')
  expect(await (await get('/score?year=2026', desk)).text()).toContain('数据未封存，为试算')

  expect(await (await get('/score?year=2026', unit)).text()).toContain('系统评分后开放自查自报')
  const statuses = await Promise.all(
    [own, path, `${path}/compare`, '/score/2026/paper/pdf'].map(async (of) => (await get(of, unit)).status),
  )
  expect(statuses).toEqual([404, 200, 403, 403])
  expect((await post('/score/2026/steps', { version: '1', action: 'freeze', note: '越权' }, unit)).status).toBe(403)
  expect((await post(own, { origin: 'record', kind: 'praise-city', note: '过早' }, unit)).status).not.toBe(303)

  // Nothing is decided without a word; an entry of a year that has moved on keeps what was typed.
  const entered = { origin: 'record', kind: 'training-missing', on: '2026-05-20', count: '1', note: '见签到表' }
  expect((await post(own, entered, desk)).status).toBe(303)
  const { id: entryId } = (await listEntries(deps.db, { districtId: sceneDistrict }, 2026))[0]!
  const decide = (decision: string) => post(`/score/2026/entries/${entryId}`, { confirmed: 'yes', decision }, head)
  const wordless = await decide(' ')
  expect([wordless.status, (await wordless.text()).includes('请填写处理意见')]).toEqual([422, true])
  await deps.db.updateTable('score_year').set({ state: 'panel' }).execute()
  const late = await decide('签到表属实')
  expect([late.status, (await late.text()).includes('value="签到表属实"')]).toEqual([409, true])
  // Who decides reads which item is changed, by its name.
  expect((await post(own, { origin: 'panel', item: '3', points: '-1', note: '抽查不符' }, desk)).status).toBe(303)
  expect(await (await get('/score/2026/entries', head)).text()).toContain('更新及时 -1分')
})

it('an item is added with its first rule, and one is crossed out with all of its rules', () => {
  const from = templates.district
  const typed = {
    'items.0.off': 'yes',
    'item.label': '值班值守',
    'item.points': '15',
    'item.level': 'unit',
    'add.label': '值班脱岗',
    'add.section': 'item',
    'add.match': 'record/duty-missed',
    'add.points': '3',
  }
  const { items } = readScheme(schemeTyped(from, typed))
  expect(items.slice(0, -1)).toEqual(from.items.slice(1))
  expect(items.at(-1)).toEqual({
    id: String(from.items.length + 1),
    label: '值班值守',
    points: 15,
    level: 'unit',
    rules: [{ label: '值班脱岗', match: [{ kind: 'record', codes: ['duty-missed'] }], points: 3, per: 'event' }],
  })
})
