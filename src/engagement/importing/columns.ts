import type { Sheet } from '../../documents/index.ts'
import { foldWord } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Channel, MessageKind } from '../model.ts'

/** What a column of a ledger of messages holds, with the heads under which offices and platforms print it. */
const heads = {
  account: ['账号', '账号名称', '帐号', '公众号', '公众号名称', '新媒体名称', '政务新媒体名称', '政务新媒体'],
  platform: ['平台', '平台名称', '平台类型', '账号平台'],
  unit: ['单位', '主办单位', '单位名称', '所属单位'],
  handler: ['办理单位', '承办单位', '责任单位', '答复单位', '转办单位', '受理单位'],
  kind: ['类别', '类型', '留言类别', '留言类型', '诉求类型', '诉求类别', '事项类别', '信件类型'],
  channel: ['渠道', '留言渠道', '互动渠道', '来源', '来源渠道'],
  asked: ['提问时间', '留言时间', '评论时间', '来信时间', '提交时间', '收到时间', '提问日期', '留言日期', '时间'],
  text: ['内容', '留言内容', '提问内容', '评论内容', '来信内容', '诉求内容', '问题', '主要内容'],
  asker: ['留言人', '提问人', '来信人', '姓名', '昵称', '网名'],
  contact: ['联系方式', '联系电话', '电话', '手机', '手机号'],
  replied: ['答复时间', '回复时间', '办结时间', '答复日期', '回复日期'],
  reply: ['答复内容', '回复内容', '答复', '回复', '办理结果', '处理结果'],
} as const
export type MessageColumn = keyof typeof heads
const columnNames = Object.keys(heads) as MessageColumn[]
const byHead = new Map(columnNames.flatMap((column) => heads[column].map((head) => [foldWord(head), column] as const)))

/** What a blank sheet to be filled in has, in this order. */
export const printedHeads = columnNames.filter((column) => column !== 'asker').map((column) => heads[column][0])

/** A table of messages on a sheet: where its head stands (0-based), which column is where, and under which head. */
export type MessageTable = {
  sheet: Sheet
  headRow: number
  columns: Partial<Record<MessageColumn, number>>
  heads: Partial<Record<MessageColumn, string>>
}

// Titles and remarks stand above the head; further down than this there is none.
const MOST_ROWS_ABOVE_HEAD = 20

const missingOf = ({ columns }: Pick<MessageTable, 'columns'>): string[] => {
  const has = (column: MessageColumn) => columns[column] !== undefined
  return [
    ...(has('account') || has('unit') ? [] : ['账号（或者单位）']),
    ...(has('kind') ? [] : ['类别']),
    ...(has('asked') ? [] : ['提问时间']),
    ...(has('text') ? [] : ['内容']),
  ]
}

/** The tables of a file, told by their heads. Refuses `messages.no-head`, naming what the most likely head lacks. */
export function findMessageTables(sheets: readonly Sheet[], file: string): MessageTable[] {
  const found = sheets.flatMap((sheet) => {
    const candidates = sheet.rows.slice(0, MOST_ROWS_ABOVE_HEAD).map((_row, at) => tableAt(sheet, at))
    const best = candidates.toSorted((one, other) => missingOf(one).length - missingOf(other).length)[0]
    return best ? [best] : []
  })
  const whole = found.filter((table) => missingOf(table).length === 0)
  if (whole.length > 0) return whole
  const nearest = found.map(missingOf).toSorted((one, other) => one.length - other.length)[0]
  throw refuse('messages.no-head', { file, missing: (nearest ?? missingOf({ columns: {} })).join('、') })
}

function tableAt(sheet: Sheet, headRow: number): MessageTable {
  const columns: MessageTable['columns'] = {}
  const printed: MessageTable['heads'] = {}
  for (const [at, { text }] of (sheet.rows[headRow] ?? []).entries()) {
    const column = byHead.get(foldWord(text))
    if (column === undefined || columns[column] !== undefined) continue
    columns[column] = at
    printed[column] = text
  }
  return { sheet, headRow, columns, heads: printed }
}

const words = <T extends string>(table: Readonly<Record<T, readonly string[]>>) =>
  new Map((Object.keys(table) as T[]).flatMap((value) => table[value].map((word) => [foldWord(word), value] as const)))

/** Words of offices for kinds. */
export const kindWords = words<MessageKind>({
  simple: ['简单咨询', '常见咨询', '简单常见咨询'],
  question: ['咨询', '咨询类', '问询', '政策咨询'],
  complaint: ['投诉', '投诉类', '举报', '投诉举报'],
  suggestion: ['建议', '建议类', '意见建议', '意见'],
  help: ['求助', '求助类', '求决', '诉求'],
  error: ['找错', '纠错', '网站找错', '找错类', '我为政府网站找错'],
})

/** Words of offices and platforms for channels. */
export const channelWords = words<Exclude<Channel, 'form'>>({
  message: ['留言', '后台留言', '公众号留言', '消息'],
  comment: ['评论', '跟帖', '精选留言', '文章留言'],
  private: ['私信'],
  mailbox: ['信箱', '领导信箱', '区长信箱', '县长信箱', '局长信箱', '来信'],
})
