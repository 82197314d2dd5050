import { describe, expect, it } from 'vitest'
import { workbookOf } from '../../../tests/support/sheets.ts'
import { civilDate } from '../../calendar/index.ts'
import { readTables } from '../../documents/index.ts'
import { readDiscovered } from './read-list.ts'

const asOf = civilDate('2026-09-30')
const read = async (text: string) => readDiscovered(await readTables(new TextEncoder().encode(text)), asOf)
const row = async (heads: string, cells: string) => read(`${heads}\n${cells}`)
const faultsOf = async (heads: string, cells: string) =>
  (await row(heads, cells)).rejected.flatMap(({ faults }) => faults.map(({ column }) => column))

describe('a list of found accounts', () => {
  it('is read from a sheet of an office, under its title, with every column', async () => {
    const bytes = await workbookOf({
      name: '网上发现账号',
      rows: [
        ['临湖区网上发现账号清单'],
        [
          '序号',
          '平台名称',
          '昵称',
          '微信号',
          '原始ID',
          '主体',
          '主页链接（选填）',
          '疑似主办单位',
          '发现日期',
          '是否可访问',
          '备注',
        ],
        [
          1,
          '公众号',
          '临湖水务 ',
          'lhsw-2019',
          'gh_A1b2',
          '临湖区水务局',
          '',
          '区水务局',
          '2026年9月12日',
          '是',
          '群众反映',
        ],
      ],
    })
    expect(readDiscovered(await readTables(bytes), asOf).discovered).toEqual([
      {
        sheet: '网上发现账号',
        row: 3,
        platform: 'wechat_official',
        platformFound: '公众号',
        name: '临湖水务',
        identifiers: ['lhsw-2019', 'gh_A1b2'],
        profileUrl: null,
        certifiedEntity: '临湖区水务局',
        unitName: '区水务局',
        discoveredOn: '2026-09-12',
        reachable: true,
        note: '群众反映',
      },
    ])
  })

  it('says the same as CSV and as JSON, with Chinese keys or English ones', async () => {
    const csv = await row(
      '平台,账号名称,账号ID,认证主体,链接,发现日期,状态',
      '微博,临湖水务,1234567890,临湖区水务局,https://weibo.com/u/1234567890,2026-09-12,正常',
    )
    const zh = await read(
      JSON.stringify([
        {
          平台: '微博',
          账号名称: '临湖水务',
          账号ID: 1234567890,
          认证主体: '临湖区水务局',
          链接: 'https://weibo.com/u/1234567890',
          发现日期: '2026-09-12',
          状态: '正常',
        },
      ]),
    )
    const en = await read(
      JSON.stringify({
        accounts: [
          {
            platform: 'weibo',
            name: '临湖水务',
            identifier: '1234567890',
            certifiedEntity: '临湖区水务局',
            profileUrl: 'https://weibo.com/u/1234567890',
            discoveredOn: '2026-09-12',
            reachable: true,
          },
        ],
      }),
    )
    const bare = ({ discovered }: typeof csv) =>
      discovered.map(({ sheet: _sheet, row: _row, platformFound: _found, ...rest }) => rest)
    expect(bare(zh)).toEqual(bare(csv))
    expect(bare(en)).toEqual(bare(csv))
    expect([csv, zh].map(({ discovered }) => discovered[0]?.row)).toEqual([2, 1])
  })

  it('names each faulty cell by row and column, keeps the row, and reads the others', async () => {
    const { discovered, rejected, rowCount } = await read(
      [
        '平台,账号名称,发现日期,状态',
        '微博,临湖水务,2026-09-30,正常',
        '某平台,临湖教育,去年,也许',
        ',,,',
        '微博,临湖民政,2026-10-01,',
      ].join('\n'),
    )
    expect(rowCount).toBe(3)
    expect(discovered.map(({ name, row: at }) => [name, at])).toEqual([['临湖水务', 2]])
    expect(rejected.map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['某平台', '临湖教育'],
      ['微博', '临湖民政'],
    ])
    expect(rejected.flatMap(({ faults }) => faults)).toEqual([
      { sheet: 'CSV', row: 3, column: '平台', found: '某平台', wanted: '平台名称，如 微信公众号、新浪微博、抖音' },
      { sheet: 'CSV', row: 3, column: '发现日期', found: '去年', wanted: '写到日的日期，如 2026-09-30' },
      { sheet: 'CSV', row: 3, column: '是否可访问', found: '也许', wanted: '能否访问，如 可访问、不可访问' },
      {
        sheet: 'CSV',
        row: 5,
        column: '发现日期',
        found: '2026-10-01',
        wanted: '不晚于核查日期（2026年9月30日）的日期',
      },
    ])
  })

  it.each<[string, string, string, string[]]>([
    ['nothing to know it by', '平台,账号名称,链接', '微博,,', ['账号名称']],
    ['a page that is no address', '平台,账号名称,链接', '微博,临湖水务,临湖水务的主页', ['主页链接']],
    ['a page on another platform', '平台,账号名称,链接', '抖音,临湖水务,https://weibo.com/u/1234567890', ['主页链接']],
    ['a month is no day', '平台,账号名称,发现日期', '微博,临湖水务,2026年9月', ['发现日期']],
    ['a name of 101 letters', '平台,账号名称', `微博,${'湖'.repeat(101)}`, ['账号名称']],
    ['a name of 100 letters holds', '平台,账号名称', `微博,${'湖'.repeat(100)}`, []],
    ['a hyperlink’s face is no link and no fault', '平台,账号名称,链接', '微博,临湖水务,点击查看', []],
    [
      'the words of a shared link',
      '平台,账号名称,链接',
      '抖音,临湖水务,复制打开抖音看看 https://v.douyin.com/abc/',
      [],
    ],
    ['no platform, but a page that tells', '账号名称,链接', '临湖水务,https://weibo.com/u/1234567890', []],
    ['no platform and no page', '账号名称,认证主体', '临湖水务,临湖区水务局', ['平台']],
  ])('%s', async (_, heads, cells, columns) => {
    expect(await faultsOf(heads, cells)).toEqual(columns)
  })

  it('an identity that a spreadsheet cut off is sent back: it is another one by now', async () => {
    const list = await read('[{"平台":"抖音","名称":"临湖水务","ID":12345678901234567890}]')
    expect(list.rejected[0]?.faults).toMatchObject([{ row: 1, column: '账号ID' }])
  })

  it('未认证 is something else than an empty cell', async () => {
    const { discovered } = await read('平台,名称,认证主体\n微博,甲乙,无\n微博,丙丁,')
    expect(discovered.map(({ certifiedEntity }) => certifiedEntity)).toEqual(['无', null])
  })

  it('a moment late in the evening of London is the next day here', async () => {
    const { discovered } = await read(
      JSON.stringify([{ platform: '微博', name: '甲乙', discoveredAt: '2026-09-11T16:30:00Z' }]),
    )
    expect(discovered[0]?.discoveredOn).toBe('2026-09-12')
  })

  it('a sheet without such a head is no list', async () => {
    expect(await read('甲,乙\n1,2')).toMatchObject({ headed: false, rowCount: 0 })
  })
})
