import type { Cell, Sheet } from '../../documents/index.ts'
import { foldWord } from '../../vocabulary/platforms.ts'

/** What a column of a list of found accounts holds, with the heads under which people and programs write it. */
const aliases = {
  platform: [
    '平台',
    '平台名称',
    '平台类型',
    '所在平台',
    '发布平台',
    '账号平台',
    '账号类型',
    '新媒体类型',
    '媒体类型',
    '类型',
    '渠道',
    'platform',
    'platformname',
    'channel',
  ],
  name: [
    '账号名称',
    '帐号名称',
    '账号',
    '帐号',
    '账号名',
    '帐号名',
    '名称',
    '昵称',
    '账号昵称',
    '用户昵称',
    '公众号',
    '公众号名称',
    '新媒体名称',
    '政务新媒体名称',
    'name',
    'account',
    'accountname',
    'nickname',
    'title',
  ],
  identifier: [
    '账号id',
    '帐号id',
    'id',
    'uid',
    '微信号',
    '抖音号',
    '快手号',
    '标识',
    '账号标识',
    '平台标识',
    '平台id',
    '平台账号',
    '账号(id)',
    'identifier',
    'identifiers',
    'accountid',
    'platformid',
    'userid',
  ],
  originalId: ['原始id', '账号原始id', '微信原始id', '公众号原始id', 'originalid', 'ghid'],
  certifiedEntity: [
    '认证主体',
    '主体',
    '账号主体',
    '主体名称',
    '认证主体名称',
    '认证单位',
    '认证信息',
    '注册主体',
    'certifiedentity',
    'entity',
    'certifiedname',
    'verifiedentity',
  ],
  profileUrl: [
    '链接',
    '主页链接',
    '账号链接',
    '主页',
    '主页地址',
    '主页网址',
    '链接地址',
    '网址',
    'url',
    'link',
    'profileurl',
    'homepage',
  ],
  unitName: ['主办单位', '单位', '单位名称', '所属单位', '疑似主办单位', '责任单位', 'unit', 'unitname', 'sponsor'],
  discoveredOn: [
    '发现日期',
    '发现时间',
    '采集日期',
    '采集时间',
    '巡查日期',
    '巡查时间',
    '日期',
    'discoveredon',
    'discoveredat',
    'foundon',
    'date',
  ],
  reachable: [
    '状态',
    '是否可访问',
    '能否访问',
    '可访问',
    '访问状态',
    '账号状态',
    '运行状态',
    '运营状态',
    '是否在线',
    'status',
    'state',
    'reachable',
    'accessible',
  ],
  note: ['备注', '说明', '来源', '发现途径', '发现渠道', '线索来源', 'note', 'remark', 'source'],
} as const satisfies Record<string, readonly string[]>

export type Column = keyof typeof aliases
export type Columns = Partial<Record<Column, number>>

/** How a column is named to a person. */
export const columnLabels: Readonly<Record<Column, string>> = {
  platform: '平台',
  name: '账号名称',
  identifier: '账号ID',
  originalId: '原始ID',
  certifiedEntity: '认证主体',
  profileUrl: '主页链接',
  unitName: '主办单位',
  discoveredOn: '发现日期',
  reachable: '是否可访问',
  note: '备注',
}

const byAlias = new Map<string, Column>(
  (Object.keys(aliases) as Column[]).flatMap((column) =>
    aliases[column].map((word) => [foldHead(word), column] as const),
  ),
)

// Title lines and remarks stand above the head; further down than this there is none.
const MOST_ROWS_ABOVE_HEAD = 20

/** The head of a sheet: the first row that tells what an account is known by, and one column more. Undefined: no list. */
export function findHead(sheet: Sheet): { row: number; columns: Columns } | undefined {
  for (let row = 0; row < Math.min(sheet.rows.length, MOST_ROWS_ABOVE_HEAD); row++) {
    const columns = columnsOf(sheet.rows[row] ?? [])
    const known = columns.name ?? columns.identifier ?? columns.originalId ?? columns.profileUrl
    if (known !== undefined && Object.keys(columns).length > 1) return { row, columns }
  }
  return undefined
}

// Where two heads mean one column, the first stands: remarks are printed to the right.
function columnsOf(cells: readonly Cell[]): Columns {
  const columns: Columns = {}
  cells.forEach((cell, index) => {
    const word = foldHead(cell.text)
    const column = byAlias.get(word) ?? byAlias.get(word.replace(/\([^()]*\)$/, ''))
    if (column && columns[column] === undefined) columns[column] = index
  })
  return columns
}

function foldHead(word: string): string {
  return foldWord(word).replace(/[*:_]/g, '')
}
