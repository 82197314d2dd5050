import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whole } from '../../../tests/support/filled-forms.ts'
import { workbookOf, type Written } from '../../../tests/support/sheets.ts'
import { makeZip } from '../../../tests/support/zip-writer.ts'
import { civilDate } from '../../calendar/index.ts'
import { type FormPaper, renderFormsDocx } from '../../documents/index.ts'
import { annex1Form, type Answers, answersOf, answersRead, fieldsOf } from '../forms/index.ts'
import { annex1Paper } from './papers.ts'
import { annex1Tables, readAnnex1 } from './read-annex1.ts'

const district = { name: '临湖区', shortName: '临湖' }
const unit = { id: '00000001-0000-7000-8000-000000000001', name: '临湖区水务局' }
const today = civilDate('2026-06-20')
const about = { unitName: unit.name, district, accountName: '临湖水务', today }

const printed = (...forms: FormPaper[]) => renderFormsDocx({ title: '附件1', office: unit.name, day: today, forms })
const paperOf = (answers: Answers) => annex1Paper(answers, { district: district.name, unit })
const tablesOf = async (bytes: Uint8Array) => {
  const file = { name: '附件1.docx', bytes }
  return { ...file, ...(await annex1Tables(file)) }
}
const read = async (bytes: Uint8Array, more: Partial<typeof about> = {}) =>
  readAnnex1(await tablesOf(bytes), { ...about, ...more })
const answersIn = async (bytes: Uint8Array) => answersRead({ fields: await read(bytes), heads: new Map() })
const own = (answers: Answers) => answersOf(annex1Form, answers)

describe('a filled 附件1 that is handed in', () => {
  const words = fc
    .string({ unit: fc.constantFrom(...Array.from('临湖水务发布AB 1·（）—&<>"粉丝量□☑')), minLength: 1, maxLength: 40 })
    .map((text) => text.trim())
    .filter((text) => text !== '')
  const yesNo = fc.constantFrom('yes', 'no')
  const any: fc.Arbitrary<Answers> = fc.record({
    name: words,
    leaderName: words,
    adminName: words,
    openedOn: fc.constantFrom('2019年6月', '2019年6月3日', '2019年', '2020-05-01'),
    followers: fc.oneof(fc.nat().map(String), fc.constantFrom('约1.7万', '10万+')),
    reads: fc.oneof(fc.nat().map(String), fc.constantFrom('1.2万', '约21万')),
    readsScope: fc.constantFrom('total', 'last30d', 'average'),
    operationMode: fc.constantFrom('self', 'outsourced'),
    budgetYuan: fc.constantFrom('0', '12000', '1.2万', '3000元/年', '无'),
    adminQq: fc.constantFrom('', '10001'),
    fnPublish: yesNo,
    fnService: yesNo,
    plans1y: fc.constantFrom('yes', 'no', 'na'),
    reply7d: fc.constantFrom('yes', 'no', 'na'),
  })

  it('as we print it gives back every answer, word by word', async () => {
    await fc.assert(
      fc.asyncProperty(any, async (some) => {
        const answers = own({ ...whole, ...some })
        expect(await answersIn(await printed(paperOf(answers)))).toEqual(answers)
      }),
      { numRuns: 12, endOnFailure: true },
    )
  })

  it('empty, as the notice prints it, says nothing and is no fault', async () => {
    const fields = await read(await printed(paperOf({})))
    expect(fields.map(({ key }) => key)).toEqual(fieldsOf(annex1Form).map(({ key }) => key))
    expect(fields.filter((field) => !('answer' in field) || field.answer !== '')).toEqual([])
  })

  it('among several in one file is the one with the account’s name, else none', async () => {
    const bytes = await printed(paperOf({ ...whole, name: '水务抢修' }), paperOf(whole))
    expect(await answersIn(bytes)).toMatchObject({ name: '临湖水务' })
    await expect(read(bytes, { accountName: '临湖水利' })).rejects.toMatchObject({
      code: 'annex1.several-forms',
      params: { names: '水务抢修、临湖水务' },
    })
  })

  it('of another unit is refused; the office’s short way of writing the own one is not', async () => {
    const bytes = await printed(paperOf(whole))
    await expect(read(bytes, { unitName: '临湖区教育局' })).rejects.toMatchObject({ code: 'annex1.other-unit' })
    expect(await read(bytes, { unitName: '区水务局' })).not.toEqual([])
  })
})

