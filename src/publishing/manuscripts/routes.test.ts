import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blank } from '../../../tests/support/asked-district.ts'
import { type SceneDesk, sceneDesk } from '../../../tests/support/pages.ts'
import { sceneDistrict, type SignedIn } from '../../../tests/support/scene.ts'
import { setAdoption } from './adoption.ts'
import { findManuscript } from './queries.ts'
import { openSender } from '../../outgoing/index.ts'
import { manuscriptOutgoingRoutes, manuscriptRoutes } from './routes.tsx'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

let desk: SceneDesk
const people = {} as Record<'editor' | 'second' | 'deputy' | 'guest' | 'office' | 'supervisor', SignedIn>
const unit = '临湖区水务局'
let accountId = ''

beforeAll(async () => {
  // Cut off: no name is known.
  const outgoing = manuscriptOutgoingRoutes(() => openSender({ resolve: async () => [] }))
  desk = await sceneDesk('manuscripts', [...manuscriptRoutes, ...outgoing], dataDir)
  const { scene, deps } = desk
  people.editor = await scene.signIn('unit_editor', { unit })
  people.second = await scene.signIn('unit_editor', { unit, name: '第二人' })
  people.deputy = await scene.signIn('unit_deputy', { unit })
  people.guest = await scene.signIn('unit_editor', { unit: '临湖区民政局', name: '别的单位' })
  people.office = await scene.signIn('secrecy_office')
  people.supervisor = await scene.signIn('supervisor')
  const unitId = scene.units[unit]!
  await setAdoption(deps, people.deputy.actor, { districtId: sceneDistrict, unitId, levels: 2 })
  accountId = Object.entries(scene.accounts).find(([name]) => name.startsWith(unit))![1]
})

const form = (more: Record<string, string | Blob> = {}) => ({
  title: '关于停水检修的通知',
  text: '10月15日停水。\n\n请提前储水。',
  author: '卢景行',
  accountId,
  ...more,
})

async function draft(more: Record<string, string> = {}): Promise<string> {
  const answer = await desk.post('/manuscripts/new', form(more), people.editor)
  expect(answer.status).toBe(303)
  return answer.headers.get('location')!.split('/')[2]!
}
const read = async (id: string) => (await findManuscript(desk.deps.db, { districtId: sceneDistrict, all: true }, id))!
const page = async (path: string, who: SignedIn) => {
  const answer = await desk.get(path, who)
  return { status: answer.status, text: await answer.text() }
}

const answerTo = async (path: string, values: Record<string, string>) => {
  const answer = await desk.post(path, values, people.editor)
  return { status: answer.status, text: await answer.text() }
}

