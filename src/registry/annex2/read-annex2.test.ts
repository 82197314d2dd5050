import { describe, expect, it } from 'vitest'
import { sheetOf } from '../../../tests/support/sheets.ts'
import type { Cell } from '../../documents/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { readAnnex2 } from './read-annex2.ts'

const today = civilDate('2026-10-12')
const read = (...sheets: ReturnType<typeof sheetOf>[]) => readAnnex2(sheets, today)

// The head as the notice prints it: 15 cells above, 2 below; rows of 16.
const above = [
  '名 称',
  '认证主体',
  '主办单位',
  '',
  '运营\n单位',
  '运营\n模式',
  '经费保障\n(元/年)',
  '粉丝量',
  '阅读量',
  '推送\n频率',
  '开通\n时间',
  '运营人数',
  '运营\n状态',
  '基本\n功能',
  '平台\n类型',
  '整改\n措施',
]
const below = ['', '', '负责人及\n联系电话', '联系人及\n联系电话']
const headMerges = Array.from('ABEFGHIJKLMNOP')
  .map((letter) => `${letter}4:${letter}5`)
  .concat('C4:D4')
const titleRow = ['临湖区政务新媒体排查及清理整合情况表']
const form = ['填表单位（盖章）：临湖区水务局', '', '', '', '填报人：方书遥', '', '', '', '联系电话：0730-5550101']
const upper = [
  '临湖水务',
  '临湖区水务局',
  '顾望之 13800000001',
  '方书遥\n0730-5550101',
  '临湖区水务服务中心',
  '自营',
  12000,
  '１.２万',
  '约1.7万',
  '每周2至3次',
  '2019.6',
  '有专人',
  '正常运营',
  '发布、传播、互动',
  '腾讯',
  '保留',
]
const lower = ['', '', '', '', '', '', '', '', '', '', '', '2人']
const rowMerges = (row: number) => Array.from('ABCDEFGHIJKMNOP').map((letter) => `${letter}${row}:${letter}${row + 1}`)
const notes = ['注：1、按照微博、微信等类别分别填写；9.统计时间截至2026年9月30日。']

describe('附件2 as the notice prints it', () => {
  const printed = sheetOf(
    [titleRow, [], form, above, below, ['一、微信'], upper, lower, notes],
    ['A1:P1', ...headMerges, 'A6:P6', ...rowMerges(7), 'A9:P9'],
  )

  it('reads every one of the sixteen columns', () => {
    const { rows, rejected, notices } = read(printed)
    expect(rejected).toEqual([])
    expect(notices).toEqual([
      { sheet: '附件2', row: 6, sentence: '“一、微信”作为类别标题读取，以下各行按这一类别核对平台' },
      { sheet: '附件2', row: 9, sentence: '填表说明或表尾，未作为账号读取' },
    ])
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      sheet: '附件2',
      row: 7,
      unit: { found: '临湖区水务局', from: 'form' },
      facts: {
        name: '临湖水务',
        platform: 'wechat_official',
        vendorFound: '腾讯',
        certifiedEntity: '临湖区水务局',
        operatorUnit: '临湖区水务服务中心',
        operationMode: 'self',
        budgetYuan: '12000.00',
        followers: 12000,
        followersFound: '１.２万',
        followersPrecision: 'rounded',
        followersOn: '2026-09-30',
        reads: 17000,
        readsPrecision: 'approximate',
        pushFrequency: '每周2至3次',
        openedOn: '2019-06-01',
        openedPrecision: 'month',
        hasDedicatedStaff: true,
        staffCount: 2,
        operatingStatus: 'normal',
        functions: ['publish', 'spread', 'interact'],
        disposition: 'keep',
      },
      people: {
        principal: { name: '顾望之', phone: '13800000001' },
        contact: { name: '方书遥', phone: '0730-5550101' },
      },
      form: { unit: '临湖区水务局', reporter: '方书遥', phone: '0730-5550101', countedUntil: '2026-09-30' },
    })
  })

  it('says nothing about a blank form but that its notes are none', () => {
    const blank = sheetOf(
      [
        titleRow,
        [],
        form,
        above,
        below,
        ['', '', '', '', '', '', '', '', '', '', '', '有/无专人'],
        ['', '', '', '', '', '', '', '', '', '', '', '人数'],
        notes,
      ],
      headMerges,
    )
    expect(read(blank)).toMatchObject({ rows: [], rejected: [], notices: [{ row: 8 }] })
  })
})

