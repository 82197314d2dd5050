import { entry } from './catalogue.ts'

export const monitoringRefusals = {
  'check.month-not-over': entry<{ month: string; until: string }>(
    422,
    ({ month, until }) =>
      `${month}尚未结束，月末监测时间点为${until}24:00。如需提前判定，请指定判定日期，不得晚于今天。`,
  ),
  'check.day-outside-month': entry<{ day: string; month: string }>(
    422,
    ({ day, month }) => `判定日期${day}不在${month}之内，请改用该月的日期，或改选月份。`,
  ),
  'check.day-in-future': entry<{ day: string; today: string }>(
    422,
    ({ day, today }) => `判定日期${day}晚于今天（${today}）。尚未到来的日子无法判定，请改用今天或更早的日期。`,
  ),
  'check.no-district': entry<{ district: string }>(
    404,
    ({ district }) => `没有区划代码为 ${district} 的地区，请先登记，或核对 --district。`,
  ),
  'month.closed': entry<{ month: string }>(409, ({ month }) => `${month}监测已办结，不能再判定、复核或登记。`),
  'month.not-over': entry<{ month: string; until: string }>(
    409,
    ({ month, until }) => `${month}尚未结束（月末为${until}），不能办结。`,
  ),
  'month.not-checked': entry<{ month: string }>(
    409,
    ({ month }) => `${month}尚未开展月末判定，请先运行月度监测再办结。`,
  ),
  'month.check-stale': entry<{ month: string }>(
    409,
    ({ month }) => `${month}判定之后台账或发布数据有变化，请重新判定并完成复核后再办结。`,
  ),
  'month.open-items': entry<{ month: string; unknown: number; candidates: number; lacking: number }>(
    409,
    ({ month, unknown, candidates, lacking }) =>
      `${month}还不能办结：${[
        ...(unknown > 0 ? [`有 ${unknown} 个账号未采集，既未人工巡查，也未说明原因`] : []),
        ...(candidates > 0
          ? [`有 ${candidates} 条线索未办理完毕${lacking > 0 ? `，其中 ${lacking} 条待补证` : ''}`]
          : []),
      ].join('；')}。请逐项办理后再办结。`,
  ),
  'purpose.reason-required': entry(422, () => '确认用途须写明理由（4至200字），如依据的材料、核实的功能。'),
  'purpose.month-closed': entry<{ closed: string; first: string }>(
    409,
    ({ closed, first }) => `${closed}监测已办结，结论不再变动。用途请从${first}或以后的月份起生效。`,
  ),
  'purpose.month-too-late': entry<{ last: string }>(
    422,
    ({ last }) => `生效月份最迟为${last}。以后才改变的用途，请到时再确认。`,
  ),
  'finding.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该线索目前为“${state}”，不能办理“${action}”。请刷新后按页面所列事项办理。`,
  ),
  'finding.decided-meanwhile': entry(
    409,
    () =>
      '本条线索刚刚有了变化（已由其他人办理，或重新作了判定），您的决定没有保存。下方是最新情况，您写的说明还在，请核对后重新选定。',
  ),
  'finding.account-not-judged': entry<{ month: string }>(
    409,
    ({ month }) =>
      `${month}最近一次判定已不含该账号（台账登记已注销、开通较晚或不属监测范围），不能确认。台账有误的，先更正台账并重新判定；属实的，选择“排除”并写明理由。`,
  ),
  'finding.refuted': entry<{ checkpoint: string }>(
    409,
    ({ checkpoint }) =>
      `最近一次判定（监测时间点${checkpoint}）已不再发现这一问题，不能确认。新数据有误的，先更正数据并重新判定；属实的，选择“排除”并写明理由。`,
  ),
  'finding.reason-required': entry<{ action: string }>(
    422,
    ({ action }) => `办理“${action}”须写明理由，请选择或填写后再提交。`,
  ),
  'finding.second-reviewer': entry(403, () => '严重问题须由两人先后确认。您已确认过本条，请由另一名复核员核对后确认。'),
  'arranged.decided': entry(
    409,
    () => '本条或其相关线索已有人确认、补证或作出决定，不能再拆分、并入或撤销。请先把有关决定退回“需补证”后另行处理。',
  ),
  'split.one-fact': entry(422, () => '只有包含两处以上人工登记问题的线索可以拆分，本条请整体复核。'),
  'split.parts': entry(422, () => '请把本条所列的每一处问题分到且只分到一个部分，至少分成两部分，再提交。'),
  'merge.none': entry(422, () => '请先勾选要并入本条的线索，再提交。'),
  'merge.other-account': entry(422, () => '只能并入同一账号、同一月份、同类对象的其他线索，请重新勾选。'),
  'merge.lighter': entry(
    422,
    () => '单项否决的线索不能并入扣分线索，否则会影响账号合格与否。请打开单项否决的那一条，把其他线索并入其中。',
  ),
  'merge.nested': entry(409, () => '其中一条线索已并入了其他线索，请先撤销并入，再拆分或并入。'),
  'merge.back-in-whole': entry(409, () => '该部分已随撤销拆分回到原线索，需要单独复核的，请对原线索重新拆分。'),
  'dismissal.reason-required': entry(422, () => '不同意排除的，须写明理由，请填写后再提交。'),
  'dismissal.not-sampled': entry(409, () => '本条不在抽查范围内，或排除决定已有变化，请刷新后按页面所列办理。'),
  'dismissal.checked-already': entry(409, () => '本条已由其他人抽查，无须再办。'),
  'correction.reason-required': entry(422, () => '更正复核结论须写明理由，请填写后再提交。'),
  'correction.month-open': entry<{ month: string }>(
    409,
    ({ month }) => `${month}监测尚未办结，请直接在人工复核中重新办理，不作更正。`,
  ),
  'correction.not-decided': entry<{ state: string }>(409, ({ state }) => `本条为“${state}”，没有可以更正的复核结论。`),
  'correction.same': entry<{ state: string }>(409, ({ state }) => `本条现为“${state}”，与拟更正的结论相同，没有保存。`),
  'problem.day-in-future': entry<{ day: string; today: string }>(
    422,
    ({ day, today }) => `发现日期${day}晚于今天（${today}），请按实际发现的日期登记。`,
  ),
  'problem.not-judged': entry<{ label: string; day: string }>(
    422,
    ({ label, day }) =>
      `“${label}”在${day}不是本区使用的人工指标。请另选指标；确需使用的，由负责人在“监测口径 › 监测指标”中写明依据后启用。`,
  ),
  'problem.what-required': entry(422, () => '请用一两句话写明发现的问题，如“将‘警钟长鸣’写为‘警钟常鸣’”。'),
  'problem.link-unreadable': entry(
    422,
    () => '原文网址应以 http:// 或 https:// 开头，中间没有空格，请核对后重新填写。',
  ),
  'problem.secret-content': entry(
    422,
    () => '该问题只登记认定文号和移交情况，不得填写内容、网址，不得上传截图。请删去后重新提交，并立即联系保密部门。',
  ),
  'problem.secret-reference': entry(
    422,
    () => '请填写保密部门认定文号或移交单编号，如“保密认定〔2026〕3号”“第3号”，编号中不得写内容。',
  ),
  'problem.reason-required': entry(422, () => '撤回登记须写明理由，请填写后再提交。'),
  'problem.withdrawn-already': entry(409, () => '该登记已经撤回，无须再办。'),
  'problem.not-own': entry(403, () => '登记由登记人本人撤回；认为不属实的，请在人工复核中排除并写明理由。'),
  'patrol.time-in-future': entry<{ day: string }>(422, ({ day }) => `巡查时间${day}晚于现在，请按实际查看的时间登记。`),
  'patrol.update-after-check': entry<{ update: string; checked: string }>(
    422,
    ({ update, checked }) => `最后更新日期${update}晚于所查的日期${checked}，请核对后重新登记。`,
  ),
  'patrol.update-missing': entry(
    422,
    () => '账号可以打开时，须登记最后更新日期，或勾选“从未发布过任何内容”，两者选一。',
  ),
  'patrol.update-known': entry<{ day: string }>(
    422,
    ({ day }) => `已知 ${day} 有发布，请填最后更新日期，不能勾选“从未发布过任何内容”。`,
  ),
  'patrol.update-earlier': entry<{ day: string; update: string }>(
    422,
    ({ day, update }) =>
      `已知 ${day} 有发布，晚于所填的最后更新日期（${update}）。请核对是否把置顶内容当作最新一条；账号页面上确实没有的（如已删除），请在备注中写明后再登记。`,
  ),
  'patrol.same-moment': entry<{ at: string; day: string }>(
    409,
    ({ at, day }) =>
      `该账号在 ${at} 已登记过一次巡查，最后更新日期为 ${day}，与本次不同。请重新打开账号核对，更正的，按重新查看的时间登记。`,
  ),
  'patrol.update-without-view': entry(
    422,
    () => '账号打不开或已不存在时，无法看到更新情况，请不要填写最后更新日期和“从未发布过任何内容”。',
  ),
  'unknown.not-unknown': entry<{ month: string }>(
    409,
    ({ month }) => `该账号${month}并非“未采集”，不需要说明原因。请刷新后核对。`,
  ),
  'unknown.not-checked': entry<{ month: string }>(
    409,
    ({ month }) => `${month}尚未开展判定，还不知道哪些账号未采集。请先运行月度监测，再说明原因。`,
  ),
  'unknown.reason-required': entry(422, () => '请写明未采集的原因，例如：平台停止服务、账号仅对内开放。'),
}
