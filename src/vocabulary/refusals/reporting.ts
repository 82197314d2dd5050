import { entry } from './catalogue.ts'

export const reportingRefusals = {
  'report.figure-mismatch': entry<{ figure: string; printed: string; recomputed: string }>(
    409,
    ({ figure, printed, recomputed }) =>
      `报告自检未通过：“${figure}”写的是 ${printed}，按明细重新计算是 ${recomputed}。报告未生成，请重新开展监测后再编制；仍不一致请联系系统管理员。`,
  ),
  'report.unbound-number': entry<{ text: string }>(
    409,
    ({ text }) => `报告自检未通过：“${text}”中的数字没有对应的计算来源。报告未生成，请联系系统管理员。`,
  ),
  'report.prose-contradicts': entry<{ why: string }>(
    409,
    ({ why }) => `报告自检未通过：${why}。请在“修改文字”中改正后再办理。`,
  ),
  'report.text-unreadable': entry<{ count: number; first: string }>(
    422,
    ({ count, first }) => `有${count}处文字还不能保存，录入的内容都在下面，没有丢失：${first}。`,
  ),
  'report.items-missing': entry<{ items: string }>(
    409,
    ({ items }) => `报告缺少必有的内容：${items}。请在“修改文字”中补上，或恢复自动生成的文字后再定稿。`,
  ),
  'report.sum-mismatch': entry<{ rule: string }>(
    409,
    ({ rule }) => `报告自检未通过：${rule}。报告未生成，请重新开展监测后再编制；仍不一致请联系系统管理员。`,
  ),
  'report.nothing-checked': entry<{ quarter: string }>(
    409,
    ({ quarter }) => `${quarter}还没有开展过监测，不能编制季度报告。请先完成该季度至少一个月的监测。`,
  ),
  'report.quarter-not-begun': entry<{ quarter: string }>(
    422,
    ({ quarter }) => `${quarter}尚未开始，不能编制季度报告。`,
  ),
  'report.quarter-unreadable': entry<{ found: string }>(
    422,
    ({ found }) => `季度应写作“2026Q3”这样的形式，收到的是“${found}”。`,
  ),
  'report.draft-not-final': entry<{ what: string }>(
    409,
    ({ what }) => `${what}。报告仍为草稿，不能定稿，请办完后重新编制。`,
  ),
  'report.busy': entry<{ quarter: string }>(409, ({ quarter }) => `${quarter}的报告正在编制，请稍候再试。`),
  'report.months-open': entry<{ what: string }>(
    409,
    ({ what }) => `${what}，监测结果仍可能变化，不能定稿。请先办结各月监测，再重新编制。`,
  ),
  'report.not-newest': entry<{ quarter: string }>(
    409,
    ({ quarter }) => `这不是${quarter}报告的最新版本，不能定稿。请打开最新版本核对后定稿。`,
  ),
  'report.facts-changed': entry(
    409,
    () => '报告编制之后，监测结果、复核意见或台账又有变化。请重新编制，核对新版本后再定稿。',
  ),
  'report.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该报告目前为“${state}”，不能办理“${action}”。请按页面所列步骤办理。`,
  ),
  'report.leader-unknown': entry(
    422,
    () => '请选择呈报的区领导，不能呈报本人。名单中没有的，请系统管理员先开设其用户并授予“区政府分管领导”角色。',
  ),
  'report.opinion-required': entry(422, () => '请填写拟办意见。'),
  'report.opinion-too-long': entry<{ most: number }>(422, ({ most }) => `拟办意见不超过${most}个字，请精简。`),
  'report.reason-required': entry<{ what: string }>(422, ({ what }) => `办理“${what}”须写明理由。`),
  'report.superseded': entry<{ action: string }>(
    409,
    ({ action }) => `这一版报告已被新版取代，不能办理“${action}”。请打开该季度的最新定稿办理。`,
  ),
  'report.issued-already': entry<{ quarter: string; state: string }>(
    409,
    ({ quarter, state }) =>
      `${quarter}报告的通报“${state}”，不能再换用新版定稿。已编号未印发的，先撤销编号；已印发的，用更正说明更正。`,
  ),
  'report.instructed-late': entry<{ state: string }>(
    409,
    ({ state }) =>
      `该报告目前为“${state}”，通报已按此前的批示印发，不能再登记批示。新的要求请在下一季度报告上批示，或者由办公室作为整改事项另行办理。`,
  ),
  'report.feedback-passed': entry<{ day: string }>(
    409,
    ({ day }) => `报告要求的整改反馈期限（${day}）已经过去。请重新编制，按新的期限定稿。`,
  ),
}
