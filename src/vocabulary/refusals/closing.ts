import { entry } from './catalogue.ts'

export const closingRefusals = {
  'closing.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该关停注销事项目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'closing.no-ground': entry<{ name: string }>(
    422,
    ({ name }) => `“${name}”没有审定关停注销，也没有关停、注销备案事项。请先审定清理事项，或申请关停、注销备案。`,
  ),
  'closing.begun-already': entry<{ name: string }>(
    409,
    ({ name }) => `“${name}”已有关停注销事项，请在“关停注销办理”中继续办理。`,
  ),
  'closing.text-required': entry<{ most: number }>(422, ({ most }) => `请填写公告全文，不超过${most}个字。`),
  'closing.text-has-gaps': entry<{ gaps: string }>(
    422,
    ({ gaps }) => `公告中${gaps}尚未填写。请补全公告文字并保存，再登记发布。`,
  ),
  'closing.published-already': entry<{ what: string }>(409, ({ what }) => `${what}已登记发布，不能再修改。`),
  'closing.published-in-future': entry<{ day: string }>(
    422,
    ({ day }) => `发布日期${day}晚于今天，请按实际发布日期填写。`,
  ),
  'closing.publication-unproven': entry(422, () => '请填写公告链接，或上传公告截图。'),
  'closing.stop-day-required': entry(422, () => '请填写停更日期：自该日起不再发布信息。'),
  'closing.not-approved': entry(409, () => '关停、注销备案尚未批准，先备案后公告。请待备案批准后再登记公告。'),
  'closing.nothing-to-explain': entry(409, () => '没有需要说明的次序问题。'),
  'closing.explanation-required': entry(422, () => '请写明原因和处理情况。'),
  'closing.faults-open': entry<{ faults: string }>(
    409,
    ({ faults }) => `以下次序问题还没有说明：${faults}。请写明原因和处理情况后再办。`,
  ),
  'closing.not-deregistered': entry(
    409,
    () => '注销备案还没有登记平台办理日期、全国系统关停并登记台账，不能核验。请先在备案事项中办理。',
  ),
  'closing.not-looked-for': entry<{ name: string; since: string }>(
    409,
    ({ name, since }) =>
      `核验前须由登记注销以外的人，在${since}（含）以后查看“${name}”，最近一次查看结果应为“账号已不存在”。请登记查看结果后再核验。`,
  ),
  'closing.recheck-too-early': entry<{ from: string }>(
    409,
    ({ from }) => `复查须在${from}（含）以后查看账号，最近一次查看结果应为“账号已不存在”。请到期查看并登记后再办。`,
  ),
  'closing.seen-again': entry<{ name: string }>(
    409,
    ({ name }) => `“${name}”核验注销后又被看到，不能登记复查无异常。请登记再现。`,
  ),
  'closing.not-seen-again': entry<{ name: string }>(
    409,
    ({ name }) => `“${name}”核验注销后没有可以打开的查看记录。看到账号的，请先登记查看结果。`,
  ),
  'closing.reason-required': entry(422, () => '请写明撤回的理由。'),
  'closing.gone-already': entry<{ name: string }>(409, ({ name }) => `“${name}”已在平台注销，不能撤回。`),
  'closing.archive-unreadable': entry<{ file: string }>(
    422,
    ({ file }) => `“${file}”不是完整的归档包，无法核验。请使用系统生成的归档包，并确认下载完整。`,
  ),
}