describe('writing', () => {
  it('what was typed comes back with the sentence of what is wrong', async () => {
    const wrong: [Record<string, string>, string][] = [
      [{ title: '' }, '请填写标题'],
      [{ author: ' ' }, '请填写撰稿'],
      [{ sourceLink: 'javascript:x' }, '稿源链接须为完整网址'],
      [{ aiGenerated: 'yes' }, '须填写向读者显示的标识文字'],
      [{ accountId: '01990000-0000-7000-8000-000000000009' }, '所选账号不属于本单位'],
    ]
    for (const [more, sentence] of wrong) {
      const answer = await desk.post('/manuscripts/new', form(more), people.editor)
      const text = await answer.text()
      expect([answer.status, text.includes(sentence), text.includes('请提前储水。')]).toEqual([422, true, true])
    }
  })

  it('a hundred thousand letters are kept to the last, and markup that runs never reaches a page', async () => {
    const long = '停水检修通知，请提前储水。'.repeat(7_700)
    const id = await draft({
      html: `<p>${long}</p><p onclick="x()">末段<script>alert(1)</script></p>`,
      title: '<b>标题</b>',
    })
    const { text } = await page(`/manuscripts/${id}`, people.editor)
    expect(text).toContain(`${long}</p>`)
    expect(text).not.toMatch(/onclick|alert\(1\)|<b>标题/)
    const more = await desk.post(
      `/manuscripts/${id}/edit`,
      { ...form(), html: '字'.repeat(200_001), basedOn: '1' },
      people.editor,
    )
    expect([more.status, (await more.text()).includes('超过200000字')]).toEqual([422, true])
  })

  it('what nobody saved yet is kept as a draft as soon as it is typed, and becomes one manuscript', async () => {
    const before = (await page('/manuscripts/new', people.editor)).text
    expect(before).toContain('data-rich="new"')
    const answer = await desk.post('/manuscripts/new/save', form({ html: '<p>刚刚输入的一段</p>' }), people.editor)
    const { id, number } = (await answer.json()) as { id: string; number: number }
    expect(number).toBe(1)
    expect((await page(`/manuscripts/${id}/edit`, people.editor)).text).toContain('<p>刚刚输入的一段</p>')
    const more = form({ basedOn: '1', html: '<p>又输入一段</p>' })
    expect(await (await desk.post(`/manuscripts/${id}/save`, more, people.editor)).json()).toMatchObject({ number: 2 })
    // Of what the page saved by itself the last is kept.
    const versions = await desk.deps.db
      .selectFrom('manuscript_version')
      .select('number')
      .where('manuscript_id', '=', id)
      .execute()
    expect(versions).toEqual([{ number: 2 }])
    expect((await desk.post('/manuscripts/new/save', form(), people.supervisor)).status).toBe(403)
    const asJson = { ...people.editor, headers: { ...people.editor.headers, accept: 'application/json' } }
    expect(await (await desk.post('/manuscripts/new/save', form({ author: '' }), asJson)).json()).toMatchObject({
      sentence: expect.stringContaining('请填写撰稿'),
    })
  })

  it('the page saves by itself; what two wrote at once stands side by side, and one is chosen', async () => {
    const id = await draft()
    const save = async (who: SignedIn, basedOn: string, html: string) =>
      (await desk.post(`/manuscripts/${id}/save`, form({ basedOn, html }), who)).json()
    expect(await save(people.editor, '1', '<p>甲</p>')).toEqual({ number: 2, apart: false, current: 2 })
    expect(await save(people.second, '1', '<p>乙</p>')).toEqual({ number: 3, apart: true, current: 2 })
    const asJson = { ...people.editor, headers: { ...people.editor.headers, accept: 'application/json' } }
    const marked = await desk.post(
      `/manuscripts/${id}/save`,
      form({ basedOn: '2', html: '<p>机<b>密</b>★5年</p>' }),
      asJson,
    )
    expect(await marked.json()).toMatchObject({
      code: 'secrecy.form-stopped',
      sentence: expect.stringContaining('涉密'),
    })
    // Sent once more by hand, it is there already; the page says where.
    const again = await desk.post(`/manuscripts/${id}/edit`, form({ basedOn: '1', html: '<p>乙</p>' }), people.second)
    expect(await again.text()).toContain('您的文字另存为第3版')
    const both = await page(`/manuscripts/${id}/versions?from=2&to=3`, people.editor)
    expect(both.text).toContain('<del>甲</del>')
    expect(both.text).toContain('<ins>乙</ins>')
    await desk.post(`/manuscripts/${id}/use`, { basedOn: '2', number: '3' }, people.editor)
    expect((await page(`/manuscripts/${id}`, people.editor)).text).toContain('<p>乙</p>')
  })

  it('pictures that are pasted are kept with the text; one that would fill a memory leaves a gap, and holds up the submission', async () => {
    const id = await draft()
    const png = Buffer.from(blank)
    const bomb = Buffer.from(png)
    bomb.writeUInt32BE(60_000, 16)
    bomb.writeUInt32BE(60_000, 20)
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29)
    const inside = (bytes: Buffer) => `<p>文</p><img src="data:image/png;base64,${bytes.toString('base64')}">`
    const paste = async (html: string) => (await desk.post(`/manuscripts/${id}/paste`, { html }, people.editor)).text()
    const pasted = await paste(inside(png))
    const src = /src="(\/manuscripts\/[^"]+)"/.exec(pasted)![1]!
    const shown = await desk.get(src, people.second)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect((await desk.get(src, people.guest)).status).toBe(404)
    const hostile = await paste(inside(bomb))
    expect(hostile).toContain('图片未收')
    await desk.post(`/manuscripts/${id}/edit`, form({ basedOn: '1', html: hostile }), people.editor)
    const { version, textNumber } = await read(id)
    const sent = { version: String(version), textNumber: String(textNumber) }
    const refused = await desk.post(`/manuscripts/${id}/submit`, sent, people.editor)
    expect([refused.status, (await refused.text()).includes('正文有1处图片没有随文粘贴')]).toEqual([422, true])
    const chosen = await desk.post(
      `/manuscripts/${id}/pictures`,
      { picture: new File([bomb], '大.png') },
      people.editor,
    )
    expect([chosen.status, await chosen.text()]).toEqual([422, expect.stringContaining('像素')])
  })

  it('the check is asked while somebody writes, and personal numbers are masked', async () => {
    const id = await draft()
    const plain = '要敲响警钟常鸣。\n联系电话13812345678。'
    const answer = await desk.post(`/manuscripts/${id}/check`, { title: '攻府公告', plain }, people.editor)
    const text = await answer.text()
    expect(text).toContain('data-start="3" data-end="7"')
    expect(text).toContain('警钟长鸣')
    expect(text).toContain('138****5678')
    expect(text).not.toContain('13812345678')
    // In the title: before the words, and told as such.
    expect(text).toMatch(/data-start="-\d+"/)
  })
})

