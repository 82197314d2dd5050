import { foldWord } from '../../vocabulary/platforms.ts'
import type { Grid } from './grid.ts'

/**
 * Which column of a sheet holds what. The head of 附件2 has two rows, 15 cells above 2, while its rows have 16 cells:
 * one cell above spans the two below. Which one, reprints of the notice lost; both readings are taken, and plain heads
 * of one row (docs/decisions/005-annex2.md).
 */
const aliases = {
  serial: ['序号', '编号', '排名'],
  name: [
    '名称',
    '名称(全称)',
    '全称',
    '账号',
    '帐号',
    '账号名称',
    '帐号名称',
    '账号名',
    '新媒体名称',
    '政务新媒体名称',
    '政务新媒体',
    '新媒体账号名称',
    '媒体名称',
    '公众号名称',
    '账号全称',
    '账号(应用)名称',
    '账号或应用名称',
    '应用名称',
  ],
  certifiedEntity: ['认证主体', '认证单位', '账号主体', '主体', '认证主体名称', '认证主体单位', '注册主体'],
  unit: [
    '主办单位',
    '单位',
    '责任单位',
    '主管单位',
    '开办单位',
    '开设单位',
    '所属单位',
    '单位名称',
    '主办单位名称',
    '主办单位(全称)',
    '主办部门',
    '主管主办单位',
    '主管(主办)单位',
    '主办(主管)单位',
    '填报单位',
    '填表单位',
    '主办单位全称',
  ],
  principal: [
    '负责人及联系电话',
    '负责人',
    '负责人姓名',
    '负责人及电话',
    '负责人及联系方式',
    '负责人姓名及联系电话',
    '负责人姓名及电话',
    '主要负责人',
  ],
  principalPhone: ['负责人电话', '负责人联系电话', '负责人联系方式', '负责人手机'],
  contact: [
    '联系人及联系电话',
    '联系人',
    '联系人姓名',
    '联系人及电话',
    '联系人及联系方式',
    '联系人姓名及联系电话',
    '联系人姓名及电话',
  ],
  contactPhone: ['联系人电话', '联系人联系电话', '联系人联系方式', '联系人手机'],
  phone: ['联系电话', '电话', '联系方式', '手机', '手机号', '手机号码', '电话号码'],
  operatorUnit: ['运营单位', '运维单位', '承办单位', '运营单位名称', '具体运营单位', '运营部门'],
  operationMode: ['运营模式', '运维模式', '运维方式', '运营方式'],
  budget: ['经费保障', '经费', '运维经费', '运营经费', '经费保障情况', '年度经费', '经费保障元/年'],
  followers: [
    '粉丝量',
    '粉丝数',
    '粉丝',
    '粉丝数量',
    '关注数',
    '关注量',
    '关注人数',
    '用户数',
    '订阅数',
    '订阅用户数',
    '下载量',
    '粉丝量/下载量',
  ],
  reads: [
    '阅读量',
    '阅读数',
    '总阅读量',
    '累计阅读量',
    '阅读次数',
    '阅读量/其他',
    '浏览量',
    '阅读总量',
    '平均阅读量',
    '篇均阅读量',
    '月阅读量',
    '近30天阅读量',
    '近30日阅读量',
    '近一月阅读量',
  ],
  pushFrequency: ['推送频率', '推送频次', '更新频率', '更新频次', '发布频率', '发布频次'],
  openedOn: ['开通时间', '开通日期', '开设时间', '开设日期', '开办时间', '注册时间', '上线时间', '开通年月'],
  staff: ['运营人数', '运维人数', '运营人员', '运营人员数', '运营人员人数', '运维人员', '运维人员数', '专人及人数'],
  dedicated: ['有/无专人', '有无专人', '有无专人运营', '有/无专人运营', '是否有专人', '是否专人运营', '专人'],
  staffCount: ['人数', '专人数', '专人人数', '负责运营人数', '运营人员数量'],
  operatingStatus: ['运营状态', '运行状态', '账号状态', '状态', '运营情况'],
  functions: ['基本功能', '功能', '主要功能', '功能建设', '具备功能'],
  platform: [
    '平台类型',
    '平台',
    '类型',
    '新媒体类型',
    '平台名称',
    '账号类型',
    '帐号类型',
    '媒体类型',
    '所属平台',
    '类别',
    '新媒体类别',
    '账号类别',
    '平台类别',
    '开设平台',
    '平台(类型)',
    '政务新媒体类型',
  ],
  disposition: ['整改措施', '措施', '清理整合措施', '处置措施', '整改意见', '清理措施', '清理整合情况', '处理措施'],
  identifier: ['账号id', '帐号id', 'id', '微信号', '账号标识', '账号(id)', '平台账号', '原始id', '账号原始id'],
  profileUrl: ['链接', '主页链接', '账号链接', '链接地址', '网址', '主页地址', '主页', '二维码/链接', '主页网址'],
} as const satisfies Record<string, readonly string[]>

export type Field = keyof typeof aliases

