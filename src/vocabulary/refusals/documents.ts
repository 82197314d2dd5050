import { entry } from './catalogue.ts'

const SAVE_AS_XLSX = '请用 WPS 或 Excel 打开后“另存为”.xlsx，再重新导入。'

export const documentRefusals = {
  'table.file-empty': entry(422, () => '文件是空的（0字节），请重新取得原文件。'),
  'table.file-too-large': entry<{ megabytes: number }>(
    413,
    ({ megabytes }) => `文件超过 ${megabytes} MB，未读取。请按单位或时间拆成几个文件后分次导入。`,
  ),
  'table.not-a-table': entry<{ found: string }>(
    415,
    ({ found }) => `这个文件实际是${found}，不是表格，改扩展名不能变成表格。请选择 .xlsx、.xls、.csv 或 .json 文件。`,
  ),
  'table.text-renamed': entry<{ file: string }>(
    415,
    ({ file }) => `“${file}”的内容是纯文本，只是扩展名写成了表格。请选择原来的 .xlsx 或 .xls 文件。`,
  ),
  'table.convert-first': entry<{ found: string }>(
    415,
    ({ found }) => `这个文件实际是${found}，本系统不直接读取。${SAVE_AS_XLSX}`,
  ),
  'table.password-protected': entry(
    422,
    () => '表格设有打开密码，本系统不能读取。请在 WPS 或 Excel 中取消密码、保存后重新导入。',
  ),
  'table.cut-off': entry(422, () => '文件不完整，可能没有传完或保存时中断。请重新取得原文件后再导入。'),
  'table.damaged': entry<{ detail: string }>(
    422,
    ({ detail }) => `文件结构有问题（${detail}），未读取任何内容。${SAVE_AS_XLSX}`,
  ),
  'table.expands-too-far': entry<{ megabytes: number }>(
    413,
    ({ megabytes }) =>
      `文件解压后超过允许的 ${megabytes} MB 或压缩比异常，为安全起见未读取。请删去无关内容，另存为新的 .xlsx 后再导入。`,
  ),
  'table.merges-not-plain': entry<{ sheet: string; detail: string }>(
    422,
    ({ sheet, detail }) => `工作表“${sheet}”的合并单元格异常（${detail}），未读取。请取消多余的合并，另存后再导入。`,
  ),
  'table.range-too-wide': entry<{ sheet: string; cell: string; rows: number; columns: number }>(
    413,
    ({ sheet, cell, rows, columns }) =>
      `工作表“${sheet}”在 ${cell} 处还有内容，超出可读取的范围（${rows} 行、${columns} 列）。请删除表格以外的内容后再导入。`,
  ),
  'table.too-many-cells': entry<{ limit: number }>(
    413,
    ({ limit }) => `表格内容超过 ${limit} 个单元格，一次读不完。请按单位或时间拆成几个文件后分次导入。`,
  ),
  'table.too-many-rows': entry<{ sheet: string; limit: number }>(
    413,
    ({ sheet, limit }) => `工作表“${sheet}”超过 ${limit} 行，一次读不完。请拆成几个文件后分次导入。`,
  ),
  'table.no-rows': entry(422, () => '表格里没有任何内容。请确认选对了文件，并且数据已经保存。'),
  'table.too-slow': entry<{ seconds: number }>(
    422,
    ({ seconds }) => `文件过于复杂，运算 ${seconds} 秒仍没有读完，已停止读取。${SAVE_AS_XLSX}`,
  ),
  'table.too-heavy': entry(422, () => '文件过于复杂，读取所需内存超出限度，已停止读取。请拆成几个文件后分次导入。'),
  'table.forbidden-markup': entry(422, () => `文件中含有表格不应有的外部引用声明，为安全起见未读取。${SAVE_AS_XLSX}`),
  'table.text-unreadable': entry(
    422,
    () =>
      '文件不是可读的文本，既不是 UTF-8 也不是 GB18030 编码。请在 WPS 或 Excel 中另存为 .xlsx 或“CSV UTF-8”后再导入。',
  ),
  'table.csv-quotes': entry<{ line: number }>(
    422,
    ({ line }) => `CSV 文件第 ${line} 行的引号没有配对，后面的内容无法分列。请改正引号，或另存为 .xlsx 后再导入。`,
  ),
  'table.json-broken': entry(422, () => '文件以 JSON 开头，但内容不完整或格式有误。请重新导出后再导入。'),
  'table.json-shape': entry(
    422,
    () => 'JSON 文件应为一组记录（[{…}, {…}]），或在 posts 等名称下放一组记录。请按此重新导出后再导入。',
  ),
}
