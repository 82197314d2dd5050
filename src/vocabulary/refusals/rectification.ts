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
  'circular.not-complete': entry<{ what: string }>(422, ({ what }) => `请填写${what}后再录入。`),
  'circular.in-future': entry<{ day: string }>(422, ({ day }) => `成文日期${day}晚于今天，请核对。`),
  'circular.lines-unreadable': entry<{ faults: string }>(
    422,
    ({ faults }) => `涉及的单位和账号有不能识别的，没有录入：${faults}。请改正后重新录入，文件须重新选择。`,
  ),
  'circular.reason-required': entry(422, () => '请写明更正或者撤回的理由。'),
  'circular.nothing-corrected': entry(422, () => '与原录入内容相同，没有需要更正的。请改正有误的项目后再提交。'),
  'circular.withdrawn': entry(409, () => '该通报已经撤回，不能再更正或者撤回。需要时请重新录入。'),
  'circular.rests-unsaid': entry<{ resting: string }>(
    409,
    ({ resting }) => `以下事项依据本通报：${resting}。请确认已知晓，勾选后再提交更正；这些事项由有关人员另行处理。`,
  ),
  'circular.rests-on-it': entry<{ resting: string }>(
    409,
    ({ resting }) => `以下事项依据本通报，不能撤回：${resting}。线索请先由负责人排除；内容有误的，可以更正。`,
  ),
  'reminder.words-required': entry(422, () => '请写明提醒的内容。'),
  'reminder.unit-gone': entry<{ unit: string }>(409, ({ unit }) => `“${unit}”已经撤并，不能提醒。请提醒承接单位。`),
  'reminder.nobody-warned': entry<{ month: string }>(
    422,
    ({ month }) => `请选择要提醒的账号；${month}达到预警天数的合格账号才能提醒，不合格、待复核的按复核和整改办理。`,
  ),
  'accountability.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该责任追究事项目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'accountability.no-clue': entry(
    422,
    () => '请选择该单位经负责人认定、尚未立项的责任追究线索。线索已变化的，请刷新后重新选择。',
  ),
  'accountability.little-evidence': entry(
    422,
    () =>
      '立项须有两条以上相互独立的证据。出自同一问题、同一整改通知、同一文件的只算一条，请补选上级通报、其他问题的线索，或上传书面材料。',
  ),
  'accountability.nothing-added': entry(
    422,
    () => '没有新的证据。请选择尚未列入的线索、整改通知、通报，或上传书面材料。',
  ),
  'accountability.words-required': entry<{ action: string }>(422, ({ action }) => `办理“${action}”须写明情况和理由。`),
  'accountability.not-heard': entry<{ day: string }>(
    409,
    ({ day }) => `陈述申辩期限至${day}，单位尚未陈述申辩，不能决定。请在期满后，或收到陈述申辩后办理。`,
  ),
  'accountability.outcome-incomplete': entry(422, () => '请写明作出决定的机关，并上传其决定文件。'),
}
