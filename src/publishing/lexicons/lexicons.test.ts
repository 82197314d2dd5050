import { expect, it } from 'vitest'
import { desk } from '../../../tests/support/desks.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { openSession } from '../../../tests/support/scene.ts'
import { civilDate } from '../../calendar/index.ts'
import { writeCsv, writeWorkbook } from '../../documents/index.ts'
import { verifyTrail } from '../../trail/index.ts'
import { checkForDistrict } from './district-check.ts'
import { advertisementsIn, approvedSources } from './facts.ts'
import { lexiconKind, namesKind, sourcesKind } from './model.ts'
import { listRows } from './queries.ts'
import { listBook } from './sheet.ts'
import { ignoreFinding, undoIgnoring } from './verbs/decide-finding.ts'
import { bringRows, enterRow, removeRow } from './verbs/keep-rows.ts'

const supervisor = actorOf('supervisor')
const words = { districtId, kind: lexiconKind, unitId: null }
const heads = ['错误用语', '正确用语', '依据', '类别', '程度', '停用日期']
const csv = (...rows: string[][]) => Buffer.from(writeCsv([heads, ...rows]))
const bring = (deps: Parameters<typeof bringRows>[0], bytes: Uint8Array) =>
  bringRows(deps, supervisor, { ...words, fileName: '词库.csv', bytes })

it('a list is brought in line by line: what can be read is kept, the rest is told with its row, and nothing is lost', async () => {
  const { deps } = await monitoredDistrict()
  const first = csv(
    ['区卫计委', '区卫健委', '机构改革方案', '机构名称', '请确认', ''],
    ['区卫计委', '区卫健委', '机构改革方案', '机构名称', '请确认', ''],
    ['单', '双', '', '', '', ''],
    ['临湖新城', '临湖新区', '', '', '', ''],
    ['市容局', '城管局', '三定方案', '机构', '', ''],
    ['老政务网', '', '网站停用公告', '', '建议修改', '2026年13月1日'],
  )
  expect(await bring(deps, first)).toEqual({
    added: 1,
    replaced: 0,
    same: 0,
    refused: [
      { at: 3, why: '与第2行重复' },
      { at: 4, why: '没有填“依据”' },
      { at: 5, why: '没有填“依据”' },
      { at: 6, why: expect.stringContaining('“类别”应为') },
      { at: 7, why: expect.stringContaining('“停用日期”') },
    ],
  })
  const again = csv(
    ['区卫计委', '区卫健委', '机构改革方案', '机构名称', '请确认', ''],
    ['临湖新城', '临湖新区', '区划调整', '地名', '', '2026-10-12'],
  )
  expect(await bring(deps, again)).toMatchObject({ added: 1, same: 1, refused: [] })
  const changed = csv(['临湖新城', '临湖新区', '区划调整批复', '地名', '不得发布', ''])
  expect(await bring(deps, changed)).toMatchObject({ added: 0, replaced: 1 })
  // What goes out as a sheet comes in again unchanged.
  const { rows } = await listRows(deps.db, lexiconKind, { districtId })
  const book = await writeWorkbook(
    listBook(
      lexiconKind,
      rows.map(({ row }) => row),
      () => '',
    ),
  )
  expect(await bringRows(deps, supervisor, { ...words, fileName: '词库.xlsx', bytes: book })).toMatchObject({
    added: 0,
    replaced: 0,
    same: 2,
    refused: [],
  })
  await expect(bring(deps, Buffer.from('甲,乙\n1,2'))).rejects.toMatchObject({ code: 'lexicon.heads-missing' })
  await expect(bring(deps, csv(['机密★10年', '', '某件', '', '', '']))).rejects.toMatchObject({
    code: 'secrecy.file-stopped',
  })
  await expect(bringRows(deps, actorOf('reviewer'), { ...words, fileName: '', bytes: first })).rejects.toMatchObject({
    code: 'access.denied',
  })
  // A line is never changed: what it was is still in the table.
  const kept = await deps.db.selectFrom('lexicon_entry').select(['wrong', 'removed_at']).execute()
  expect(kept.filter(({ wrong }) => wrong === '临湖新城').map(({ removed_at: at }) => at === null)).toHaveLength(2)
  expect((await verifyTrail(deps.db, districtId)).every(({ whole }) => whole)).toBe(true)
})

