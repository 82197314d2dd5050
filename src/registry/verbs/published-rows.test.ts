import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { describeWithShared, sharedPath } from '../../../tests/support/shared.ts'
import { workbookOf, type Written, type WrittenSheet } from '../../../tests/support/sheets.ts'
import { readAccounts } from '../queries/accounts.ts'
import type { ImportOutcome } from '../annex2/outcome.ts'
import { importAccounts } from './import-accounts.ts'

type Published = { id: string; table: string; columns: string[]; raw: Record<string, string>; mess: string[] }

const published = (): Published[] =>
  JSON.parse(readFileSync(sharedPath('data', 'cases', 'published-rows.json') ?? '', 'utf8')).rows

// The others name no unit, no platform, a website, or a date and a measure that are none. 33 repeat the unit above by a
// blank: they are registered only where the sheet merges those cells.
const REGISTERED = { 'with blank repeats': 27, 'with units merged down': 60 }

/** Tables as they were published, a sheet each: a banner above the head, a note below, numbers as text. */
function sheetsOf(rows: readonly Published[], merged = false): { sheet: WrittenSheet; rows: Published[] }[] {
  return [...Map.groupBy(rows, ({ table, columns }) => `${table}\n${columns.join()}`).values()].map((group, at) => {
    const columns = group[0]?.columns ?? []
    const body = group.map(({ raw }): Written[] => columns.map((column) => raw[column] ?? ''))
    const banner: Written[] = ['政务新媒体情况表', ...columns.slice(1).map(() => null)]
    return {
      sheet: {
        name: `表${at + 1}`,
        rows: [banner, columns, ...body, ['注：摘自公开通报']],
        merges: [`A1:${String.fromCharCode(64 + columns.length)}1`, ...(merged ? unitMerges(columns, group) : [])],
      },
      rows: group,
    }
  })
}

const UNITS = ['主办单位', '责任单位', '单位']
const unitIn = ({ raw }: Published) => UNITS.map((head) => raw[head] ?? '').find((text) => text !== '') ?? ''

/** Each unit's cell merged down over the blanks below it. */
function unitMerges(columns: readonly string[], rows: readonly Published[]): string[] {
  const at = columns.findIndex((column) => UNITS.includes(column))
  const letter = String.fromCharCode(65 + at)
  const starts = rows.flatMap((row, index) => (unitIn(row) === '' ? [] : [index]))
  const ends = starts.map((_, index) => (starts[index + 1] ?? rows.length) - 1)
  return starts.flatMap((start, index) => {
    const end = ends[index] ?? start
    return at < 0 || end === start ? [] : [`${letter}${start + 3}:${letter}${end + 3}`]
  })
}

/** Tables in as few workbooks as keep the months of one district apart: an account can't stand twice in one file. */
function booksOf(tables: ReturnType<typeof sheetsOf>) {
  const books: { names: Set<string>; tables: typeof tables }[] = []
  for (const table of tables) {
    const names = table.rows.map(nameOf)
    let book = books.find((one) => !names.some((name) => one.names.has(name)))
    if (!book) books.push((book = { names: new Set(), tables: [] }))
    book.tables.push(table)
    for (const name of names) book.names.add(name)
  }
  return books
}

const nameOf = ({ raw }: Published) => raw['名称'] ?? raw['新媒体名称'] ?? ''
const headIn = ({ columns }: Published, ...heads: string[]) =>
  heads.find((head) => columns.includes(head)) ?? heads[0] ?? ''

/** What must come of a row: registered (nothing), or rejected with this sentence at this column. */
function expectedOf(row: Published, unit: 'said' | 'blank' | 'none'): { head: string; wanted: RegExp }[] {
  const { raw } = row
  const platformHead = headIn(row, '平台类型', '平台', '新媒体类型')
  const unitHead = headIn(row, '主办单位', '责任单位', '单位')
  const platform = raw[platformHead] ?? ''
  const faults = []
  if (platform === '网站') faults.push({ head: platformHead, wanted: /^网站不属于政务新媒体/ })
  else if (platform === '' && !/[(（](?:新浪微博|抖音)[)）]$/.test(nameOf(row)))
    faults.push({ head: platformHead, wanted: /^应填新浪、腾讯、人民网、其他之一/ })
  if (raw['措施'] === '停止发布信息') faults.push({ head: '措施', wanted: /停更不等于关停/ })
  const reads = raw['阅读量/其他'] ?? ''
  if (reads.startsWith('岗位信息')) faults.push({ head: '阅读量/其他', wanted: /^应填数字/ })
  if (reads.includes('累计突破')) faults.push({ head: '阅读量/其他', wanted: /^一格只填一个数/ })
  if (/季度|中旬/.test(raw['开通时间'] ?? '')) faults.push({ head: '开通时间', wanted: /^应填年月日或年月/ })
  if (unit === 'said') return faults
  // A blank repeat that is no merged cell is nobody's: it may as well be a slip of the pen.
  return [
    ...faults,
    { head: unitHead, wanted: unit === 'blank' ? /^主办单位不能为空，应填单位全称/ : /^没有写明主办单位/ },
  ]
}

