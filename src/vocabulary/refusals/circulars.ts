import { entry } from './catalogue.ts'

export const circularRefusals = {
  'dispatch.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该文目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'dispatch.issued-fixed': entry(
    409,
    () => '该文已经印发，文字不再改动。内容有误的，请拟制更正通知；不再执行的，请拟制撤回通知。',
  ),
  'dispatch.signed-already': entry<{ step: string }>(
    409,
    ({ step }) =>
      `您已在这份发文稿纸的“${step}”环节签字，拟稿、核稿、会签、保密审查、签发须由不同的人办理。请由其他人员办理。`,
  ),
  'dispatch.not-complete': entry<{ what: string }>(422, ({ what }) => `请填写${what}。`),
  'dispatch.too-long': entry<{ what: string; most: number }>(
    422,
    ({ what, most }) => `${what}不超过${most}个字，请精简。`,
  ),
  'dispatch.words-required': entry<{ action: string }>(422, ({ action }) => `办理“${action}”须写明情况或理由。`),
  'dispatch.issuer-unknown': entry<{ found: string; known: string }>(
    422,
    ({ found, known }) =>
      `没有登记名为“${found}”的发文机关，可用的有：${known}。确需以该机关名义发文的，请负责人先在“发文机关”中登记。`,
  ),
  'dispatch.report-required': entry(422, () => '通报须依据已审定的季度报告拟制。请先编制、审定报告，再从报告拟稿。'),
  'dispatch.report-not-final': entry<{ state: string }>(
    409,
    ({ state }) => `所选报告目前是“${state}”，只有已审定的报告可以作为通报的依据。请先审定报告。`,
  ),
  'dispatch.report-superseded': entry(
    409,
    () => '所依据的报告已被新版取代。请将该文退回拟稿、作废，再按新版报告拟制。',
  ),
  'dispatch.report-has-one': entry<{ title: string; state: string }>(
    409,
    ({ title, state }) =>
      `该报告已有“${title}”（${state}），同一份报告不重复发文。请继续办理该文，或者先将其作废、撤回。`,
  ),
  'dispatch.no-problems': entry(409, () => '该季度经人工复核没有确认问题，不能拟制点名通报。请改选“零问题通报”。'),
  'dispatch.has-problems': entry<{ count: number }>(
    409,
    ({ count }) => `该季度经人工复核确认了问题（${count}条），不能拟制零问题通报。请改选“通报”。`,
  ),
  'dispatch.findings-required': entry(
    422,
    () => '请选择一个账号经复核确认的问题，至少一条。没有账号的单位，不能拟制单账号通报。',
  ),
  'dispatch.findings-of-one': entry(422, () => '单账号专项通报只写一个账号的问题。请只选同一账号的问题。'),
  'dispatch.not-issued-yet': entry(409, () => '只有已印发的文可以更正或者撤回。尚未印发的，请退回拟稿修改或者作废。'),
  'dispatch.withdrawal-has-one': entry<{ title: string }>(
    409,
    ({ title }) => `该文已有正在办理的“${title}”，请先办完或者作废。`,
  ),
  'dispatch.token-unknown': entry<{ found: string }>(
    422,
    ({ found }) =>
      `正文中的“${found}”不是系统给出的数字或名称。花括号内的内容只能移动、删除，不能改写；确需另写的，去掉花括号并写明来源。`,
  ),
  'dispatch.numbers-unsourced': entry<{ numbers: string }>(
    422,
    ({ numbers }) =>
      `${numbers}是手工录入的数字，没有写明来源。请在“手工录入数字的来源”中写明，或者改用系统给出的数字。`,
  ),
  'dispatch.figure-differs': entry<{ found: string; holds: string; where: string }>(
    409,
    ({ found, holds, where }) => `“${where}”中的“${found}”与依据不符，按依据应为“${holds}”。请修改后再送。`,
  ),
  'dispatch.prose-contradicts': entry<{ why: string }>(
    409,
    ({ why }) => `文字与所依据的报告不符：${why}。请改写文字，或者改用系统给出的数字。`,
  ),
  'dispatch.feedback-unreadable': entry<{ found: string }>(
    422,
    ({ found }) => `反馈期限应为1至250个工作日，收到的是“${found}”。不要求反馈的请留空。`,
  ),
  'dispatch.feedback-passed': entry<{ day: string }>(
    409,
    ({ day }) => `文中的反馈期限${day}已过或者就是今天，单位来不及反馈。请退回拟稿，重新确定期限。`,
  ),
  'dispatch.openness-reason': entry<{ openness: string }>(
    422,
    ({ openness }) => `公开属性为“${openness}”的，须写明理由。`,
  ),
  'dispatch.secrecy-unconfirmed': entry(422, () => '请逐项确认公开属性和发布前保密审查的内容，全部确认后再签。'),
  'dispatch.no-recipient': entry(422, () => '请至少选择一个主送单位。'),
  'dispatch.recipient-unknown': entry<{ found: string }>(
    422,
    ({ found }) => `主送单位中有不在台账的单位或已撤并的单位（${found}）。请重新选择。`,
  ),
  'dispatch.quotes-instruction': entry(409, () => '文中有领导批示的原文。批示原文不写入通报，请改写为交办要点。'),
  'dispatch.marks-missing': entry<{ issuer: string }>(
    409,
    ({ issuer }) => `“${issuer}”还没有登记发文机关代字，不能编号。请负责人先在“发文机关”中登记。`,
  ),
  'dispatch.number-unreadable': entry<{ found: string; example: string }>(
    422,
    ({ found, example }) => `发文字号应写作“${example}”：年份用六角括号，序号不加“第”、不编虚位。收到的是“${found}”。`,
  ),
  'dispatch.mark-unknown': entry<{ mark: string; issuer: string; known: string }>(
    422,
    ({ mark, issuer, known }) => `“${mark}”不是${issuer}的发文机关代字，已登记的有：${known}。`,
  ),
  'dispatch.number-year': entry<{ found: string; year: string }>(
    422,
    ({ found, year }) => `发文字号的年份是“${found}”，应为印发当年“${year}”。`,
  ),
  'dispatch.number-taken': entry<{ number: string; title: string }>(
    409,
    ({ number, title }) => `${number}已用于“${title}”，不能重复使用。请核对发文登记后另编。`,
  ),
  'dispatch.unit-not-addressed': entry(409, () => '该文没有发给本单位，不需要签收或反馈。'),
  'dispatch.received-already': entry<{ unit: string }>(409, ({ unit }) => `“${unit}”已经签收，不需要重复签收。`),
  'dispatch.no-answer-asked': entry<{ unit: string }>(409, ({ unit }) => `该文只要求“${unit}”签收，没有要求反馈。`),
  'dispatch.answered-already': entry<{ unit: string }>(
    409,
    ({ unit }) => `“${unit}”已经反馈。需要补充的，请直接联系发文机关。`,
  ),
  'dispatch.nobody-missing': entry(409, () => '各单位均已签收、反馈，不需要催报。'),
  'dispatch.missing': entry<{ units: string }>(
    409,
    ({ units }) => `${units}还没有签收或反馈。请先催报；确需现在办结的，写明理由。`,
  ),
  'dispatch.not-later': entry<{ day: string }>(422, ({ day }) => `延期后的期限须晚于原期限${day}。`),
  'issuing-body.mark-unreadable': entry<{ found: string }>(
    422,
    ({ found }) => `发文机关代字只写汉字，如“临政务公开办”，收到的是“${found}”。`,
  ),
  'issuing-body.mark-taken': entry<{ mark: string; name: string }>(
    409,
    ({ mark, name }) => `代字“${mark}”已登记在“${name}”名下，不能重复登记。`,
  ),
}