it('no line comes into a list of a district that the installation does not have', async () => {
  const { deps } = await monitoredDistrict()
  const nowhere = { ...words, districtId: '999999' }
  const stranger = { ...supervisor, districtId: '999999' }
  const line = new Map([
    ['错误用语', '区卫计委'],
    ['依据', '机构改革方案'],
  ])
  await expect(enterRow(deps, stranger, { ...nowhere, written: line })).rejects.toMatchObject({
    code: 'record.not-found',
  })
  expect(await deps.db.selectFrom('lexicon_entry').select('wrong').execute()).toEqual([])
})

it('lines of one file keep what each says of its days, phrases and foldings', async () => {
  const { deps } = await monitoredDistrict()
  const all = ['错误用语', '依据', '起用日期', '停用日期', '例外短语', '须同时出现', '变形也算']
  const lines = [
    ['卫计委', '机构改革方案', '2026-01-01', '', '原卫计委、"老"卫计委', '', '繁体、大小写'],
    ['市容局', '三定方案', '', '2026-12-31', '', '临湖、城区', ''],
    ['房管所', '三定方案', '', '', '', '', ''],
  ]
  const bytes = Buffer.from(writeCsv([all, ...lines]))
  expect(await bring(deps, bytes)).toMatchObject({ added: 3, refused: [] })
  const { rows } = await listRows(deps.db, lexiconKind, { districtId })
  const kept = new Map(rows.map(({ row }) => [row['wrong'], row]))
  expect(kept.get('卫计委')).toMatchObject({
    valid_from: '2026-01-01',
    valid_to: null,
    excuses: ['原卫计委', '"老"卫计委'],
    required: [],
  })
  expect(new Set(kept.get('卫计委')?.['folding'])).toEqual(new Set(['traditional', 'case']))
  expect(kept.get('市容局')).toMatchObject({ valid_to: '2026-12-31', excuses: [], required: ['临湖', '城区'] })
  expect(new Set(kept.get('房管所')?.['folding'])).toEqual(new Set(['width', 'case']))
  expect(await bring(deps, bytes)).toMatchObject({ added: 0, replaced: 0, same: 3 })
})

it('a text is checked by the district’s own list beside the seed, between its days, and names are written as they are', async () => {
  const { deps, unit, account } = await monitoredDistrict()
  const unitId = await unit('临湖区水务局')
  const other = await unit('临湖区教育局')
  await account(unitId, '警钟常鸣')
  const observed = async (text: string, of: string | null = null) =>
    (await checkForDistrict(deps, districtId, { text, unitId: of })).findings.map((one) => one.observed)
  expect(await observed('攻府公告，警钟常鸣栏目')).toEqual(['攻府'])
  const entry = new Map([
    ['错误用语', '区卫计委'],
    ['正确用语', '区卫健委'],
    ['依据', '机构改革方案'],
    ['停用日期', '2026-12-31'],
  ])
  await enterRow(deps, supervisor, { ...words, written: entry })
  await expect(enterRow(deps, supervisor, { ...words, written: entry })).rejects.toMatchObject({
    code: 'lexicon.known',
  })
  expect(await observed('区卫计委通知')).toEqual(['区卫计委'])
  // 单位词典: a unit keeps its own names; another unit's texts don't know them.
  const editor = { ...actorOf('unit_editor'), unitId }
  const name = new Map([
    ['名称', '秸杆综合利用站'],
    ['种类', '单位'],
    ['依据', '单位挂牌名称'],
  ])
  await enterRow(deps, editor, { districtId, kind: namesKind, unitId, written: name })
  await expect(
    enterRow(deps, editor, { districtId, kind: namesKind, unitId: null, written: name }),
  ).rejects.toMatchObject({
    code: 'access.denied',
  })
  expect([await observed('秸杆综合利用站', unitId), await observed('秸杆综合利用站', other)]).toEqual([[], ['秸杆']])
  const [line] = (await listRows(deps.db, lexiconKind, { districtId })).rows
  await removeRow(deps, supervisor, { ...words, id: line!.id })
  expect(await observed('区卫计委通知')).toEqual([])
})