describe('other readings of the head', () => {
  it('takes 主办单位 as one column with the people below 运营单位', () => {
    const head = ['名称', '认证主体', '主办单位', '运营单位', '', '平台类型']
    const second = ['', '', '', '负责人及联系电话', '联系人及联系电话', '']
    const merges = ['A1:A2', 'B1:B2', 'C1:C2', 'D1:E1', 'F1:F2']
    const { rows } = read(sheetOf([head, second, ['临湖水务', '', '区水务局', '顾望之', '方书遥', '新浪微博']], merges))
    expect(rows[0]).toMatchObject({
      unit: { found: '区水务局', from: 'cell' },
      people: { principal: { name: '顾望之' }, contact: { name: '方书遥' } },
      facts: { platform: 'weibo' },
    })
  })

  it('takes a name of the unit beside its people below 主办单位', () => {
    const head = ['序号', '名称', '主办单位', '', '', '平台']
    const second = ['', '', '单位名称', '负责人', '联系电话', '']
    const { rows } = read(
      sheetOf([head, second, [1, '临湖水务', '区水务局', '顾望之', '13800000001', '抖音号']], ['C1:E1']),
    )
    expect(rows[0]).toMatchObject({
      unit: { found: '区水务局' },
      people: { principal: { name: '顾望之', phone: '13800000001' } },
    })
  })

  it.each([
    ['账号名称', '责任单位', '新媒体类型'],
    ['新媒体名称', '单位', '平台'],
    ['政务新媒体名称', '主管单位', '类型'],
    ['名称（全称）', '主办单位（全称）', '平台类型（新浪、腾讯等）'],
  ])('knows the columns %s, %s, %s', (name, unit, platform) => {
    const { rows } = read(
      sheetOf([
        [name, unit, platform],
        ['临湖水务', '区水务局', '微信公众号'],
      ]),
    )
    expect(rows[0]).toMatchObject({
      unit: { found: '区水务局' },
      facts: { name: '临湖水务', platform: 'wechat_official' },
    })
  })

  it('reports columns that 附件2 does not know', () => {
    const { sheets } = read(
      sheetOf([
        ['序号', '名称', '主办单位', '平台', '发布条数'],
        [1, '临湖水务', '区水务局', '微博', 43],
      ]),
    )
    expect(sheets[0]?.extraColumns).toEqual([{ column: 'E', head: '发布条数' }])
  })
})

const head = ['名称', '主办单位', '平台类型', '粉丝量', '开通时间', '运营人数', '整改措施', '联系人及联系电话']
const row = (cells: Partial<Record<(typeof head)[number], string | number>>) =>
  head.map((title) => cells[title] ?? { 名称: '临湖水务', 主办单位: '区水务局', 平台类型: '微信公众号' }[title] ?? '')

describe('who sponsors an account', () => {
  it('reads a unit merged down over its accounts', () => {
    const { rows, notices } = read(
      sheetOf([head, row({}), row({ 名称: '临湖水务', 平台类型: '微博', 主办单位: '' })], ['B2:B3']),
    )
    expect(rows.map(({ unit }) => unit)).toEqual([
      { found: '区水务局', from: 'cell' },
      { found: '区水务局', from: 'cell' },
    ])
    expect(notices).toEqual([])
  })

  it('takes a blank cell below a unit for nobody’s, also where the sheet names who filled it in', () => {
    const { rows } = read(sheetOf([['填表单位：区政府办'], head, row({}), row({ 平台类型: '微博', 主办单位: '' })]))
    expect(rows[1]?.unit).toEqual({ found: '', from: 'blank' })
  })

  it('takes 填表单位 where the column of units is blank all the way down', () => {
    const { rows } = read(sheetOf([['填表单位：区水务局'], head, row({ 主办单位: '' })]))
    expect(rows[0]?.unit).toEqual({ found: '区水务局', from: 'form' })
  })

  it('keeps tables of several units on one sheet apart', () => {
    const { rows } = read(
      sheetOf([
        ['填表单位：区水务局'],
        ['名称', '平台'],
        ['临湖水务', '微博'],
        ['注：略'],
        ['填表单位：区教育局'],
        ['名称', '平台'],
        ['临湖教育', '微博'],
      ]),
    )
    expect(rows.map(({ unit }) => unit.found)).toEqual(['区水务局', '区教育局'])
  })
})