describeWithShared('rows as governments really published them', () => {
  it.each([
    ['with blank repeats', false],
    ['with units merged down', true],
  ] as const)('each is registered, or rejected with the cell that has to be mended: %s', async (title, merged) => {
    const { deps } = await monitoredDistrict()
    const seen = { registered: 0, rejected: 0 }
    const tables = sheetsOf(
      published().filter((row) => !row.columns.includes('排名')),
      merged,
    )
    for (const book of booksOf(tables)) {
      const bytes = await workbookOf(...book.tables.map(({ sheet }) => sheet))
      const input = { districtId, fileName: '通报.xlsx', bytes, acceptValid: true, createUnits: true }
      const outcome = await importAccounts(deps, actorOf('supervisor'), input)
      for (const { id, said, expected } of book.tables.flatMap((table) => judged(table, outcome, merged))) {
        expect({ id, said }).toEqual({ id, said: expected })
        seen[expected.length > 0 ? 'rejected' : 'registered'] += 1
      }
      const accountedFor = outcome.toCreate.length + outcome.toChange.length + outcome.unchanged + outcome.rejectedRows
      expect(accountedFor).toBe(book.tables.reduce((sum, { rows }) => sum + rows.length, 0))
    }
    expect(seen).toEqual({ registered: REGISTERED[title], rejected: 138 - REGISTERED[title] })
  })

  it('keeps the way counts, platforms and dates were written', async () => {
    const { deps } = await monitoredDistrict()
    const rows = published().filter(({ id }) => ['D248', 'D249', 'D250', 'D260', 'D247', 'D271', 'D274'].includes(id))
    for (const { sheet } of sheetsOf(
      rows.map((row) => ({ ...row, columns: [...row.columns, '主办单位'], raw: { ...row.raw, 主办单位: '某单位' } })),
    )) {
      const outcome = await importAccounts(deps, actorOf('supervisor'), {
        districtId,
        fileName: 'x.xlsx',
        bytes: await workbookOf(sheet),
        createUnits: true,
        acceptValid: true,
      })
      expect(outcome.rejected).toEqual([])
    }
    const accounts = new Map(
      (await readAccounts(deps.db, districtId)).map((one) => [`${one.name}/${one.platform}`, one]),
    )
    expect(accounts.get('永州发布/weibo')).toMatchObject({
      followers: 39_000,
      followersPrecision: 'at-least',
      followersFound: '超过3.9万',
      openedOn: '2014-07-04',
      reads: 100_000,
    })
    expect(accounts.get('永州发布/wechat_official')).toMatchObject({
      followers: 17_000,
      followersPrecision: 'approximate',
      reads: 25_000,
      readsScope: null,
    })
    expect(accounts.get('台州市环保局官方微博/weibo')).toMatchObject({ followers: 389, pushFrequency: '一个月1至2条' })
    expect(accounts.get('浙江发布/other')).toMatchObject({ platformFound: '腾讯微博', followers: 900_000 })
    expect(accounts.get('四川制造/wechat_official')).toMatchObject({ reads: 193_000 })
    expect(accounts.get('富平县国土资源局工会/wechat_official')).toMatchObject({ disposition: 'deregister' })
  })

  it('tables of scores are said to be no 附件2', async () => {
    const { deps } = await monitoredDistrict()
    for (const { sheet } of sheetsOf(published().filter((row) => row.columns.includes('排名')))) {
      const run = importAccounts(deps, actorOf('supervisor'), {
        districtId,
        fileName: 'x.xlsx',
        bytes: await workbookOf(sheet),
      })
      await expect(run).rejects.toMatchObject({ code: 'annex2.no-table' })
    }
  })
})

/** Beside each row: what was said about it and what should have been; heads alone where sentences fit. */
function judged({ sheet, rows }: ReturnType<typeof sheetsOf>[number], outcome: ImportOutcome, merged: boolean) {
  const first = rows.findIndex((row) => unitIn(row) !== '')
  return rows.map((row, index) => {
    const isSaid = unitIn(row) !== '' || (merged && first >= 0 && index > first)
    const unit = isSaid ? 'said' : first >= 0 ? 'blank' : 'none'
    const faults = outcome.rejected.filter((one) => one.sheet === sheet.name && one.row === index + 3)
    const expected = expectedOf(row, unit)
    const said = faults.map(({ head, wanted }) =>
      expected.some((one) => one.head === head && one.wanted.test(wanted)) ? head : `${head}：${wanted}`,
    )
    return { id: row.id, said: said.toSorted(), expected: expected.map(({ head }) => head).toSorted() }
  })
}
