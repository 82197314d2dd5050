import type { Cell, Sheet } from '../documents/index.ts'
import { foldWord } from '../vocabulary/platforms.ts'

/** What a column of a posts file holds; each with the heads under which platforms and offices print it. */
const aliases = {
  account: [
    '账号',
    '帐号',
    '账号名称',
    '帐号名称',
    '账户',
    '账户名称',
    '公众号',
    '公众号名称',
    '新媒体名称',
    '政务新媒体名称',
    '媒体名称',
    '名称',
    '作者',
    '博主',
    '昵称',
    '用户昵称',
    '发布账号',
    '来源账号',
    '发布者',
    'account',
    'accountname',
    'author',
    'nickname',
  ],
  platform: [
    '平台',
    '平台类型',
    '平台名称',
    '媒体平台',
    '媒体类型',
    '渠道',
    '渠道类型',
    '发布平台',
    '来源平台',
    '账号类型',
    'platform',
    'channel',
  ],
  unit: ['主办单位', '单位', '单位名称', '所属单位', '填报单位', '填表单位', 'unit', 'sponsor'],
  title: [
    '标题',
    '文章标题',
    '内容标题',
    '作品标题',
    '作品名称',
    '视频标题',
    '视频描述',
    '微博正文',
    '微博内容',
    '正文',
    '内容',
    '内容摘要',
    '作品描述',
    '题目',
    'title',
    'content',
    'text',
  ],
  url: [
    '链接',
    '原文链接',
    '文章链接',
    '内容链接',
    '作品链接',
    '视频链接',
    '微博链接',
    '链接地址',
    '网址',
    '地址',
    '文章地址',
    '内容url',
    '原文地址',
    'url',
    'link',
    'href',
  ],
  publishedAt: [
    '发布时间',
    '发布日期',
    '发表时间',
    '发表日期',
    '发文时间',
    '发文日期',
    '推送时间',
    '推送日期',
    '群发时间',
    '时间',
    '日期',
    '创建时间',
    'publishedat',
    'published',
    'publishtime',
    'publishdate',
    'pubdate',
    'date',
    'time',
    'createdat',
  ],
  reads: [
    '阅读',
    '阅读量',
    '阅读数',
    '阅读次数',
    '总阅读量',
    '浏览',
    '浏览量',
    '浏览数',
    '播放',
    '播放量',
    '播放数',
    '展现量',
    '推荐阅读量',
    '阅读(播放)量',
    '阅读/播放量',
    '阅读(播放)',
    '阅读播放量',
    'reads',
    'readcount',
    'views',
    'viewcount',
    'plays',
  ],
  likes: ['点赞', '点赞量', '点赞数', '点赞次数', '赞', '获赞', '获赞数', '喜欢', 'likes', 'likecount'],
  comments: [
    '评论',
    '评论量',
    '评论数',
    '评论次数',
    '留言',
    '留言量',
    '留言数',
    '跟帖数',
    '回复数',
    'comments',
    'commentcount',
  ],
  reposts: [
    '转发',
    '转发量',
    '转发数',
    '转发次数',
    '分享',
    '分享量',
    '分享数',
    '分享次数',
    '转载数',
    '转发(分享)量',
    '转发/分享',
    'reposts',
    'shares',
    'sharecount',
    'repostcount',
    'forwards',
  ],
  original: [
    '是否原创',
    '原创',
    '是否为原创',
    '原创标识',
    '原创与否',
    '原创/转载',
    '内容类型',
    'original',
    'isoriginal',
  ],
  collectedAt: [
    '采集时间',
    '采集日期',
    '抓取时间',
    '抓取日期',
    '数据时间',
    '统计时间',
    '数据采集时间',
    'collectedat',
    'crawledat',
  ],
} as const satisfies Record<string, readonly string[]>

export type Column = keyof typeof aliases
export type Columns = Partial<Record<Column, number>>

/** How a column is named to a person. */
export const columnLabels: Readonly<Record<Column, string>> = {
  account: '账号',
  platform: '平台',
  unit: '单位',
  title: '标题',
  url: '链接',
  publishedAt: '发布时间',
  reads: '阅读',
  likes: '点赞',
  comments: '评论',
  reposts: '转发',
  original: '是否原创',
  collectedAt: '采集时间',
}

const byAlias = new Map<string, Column>(
  (Object.keys(aliases) as Column[]).flatMap((column) =>
    aliases[column].map((word) => [foldWord(word), column] as const),
  ),
)

// Title lines and remarks stand above the head; further down than this there is none.
const MOST_ROWS_ABOVE_HEAD = 20

/** The head of a sheet: the first row that names the account and one column more. Undefined: this sheet holds no posts. */
export function findHead(sheet: Sheet): { row: number; columns: Columns } | undefined {
  for (let row = 0; row < Math.min(sheet.rows.length, MOST_ROWS_ABOVE_HEAD); row++) {
    const columns = columnsOf(sheet.rows[row] ?? [])
    if (columns.account !== undefined && Object.keys(columns).length > 1) return { row, columns }
  }
  return undefined
}

// Where two heads mean one column, the first stands: offices print remarks to the right.
function columnsOf(cells: readonly Cell[]): Columns {
  const columns: Columns = {}
  cells.forEach((cell, index) => {
    const column = byAlias.get(withoutUnit(foldWord(cell.text)))
    if (column && columns[column] === undefined) columns[column] = index
  })
  return columns
}

// `阅读量(次)`, `点赞数（个）`: the unit of measure says nothing about which column it is.
const withoutUnit = (word: string) => word.replace(/\((?:次|个|人|条|篇|人次|必填|选填)\)$/, '').replace(/[:*]+$/, '')