describe('which platform', () => {
  it.each([
    ['临湖警方(新浪微博)', '', 'weibo', '临湖警方'],
    ['临湖发布（抖音号）', '', 'douyin', '临湖发布'],
    ['临湖发布（抖音号）', '其他', 'douyin', '临湖发布'],
    ['临湖发布（订阅号）', '微信公众号', 'wechat_subscription', '临湖发布'],
    ['临湖发布（城区）', '微信', 'wechat_official', '临湖发布（城区）'],
    ['临湖发布', '微信号', 'wechat_official', '临湖发布'],
    ['临湖发布', '政务抖音号', 'douyin', '临湖发布'],
    ['临湖发布', '腾讯（微信视频号）', 'wechat_channels', '临湖发布'],
    ['临湖发布', '新 浪', 'weibo', '临湖发布'],
    ['临湖发布', '人民网', 'people', '临湖发布'],
    ['临湖发布', '其他', 'other', '临湖发布'],
  ])('%s with %s is %s', (name, cell, platform, plain) => {
    const { rows, rejected } = read(sheetOf([head, row({ 名称: name, 平台类型: cell })]))
    expect(rejected).toEqual([])
    expect(rows[0]?.facts).toMatchObject({ platform, name: plain })
  })

  it.each([
    ['一、微博', '新浪', 'weibo'],
    ['（二）微信类', '腾讯', 'wechat_official'],
    ['二、微信（微信视频号）', '腾讯', 'wechat_channels'],
    ['三、移动客户端', '其他', 'app'],
    ['四、其他（抖音）', '其他', 'douyin'],
    ['微信类', '', 'wechat_official'],
    ['四、抖音', '', 'douyin'],
  ])('a section “%s” above “%s” makes it %s', (section, cell, platform) => {
    const { rows, rejected } = read(sheetOf([head, [section], row({ 平台类型: cell })]))
    expect(rejected).toEqual([])
    expect(rows[0]?.facts.platform).toBe(platform)
  })

  it('keeps one name on several platforms apart, also when the name is merged down', () => {
    const { rows } = read(
      sheetOf([head, row({}), row({ 名称: '', 主办单位: '', 平台类型: '新浪微博' })], ['A2:A3', 'B2:B3']),
    )
    expect(rows.map(({ facts }) => [facts.name, facts.platform])).toEqual([
      ['临湖水务', 'wechat_official'],
      ['临湖水务', 'weibo'],
    ])
  })
})

describe('a cell that does not hold is named', () => {
  it.each([
    ['平台类型', '网站', '网站不属于政务新媒体，不在本表登记，请删去这一行'],
    ['平台类型', '电台', '应填新浪、腾讯、人民网、其他之一（填表说明第7条），或直接写平台名称，如微信公众号、抖音'],
    ['平台类型', '微信、微博', '一行只登记一个平台上的一个账号，请分行填写'],
    ['粉丝量', '不足100', '应填实际数字，不填“不足”“以下”'],
    ['粉丝量', '1至2万', '应填一个数，不填范围'],
    ['开通时间', '去年第四季度', '应填年月日或年月，如 2019年6月、2019.6.21'],
    ['开通时间', '7月16日', '没有写年份，应填年月日或年月，如 2019年6月、2019.6.21'],
    ['开通时间', '2027年1月', '开通时间不能晚于今天'],
    ['运营人数', '若干', '应填有或无专人及人数，如“有，2人”（填表说明第4条）'],
    [
      '整改措施',
      '停止发布信息',
      '应填保留、变更、限期整改、关停、注销之一（填表说明第8条）；停更不等于关停，拟关停或注销的请写明',
    ],
    ['联系人及联系电话', '方书遥 1380000000', '电话“1380000000”是10位，手机号应为11位'],
  ])('%s “%s”', (title, found, wanted) => {
    const { rows, rejected } = read(sheetOf([head, row({ [title]: found }), row({ 名称: '临湖教育' })]))
    const column = String.fromCharCode(65 + head.indexOf(title))
    expect(rejected).toEqual([{ sheet: '附件2', row: 2, column, head: title, found, wanted }])
    expect(rows.map(({ facts }) => facts.name)).toEqual(['临湖教育'])
  })

  it('names all faulty cells of a row at once', () => {
    const { rejected } = read(sheetOf([head, row({ 粉丝量: '很多', 开通时间: '早先' })]))
    expect(rejected.map(({ head: title }) => title)).toEqual(['粉丝量', '开通时间'])
  })

  it('says that a platform in brackets contradicts its cell', () => {
    const { rejected } = read(sheetOf([head, row({ 名称: '临湖文旅(抖音)' })]))
    expect(rejected[0]).toMatchObject({ head: '平台类型', wanted: '与名称中写的“抖音”不一致，请改成同一个平台' })
  })

  it('asks for a name where a row has none', () => {
    const { rejected } = read(sheetOf([head, row({ 名称: '' })]))
    expect(rejected[0]).toMatchObject({ column: 'A', head: '名称', wanted: '名称不能为空，请填写账号全称' })
  })
})

describe('the telephone of the form', () => {
  it.each([
    ['联系电话：０７３０－５２８１２３４', '0730-5281234'],
    ['联系电话：0730－5281234转801', '0730-5281234转801'],
    ['联系电话：0730 5281234', '0730 5281234'],
    ['联系电话：（0730）5281234 填表日期：2026年9月30日', '(0730)5281234'],
    ['联系电话：13800000001 2026年9月30日', '13800000001'],
    ['联系电话：13800000001、0730-5281234', '13800000001、0730-5281234'],
  ])('%s', (line, phone) => {
    expect(read(sheetOf([[line], head, row({})])).sheets[0]?.form.phone).toBe(phone)
  })
})

