import { describe, expect, it } from 'vitest'
import { workbookOf, type Written } from '../../../tests/support/sheets.ts'
import { readTables } from '../../documents/index.ts'
import { readNationalSheet } from './read-sheet.ts'

const read = async (...rows: Written[][]) =>
  readNationalSheet(await readTables(await workbookOf({ name: '报送表', rows })))
const head = ['单位名称', '账号名称', '平台']

describe('a sheet of the national system', () => {
  it('is read whatever its columns are called and wherever they stand', async () => {
    const { headed, rows, unread } = await read(
      ['临湖区政务新媒体报送表'],
      ['序号', '平台类型', '公众号名称', '主办单位', '开通时间', '联系电话', '链接', '账号状态', '全国系统填报状态'],
      [
        1,
        '公众号',
        '临湖水务',
        '临湖区水务局',
        new Date(Date.UTC(2019, 5, 3)),
        13800001111,
        'https://a.example.cn/1',
        '正常',
        '已上报',
      ],
      [2, '微博', '临湖水务', '临湖区水务局', '2019.6', '0730-1234567', '无', '关停', '否'],
    )
    expect([headed, unread]).toEqual([true, []])
    expect(rows.map(({ row, values }) => [row, values])).toEqual([
      [
        3,
        {
          platform: '微信公众号',
          name: '临湖水务',
          sponsor: '临湖区水务局',
          openedOn: '2019年6月3日',
          contactPhone: '13800001111',
          profileUrl: 'https://a.example.cn/1',
          runningState: '在运行',
          nationalStatus: '已报',
        },
      ],
      [
        4,
        {
          platform: '新浪微博',
          name: '临湖水务',
          sponsor: '临湖区水务局',
          openedOn: '2019年6月',
          contactPhone: '0730-1234567',
          profileUrl: null,
          runningState: '已关停',
          nationalStatus: '未报',
        },
      ],
    ])
  })

  it.each<[string, string[], Written[], string]>([
    ['a wrong check character', ['统一社会信用代码'], ['91350100M000100Y44'], '校验码'],
    ['a date that is none', ['开设时间'], ['去年'], '日期，如2019年6月3日'],
    ['an identifier cut off by the spreadsheet', ['账号ID'], [1234567890123456], '数字过长'],
    ['a picture’s name for a link', ['二维码/链接'], ['见附件图片'], '网址'],
    ['a state of its own', ['运行状态'], ['还行'], '之一'],
  ])('tells %s and compares the rest of the row', async (_, more, cells, wanted) => {
    const { rows, unread } = await read([...head, ...more], ['临湖区水务局', '临湖水务', '微博', ...cells])
    expect(rows.map(({ values }) => Object.keys(values))).toEqual([['unitName', 'name', 'platform']])
    expect(unread).toMatchObject([
      { sheet: '报送表', row: 2, column: more[0], wanted: expect.stringContaining(wanted) },
    ])
  })

  it('leaves out a row without name or platform, and one that was said already', async () => {
    const { rows, unread } = await read(
      head,
      ['临湖区水务局', '', '微博'],
      ['临湖区水务局', '临湖水务', '第七平台'],
      ['临湖区水务局', '临湖水务', '微博'],
      ['临湖区水务局', '临湖水务', '新浪微博'],
    )
    expect(rows.map(({ row }) => row)).toEqual([4])
    expect(unread.map(({ row, column }) => [row, column])).toEqual([
      [2, '账号名称'],
      [3, '平台'],
      [5, '账号名称'],
    ])
    expect(unread[2]?.wanted).toContain('与报送表第4行重复')
  })

  it('never repeats what stood in the cell of a person', async () => {
    const { unread } = await read([...head, '手机'], ['临湖区水务局', '临湖水务', '微博', '许静言13800001111'])
    expect(unread).toMatchObject([{ column: '手机', found: '' }])
  })

  it('finds no head in a table of something else', async () => {
    expect((await read(['账号', '标题'], ['临湖水务', '通知'])).headed).toBe(false)
  })
})