/** The notice's table in a workbook, ticked by hand. */
const rows = (more: Readonly<Record<string, string>> = {}): Written[][] => {
  const cell = (key: string, plain: string) => more[key] ?? plain
  return [
    ['附件1'],
    ['临湖区政务新媒体建设情况调查表'],
    ['填报单位', cell('unit', '临湖区水务局')],
    ['政务新媒体\n名称', cell('name', '临湖水务'), '', '开通时间', cell('openedOn', '2019.6')],
    ['粉丝量', '', cell('followers', '8412'), '阅 读 量', cell('reads', '21万(累计)')],
    ['运维模式', cell('operationMode', '自营√ 购买服务'), '', '经费保障', cell('budgetYuan', '1.2万元/年')],
    ['分管领导', '许静言', '', '联系方式', cell('leaderPhone', '13800001111')],
    ['网站管理员', '陆知行', '', '联系方式', '2345678', 'QQ号码', ''],
    [
      '功能建设情况',
      cell('functions', annex1Form.groups[12]!.fields.map(({ printed: q }) => `${q} 是■ 否□`).join('\n')),
    ],
    [
      '信息更新情况',
      cell('updates', annex1Form.groups[13]!.fields.map(({ printed: q }) => `${q} □是 □否 ☑未涉及`).join('')),
    ],
    ['部门签字盖章', ''],
  ]
}
const book = (more?: Readonly<Record<string, string>>) => workbookOf({ name: 'Sheet1', rows: rows(more) })

describe('a 附件1 that was filled in by hand, as a workbook', () => {
  it('is read with the ticks and blanks that hands make', async () => {
    expect(await answersIn(await book())).toEqual({
      name: '临湖水务',
      openedOn: '2019.6',
      followers: '8412',
      reads: '21万',
      readsScope: 'total',
      operationMode: 'self',
      budgetYuan: '1.2万',
      leaderName: '许静言',
      leaderPhone: '13800001111',
      adminName: '陆知行',
      adminPhone: '2345678',
      ...Object.fromEntries(annex1Form.groups[12]!.fields.map(({ key }) => [key, 'yes'])),
      ...Object.fromEntries(annex1Form.groups[13]!.fields.map(({ key }) => [key, 'na'])),
    })
  })

  const [publish, spread] = annex1Form.groups[12]!.fields.map(({ printed: question }) => question)
  it.each<[Record<string, string>, string, string, string | RegExp]>([
    [{ followers: '很多' }, 'followers', '第5行“粉丝量”', /整数/],
    [{ leaderPhone: '1380000111' }, 'leaderPhone', '第7行“联系方式”', /./],
    [{ openedOn: '六月' }, 'openedOn', '第4行“开通时间”', /./],
    [{ openedOn: '2027年1月' }, 'openedOn', '第4行“开通时间”', '不能晚于今天'],
    [{ operationMode: '自营☑ 购买服务☑' }, 'operationMode', '第6行“运维模式”', /勾选了2项/],
    [{ operationMode: '委托' }, 'operationMode', '第6行“运维模式”', /没有看出勾选了哪一项，应在自营、购买服务中选择/],
    [{ functions: `${publish} 是√ 否√` }, 'fnPublish', `第9行“功能建设情况”中“${publish}”`, /勾选了2项/],
    [{ functions: `${publish} 是√ 否□` }, 'fnSpread', '第9行“功能建设情况”', `没有找到“${spread}”，请按原表填写`],
  ])(
    'names the cell that can’t be read, with what was found and what is wanted: %j',
    async (more, key, where, wanted) => {
      const field = (await read(await book(more))).find((one) => one.key === key)
      expect(field).toMatchObject({ where, wanted: expect.stringMatching(wanted) })
      expect(field).not.toHaveProperty('answer')
    },
  )

  it('that asks for a choice in words takes the word', async () => {
    expect(await answersIn(await book({ operationMode: ' 购买 服务 ' }))).toMatchObject({ operationMode: 'outsourced' })
  })
})

