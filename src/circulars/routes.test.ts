import { expect, it } from 'vitest'
import { instructionDesk, photo } from '../../tests/support/instruction-desk.ts'
import { confirmed, issuer, mark } from '../../tests/support/circular-desk.ts'
import { oneRow } from '../database/index.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { filesOf, readDispatch, receiptsOf, waitingDispatches } from './queries.ts'
import { acknowledgeDispatch } from './verbs/answer-dispatch.ts'
import { issueDispatch, numberDispatch } from './verbs/issue-dispatch.ts'
import { registerBody } from './verbs/issuing-bodies.ts'
import { checkDispatch, clearDispatch, signDispatch } from './verbs/sign-sheet.ts'

const said = '请各单位主要负责同志亲自抓好政务新媒体整改工作，月底前全部销号'

it('is drafted, edited and signed on its pages; a leader’s words stand in none, and a unit reads what was issued alone', async () => {
  const desk = await instructionDesk()
  const { deps, reportId, units, who, get, post } = desk
  await desk.submit()
  await desk.write(said)
  await registerBody(deps, desk.actor('head'), { districtId, name: issuer, flag: '', marks: mark })
  const as = (name: string) => who(name)
  expect(await oneRow(deps.db, waitingDispatches(districtId, deps.clock.today()))).toMatchObject({ undrafted: 1 })
  expect(await (await get(`/reports/${reportId}`, as('supervisor'))).text()).toContain(
    `/circulars/new?reportId=${reportId}`,
  )
  const text = async (answer: Response) => ({ status: answer.status, text: await answer.text() })
  const unknown = await text(
    await post(
      '/circulars/new',
      [
        ['variant', 'circular'],
        ['issuer', '临湖区人民政府'],
        ['reportId', reportId],
      ],
      as('supervisor'),
    ),
  )
  expect(unknown).toMatchObject({
    status: 422,
    text: expect.stringContaining('没有登记名为“临湖区人民政府”的发文机关'),
  })
  // Findings for a single-account 通报 are searched by unit and account.
  const found = async (q: string) =>
    (await text(await get(`/circulars/new?q=${encodeURIComponent(q)}`, as('supervisor')))).text.split(
      'name="findingIds"',
    ).length - 1
  const all = await found('')
  expect([all > 0, await found('水务'), await found('没有的')]).toEqual([true, all, 0])
  const drafted = await post(
    '/circulars/new',
    [
      ['variant', 'circular'],
      ['issuer', issuer],
      ['reportId', reportId],
    ],
    as('supervisor'),
  )
  const path = drafted.headers.get('location')!
  // A report goes out once: said before anything is filled in.
  const second = await text(await get(`/circulars/new?reportId=${reportId}`, as('supervisor')))
  expect(second.text).toContain('该报告已有通报（拟稿），只能再拟自查报告')
  expect(second.text).toMatch(/<option value="self-check" selected/u)
  const id = path.split('/').at(-1)!
  const form = (page: string): [string, string][] =>
    [...page.matchAll(/<(?:input|textarea|select)[^>]*name="([^"]+)"[^>]*>/gu)].flatMap(([tag, name = '']) => {
      if (name === '_csrf') return []
      if (tag.startsWith('<textarea')) {
        const words = page.slice(page.indexOf(tag) + tag.length).split('</textarea>')[0]!
        return [[name, words.replaceAll('&quot;', '"').replaceAll('&amp;', '&')]]
      }
      if (tag.includes('type="checkbox"'))
        return tag.includes('checked') ? [[name, /value="([^"]*)"/u.exec(tag)![1]!]] : []
      if (tag.startsWith('<select')) return [[name, 'public']]
      return [[name, /value="([^"]*)"/u.exec(tag)?.[1] ?? '']]
    })
  const edited = form((await text(await get(`${path}/edit`, as('supervisor')))).text)
  const put = (more: Record<string, string>) =>
    edited.map(([name, value]): [string, string] => [name, more[name] ?? value])
  const typed = await text(await post(`${path}/edit`, put({ 'text-0': '本季度约谈7个单位。' }), as('supervisor')))
  expect(typed.status).toBe(422)
  expect(typed.text).toContain('7是手工录入的数字，没有写明来源')
  expect(typed.text).toContain('本季度约谈7个单位。')
  const quoted = await post(`${path}/edit`, put({ 'text-0': `按照批示“${said}”，现通报如下。` }), as('supervisor'))
  expect(quoted.status).toBe(303)
  const submit = async (version: string) =>
    text(
      await post(
        path,
        [
          ['action', 'submit'],
          ['form', 'submit'],
          ['version', version],
        ],
        as('supervisor'),
      ),
    )
  expect((await submit('2')).text).toContain('批示原文不写入通报')
  const again = form((await text(await get(`${path}/edit`, as('supervisor')))).text)
  const sourced: Record<string, string> = { 'text-0': '本季度约谈7个单位。', typedSource: '约谈记录' }
  await post(
    `${path}/edit`,
    again.map(([name, value]): [string, string] => [name, sourced[name] ?? value]),
    as('supervisor'),
  )
  expect((await submit('3')).status).toBe(303)
  const sheet = (await text(await get(`${path}/sheet`, as('head')))).text
  expect(sheet).toContain('7（来源：约谈记录）')
  expect(sheet).toContain('name="action" value="check"')
  expect((await text(await get(`${path}/sheet`, as('auditor')))).text).not.toContain('name="action" value="check"')
  for (const [name, address] of [
    ['water', path],
    ['leader', path],
    ['water', `${path}/files/pdf`],
  ] as const)
    expect((await get(address, as(name))).status, `${name} ${address}`).toBe(404)

  const of = (version: number) => ({ districtId, dispatchId: id, version })
  await checkDispatch(deps, desk.actor('head'), of(4))
  await clearDispatch(deps, actorOf('reviewer'), { ...of(5), confirmed })
  await signDispatch(deps, actorOf('issuer'), of(6))
  await numberDispatch(deps, desk.actor('second'), { ...of(7), number: `${mark}〔2026〕1号` })
  await issueDispatch(deps, desk.actor('second'), { ...of(8), demo: false })
  expect((await filesOf(deps.db, districtId, id)).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['public-docx', 'public-pdf']),
  )
  const shown = (await text(await get(path, as('supervisor')))).text
  expect(shown).toContain(`<a href="/reports/${desk.reportId}/figures/registered">`)
  expect(shown).not.toContain('undefined')
  const own = await text(await get(path, as('water')))
  expect(own.text).not.toContain('/figures/')
  expect(own.status).toBe(200)
  expect(own.text).toContain('value="acknowledge"')
  expect(own.text).not.toContain('石埠镇人民政府</td>')
  expect((await get(`${path}/sheet`, as('water'))).status).toBe(404)
  expect((await get(`${path}/files/pdf`, as('leader'))).status).toBe(200)
  await post(
    path,
    [
      ['action', 'acknowledge'],
      ['unitId', units.water],
      ['form', 'x'],
      ['version', '1'],
    ],
    as('water'),
  )
  const empty = await text(
    await post(
      path,
      [
        ['action', 'answer'],
        ['unitId', units.water],
        ['form', `answer-${units.water}`],
        ['note', ' '],
      ],
      as('water'),
    ),
  )
  expect(empty).toMatchObject({ status: 422, text: expect.stringContaining('办理“反馈”须写明情况') })
  const sent = await post(
    path,
    {
      action: 'answer',
      unitId: units.water,
      form: 'x',
      note: '已整改',
      'file-1': new File([photo.bytes], '证明.png'),
    },
    as('water'),
  )
  expect(sent.status).toBe(303)
  for (const [name, status] of [
    ['water', 200],
    ['town', 404],
    ['supervisor', 200],
  ] as const)
    expect((await get(`${path}/files/proof/${units.water}-1`, as(name))).status, name).toBe(status)
  const other = await post(
    path,
    [
      ['action', 'acknowledge'],
      ['unitId', units.town],
      ['form', 'x'],
    ],
    as('water'),
  )
  expect(other.status).toBe(403)
  expect(
    (await receiptsOf(deps.db, districtId, id)).map(({ unitName, receivedAt }) => [unitName, receivedAt !== null]),
  ).toEqual([
    ['临湖区水务局', true],
    ['石埠镇人民政府', false],
  ])
  await acknowledgeDispatch(deps, desk.actor('supervisor'), { districtId, dispatchId: id, unitId: units.town })
  const office = await text(await get(path, as('supervisor')))
  expect(office.text).toContain('石埠镇人民政府，监管单位代录')
  const report = await text(await get(`/reports/${reportId}`, as('supervisor')))
  expect(report.text).not.toContain('/circulars/new')
  const late = await post(`${path}/edit`, put({}), as('supervisor'))
  expect((await text(late)).text).toContain('该文已经印发，文字不再改动')
  expect((await readDispatch(deps.db, districtId, id))!.draft).toBe(3)
})
