import { entry } from './catalogue.ts'

export const rectificationRefusals = {
  'order.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该整改通知目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'order.no-finding': entry(422, () => '请至少选择一条经复核确认的问题。'),
  'order.finding-not-confirmed': entry(
    409,
    () => '所选问题中有的未经复核确认、已退回补证，或者新的监测已不再发现，不能下达整改。请刷新后重新选择。',
  ),
  'order.finding-ordered': entry(409, () => '所选问题中有的已列入其他整改通知。请刷新后重新选择。'),
  'order.several-units': entry(422, () => '一份整改通知只发给一个单位。请按单位分别下达。'),
  'order.unit-gone': entry<{ unit: string }>(
    409,
    ({ unit }) => `“${unit}”已经撤销，没有承接单位，不能下达整改。请先在台账中登记承接单位。`,
  ),
  'order.account-gone': entry<{ name: string }>(
    409,
    ({ name }) =>
      `账号“${name}”已经注销，没有可以整改的内容，不能下达整改。请去掉该账号的问题；注销后再现的，按线索核实。`,
  ),
  'order.number-unreadable': entry<{ found: string }>(
    422,
    ({ found }) => `发文字号应写作“临政公开办〔2026〕3号”这样的形式（六角括号，不加“第”），收到的是“${found}”。`,
  ),
  'order.number-other-year': entry<{ year: string }>(422, ({ year }) => `发文字号的年份应为${year}，与签发日期一致。`),
  'order.number-taken': entry<{ number: string }>(
    409,
    ({ number }) => `发文字号“${number}”已经用过，请核对后重新编号。`,
  ),
  'order.words-required': entry<{ action: string }>(422, ({ action }) => `办理“${action}”须写明情况和理由。`),
  'order.proof-required': entry<{ what: string }>(422, ({ what }) => `请上传${what}（PDF、JPG、PNG或WebP）。`),
  'order.nothing-to-stop': entry(409, () => '该整改通知没有要求限期止住，或者已经报告止住。'),
  'order.not-late': entry(409, () => '该整改通知没有逾期，不能升级督办。可以先行催办。'),
  'order.not-reminded': entry(409, () => '升级督办以前须先催办。请催办后再升级。'),
  'order.escalated-already': entry(409, () => '该整改通知已经升级督办。'),
  'order.basis-stands': entry(409, () => '该整改通知所依据的问题没有变化，不需要维持。'),
}