/** How a column is called to a person where its own head says nothing. */
export const fieldLabels: Readonly<Record<Field, string>> = {
  serial: '序号',
  name: '名称',
  certifiedEntity: '认证主体',
  unit: '主办单位',
  principal: '负责人及联系电话',
  principalPhone: '负责人联系电话',
  contact: '联系人及联系电话',
  contactPhone: '联系人联系电话',
  phone: '联系电话',
  operatorUnit: '运营单位',
  operationMode: '运营模式',
  budget: '经费保障',
  followers: '粉丝量',
  reads: '阅读量',
  pushFrequency: '推送频率',
  openedOn: '开通时间',
  staff: '运营人数',
  dedicated: '有/无专人',
  staffCount: '人数',
  operatingStatus: '运营状态',
  functions: '基本功能',
  platform: '平台类型',
  disposition: '整改措施',
  identifier: '账号标识',
  profileUrl: '主页链接',
}

const byAlias = new Map<string, Field>(
  (Object.keys(aliases) as Field[]).flatMap((field) => aliases[field].map((word) => [foldWord(word), field] as const)),
)

/** The second row of a head holds these and nothing else. */
const BELOW: ReadonlySet<Field> = new Set([
  'principal',
  'principalPhone',
  'contact',
  'contactPhone',
  'phone',
  'unit',
  'dedicated',
  'staffCount',
  'name',
])

export type Head = {
  /** First row of data, 0-based. */
  readonly below: number
  readonly columns: Readonly<Partial<Record<Field, number>>>
  /** Every head as printed, by column. */
  readonly titles: readonly string[]
  /** Columns that 附件2 does not know. */
  readonly extra: readonly number[]
}

/** Reads the head that begins in this row; undefined when it is no head: one names the account and one thing more. */
export function headAt(grid: Grid, row: number): Head | undefined {
  const width = grid.sheet.columnCount
  const above = Array.from({ length: width }, (_, column) => fieldOf(grid.own(row, column).text))
  const nameColumn = above.indexOf('name')
  if (nameColumn < 0 || new Set(above.filter((field) => field && field !== 'serial')).size < 2) return undefined
  const last = Math.max(grid.bottomOf(row, nameColumn), isSecondRow(grid, row + 1) ? row + 1 : row)
  const found = last > row ? spelledOut(grid, row, last, above) : above
  const titles = Array.from({ length: width }, (_, column) => titleOf(grid, row, last, column))
  const columns = columnsOf(found)
  const used = new Set(Object.values(columns))
  const extra = found.flatMap((_, column) => (used.has(column) || titles[column] === '' ? [] : [column]))
  return { below: last + 1, columns, titles, extra }
}

/** A head word as a field; brackets that only name a unit of measure or how to fill it in don't count. */
export function fieldOf(title: string): Field | undefined {
  const word = foldWord(title).replace(/[*:]/g, '')
  return byAlias.get(word) ?? byAlias.get(word.replace(/\([^()]*\)$/, ''))
}

function isSecondRow(grid: Grid, row: number): boolean {
  const own = Array.from({ length: grid.sheet.columnCount }, (_, column) => grid.own(row, column).text)
    .filter((text) => text !== '')
    .map(fieldOf)
  if (own.length === 0 || !own.every((field) => field !== undefined && BELOW.has(field))) return false
  // A blank form carries 有/无专人 above 人数 in its rows; only side by side are they heads.
  const people = own.filter((field) => field !== 'dedicated' && field !== 'staffCount')
  return people.length > 0 || (own.includes('dedicated') && own.includes('staffCount'))
}

// Below 主办单位 stand its name and people, below 运营单位 the same of the operator; 联系电话 belongs to the person before it.
function spelledOut(grid: Grid, row: number, last: number, above: readonly (Field | undefined)[]) {
  return above.map((field, column) => {
    const below = grid.topOf(last, column) > row ? grid.own(last, column).text : ''
    const own = fieldOf(below)
    if (below === '' || own === undefined) return below === '' ? field : undefined
    const parent = fieldOf(grid.seen(row, column).text)
    return own !== 'unit' && own !== 'name' ? own : parent === 'operatorUnit' || parent === 'unit' ? parent : own
  })
}

// Where two heads mean one field the first stands; 联系电话 goes to the person on its left.
function columnsOf(found: readonly (Field | undefined)[]): Partial<Record<Field, number>> {
  const columns: Partial<Record<Field, number>> = {}
  found.forEach((field, column) => {
    const meant = field === 'phone' ? phoneOf(found.slice(0, column)) : field
    if (meant && columns[meant] === undefined) columns[meant] = column
  })
  return columns
}

function phoneOf(before: readonly (Field | undefined)[]): Field | undefined {
  const person = before.findLast((field) => field === 'principal' || field === 'contact')
  return person === 'principal' ? 'principalPhone' : person === 'contact' ? 'contactPhone' : undefined
}

function titleOf(grid: Grid, row: number, last: number, column: number): string {
  const words = [grid.seen(row, column).text, grid.seen(last, column).text].map((text) => text.replace(/\s+/g, ''))
  return [...new Set(words)].filter(Boolean).join('—')
}
