import { entry } from './catalogue.ts'

export const collectionRefusals = {
  'posts.no-head': entry<{ file: string }>(
    422,
    ({ file }) =>
      `文件“${file}”中没有找到能识别的表头。发布数据至少应有“账号”以及“标题”“链接”“发布时间”中的一列；公众号后台、文章导出工具、榜单的文件请保留原有表头。请调整后重新导入。`,
  ),
  'posts.head-missing': entry<{ file: string; sheet: string; row: number; kind: string; heads: string }>(
    422,
    ({ file, sheet, row, kind, heads }) =>
      `文件“${file}”的工作表“${sheet}”第 ${row} 行是${kind}的表头，但缺少这一列：${heads}。请补上后重新导入。`,
  ),
  'posts.personal-head': entry<{ file: string; sheet: string; row: number; head: string }>(
    422,
    ({ file, sheet, row, head }) =>
      `文件“${file}”的工作表“${sheet}”第 ${row} 行有“${head}”一列，涉及网民个人信息，不予接收。请删除这一列后重新导入，只保留数量。`,
  ),
  'posts.account-needed': entry<{ file: string; kind: string }>(
    422,
    ({ file, kind }) => `文件“${file}”是${kind}，表中没有账号列。请选择是哪个账号的数据。`,
  ),
  'posts.account-unknown': entry<{ name: string; kind: string; count: number }>(422, ({ name, kind, count }) =>
    count > 1
      ? `台账中有不止一个账号叫“${name}”，不能确定${kind}是哪一个的。请从列表中选择。`
      : `“${name}”不是台账中适用的账号：${kind}只能用于已登记的微信公众号。请重新选择。`,
  ),
  'posts.covers-unlisted': entry<{ kind: string }>(
    422,
    ({ kind }) =>
      `文件中有${kind}，不是账号发布内容的完整清单，不能作为未更新的依据。请去掉“文件完整覆盖”的日期后重新导入。`,
  ),
  'posts.undo-reason': entry(422, () => '请填写撤销导入的原因，200 字以内。'),
  'posts.undo-state': entry<{ file: string; state: string }>(
    409,
    ({ file, state }) => `“${file}”${state}，不能撤销。请返回导入记录查看。`,
  ),
  'posts.undo-untraced': entry<{ file: string }>(
    409,
    ({ file }) =>
      `“${file}”是系统升级前导入的，当时没有逐条记下来源，不能确定哪些内容只由它带来，因此不能整批撤销。发布时间有误的，请导入更正后的文件，并选择以本文件为准更正。`,
  ),
  'posts.undo-rests': entry<{ file: string; months: string; reports: string }>(
    409,
    ({ file, months, reports }) =>
      `“${file}”带来的内容已作为${months}办结的依据${reports === '' ? '' : `，并已用于${reports}`}，不能撤销。已办结的月份不再变动；尚未办结的月份，请导入更正后的文件。`,
  ),
  'posts.is-annex2': entry(422, () => '这是附件2，不是采集文件。请从“导入”页面的“附件2”一栏导入。'),
  'posts.no-rows': entry<{ file: string }>(
    422,
    ({ file }) => `文件“${file}”只有表头，没有数据行，未导入任何内容。请核对是否选错文件，或者请运营单位重新导出。`,
  ),
  'posts.covers-half': entry(
    422,
    () => '“文件完整覆盖”应同时填写起始日期和截止日期，或都不填写。请更正后重新选择文件导入。',
  ),
  'posts.covers-reversed': entry<{ from: string; to: string }>(
    422,
    ({ from, to }) => `“文件完整覆盖”的起始日期（${from}）晚于截止日期（${to}）。请更正后重新选择文件导入。`,
  ),
  'posts.covers-future': entry<{ to: string; collected: string }>(
    422,
    ({ to, collected }) =>
      `“文件完整覆盖”的截止日期（${to}）晚于采集之日（${collected}）。尚未采集的日子不能算作已采集，请更正后重新选择文件导入。`,
  ),
  'posts.collected-later': entry<{ collected: string; today: string }>(
    422,
    ({ collected, today }) => `采集时间（${collected}）晚于今天（${today}），请更正后重新导入。`,
  ),
  'sources.unknown-kind': entry<{ kind: string }>(422, ({ kind }) => `没有“${kind}”这种采集来源，请从列表中选择。`),
  'sources.not-valid': entry<{ faults: string }>(422, ({ faults }) => `采集设置有误：${faults}。请更正后保存。`),
  'sources.named-already': entry<{ name: string }>(409, ({ name }) => `已有名为“${name}”的采集来源，请换一个名称。`),
  'sources.other-platform': entry<{ source: string; platform: string }>(
    422,
    ({ source, platform }) => `“${source}”只能采集${platform}账号，请选择与账号平台一致的来源。`,
  ),
  'sources.secrets-missing': entry<{ names: string }>(
    422,
    ({ names }) => `凭据不完整或过长：${names}。请向运营单位核对后重新填写；已保存的凭据不再显示，只能更换。`,
  ),
  'sources.maintenance': entry<{ until: string; reason: string }>(
    409,
    ({ until, reason }) =>
      `现在是维护时段（${reason}），${until} 以前不向外发送任何请求。请届时再试；需要提前采集的，先撤销维护时段。`,
  ),
  'component.not-valid': entry<{ faults: string }>(
    422,
    ({ faults }) =>
      `第三方平台设置有误：${faults}。请按微信开放平台上的内容更正；已保存的密钥不再显示，须全部重新填写。`,
  ),
  'component.none': entry(409, () => '没有设置第三方平台，不能扫码授权。请先在“系统采集 › 第三方平台”设置。'),
  'component.paper-missing': entry<{ standing: string }>(
    422,
    ({ standing }) => `${standing}，不能扫码授权。请先登记主办单位签字盖章的授权书。`,
  ),
  'component.unanswered': entry<{ why: string }>(
    409,
    ({ why }) => `微信开放平台没有办成这一请求：${why}。请按提示处理后重新发起扫码授权。`,
  ),
  'component.other-account': entry<{ given: string; appid: string }>(
    422,
    ({ given, appid }) =>
      `扫码授权的是另一个公众号（${given}），不是本账号（${appid}），没有保存。请由本账号的管理员重新扫码。`,
  ),
  'window.reason-missing': entry(422, () => '请填写设置维护时段的原因，采集缺口将按此说明。'),
  'window.hours': entry<{ open: number }>(
    422,
    ({ open }) => `每日维护时段的起止时间不能相同，并且每天至少留出 ${open} 小时用于采集。请调整起止时间。`,
  ),
  'window.order': entry(422, () => '维护时段的结束时间应晚于开始时间，也应晚于现在。请更正。'),
  'window.past': entry<{ now: string }>(
    422,
    ({ now }) => `开始时间不能早于现在（${now}）。立即开始的，开始时间留空即可。`,
  ),
  'window.too-long': entry<{ days: number }>(
    422,
    ({ days }) => `一次维护时段不超过 ${days} 天，请缩短；到期仍需停止采集的，届时再设置。`,
  ),
  'window.daily-already': entry(409, () => '已设置每日维护时段。需要调整的，请先撤销原有的，再重新设置。'),
  'window.over': entry(409, () => '该维护时段已经结束或者撤销，无需再次撤销。'),
  'authorisation.not-needed': entry(422, () => '这一采集来源是公开信息，不需要授权书。请选择使用平台接口的来源。'),
  'authorisation.dates': entry<{ signedOn: string; validUntil: string }>(
    422,
    ({ signedOn, validUntil }) =>
      `授权书签署日期（${signedOn}）不能晚于今天，也不能晚于有效期截止日（${validUntil}）。请按授权书更正。`,
  ),
  'authorisation.day-missing': entry<{ what: string }>(422, ({ what }) => `请填写${what}，格式如 2026-10-12。`),
  'authorisation.expired': entry<{ validUntil: string }>(
    422,
    ({ validUntil }) => `授权书已于${validUntil}到期，不能作为采集依据。请主办单位重新出具后登记。`,
  ),
  'authorisation.reason-missing': entry(422, () => '请填写撤回授权的原因，例如撤回函文号。'),
  'authorisation.revoked-later': entry<{ revokedOn: string; today: string }>(
    422,
    ({ revokedOn, today }) => `撤回日期（${revokedOn}）晚于今天（${today}），请更正。`,
  ),
  'authorisation.revoked-already': entry<{ revokedOn: string }>(
    409,
    ({ revokedOn }) => `该授权书已于${revokedOn}撤回，无需再次撤回。`,
  ),
  'timestamps.settings': entry<{ what: string }>(
    422,
    ({ what }) =>
      `可信时间戳设置有误：${what}。GOVMEDIA_TSA_URL 应为时间戳机构的网址，GOVMEDIA_TSA_CA 应为其根证书文件（PEM）的路径。请更正后重新启动；不使用时间戳的，两项都不设置。`,
  ),
  'picture.unset': entry(
    409,
    () =>
      '服务器没有设置画重现图的浏览器，未生成图片，保存内容不受影响。需要的，请系统管理员设置 GOVMEDIA_CHROMIUM 后重新启动。',
  ),
  'picture.failed': entry(
    503,
    () =>
      '画重现图的浏览器没有启动或者中途退出，未生成图片，保存内容不受影响。请系统管理员运行 ./govmedia doctor 查看原因。',
  ),
  'picture.slow': entry(
    503,
    () =>
      '画重现图超过时限，已经停止，未生成图片，保存内容不受影响。请稍后再试；多次超时的，请系统管理员查看服务器负荷。',
  ),
  'feeds.not-opml': entry<{ file: string; why: string }>(
    422,
    ({ file, why }) =>
      `文件“${file}”${why}，无法识别。请从订阅软件或其他区的系统中导出 OPML 文件（.opml、.xml，8 MB 以内）后重新导入。`,
  ),
  'feeds.none': entry<{ file: string }>(
    422,
    ({ file }) => `文件“${file}”是 OPML 清单，但其中没有以 http:// 或 https:// 开头的订阅源网址，未导入任何内容。`,
  ),
  'feeds.none-chosen': entry(422, () => '没有选中任何订阅源。请至少选中一个，或者返回系统采集。'),
  'sources.target-already': entry(
    409,
    () => '该账号已有完全相同的采集设置，不能重复添加。已停用的，请在“采集来源”中恢复。',
  ),
}
