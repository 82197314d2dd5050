import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SceneDesk, sceneDesk, type Sent } from '../../tests/support/pages.ts'
import type { SignedIn } from '../../tests/support/scene.ts'
import { workbookOf } from '../../tests/support/sheets.ts'
import { makeXls } from '../../tests/support/xls-writer.ts'
import { registryRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-annex2-pages-'))
let desk: SceneDesk
let supervisor: SignedIn

beforeAll(async () => {
  desk = await sceneDesk('annex2-pages', registryRoutes({ account: [], unit: [] }), dataDir)
  supervisor = await desk.scene.signIn('supervisor')
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const text = async (path: string) => (await desk.get(path, supervisor)).text()
const post = (path: string, fields: Sent) => desk.post(path, fields, supervisor)
const upload = (path: string, name: string, bytes: Uint8Array) =>
  post(path, { file: new File([new Uint8Array(bytes)], name) })
const unitId = (name: string) => desk.scene.units[name] ?? ''
/** What stands in the first column of a list, in its order. */
const names = (page: string) => [...page.matchAll(/<a class="nm"[^>]*>([^<]+)<\/a>/g)].map(([, name]) => name)

describe('导入附件2', () => {
  const head = ['序号', '主办单位', '名称', '平台类型', '粉丝量', '开通时间']
  const book = (...rows: (string | number)[][]) =>
    workbookOf({ name: '汇总', rows: [['附件2'], head, ...rows], merges: [] })
  const previewOf = async (bytes: Uint8Array, name = '附件2.xlsx') => {
    const answer = await upload('/imports/accounts', name, bytes)
    expect(answer.status).toBe(303)
    return answer.headers.get('location') ?? ''
  }

  it('shows what would be new or changed and writes nothing before it is told to', async () => {
    const path = await previewOf(
      await book(
        [1, '临湖区水务局', '临湖水务', '微博', 300, '2018年3月'],
        [2, '临湖区水务局', '临湖水务视频', '抖音', 20, '2020年1月'],
      ),
    )
    const page = await text(path)
    expect(page).toContain('临湖水务视频')
    expect(page).toMatch(/开通时间\s+<ins>2018年3月<\/ins>/)
    expect(names(await text('/accounts?q=临湖水务视频'))).toEqual([])
    expect((await post(path, {})).headers.get('location')).toMatch(/^\/imports\?written=/)
    expect(names(await text('/accounts?q=临湖水务视频'))).toEqual(['临湖水务视频'])
    expect(await text('/imports')).toContain('新增 1 个，变更 1 个')
    // An account that came by a file alone has no record of its own to count, but an origin.
    const [, made = ''] =
      /href="(\/accounts\/[^"]+)">\s*临湖水务视频/.exec(await text('/accounts?q=临湖水务视频')) ?? []
    expect(await text(made)).toMatch(/办理记录<\/h2><\/header><div class="in"><p[^>]*>随附件2导入登记/)
    expect((await post(path, {})).status).toBe(404)
  })

  it('names a faulty cell by sheet and place, and takes the other rows only when asked', async () => {
    const path = await previewOf(
      await book(
        [1, '临湖区教育局', '临湖招生', '抖音', '很多', '去年'],
        [2, '临湖区教育局', '临湖资助', '快手', 20, '2020年1月'],
      ),
    )
    const page = await text(path)
    expect([...page.matchAll(/汇总　([A-Z]+\d+)/g)].map(([, place]) => place)).toEqual(['E3', 'F3'])
    expect(page).toMatch(/很多.*去年/s)
    const held = await post(path, {})
    expect(held.status).toBe(422)
    expect(await held.text()).toContain('没有写入')
    expect(names(await text('/accounts?q=临湖资助'))).toEqual([])
    expect((await post(path, { acceptValid: 'yes' })).status).toBe(303)
    expect(names(await text('/accounts?q=临湖资助'))).toEqual(['临湖资助'])
    expect(names(await text('/accounts?q=临湖招生'))).toEqual([])
  })

  it('builds units it does not know only when asked', async () => {
    const path = await previewOf(await book([1, '临湖区林业局', '临湖林业', '抖音', 20, '2020年1月']))
    const page = await text(path)
    expect(page).toContain('台账中没有的单位 1 个')
    expect(page).toMatch(/一并建立新单位后，还将写入.*临湖林业.*新增：粉丝量 20；开通时间 2020年1月/s)
    expect((await post(path, {})).status).toBe(422)
    expect(names(await text('/units?q=林业'))).toEqual([])
    expect((await post(path, { createUnits: 'yes' })).status).toBe(303)
    expect(names(await text('/units?q=林业'))).toEqual(['临湖区林业局'])
  })

  it('counts what it lists, and names units that only rows with faults name', async () => {
    const page = await text(
      await previewOf(
        await book(
          [1, '临湖区畜牧局', '临湖畜牧', '抖音', '约1.7万', '44562'],
          [2, '临湖区渔政局', '临湖渔政一', '抖音', '很多', ''],
          [3, '临湖区渔政局', '临湖渔政二', '抖音', '很多', ''],
        ),
      ),
    )
    expect(page).toContain('粉丝量 约1.7万（按17000登记）；开通时间 2022年1月1日')
    expect(page).toMatch(/不合要求的单元格<\/h2><p>3 条</)
    expect(page).toMatch(/台账中没有的单位 1 个.*另有 1 个只见于内容有误的行，这次不建立：临湖区渔政局/s)
  })

  it('shows who filled a sheet in with a masked number, and the whole one only on asking', async () => {
    const sheet = {
      name: '民政局',
      rows: [
        ['填表单位：临湖区民政局', '', '填报人：方书遥', '联系电话：0730-5550101'],
        ['名称', '平台', '粉丝量'],
        ['临湖民政填报', '腾讯（视频号）', '３２５６'],
      ],
    }
    expect((await post(await previewOf(await workbookOf(sheet)), {})).status).toBe(303)
    const path = `/units/${unitId('临湖区民政局')}`
    const page = await text(path)
    expect(page).toMatch(/填报人<\/dt><dd>方书遥 <span class="num">\*+01</)
    expect(page).not.toContain('0730-5550101')
    const [, personId = ''] = /填报人<\/dt>.*?name="personId" value="([^"]+)"/s.exec(page) ?? []
    expect(await (await post(`${path}/reveal`, { personId })).text()).toContain('0730-5550101')
    expect(page).toContain('临湖民政填报')
  })

  it('the same file again has nothing to write', async () => {
    const bytes = await book([1, '临湖区林业局', '临湖林业', '抖音', 20, '2020年1月'])
    expect(await text(await previewOf(bytes))).toContain('台账已是最新，无需写入')
  })

  it('an old .xls file is read like a new one', async () => {
    const rows = [['附件2'], head, [1, '临湖区教育局', '临湖阅读', '快手', '1.2万', '2019年6月']]
    const path = await previewOf(makeXls([{ name: '汇总', rows }]), '附件2.xls')
    expect(await text(path)).toContain('临湖阅读')
    expect((await post(path, {})).headers.get('location')).toMatch(/^\/imports\?written=/)
    expect(names(await text('/accounts?q=临湖阅读'))).toEqual(['临湖阅读'])
  })

  it('a picture with the name of a workbook is refused with a sentence', async () => {
    const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array<number>(200).fill(0)])
    const answer = await upload('/imports/accounts', '附件2.xlsx', picture)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(await answer.text()).toMatch(/[一-龥]{6,}/)
  })
})
