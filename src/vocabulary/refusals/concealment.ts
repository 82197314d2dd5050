import { entry } from './catalogue.ts'

export const concealmentRefusals = {
  'concealment.no-head': entry<{ file: string }>(
    422,
    ({ file }) =>
      `“${file}”中没有找到账号清单的表头。表头中应有“平台”列，以及“账号名称”“账号ID”“主页链接”中至少一列，请核对后重新上传。`,
  ),
  'concealment.no-rows': entry<{ file: string }>(
    422,
    ({ file }) => `“${file}”只有表头，没有账号，未开展核查。请核对文件后重新上传。`,
  ),
  'concealment.nothing-met': entry(
    422,
    () => '系统采集中没有遇到台账以外的账号，未开展核查。导入采集文件后再办理，或上传发现账号的清单。',
  ),
  'match.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该线索目前为“${state}”，不能办理“${action}”。请刷新后按页面所列事项办理。`,
  ),
  'match.reason-required': entry<{ action: string }>(
    422,
    ({ action }) => `办理“${action}”须写明理由，请填写后再提交。`,
  ),
  'match.verdict-required': entry(
    422,
    () => '系统未能辨认该账号，核实时须选定认定结果：对应台账的哪个账号，或者不在台账。',
  ),
  'match.account-required': entry<{ verdict: string }>(
    422,
    ({ verdict }) => `认定为“${verdict}”须写明是台账中的哪个账号，请选择后再提交。`,
  ),
  'match.account-not-closed': entry<{ name: string }>(
    422,
    ({ name }) => `台账中“${name}”没有关停或注销，不能认定为关停后重新上线。请改选认定结果，或先核对台账。`,
  ),
  'match.unit-outside': entry<{ unit: string; unsettled: boolean }>(422, ({ unit, unsettled }) =>
    unsettled
      ? `${unit}的单位类型待核实，请先在“主办单位”选定类型，再作认定。`
      : `${unit}不在本通知范围，其账号不作未备案认定。请改为“移交线索”。`,
  ),
}