it('a false alarm is let stand for one unit only, and said again once that is taken back; persons and secrets never', async () => {
  const { deps, unit } = await monitoredDistrict()
  const [unitId, other] = [await unit('临湖区水务局'), await unit('临湖区教育局')]
  const editor = { ...actorOf('unit_editor'), unitId }
  const text = '现场展板为“警钟常鸣”。'
  const said = async (of: string | null) =>
    (await checkForDistrict(deps, districtId, { text, unitId: of })).findings.map(({ observed }) => observed)
  const [finding] = (await checkForDistrict(deps, districtId, { text, unitId })).findings
  const ignoring = { districtId, unitId, finding: finding!, reason: '展板原文如此' }
  await expect(ignoreFinding(deps, editor, { ...ignoring, unitId: null })).rejects.toMatchObject({
    code: 'access.denied',
  })
  await expect(ignoreFinding(deps, editor, { ...ignoring, reason: ' ' })).rejects.toMatchObject({
    code: 'text.reason-missing',
  })
  const { id } = await ignoreFinding(deps, editor, ignoring)
  expect([await said(unitId), await said(other), await said(null)]).toEqual([[], ['警钟常鸣'], ['警钟常鸣']])
  await expect(ignoreFinding(deps, editor, ignoring)).rejects.toMatchObject({ code: 'text.ignored-already' })
  await undoIgnoring(deps, editor, { districtId, id })
  expect(await said(unitId)).toEqual(['警钟常鸣'])
  const phone = (await checkForDistrict(deps, districtId, { text: '电话13812345678', unitId })).findings[0]!
  await expect(ignoreFinding(deps, editor, { ...ignoring, finding: phone })).rejects.toMatchObject({
    code: 'text.not-ignorable',
  })
  // What the words around tell would silence the rule in every later text of the unit.
  for (const told of ['2026年10月13日（星期一）开会。', '会议“圆满结束。他们走了。', '要积极的做好工作。']) {
    const hanging = (await checkForDistrict(deps, districtId, { text: told, unitId })).findings[0]!
    await expect(ignoreFinding(deps, editor, { ...ignoring, finding: hanging })).rejects.toMatchObject({
      code: 'text.hangs-on-words',
    })
  }
})

it('the pages: a text is pasted, explained, a finding let stand and taken back; a secret is refused and not shown again', async () => {
  const place = await monitoredDistrict()
  const { deps, unit } = place
  const unitId = await unit('临湖区水务局')
  const at = { start: deps }
  const editor = await desk(
    at,
    await openSession(deps, { units: { 临湖区水务局: unitId } }, 'unit_editor', { unit: '临湖区水务局' }),
  )
  const text = '警钟常鸣，<b>警钟常鸣</b>，电话13812345678。'
  const found = await editor.post('/text-check', [['text', text]])
  expect(found.text).toContain('本篇 2 处全部忽略')
  expect(found.text).toContain('138****5678')
  expect(found.text).not.toContain('<b>警钟常鸣</b>')
  const ignore = ['ignore', '0:lexicon:通报/警钟常鸣'] as const
  const without = await editor.post('/text-check', [['text', text], ignore, ['scope', 'unit']])
  expect([without.status, without.text.includes('请写明忽略的理由')]).toEqual([422, true])
  const done = await editor.post('/text-check', [['text', text], ignore, ['scope', 'unit'], ['reason', '标语原文']])
  expect(done.text).toContain('已设为忽略')
  expect(done.text).not.toContain('本篇 2 处全部忽略')
  const [decision] = await deps.db.selectFrom('text_decision').select('id').execute()
  expect(await editor.get('/lexicons?list=ignored')).toContain('标语原文')
  const back = await editor.post('/text-check', [
    ['text', text],
    ['undo', decision!.id],
  ])
  expect(back.text).toMatch(/此前：2026年10月12日临湖区水务局设为忽略（标语原文），后撤回/)
  const secret = await editor.post('/text-check', [['text', '绝密★30年\n某某方案']])
  expect([secret.status, secret.text.includes('某某方案')]).toEqual([422, false])
  // Lists of the district are read by a unit and kept by the office.
  expect(await editor.get('/lexicons')).not.toContain('登记到词库')
  const office = await desk(at, await openSession(deps, { units: {} }, 'supervisor', {}))
  const entered = await office.post('/lexicons/words/lines', [
    ['wrong', '区卫计委'],
    ['right_words', '区卫健委'],
    ['source', '机构改革方案'],
  ])
  expect([entered.status, entered.to]).toEqual([303, '/lexicons?list=words'])
  const wrong = await office.post('/lexicons/words/lines', [
    ['wrong', '区卫计委'],
    ['right_words', '区卫计委'],
    ['source', '方案'],
  ])
  expect(wrong.text).toContain('没有登记：正确用语与错误用语相同。')
  expect(await office.get('/lexicons')).toContain('区卫健委')
})

