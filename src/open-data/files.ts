import { createHash } from 'node:crypto'
import { type CivilDate, formatDayZh } from '../calendar/index.ts'
import { writeCsv } from '../documents/index.ts'
import { asObjects, type Field, type Table } from './tables.ts'

const typeWords: Readonly<Record<Field['type'], string>> = {
  text: '文字',
  integer: '整数',
  percent: '百分比（数字，不带百分号）',
  date: '日期（年-月-日）',
  month: '月份（年-月）',
}

export type About = { district: string; office: string; asOf: CivilDate; demo: boolean }

/** Each table as CSV, by the name of its file: rows alone, without the day they were gathered on. */
export const sheetsOf = (tables: readonly Table[]): Record<string, string> =>
  Object.fromEntries(
    tables.map(({ file, fields, rows }) => [
      `${file}.csv`,
      Buffer.from(writeCsv([fields.map(({ name }) => name), ...rows])).toString('utf8'),
    ]),
  )

/** The set as files, by name: each table as CSV and JSON, what the columns mean and on which terms, and every digest. */
export function filesOf(about: About, tables: readonly Table[]): Record<string, string> {
  const files = sheetsOf(tables)
  for (const table of tables)
    files[`${table.file}.json`] =
      `${JSON.stringify({ title: table.title, ...told(about), rows: asObjects(table) }, null, 2)}\n`
  files['字段说明.json'] =
    `${JSON.stringify({ ...told(about), tables: tables.map(({ file, title, fields }) => ({ file, title, fields })) }, null, 2)}\n`
  files['说明.txt'] = readme(about, tables)
  const digests = Object.entries(files).map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')])
  files['清单.csv'] = Buffer.from(writeCsv([['文件', 'SHA-256'], ...digests])).toString('utf8')
  return files
}

const told = ({ district, office, asOf, demo }: About) => ({ district, office, asOf, ...(demo && { demo: true }) })

const readme = ({ district, office, asOf, demo }: About, tables: readonly Table[]) =>
  [
    `${district}政务新媒体公开数据${demo ? '（演示数据，并非真实情况）' : ''}`,
    `提供单位：${office}　数据截至：${formatDayZh(asOf)}`,
    '',
    '使用条件：可以免费下载、复制、传播和加工，不需要申请。使用时请注明提供单位和数据截至日期；不得改动数据后仍以提供单位名义发布。',
    '数据中不含个人信息，不含未经人工复核的线索，不对单个账号作评价。',
    '空格表示没有数据，与 0 不同：没有采集到数据的账号列为“暂不判定”，不等于没有更新。',
    '字符编码 UTF-8；CSV 第一行是列名；每个表另有内容相同的 JSON，键名见“字段说明.json”；各文件的 SHA-256 见“清单.csv”。',
    ...tables.flatMap(({ file, title, fields }) => [
      '',
      `${file}.csv、${file}.json　${title}`,
      ...fields.map(({ name, key, type, meaning }) => `　${name}（${key}，${typeWords[type]}）：${meaning}`),
    ]),
    '',
  ].join('\n')
