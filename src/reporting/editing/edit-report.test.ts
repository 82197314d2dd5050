import { describe, expect, it } from 'vitest'
import { docxText, pdfText, squeezed } from '../../../tests/golden/papers/read-paper.ts'
import { closedQuarter } from '../../../tests/support/final-report.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { pagesOf } from '../../../tests/support/pages.ts'
import { openSession, type SignedIn } from '../../../tests/support/scene.ts'
import type { Role } from '../../access/index.ts'
import { civilDate, quarter } from '../../calendar/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { verifyTrail } from '../../trail/index.ts'
import { compileReport, finaliseReport, findReport, reportingRoutes, reportVersions } from '../index.ts'

const input = { districtId, quarter: quarter('2026Q3'), demo: false }
// Characters of names that common fonts lack.
const rare = '珺堃喆玥旻赟㮾'

/** A closed quarter with its first version, and the pages as four people reach them. */
async function office() {
  const place = await closedQuarter()
  const pages = pagesOf(place.deps, reportingRoutes)
  const of = (role: Role, name: string) => openSession(place.deps, { units: {} }, role, { name })
  const one = await of('supervisor', '许静言')
  const people = {
    one,
    other: await of('supervisor', '陆知行'),
    head: await of('office_head', '顾望之'),
    leader: await of('district_leader', '沈若川'),
    reviewer: await of('reviewer', '梁怀远'),
  }
  const answered = async (answer: Response) => ({
    status: answer.status,
    text: await answer.text(),
    to: answer.headers.get('location') ?? '',
  })
  return {
    ...place,
    people,
    first: (await compileReport(place.deps, one.actor, input)).id,
    get: async (path: string, who: SignedIn = one) => answered(await pages.get(path, who)),
    send: async (id: string, texts: Texts, act = 'save', who: SignedIn = one) => {
      const fields = Object.entries(texts).flatMap(([key, own], at): [string, string][] => [
        [`k:${at}`, key],
        ...own.map((text): [string, string] => [`p:${at}`, text]),
      ])
      return answered(await pages.post(`/reports/${id}/edit`, [['act', act], ...fields], who))
    },
    versions: async () => (await reportVersions(place.deps.db, districtId)).map(({ version }) => version),
  }
}

type Texts = Record<string, string[]>
const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'")

/** What the form of a page would send: the texts of each section. */
function formOf(page: string): Texts {
  const keys = [...page.matchAll(/name="k:(\d+)" value="([^"]*)"/gu)]
  return Object.fromEntries(
    keys.map(([, at, key]) => [
      key,
      [...page.matchAll(new RegExp(`name="p:${at}"[^>]*>([^<]*)</textarea>`, 'gu'))].map(([, text = '']) =>
        unescaped(text),
      ),
    ]),
  )
}

