import { entry } from './catalogue.ts'

export const engagementRefusals = {
  'message.action-not-allowed': entry<{ action: string; state: string }>(
    409,
    ({ action, state }) => `这条留言现在是“${state}”，不能${action}。请刷新页面，按当前状态办理。`,
  ),
  'message.account-or-unit': entry(422, () => '请选择是哪个账号收到的；不属于账号的（如单位信箱），请选择单位。'),
  'message.account-unknown': entry<{ name: string }>(
    422,
    ({ name }) => `台账中没有叫“${name}”的账号。请写台账中的全称；与账号无关的留空，选择单位。`,
  ),
  'message.account-named-by-several': entry<{ name: string; platforms: string }>(
    422,
    ({ name, platforms }) =>
      `台账中叫“${name}”的账号不止一个（${platforms}），请在名称后写明平台，如“${name}（新浪微博）”。`,
  ),
  'message.unit-gone': entry<{ unit: string }>(
    422,
    ({ unit }) => `“${unit}”已撤销或者并入其他单位，不能办理留言。请选择现在承担其职责的单位。`,
  ),
  'message.same-unit': entry<{ unit: string }>(422, ({ unit }) => `这条留言已由“${unit}”办理，请选择另一个单位。`),
  'message.asked-in-future': entry<{ asked: string; now: string }>(
    422,
    ({ asked, now }) => `提问时间（${asked}）晚于现在（${now}），请核对后更正。`,
  ),
  'message.replied-in-future': entry<{ replied: string; now: string }>(
    422,
    ({ replied, now }) => `答复时间（${replied}）晚于现在（${now}），请核对后更正。`,
  ),
  'message.reply-before-question': entry<{ asked: string; replied: string }>(
    422,
    ({ asked, replied }) => `答复时间（${replied}）早于提问时间（${asked}），两者必有一误，请核对后更正。`,
  ),
  'message.time-unreadable': entry<{ what: string }>(
    422,
    ({ what }) => `请填写${what}：日期必填，写作“年-月-日”；知道几时几分的填写时间，不知道的留空。`,
  ),
  'message.words-missing': entry<{ what: string }>(422, ({ what }) => `请填写${what}。`),
  'message.words-too-long': entry<{ what: string; most: number }>(
    422,
    ({ what, most }) => `${what}不超过 ${most} 个字，请精简后再提交。`,
  ),
  'message.duplicate': entry<{ asked: string }>(
    409,
    ({ asked }) =>
      `台账中已有同一账号、同一渠道、提问时间为${asked}、内容相同的留言。确实是另一条的，请勾选“确系另一条”后再保存。`,
  ),
  'message.nothing-changed': entry(422, () => '没有需要更正的内容。请修改有误的项目后再保存。'),
  'message.no-contact': entry(404, () => '这条留言没有登记联系方式，或者已经删除。'),
  'message-look.day-not-over': entry<{ day: string; yesterday: string }>(
    422,
    ({ day, yesterday }) => `${day}尚未结束，不能作为已核对的日期。最晚可以填${yesterday}。`,
  ),
  'message-look.none-chosen': entry(422, () => '没有勾选任何账号。请勾选已经逐条看过的账号后再登记。'),
  'message-look.withdrawn-already': entry(409, () => '这条核对记录已经撤回，无需再次撤回。'),
  'messages.no-head': entry<{ file: string; missing: string }>(
    422,
    ({ file, missing }) =>
      `文件“${file}”中没有找到留言台账的表头，缺少：${missing}。表中应有“账号”（或者“单位”）、“类别”、“提问时间”、“内容”各列，请补上后重新导入。`,
  ),
  'messages.no-rows': entry<{ file: string }>(422, ({ file }) => `文件“${file}”只有表头，没有数据行，未导入任何留言。`),
  'messages.held-back': entry(
    422,
    () => '有不合要求的行，没有写入。请更正文件后重新导入，或者勾选“不合要求的行不写入，其余写入”。',
  ),
  'messages.undo-reason': entry(422, () => '请填写撤销导入的原因，200 字以内。'),
  'messages.undo-state': entry<{ file: string; state: string }>(
    409,
    ({ file, state }) => `“${file}”${state}，不能撤销。请返回导入记录查看。`,
  ),
  'messages.undo-handled': entry<{ file: string; count: number }>(
    409,
    ({ file, count }) =>
      `“${file}”导入的留言中有 ${count} 条已经办理，不能整批撤销。登记有误的，请逐条更正，或者认定无效并写明理由。`,
  ),
  'messages.undo-rests': entry<{ file: string; months: string; reports: string }>(
    409,
    ({ file, months, reports }) =>
      `“${file}”带来的留言已作为${months}办结的依据${reports === '' ? '' : `，并已用于${reports}`}。撤销后这些月份和报告不变。确需撤销的，请勾选“已知晓”后再提交。`,
  ),
  'service.named-already': entry<{ name: string }>(
    409,
    ({ name }) => `该账号已有名为“${name}”的办事入口。请换一个名称，或者先停用原有的。`,
  ),
  'service.field-missing': entry<{ what: string }>(422, ({ what }) => `请填写${what}。`),
  'service.retired': entry(409, () => '该办事入口已经停用，不再核查。需要恢复的，请重新登记。'),
  'service.looked-in-future': entry<{ looked: string; now: string }>(
    422,
    ({ looked, now }) => `核查时间（${looked}）晚于现在（${now}），请核对后更正。`,
  ),
  'service.choice-missing': entry(422, () => '请选择办事入口能不能用。'),
  'error-report.too-many': entry<{ minutes: number }>(
    429,
    ({ minutes }) => `提交过于频繁，没有收下。请约 ${minutes} 分钟后再试，已填写的内容可以先复制保存。`,
  ),
  'error-report.too-many-lookups': entry<{ minutes: number }>(
    429,
    ({ minutes }) => `查询过于频繁，请约 ${minutes} 分钟后再试。`,
  ),
  'error-report.full-today': entry(
    429,
    () => '今天收到的找错已达上限，没有收下。请明天再提交，或者直接与主办单位联系。',
  ),
  'error-report.looks-automatic': entry(
    422,
    () => '提交的内容像是由程序自动填写的，没有收下。请把注明“请留空”的一栏清空后再提交。',
  ),
  'error-report.unknown-code': entry(404, () => '没有查到这个编号。请核对后重新输入；编号只在提交成功时显示一次。'),
}
