import { entry } from './catalogue.ts'

export const publishingRefusals = {
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
