/** What a column of an open table means: whoever reads the data needs nothing else. */
export type Field = {
  name: string
  key: string
  type: 'text' | 'integer' | 'percent' | 'date' | 'month'
  meaning: string
}
export type Value = string | number | null
export type Table = { file: string; title: string; fields: readonly Field[]; rows: readonly Value[][] }

/** The public directory of accounts in use, as they were filed. */
export const accountFields: readonly Field[] = [
  { name: '名称', key: 'name', type: 'text', meaning: '账号在平台上的名称，以已受理的备案为准' },
  { name: '平台', key: 'platform', type: 'text', meaning: '所在平台' },
  { name: '主办单位', key: 'unit', type: 'text', meaning: '主办单位全称' },
  { name: '状态', key: 'state', type: 'text', meaning: '正常运行、关停办理中、已关停；已注销的不再列出' },
]

/** One row a month that was reviewed and closed. */
export const monthFields: readonly Field[] = [
  { name: '月份', key: 'month', type: 'month', meaning: '监测的月份，监测时间点为当月最后一日24:00' },
  { name: '应检', key: 'registered', type: 'integer', meaning: '纳入监测的账号数' },
  { name: '判定', key: 'judged', type: 'integer', meaning: '采集到数据、作出判定的账号数' },
  { name: '采集覆盖率', key: 'coverage', type: 'percent', meaning: '判定数占应检数的百分比，保留一位小数' },
  {
    name: '合格',
    key: 'qualified',
    type: 'integer',
    meaning: '经人工复核判定为合格的账号数；当月没有作出任何判定的为空',
  },
  {
    name: '不合格',
    key: 'unqualified',
    type: 'integer',
    meaning: '经人工复核判定为不合格的账号数；当月没有作出任何判定的为空',
  },
  {
    name: '暂不判定',
    key: 'unknown',
    type: 'integer',
    meaning: '没有采集到数据的账号数。没有采集到不等于没有更新，也不计入合格、不合格',
  },
  {
    name: '合格率',
    key: 'rate',
    type: 'percent',
    meaning: '合格数占合格、不合格合计的百分比；作出判定的不足应检数一半的不计算，为空',
  },
]

/** Papers that were issued and are open to everybody by their own 公开属性, and released bulletins. */
export const paperFields: readonly Field[] = [
  { name: '标题', key: 'title', type: 'text', meaning: '文件标题' },
  { name: '种类', key: 'kind', type: 'text', meaning: '通报、函等发文，或月度监测简报' },
  { name: '发文字号', key: 'number', type: 'text', meaning: '没有文号的为空' },
  { name: '日期', key: 'date', type: 'date', meaning: '印发或审定的日期' },
]

/** A row as JSON names it: by the key of each column. */
export const asObjects = ({ fields, rows }: Table): Record<string, Value>[] =>
  rows.map((row) => Object.fromEntries(fields.map(({ key }, at) => [key, row[at] ?? null])))
