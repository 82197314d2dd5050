import { entry } from './catalogue.ts'

export const emergencyRefusals = {
  'emergency.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该事项目前为“${state}”，不能办理“${action}”。请按页面所列的下一步办理。`,
  ),
  'emergency.not-complete': entry<{ what: string }>(422, ({ what }) => `请填写${what}。`),
  'emergency.time-unreadable': entry<{ what: string; found: string }>(
    422,
    ({ what, found }) => `${what}“${found}”不是完整的日期和时间，应写作 2026-10-09 09:30 这样的形式。`,
  ),
  'emergency.in-future': entry<{ what: string; at: string; now: string }>(
    422,
    ({ what, at, now }) => `${what}${at}晚于现在（${now}）。还没有发生的事项不能登记，请核对时间。`,
  ),
  'emergency.before-report': entry<{ what: string; at: string; reported: string }>(
    422,
    ({ what, at, reported }) => `${what}${at}早于发现时间${reported}，请核对时间。`,
  ),
  'emergency.answer-before-call': entry<{ at: string; called: string }>(
    422,
    ({ at, called }) => `答复时间${at}早于第一次风险提示的时间${called}，请核对时间。`,
  ),
  'emergency.before-step': entry<{ what: string; at: string; step: string; taken: string }>(
    422,
    ({ what, at, step, taken }) => `${what}${at}早于“${step}”的时间${taken}，请核对时间。`,
  ),
  'emergency.other-body': entry<{ kind: string; body: string }>(
    422,
    ({ kind, body }) =>
      `“${kind}”事项不移送${body}。疑似泄密的登记为泄密事项，只移送保密行政管理部门；其他事项移送网信部门或公安机关。`,
  ),
  'emergency.due-before-call': entry<{ due: string; at: string }>(
    422,
    ({ due, at }) => `要求处置的时限${due}应晚于风险提示的时间${at}，请核对。`,
  ),
  'emergency.words-too-long': entry<{ what: string; most: number }>(
    422,
    ({ what, most }) => `${what}不超过${most}个字，请精简。`,
  ),
  'emergency.proof-required': entry<{ what: string }>(422, ({ what }) => `请上传${what}（PDF、JPG、PNG或WebP）。`),
  'emergency.evidence-required': entry(422, () => '请选择系统采集的证据，或者上传截图、文件（PDF、JPG、PNG或WebP）。'),
  'emergency.link-unreadable': entry<{ found: string }>(
    422,
    ({ found }) => `链接“${found}”应写作 https:// 开头的网址。`,
  ),
  'emergency.secret-content': entry(
    422,
    () => '泄密事项只登记编号和移交情况，不得写入内容、链接，不得上传截图、文件。请清空后只填编号。',
  ),
  'emergency.secret-reference': entry(
    422,
    () => '请填写保密部门的编号，如“临保移〔2026〕3号”“第3号”“BM-2026-118”，不超过40个字。编号中不得写内容。',
  ),
  'emergency.opened-already': entry(409, () => '同一情况在同一时间已经登记，请在应急处置列表中打开该事项继续办理。'),
  'emergency.not-found-impostor': entry(
    409,
    () => '该账号在瞒报漏报核查中没有列为疑似假冒，或者已经排除。请核对，或者按平台、名称、链接登记。',
  ),
  'emergency.other-account': entry(422, () => '所选监测线索、登记的问题或者证据不属于该账号，请重新选择。'),
  'emergency.reasons-required': entry<{ steps: string }>(
    422,
    ({ steps }) => `还有没有办理的事项：${steps}。请先办理，或者逐项写明不办理的原因。`,
  ),
  'emergency.report-not-printed': entry(
    409,
    () => '结案前须打印《应急处置情况报告》。请在“文书”中下载报告，再办理结案；报告打印后又有记载的，重新打印。',
  ),
}
