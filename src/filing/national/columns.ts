import type { Cell, Sheet } from '../../documents/index.ts'
import { foldWord } from '../../vocabulary/platforms.ts'
import { fieldTitles, type NationalField } from './model.ts'

/** Heads under which units and the national system write a column. The template itself could not be had (rulebook (b)). */
const aliases: Readonly<Record<NationalField, readonly string[]>> = {
  unitName: ['单位', '单位全称', '填报单位', '开办单位', '所属单位', '责任单位'],
  creditCode: ['社会信用代码', '信用代码', '统一信用代码', '统一社会信用码', '机构代码', '组织机构代码'],
  name: ['账号', '帐号', '帐号名称', '账号名', '名称', '政务新媒体名称', '新媒体名称', '账号全称', '公众号名称'],
  platform: ['平台名称', '平台类型', '所属平台', '开设平台', '账号类型', '新媒体类型', '类型'],
  identifier: ['帐号ID', 'ID', '账号标识', '平台ID', '平台账号', '微信号', 'UID', '标识', '账号(ID)'],
  certifiedEntity: ['认证主体名称', '主体', '账号主体', '认证单位', '注册主体'],
  sponsor: ['主办单位名称', '主办'],
  openedOn: ['开通时间', '开设日期', '开通日期', '开办时间', '上线时间', '注册时间'],
  profileUrl: ['二维码', '链接', '二维码或链接', '二维码(链接)', '主页链接', '账号链接', '网址', '链接地址'],
  runningState: ['状态', '账号状态', '运营状态', '运行情况', '当前状态'],
  contactName: ['联系人姓名', '联络人', '联络员'],
  contactPhone: ['联系电话', '手机号', '手机号码', '电话', '联系方式', '联系人手机', '联系人电话'],
  note: ['说明', '备注说明'],
  nationalStatus: ['全国系统', '全国系统填报状态', '填报状态', '报送状态', '系统状态'],
}

const foldHead = (word: string) => foldWord(word).replaceAll(/[*:：_/、]/g, '')

const byAlias = new Map<string, NationalField>(
  (Object.keys(aliases) as NationalField[]).flatMap((field) =>
    [fieldTitles[field], ...aliases[field]].map((word) => [foldHead(word), field] as const),
  ),
)

/** A title and remarks may stand above the head; further down than this there is none. */
const MOST_ROWS_ABOVE_HEAD = 20

export type Columns = Partial<Record<NationalField, number>>

/** The head of a sheet: the first row that names an account, its platform and whose it is. Undefined: no such sheet. */
export function findHead(sheet: Sheet): { row: number; columns: Columns } | undefined {
  for (const [row, cells] of sheet.rows.slice(0, MOST_ROWS_ABOVE_HEAD).entries()) {
    const columns = columnsOf(cells)
    const whose = columns.unitName ?? columns.sponsor
    if (columns.name !== undefined && columns.platform !== undefined && whose !== undefined) return { row, columns }
  }
  return undefined
}

// The head's own word wins over an alias further left: 状态 beside 运行状态.
function columnsOf(cells: readonly Cell[]): Columns {
  const columns: Columns = {}
  const words = cells.map(({ text }) => foldHead(text))
  for (const [index, word] of words.entries()) {
    const field = byAlias.get(word) ?? byAlias.get(word.replace(/\([^()]*\)$/, ''))
    if (!field) continue
    const own = word === foldHead(fieldTitles[field])
    if (columns[field] === undefined || (own && words[columns[field]] !== word)) columns[field] = index
  }
  return columns
}
