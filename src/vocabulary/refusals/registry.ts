import { entry } from './catalogue.ts'

export const registryRefusals = {
  'annex2.no-table': entry<{ sheets: string }>(
    422,
    ({ sheets }) =>
      `没有找到附件2的表格（${sheets}）。表头中应有“名称”列，以及主办单位、平台类型等列。请核对文件后重新导入。`,
  ),
  'annex2.no-rows': entry<{ file: string }>(
    422,
    ({ file }) =>
      `文件“${file}”中有附件2的表头，没有填写账号，未导入任何内容。请核对是否选错了文件；确无账号的，办理零报告。`,
  ),
  'annex2.is-posts': entry(422, () => '这是发布数据，请从右侧“采集文件”导入。'),
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
  'account.state-by-procedure': entry<{ to: string }>(
    409,
    ({ to }) =>
      `台账登记不能把账号改为“${to}”。运行状态、备案状态由备案事项、关停注销办理和已受理的报送改变，请在相应事项中办理。`,
  ),
  'account.state-reason-required': entry<{ state: string }>(
    422,
    ({ state }) => `首次登记的账号为“${state}”的，请写明理由和依据；没有关停、注销备案的，按登记人所述列示，待核验。`,
  ),
  'account.filed-by-case': entry<{ fields: string }>(
    422,
    ({ fields }) =>
      `该账号已备案，${fields}以备案为准。确有变化的，请在“备案事项”中办理变更备案，或在下一次报送中填报；只是登记笔误的，请填写“更正笔误的理由”后再保存，公开名录仍以备案为准。`,
  ),
  'account.filing-basis-required': entry(
    422,
    () => '标为“已备案”请写明依据（原备案号、文件或名单）。没有依据的，请办理备案，受理后由系统编发备案号。',
  ),
  'unit.already-registered': entry<{ name: string }>(
    409,
    ({ name }) => `单位“${name}”已经登记，不能重复登记。请核对名称，或直接修改原有单位。`,
  ),
  'unit.code-taken': entry<{ code: string; name: string }>(
    409,
    ({ code, name }) => `单位代码“${code}”已由“${name}”使用，请换一个代码。`,
  ),
  'unit.parent-circle': entry<{ name: string; way: string }>(
    422,
    ({ name, way }) => `上级单位绕回了“${name}”，未保存：${way}。请改选上级单位，或先改正其中一个单位的上级单位。`,
  ),
  'unit.merged-circle': entry<{ name: string; way: string }>(
    422,
    ({ name, way }) => `合并去向绕回了“${name}”，未保存：${way}。请改选并入的单位，或先改正其中一个单位的合并去向。`,
  ),
  'unit.not-valid': entry<{ faults: string }>(422, ({ faults }) => `有内容需要改正，未保存：${faults}。`),
}