describe('links', () => {
  it('a link behind words is judged while somebody writes: where it leads, and that it leads elsewhere than it says', async () => {
    const id = await draft()
    const plain = '请点这里，或登录www.linhu.gov.cn。'
    const links = [
      { href: 'http://10.1.2.3/oa', start: 2, end: 4 },
      { href: 'https://www.linhu-gov.cn/', start: 8, end: 24 },
    ]
    const asked = { title: '公告', plain, links: JSON.stringify(links), pictures: '2' }
    const { text } = await answerTo(`/manuscripts/${id}/check`, asked)
    expect(text).toContain('打开的是内部网络的地址')
    expect(text).toContain('www.linhu-gov.cn 像政府网站而不是')
    expect(text).toContain('正文有2张图片')
    expect(text).toContain('2个网址没有检查能否打开')
    for (const wrong of ['', '[', '{}', '[{"href":1}]', '[null]'])
      expect((await answerTo(`/manuscripts/${id}/check`, { ...asked, links: wrong })).status).toBe(200)
  })

  it('whether links open is asked for by a button and again when the text is sent; a server that is cut off says so and holds nobody up', async () => {
    const id = await draft({ text: '请登录www.linhu.gov.cn办理。' })
    const asked = { title: '公告', plain: '请登录www.linhu.gov.cn办理。', links: '[]' }
    const { text } = await answerTo(`/manuscripts/${id}/links`, asked)
    expect(text).toContain('1个网址没有打开（找不到该主机），请人工打开核对：http://www.linhu.gov.cn/。')
    expect((await desk.post(`/manuscripts/${id}/links`, asked, people.guest)).status).toBe(404)
    const before = await page(`/manuscripts/${id}/submit`, people.editor)
    expect(before.text).toContain('1个没有打开')
    expect((await desk.post(`/manuscripts/${id}/submit/links`, {}, people.editor)).status).toBe(303)
    const { version, textNumber } = await read(id)
    const values = { version: String(version), textNumber: String(textNumber) }
    expect((await answerTo(`/manuscripts/${id}/submit`, values)).status).toBe(303)
    expect((await page(`/manuscripts/${id}`, people.editor)).text).toContain('没有打开（找不到该主机')
  })
})

describe('sending', () => {
  it('a false alarm is let stand for the unit on the page where it stands in the way; a block is not', async () => {
    const id = await draft({ text: '走访了警钟常鸣小区。\n\n办事效率底。' })
    const before = await page(`/manuscripts/${id}/submit`, people.editor)
    expect(before.text).toContain('须确认 2')
    const finding = { rule: /name="rule" value="([^"]+)"/.exec(before.text)![1]!, observed: '警钟常鸣' }
    const ignore = { ...finding, reason: '小区名称' }
    expect((await desk.post(`/manuscripts/${id}/ignore`, { ...ignore, reason: '' }, people.editor)).status).toBe(422)
    expect((await desk.post(`/manuscripts/${id}/ignore`, ignore, people.editor)).status).toBe(303)
    expect((await page(`/manuscripts/${id}/submit`, people.editor)).text).toContain('须确认 1')
  })

  it('a 稿源 that is not on the district’s list is to be confirmed; without a list nobody is judged, and that is said', async () => {
    const id = await draft({ source: '某某资讯' })
    expect((await page(`/manuscripts/${id}/submit`, people.editor)).text).toContain('本区没有稿源名单')
    await desk.deps.db
      .insertInto('approved_source')
      .values({
        district_id: sceneDistrict,
        id: desk.deps.ids.next(),
        name: '新华社',
        source: '稿源名单',
        entered_by: 'test',
        entered_at: desk.deps.wall.now(),
      })
      .execute()
    expect((await page(`/manuscripts/${id}/submit`, people.editor)).text).toContain('稿源不在本区稿源名单中')
  })
})