it('a text of 100,000 characters is checked while others are answered, and one that is longer is refused with its words', async () => {
  const place = await monitoredDistrict()
  const office = await desk({ start: place.deps }, await openSession(place.deps, { units: {} }, 'supervisor', {}))
  const order: string[] = []
  const sentences = Array.from({ length: 4_000 }, (_, n) => `第${n}号公告提到警钟常鸣。各镇办事处落实责任`)
  const text = sentences.join('。\n').slice(0, 100_000)
  const long = office.post('/text-check', [['text', text]]).then((answer) => {
    order.push('long text')
    return answer
  })
  for (let n = 0; n < 5; n++) {
    await office.get('/lexicons')
    order.push('page')
  }
  const { status, text: page } = await long
  expect([status, page.includes('处提示，逐处核对')]).toEqual([200, true])
  expect(order).toEqual(['page', 'page', 'page', 'page', 'page', 'long text'])
  const longer = await office.post('/text-check', [['text', '长'.repeat(100_001)]])
  expect([longer.status, longer.text.includes('长长长')]).toEqual([413, true])
}, 120_000)

it('a file of sixty thousand lines is brought in as one, and again with nothing new; a changed line is replaced', async () => {
  const { deps } = await monitoredDistrict()
  const wrong = (n: number) =>
    `${String.fromCharCode(0x4e00 + (n % 300) * 7)}${String.fromCharCode(0x5e00 + Math.floor(n / 300) * 7)}误写`
  const rows = Array.from({ length: 60_000 }, (_, n) => [wrong(n), '', '规范用语表', '', '', ''])
  // What its last line bears stops the whole file, however much of it was read before.
  await expect(bring(deps, csv(...rows, ['某件', '', '机密★10年', '', '', '']))).rejects.toMatchObject({
    code: 'secrecy.file-stopped',
    params: { place: '第60002行' },
  })
  expect(await deps.db.selectFrom('lexicon_entry').select('id').execute()).toEqual([])
  expect(await bring(deps, csv(...rows, ['重复误写', '', '', '', '', '']))).toEqual({
    added: 60_000,
    replaced: 0,
    same: 0,
    refused: [{ at: 60_002, why: '没有填“依据”' }],
  })
  const again = rows.with(3, [wrong(3), '正确写法', '规范用语表', '', '', '']).with(4, rows[5]!)
  expect(await bring(deps, csv(...again))).toEqual({
    added: 0,
    replaced: 1,
    same: 59_998,
    refused: [{ at: 7, why: '与第6行重复' }],
  })
  const found = await checkForDistrict(deps, districtId, { text: `请看${wrong(3)}，${wrong(59_999)}。`, unitId: null })
  expect(found.findings.map(({ observed, suggestion }) => [observed, suggestion])).toEqual([
    [wrong(3), '正确写法'],
    [wrong(59_999), undefined],
  ])
}, 120_000)

it('where one may repost from and what is an advertisement are read by who judges, and without a list nobody is judged', async () => {
  const { deps } = await monitoredDistrict()
  const on = civilDate('2026-10-12')
  const read = () => approvedSources(deps.db, districtId, on)
  expect((await read())({ name: '某自媒体' })).toBeUndefined()
  expect(await advertisementsIn(deps.db, districtId, on, ['本店限时抢购'])).toEqual([[]])
  const sources = { districtId, kind: sourcesKind, unitId: null }
  await enterRow(deps, supervisor, {
    ...sources,
    written: new Map([
      ['稿源名称', '中国政府网'],
      ['网站域名', 'www.gov.cn'],
      ['依据', '国办发〔2018〕123号'],
    ]),
  })
  await enterRow(deps, supervisor, {
    ...words,
    written: new Map([
      ['错误用语', '限时抢购'],
      ['依据', '国办发〔2018〕123号'],
      ['类别', '商业广告'],
    ]),
  })
  const isApproved = await read()
  expect(
    [
      { name: '中国政府网' },
      { link: 'https://www.gov.cn/a' },
      { link: 'https://www.gov.cn.evil.com/a' },
      { name: '某自媒体' },
      { name: '中国政府网客户端' },
      { name: '中国政府网爱好者' },
    ].map(isApproved),
  ).toEqual([true, true, false, false, true, false])
  expect(
    await advertisementsIn(deps.db, districtId, on, ['区卫计委通知', '', '本店限时抢购', '限时抢购，限时抢购']),
  ).toEqual([[], [], ['限时抢购'], ['限时抢购']])
})
