import { entry } from './catalogue.ts'

export const superiorRefusals = {
  'superior.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该交办事项目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'superior.not-complete': entry<{ what: string }>(422, ({ what }) => `请填写${what}。`),
  'superior.too-long': entry<{ what: string; most: number }>(
    422,
    ({ what, most }) => `${what}不超过${most}个字，请精简。`,
  ),
  'superior.moment-unreadable': entry<{ what: string; found: string }>(422, ({ what, found }) =>
    found === '' ? `请填写${what}，写到时分。` : `${what}应写到时分，如“2026-10-12 17:00”，收到的是“${found}”。`,
  ),
  'superior.received-in-future': entry<{ at: string }>(422, ({ at }) => `收到时间${at}晚于现在，请核对。`),
  'superior.due-before-receipt': entry<{ due: string; received: string }>(
    422,
    ({ due, received }) => `反馈时限${due}不晚于收到时间${received}，请核对两个时间。`,
  ),
  'superior.due-past': entry<{ due: string }>(
    422,
    ({ due }) => `反馈时限${due}已经过了。确属事后补录的，请勾选“时限已过，补录”后再登记。`,
  ),
  'superior.no-unit': entry(422, () => '请写明涉及的单位和账号，每行一个，至少一个单位。'),
  'superior.lines-unreadable': entry<{ faults: string }>(
    422,
    ({ faults }) => `涉及的单位和账号有不能识别的，没有登记：${faults}。请改正后重新登记；附有文件的，须重新选择。`,
  ),
  'superior.unit-gone': entry<{ unit: string; heir: string | null }>(409, ({ unit, heir }) =>
    heir === null
      ? `“${unit}”已经撤销，没有承接单位，不能分办。请先在台账中登记承接单位。`
      : `“${unit}”已经并入“${heir}”，请改为分办到“${heir}”。`,
  ),
  'superior.unit-stands': entry<{ unit: string }>(409, ({ unit }) => `“${unit}”没有撤并，不能转给其他单位。`),
  'superior.circular-withdrawn': entry<{ title: string }>(
    409,
    ({ title }) => `上级通报“${title}”录入有误，已经撤回，不能作为依据。请改选其他通报，或者不选。`,
  ),
  'superior.sent-already': entry<{ at: string }>(
    409,
    ({ at }) => `该交办事项已于${at}报送，不能再反馈。确需补充的，请联系监管单位另行报告上级。`,
  ),
  'superior.answers-closed': entry<{ state: string }>(
    409,
    ({ state }) => `该交办事项目前为“${state}”，现在不收单位反馈。需要补充的，请监管单位退回重新汇总后再反馈。`,
  ),
  'superior.answers-missing': entry<{ units: string }>(
    409,
    ({ units }) =>
      `${units}还没有反馈，或者反馈还没有核对。先核对、催要或代录；时限将至必须报送的，写明原因后汇总，反馈函将写明其尚未反馈。`,
  ),
  'superior.words-required': entry<{ action: string }>(422, ({ action }) => `办理“${action}”须写明情况或理由。`),
  'superior.number-without-source': entry<{ numbers: string }>(
    422,
    ({ numbers }) =>
      `反馈函中的${numbers}在交办要求、单位反馈和系统所载情况中都没有，请核对；确有依据的，在“其他数字的来源”中写明。`,
  ),
  'superior.number-unreadable': entry<{ found: string; year: string }>(
    422,
    ({ found, year }) =>
      `发文字号应写作“临政公开办函〔${year}〕3号”这样的形式（六角括号，年份为${year}，不加“第”），收到的是“${found}”。`,
  ),
  'superior.number-taken': entry<{ number: string }>(
    409,
    ({ number }) => `发文字号“${number}”已经用过，请核对后重新编号。`,
  ),
  'superior.sent-in-future': entry<{ at: string }>(422, ({ at }) => `报送时间${at}晚于现在，请核对。`),
  'superior.sent-before-receipt': entry<{ at: string; received: string }>(
    422,
    ({ at, received }) => `报送时间${at}早于收到交办的时间${received}，请核对。`,
  ),
  'superior.sent-before-signed': entry<{ at: string; signed: string }>(
    422,
    ({ at, signed }) => `报送时间${at}早于审签时间${signed}，没有审签的函不能报送，请核对。`,
  ),
  'inspection.month-in-future': entry<{ month: string }>(
    422,
    ({ month }) => `${month}还没有开始，不能预演。请选择本月或以前的月份。`,
  ),
}