describe('the editor of a report', () => {
  it('moves, adds and removes paragraphs without a script and without saving', async () => {
    const { get, send, first, versions } = await office()
    const texts = formOf((await get(`/reports/${first}/edit`)).text)
    expect(Object.keys(texts)).toEqual(expect.arrayContaining(['', '总体情况', '下一步工作要求/严格内容审核']))
    const [start, overview] = texts['总体情况']!
    expect(start).toContain('截至{统计截至日}，本季度纳入监测的政务新媒体{应检账号数}个')
    const after = async (act: string) => formOf((await send(first, texts, act)).text)['总体情况']
    expect(await after('down:1:0')).toEqual([overview, start])
    expect(await after('up:1:1')).toEqual([overview, start])
    expect(await after('add:1:1')).toEqual([start, '', overview])
    expect(await after('drop:1:0')).toEqual([overview])
    const changed = { ...texts, 总体情况: ['改过。'] }
    expect(formOf((await send(first, changed, 'draft:1')).text)['总体情况']).toEqual([start, overview])
    const looked = await send(first, { ...texts, 总体情况: ['共{应检账号数}个，全部合格。'] }, 'look')
    expect([looked.status, await versions()]).toEqual([200, [1]])
    expect(looked.text).toContain('“全部合格”与明细不符：不合格1个')
  })

  it('keeps what was typed where it can’t be saved, and says where and why', async () => {
    const { get, send, first, versions, people } = await office()
    const texts = formOf((await get(`/reports/${first}/edit`)).text)
    const refused = await send(first, { ...texts, '': [...texts['']!, '本季度新增12个。'] })
    expect(refused.status).toBe(422)
    expect(refused.text).toMatch(/没有保存.*开头第2段.*“12”是直接写入的数字/su)
    expect(formOf(refused.text)['']!.at(-1)).toBe('本季度新增12个。')
    expect(await versions()).toEqual([1])
    expect((await send(first, texts, 'save', people.reviewer)).status).toBe(403)
  })

  it('makes the next version, which two editors never overwrite, and the next compiling keeps the words', async () => {
    const { deps, database, get, send, first, versions, people } = await office()
    const texts = formOf((await get(`/reports/${first}/edit`)).text)
    const long = `责任人为${rare}。${'文'.repeat(3_980)}`
    const mine = { ...texts, '': [...texts['']!, '另据统计，本季度培训{手工:36|区融媒体中心培训签到表}人次。', long] }
    const saved = await send(first, mine)
    expect(saved.status).toBe(303)
    const second = saved.to.split('/').at(-1)!
    const page = (await get(saved.to)).text
    expect(page).toMatch(/class="bn hand"[^>]*>36<.*手工录入：区融媒体中心培训签到表。许静言-/su)
    expect(page).toContain('手工录入的数字 1 个')
    const { files } = (await findReport(deps.db, districtId, second))!
    const stored = async (format: string) =>
      new Uint8Array((await readStoredFile(deps, districtId, files[format]!)).bytes)
    for (const words of [docxText(await stored('docx')), await pdfText(await stored('pdf'))])
      expect(squeezed(words)).toContain(`本季度培训36人次。${long}`)

    // The other one began on the first version and sends later.
    const late = await send(first, { ...texts, '': ['另一人写的开头。'] }, 'save', people.other)
    expect(late.status).toBe(422)
    expect(late.text).toMatch(/已另存为第2版.*已保存的文字.*本季度培训/su)
    expect(formOf(late.text)['']).toEqual(['另一人写的开头。'])
    expect(late.text).toContain(`action="/reports/${second}/edit"`)
    expect(await versions()).toEqual([2, 1])
    expect((await get(`/reports/${first}/edit`)).to).toBe(`/reports/${second}/edit`)

    const compared = await get(`/reports/${first}/compare?from=${second}`)
    expect(compared.text).toMatch(/两版的数字都一样.*<h3>开头<\/h3>.*<ins>[^<]*培训/su)
    expect((await get(`/reports/${second}/compare`)).text).toMatch(/两版的数字都一样.*<ins>[^<]*培训/su)
    expect((await get(`/reports/${first}/compare`)).status).toBe(404)
    expect((await get(`/reports/${second}/compare?from=${first}`, people.leader)).status).toBe(404)

    const again = await compileReport(deps, people.other.actor, input)
    expect([again.isNew, again.version, again.content.edits?.length]).toEqual([false, 2, 1])
    await database.owner((owner) => owner.query(`update district set office_name = '临湖区数据局'`))
    const third = await compileReport(deps, people.other.actor, input)
    expect(JSON.stringify(third.content.blocks)).toContain('临湖区数据局')
    expect(JSON.stringify(third.content.blocks)).toContain('区融媒体中心培训签到表')
    // Whose words stand in it does not take it as final, whoever compiled it.
    const both = { ...people.head.actor, id: people.one.actor.id }
    await expect(finaliseReport(deps, both, { districtId, reportId: third.id, demo: false })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    expect((await get(`/reports/${third.id}/final`, people.head)).text).toContain('手工录入的数字 1 个')
    // A comma makes nobody else's words one's own: whoever wrote them is still a maker.
    let fourth = third.id
    for (const [who, text] of [
      [people.other, '严格先审后发，守住底线。'],
      [people.one, '严格先审后发，守住底线'],
    ] as const) {
      const kept = formOf((await get(`/reports/${fourth}/edit`)).text)
      const touched = await send(fourth, { ...kept, '下一步工作要求/严格内容审核': [text] }, 'save', who)
      fourth = touched.to.split('/').at(-1)!
    }
    const other = { ...people.head.actor, id: people.other.actor.id }
    await expect(finaliseReport(deps, other, { districtId, reportId: fourth, demo: false })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    const bare = await send(fourth, { ...formOf((await get(`/reports/${fourth}/edit`)).text), 总体情况: ['略。'] })
    const reportId = bare.to.split('/').at(-1)!
    await expect(finaliseReport(deps, people.head.actor, { districtId, reportId, demo: false })).rejects.toMatchObject({
      code: 'report.items-missing',
    })
    expect((await get(`/reports/${reportId}`, people.head)).text).toContain('缺少必有的内容：截至日、登记数')
    expect((await verifyTrail(deps.db, districtId)).every(({ whole }) => whole)).toBe(true)
  })

  it('opens every number of the page as the list that it counts, to the leader too', async () => {
    const { deps, database, get, send, first: reportId, people } = await office()
    await finaliseReport(deps, people.head.actor, { districtId, reportId, demo: false })
    const page = (await get(`/reports/${reportId}`, people.leader)).text
    const numbers = [
      ...page.matchAll(/class="bn" tabindex="0">([\d.]+)<span class="pop">.*?<a href="([^"]+)">(查看\S\S)</gsu),
    ]
    expect(numbers.length).toBeGreaterThan(8)
    const glance = /<section class="glance".*?<\/section>/su.exec(page)![0].matchAll(/<a href="([^"]+)">([\d.]+%?)</gu)
    const heads = [...glance]
    expect(heads).toHaveLength(4)
    const wrong: string[] = []
    for (const [, href, text] of heads) {
      const { status, text: list } = await get(href!, people.leader)
      if (status !== 200 || !list.includes(text!)) wrong.push(`${href}: ${status}, ${text}`)
    }
    for (const [, text, href, opens] of numbers) {
      const list = await get(href!, people.leader)
      const rows = opens === '查看名单' && !text!.includes('.') ? `共 ${text} 条` : text!
      if (list.status !== 200 || !list.text.includes(rows)) wrong.push(`${href}: ${list.status}, ${rows}`)
    }
    expect(wrong).toEqual([])
    // What a report counts without naming is looked up where it stands.
    for (const [figure, lists] of [
      ['leads', 4],
      ['unsettled', 1],
      ['filing-unknown', 1],
    ] as const) {
      const links = [
        ...(await get(`/reports/${reportId}/figures/${figure}`)).text.matchAll(/href="(\/accounts\?[^"]+)"/gu),
      ]
      expect([figure, links.length]).toEqual([figure, lists])
    }
    for (const none of [
      'nothing',
      'constructor',
      'instructed:nothing',
      'reminded:nothing',
      'toString:a',
      'rate:',
      '::',
    ])
      expect([none, (await get(`/reports/${reportId}/figures/${none}`)).status]).toEqual([none, 404])
    expect((await get(`/reports/${reportId}/edit`, people.leader)).status).toBe(403)
    // Once its 通报 has a number, what it says is put right by 更正说明 alone.
    expect((await get(`/reports/${reportId}`)).text).toContain('修改文字')
    await database.owner((owner) => owner.query(`update quarterly_report set progress = 'numbered'`))
    expect((await get(`/reports/${reportId}`)).text).not.toContain('修改文字')
    const going = await send(reportId, { '': ['另写的开头。'] })
    expect([going.status, going.text.includes('不能再换用新版定稿')]).toEqual([422, true])
    expect(formOf(going.text)['']).toEqual(['另写的开头。'])
    const next = await compileReport(
      { ...deps, clock: { ...deps.clock, today: () => civilDate('2026-10-13') } },
      people.one.actor,
      input,
    )
    expect((await get(`/reports/${next.id}/figures/rate`, people.leader)).status).toBe(404)
  })
})