describe('who may', () => {
  it('only the own unit opens a manuscript, a joint reviewer what was sent to him, an office what waits for it', async () => {
    const id = await draft()
    const { version, textNumber } = await read(id)
    const opens = async () =>
      Promise.all(
        (['second', 'guest', 'office', 'supervisor'] as const).map(
          async (who) => (await desk.get(`/manuscripts/${id}`, people[who])).status,
        ),
      )
    expect(await opens()).toEqual([200, 404, 404, 403])
    const sent = {
      version: String(version),
      textNumber: String(textNumber),
      jointUnit: desk.scene.units['临湖区民政局']!,
      'office-secrecy': 'yes',
    }
    expect((await desk.post(`/manuscripts/${id}/submit`, sent, people.editor)).status).toBe(303)
    expect(await opens()).toEqual([200, 200, 200, 403])
    // How a text came to be is its unit's; who was asked to join reads what was submitted.
    expect((await desk.get(`/manuscripts/${id}/versions`, people.guest)).status).toBe(404)
    expect((await desk.post(`/manuscripts/${id}/recall`, { version: '2' }, people.guest)).status).toBe(403)
  })

  it('where one of two who read side by side says 不通过, its page says that the other is waited for, until it has spoken', async () => {
    const id = await draft()
    const { version, textNumber } = await read(id)
    const sent = { version: String(version), textNumber: String(textNumber), 'office-secrecy': 'yes' }
    const jointUnit = desk.scene.units['临湖区民政局']!
    await desk.post(`/manuscripts/${id}/submit`, { ...sent, jointUnit }, people.editor)
    const sign = async (who: SignedIn, step: string, gates: Record<string, string>) =>
      desk.post(`/manuscripts/${id}/review`, { version: String((await read(id)).version), step, ...gates }, who)
    const first = { 'gate-legal': 'pass', 'gate-policy': 'pass', 'gate-secrecy': 'pass', 'gate-wording': 'pass' }
    expect((await page(`/manuscripts/${id}/review`, people.second)).text).not.toContain('同时会审的其他环节')
    expect((await sign(people.second, '1', first)).status).toBe(303)
    expect((await page(`/manuscripts/${id}/review`, people.guest)).text).toContain('同时会审的其他环节审完后一并退回')
    const fail = { 'gate-legal': 'pass', 'gate-policy': 'fail', 'opinion-policy': '没有沟通' }
    expect((await sign(people.guest, '2', fail)).status).toBe(303)
    const waiting = '“临湖区民政局联审”已判不通过，同时会审的其他环节审完后一并退回。'
    expect((await page(`/manuscripts/${id}`, people.editor)).text).toContain(`${waiting}不等的可以撤回送审`)
    expect((await sign(people.office, '3', { 'gate-secrecy': 'pass' })).status).toBe(303)
    expect((await read(id)).state).toBe('returned')
    expect((await page(`/manuscripts/${id}`, people.editor)).text).not.toContain(waiting)
  })

  it('a text that came back is sent again with whom it was sent to, unless the editor changes that', async () => {
    const id = await draft()
    const { version, textNumber } = await read(id)
    const asked = { jointUnit: desk.scene.units['临湖区民政局']!, 'office-secrecy': 'yes', isMajor: 'yes' }
    const more = { ...asked, plannedAt: '2026-10-14T09:00', class: 'sensitive', classReason: '涉及停水' }
    const values = { version: String(version), textNumber: String(textNumber), ...more }
    expect((await answerTo(`/manuscripts/${id}/submit`, values)).status).toBe(303)
    const now = String((await read(id)).version)
    expect((await desk.post(`/manuscripts/${id}/recall`, { version: now }, people.editor)).status).toBe(303)
    const { text } = await page(`/manuscripts/${id}/submit`, people.editor)
    for (const shown of [
      /name="isMajor" value="yes" checked/,
      /name="office-secrecy" value="yes" checked/,
      new RegExp(`value="${asked.jointUnit}" selected`),
      /value="sensitive" selected/,
      /value="涉及停水"/,
      /value="2026-10-14T09:00"/,
    ])
      expect(text).toMatch(shown)
    expect(text).not.toMatch(/name="office-propaganda" value="yes" checked/)
  })

  it('a form of signatures says what is missing, keeps what was typed, and is open to who may sign alone', async () => {
    const id = await draft()
    const before = await read(id)
    const sent = { version: String(before.version), textNumber: String(before.textNumber) }
    await desk.post(`/manuscripts/${id}/submit`, sent, people.editor)
    expect((await page(`/manuscripts/${id}/review`, people.editor)).text).toContain('没有轮到本人的审核')
    const version = String((await read(id)).version)
    const incomplete = { version, step: '1', 'gate-legal': 'fail', 'opinion-legal': '依据过期' }
    const refused = await desk.post(`/manuscripts/${id}/review`, incomplete, people.second)
    const text = await refused.text()
    expect([refused.status, text.includes('一并审完'), text.includes('依据过期')]).toEqual([422, true, true])
    const own = await desk.post(
      `/manuscripts/${id}/review`,
      { version, step: '1', 'gate-legal': 'pass' },
      people.editor,
    )
    expect(own.status).toBe(403)
    const whole = Object.fromEntries(
      ['legal', 'policy', 'secrecy', 'wording'].map((gate) => [`gate-${gate}`, gate === 'legal' ? 'fail' : 'pass']),
    )
    await desk.post(
      `/manuscripts/${id}/review`,
      { version, step: '1', ...whole, 'opinion-legal': '依据过期' },
      people.second,
    )
    expect((await page(`/manuscripts/${id}`, people.editor)).text).toMatch(/退回，共1关不通过[\s\S]*依据过期/)
  })
})