describe('a formula that was saved without its result', () => {
  const formula: Cell = { kind: 'error', text: '', formula: 'Sheet2!A1', problem: '公式没有保存计算结果。' }
  it.each(['名称', '主办单位', '平台类型'])('is named as such in %s', (title) => {
    const sheet = sheetOf([head, row({})])
    const cells = head.map((one, at) => (one === title ? formula : (sheet.rows[1]?.[at] ?? formula)))
    const { rows, rejected } = read({ ...sheet, rows: [sheet.rows[0] ?? [], cells] })
    expect(rows).toEqual([])
    expect(rejected).toMatchObject([{ head: title, found: '=Sheet2!A1', wanted: '公式没有保存计算结果。' }])
  })
})

describe('what a cell may look like', () => {
  it.each([
    ['有，2人', { hasDedicatedStaff: true, staffCount: 2 }],
    ['无', { hasDedicatedStaff: false }],
    ['无专人，兼职1人', { hasDedicatedStaff: false, staffCount: 1 }],
    [3, { staffCount: 3 }],
    ['有/无专人：有\n人数：２', { hasDedicatedStaff: true, staffCount: 2 }],
  ])('运营人数 “%s”', (found, facts) => {
    expect(read(sheetOf([head, row({ 运营人数: found })])).rows[0]?.facts).toMatchObject(facts)
  })

  it.each([
    ['2019年6月', '2019-06-01', 'month'],
    [43_636, '2019-06-20', 'day'],
    ['2019-6-3 ', '2019-06-03', 'day'],
    ['２０１９年', '2019-01-01', 'year'],
  ])('开通时间 “%s”', (found, openedOn, openedPrecision) => {
    expect(read(sheetOf([head, row({ 开通时间: found })])).rows[0]?.facts).toMatchObject({ openedOn, openedPrecision })
  })

  it('says that 2019.1 may have been 2019.10', () => {
    expect(read(sheetOf([head, row({ 开通时间: 2019.1 })])).notices[0]?.sentence).toBe(
      '开通时间“2019.1”按2019年1月登记，若为10月请改写为“2019年10月”',
    )
  })

  it.each([
    ['方书遥 0730-5550101', { name: '方书遥', phone: '0730-5550101' }],
    ['方书遥/13800000001', { name: '方书遥', phone: '13800000001' }],
    ['方书遥\n13800000001', { name: '方书遥', phone: '13800000001' }],
    ['方书遥（１３８００００００１１）', { name: '方书遥', phone: '13800000011' }],
    ['13800000001 方书遥', { name: '方书遥', phone: '13800000001' }],
    ['方　遥：5550101', { name: '方遥', phone: '5550101' }],
    ['方书遥13800000001、顾望之13800000002', { name: '方书遥、顾望之', phone: '13800000001、13800000002' }],
    ['方书遥 138****0001', { name: '方书遥', phone: '138****0001', masked: true }],
  ])('联系人 “%s”', (found, person) => {
    expect(read(sheetOf([head, row({ 联系人及联系电话: found })])).rows[0]?.people.contact).toMatchObject(person)
  })

  it.each([
    ['关停注销', 'deregister', true],
    ['注销关停', 'deregister', true],
    ['停更并启动注销', 'deregister', true],
    ['注 销', 'deregister', false],
    ['限期整改', 'rectify', false],
  ])('整改措施 “%s”', (found, disposition, said) => {
    const { rows, notices } = read(sheetOf([head, row({ 整改措施: found })]))
    expect(rows[0]?.facts).toMatchObject({ disposition })
    expect(notices).toHaveLength(said ? 1 : 0)
  })
})

describe('what is no account', () => {
  it('passes over totals, notes and signatures', () => {
    const { rows, rejected } = read(
      sheetOf([
        head,
        row({}),
        ['合计', '', '', 1],
        ['主要领导签字：', '', '', '（盖章）'],
        ['注：略'],
        ['2、运营单位填写具体运营的单位名称'],
      ]),
    )
    expect(rows).toHaveLength(1)
    expect(rejected).toEqual([])
  })

  it('leaves hidden sheets alone and says so', () => {
    const { rows, notices } = read({ ...sheetOf([head, row({})]), hidden: true })
    expect(rows).toEqual([])
    expect(notices).toEqual([{ sheet: '附件2', sentence: '隐藏的工作表，未读取' }])
  })

  it('says that a sheet without 名称 was not read', () => {
    const { notices } = read(
      sheetOf(
        [
          ['排名', '单位', '得分'],
          [1, '区水务局', 205],
        ],
        [],
        '得分表',
      ),
    )
    expect(notices).toEqual([
      { sheet: '得分表', sentence: '没有找到附件2的表头（“名称”列和至少另一列），这张工作表未读取' },
    ])
  })
})