describe('a file that is no filled 附件1', () => {
  const documentOf = (xml: string) =>
    makeZip([
      { name: '[Content_Types].xml', data: '<Types/>' },
      { name: 'word/document.xml', data: xml },
    ])
  const body = (inner: string) => `<w:document xmlns:w="w"><w:body>${inner}</w:body></w:document>`
  const cell = (text: string, more = '') =>
    `<w:tc><w:tcPr>${more}</w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['empty', () => new Uint8Array(), 'table.file-empty'],
    ['a PDF', () => Buffer.from('%PDF-1.7\n'), 'annex1.other-file'],
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000', 'hex'), 'annex1.other-file'],
    ['plain words', () => Buffer.from('政务新媒体'), 'annex1.not-the-form'],
    ['a document without a table', () => documentOf(body('<w:p/>')), 'table.no-rows'],
    [
      'another table',
      () => documentOf(body(`<w:tbl><w:tr>${cell('粉丝量')}${cell('1')}</w:tr></w:tbl>`)),
      'annex1.not-the-form',
    ],
    [
      'a document that declares entities',
      () => documentOf(`<!DOCTYPE x [<!ENTITY a "b">]>${body('')}`),
      'table.forbidden-markup',
    ],
    [
      'a cell over a million columns',
      () => documentOf(body(`<w:tbl><w:tr>${cell('x', '<w:gridSpan w:val="1000000"/>')}</w:tr></w:tbl>`)),
      'table.damaged',
    ],
    [
      'more cells than a form has',
      () => documentOf(body(`<w:tbl>${`<w:tr>${'<w:tc/>'.repeat(300)}</w:tr>`.repeat(400)}</w:tbl>`)),
      'table.too-many-cells',
    ],
    ['cells outside a table', () => documentOf(body(`<w:tbl>${cell('x')}</w:tbl>`)), 'table.damaged'],
    ['tables that only end', () => documentOf(body('</w:tbl></w:tbl>')), 'table.damaged'],
    ['a bomb', () => documentOf(body(' '.repeat(41 * 1024 * 1024))), 'table.expands-too-far'],
    ['cut off', async () => (await printed(paperOf(whole))).subarray(0, 3000), 'table.cut-off'],
  ])('%s is refused', async (_what, bytes, code) => {
    await expect(read(await bytes())).rejects.toMatchObject({ code })
  })

  it('leaves out what was deleted with changes tracked, and reads boxes of a symbol font', async () => {
    const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`
    const raw = (inner: string) => `<w:tc><w:p>${inner}</w:p></w:tc>`
    const labels = annex1Form.groups.filter(({ number }) => number !== 6 && number !== 2)
    const name =
      '<w:del><w:r><w:delText>旧名</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:r><w:t>临湖&amp;水务</w:t></w:r>'
    const mode =
      '<w:r><w:t>自营</w:t><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>购买服务</w:t><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    const xml = body(
      `<w:tbl>${row(cell('填报单位'), cell(unit.name))}${row(cell('政务新媒体名称'), raw(name))}${labels
        .slice(1, 4)
        .map(({ printed: word }) => row(cell(word), cell('')))
        .join('')}${row(cell('运维模式'), raw(mode))}${labels
        .slice(4)
        .map(({ printed: word }) => row(cell(word), cell('')))
        .join('')}</w:tbl>`,
    )
    expect(await answersIn(documentOf(xml))).toEqual({ name: '临湖&水务', operationMode: 'outsourced' })
  })
})
