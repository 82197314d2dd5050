import { entry } from './catalogue.ts'

export const publishingRefusals = {
  'approved.not-compared': entry(409, () => '该帖文的主办单位发布时没有启用先审后发，不作比对。可以抽查发布审签单。'),
  'approved.text': entry<{ most: number }>(422, ({ most }) => `请粘贴已发布的正文，${most}字以内。`),
  'approved.sample-size': entry<{ most: number }>(422, ({ most }) => `抽查篇数应为1至${most}的整数。`),
  'approved.sample-due': entry(422, () => '报送期限须为今天以后的工作日。'),
  'approved.nothing-to-sample': entry(
    422,
    () => '该范围内没有可以抽查的帖文：只抽未启用先审后发的单位，抽过的不再抽。请换一个月份或单位。',
  ),
  'approved.sheet-file': entry(422, () => '请选择发布审签单的扫描件或照片（PDF、JPG、PNG）。'),
  'approved.sample-judged': entry(409, () => '该抽查已有结论，不再变动。'),
  'approved.sheet-first': entry(409, () => '单位还没有报送发布审签单。限期以后仍未报送的，结论选“没有发布审签单”。'),
  'approved.not-due': entry(409, () => '报送期限还没有过，不能认定没有发布审签单。'),
  'approved.reason': entry<{ most: number }>(422, ({ most }) => `请写明判断的依据，${most}字以内。`),
  'repost.field': entry<{ what: string; most: number }>(422, ({ what, most }) => `请填写${what}，${most}字以内。`),
  'repost.title-short': entry<{ least: number }>(
    422,
    ({ least }) => `标题除去标点至少${least}个字：太短的标题无法与采集到的内容比对。请填写完整标题。`,
  ),
  'repost.link': entry(422, () => '链接须为完整网址，以 http:// 或 https:// 开头。没有链接的，留空。'),
  'repost.time-unreadable': entry<{ what: string }>(
    422,
    ({ what }) => `${what}无法识别。请填写日期和时间，如 2026-09-30 17:00。`,
  ),
  'repost.issued-in-future': entry(422, () => '布置日期不能晚于今天，请核对后更正。'),
  'repost.due-before-issued': entry(422, () => '转载时限早于布置日期，请核对后更正。'),
  'repost.nobody-asked': entry(422, () => '请选择至少一个平台，或者写明账号；所选范围内须有在运行的账号。'),
  'repost.not-running': entry<{ accounts: number }>(
    422,
    ({ accounts }) => `写明的账号中有${accounts}个不在运行，不能布置转载。请在台账核对运行状态，去掉后再布置。`,
  ),
  'repost.withdrawn': entry(409, () => '这项转载任务已经撤回，不再办理。请返回“转载任务”查看。'),
  'repost.action-not-allowed': entry<{ action: string; state: string }>(
    409,
    ({ action, state }) => `该账号目前是“${state}”，不能${action}。请刷新页面核对。`,
  ),
  'repost.done-in-future': entry(422, () => '转载时间晚于现在，请核对后更正。'),
  'repost.done-before-issued': entry<{ issued: string }>(
    422,
    ({ issued }) => `转载时间早于布置日期（${issued}），请核对后更正。`,
  ),
}
