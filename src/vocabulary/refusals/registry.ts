import { entry } from './catalogue.ts'

export const registryRefusals = {
  'annex2.no-table': entry<{ sheets: string }>(
    422,
    ({ sheets }) =>
      `没有找到附件2的表格（${sheets}）。表头中应有“名称”列，以及主办单位、平台类型等列。请核对文件后重新导入。`,
  ),
  'annex2.is-posts': entry(422, () => '这是发布数据，请从右侧“发布数据”导入。'),
  'annex2.too-many-sheets': entry<{ units: number; most: number }>(
    422,
    ({ units, most }) =>
      `共有 ${units} 个单位，一单位一表最多 ${most} 张工作表。请按单位分别导出，或改为导出全区汇总表。`,
  ),
  'account.named-by-several': entry<{ name: string; which: string }>(
    422,
    ({ name, which }) => `名为“${name}”的账号不止一个，请改用编号：${which}。`,
  ),
  'account.already-registered': entry<{ name: string; platform: string }>(
    409,
    ({ name, platform }) =>
      `该单位在${platform}上已经登记了名为“${name}”的账号，不能重复登记。请核对名称，或直接修改原有账号。`,
  ),
  'account.not-valid': entry<{ faults: string }>(422, ({ faults }) => `有内容需要改正，未保存：${faults}。`),
  'account.state-not-allowed': entry<{ from: string; to: string }>(
    409,
    ({ from, to }) => `账号现为“${from}”，不能直接改为“${to}”。请按停更、关停、注销的程序逐步办理。`,
  ),
  'unit.already-registered': entry<{ name: string }>(
    409,
    ({ name }) => `单位“${name}”已经登记，不能重复登记。请核对名称，或直接修改原有单位。`,
  ),
  'unit.code-taken': entry<{ code: string; name: string }>(
    409,
    ({ code, name }) => `单位代码“${code}”已由“${name}”使用，请换一个代码。`,
  ),
  'unit.not-valid': entry<{ faults: string }>(422, ({ faults }) => `有内容需要改正，未保存：${faults}。`),
}
