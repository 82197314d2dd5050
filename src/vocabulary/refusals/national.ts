import { entry } from './catalogue.ts'

export const nationalRefusals = {
  'credit-code.not-valid': entry<{ wanted: string }>(422, ({ wanted }) => `${wanted}。请更正后再保存。`),
  'national.status-not-allowed': entry<{ status: string; next: string }>(
    409,
    ({ status, next }) => `该账号在全国系统目前为“${status}”，不能登记为“${next}”。请核对后按实际情况登记。`,
  ),
  'national.in-future': entry<{ day: string }>(422, ({ day }) => `填报日期${day}晚于今天，请按实际填报日期登记。`),
  'national.before-last': entry<{ day: string }>(
    422,
    ({ day }) => `填报日期早于上一次登记（${day}）。请核对日期；上一次登记有误的，按实际情况再登记一次。`,
  ),
  'national.still-running': entry<{ name: string }>(
    409,
    ({ name }) => `台账中“${name}”仍在运行，不能登记为全国系统已关停。请先办理关停备案。`,
  ),
  'national.nothing-to-export': entry(
    422,
    () => '没有需要在全国系统填报的账号。请核对单位，或先在台账登记账号；不属本级监管范围的单位不列入。',
  ),
  'national.too-many-sheets': entry<{ units: number; most: number }>(
    422,
    ({ units, most }) => `共有${units}个单位，一个工作簿最多放${most}个单位的表。请选“全部单位一张表”，或按单位导出。`,
  ),
  'national.no-head': entry<{ file: string }>(
    422,
    ({ file }) =>
      `“${file}”中没有找到表头。表头中应有“单位名称”（或“主办单位”）、“账号名称”、“平台”三列，请核对后重新上传。`,
  ),
  'national.no-rows': entry<{ file: string }>(
    422,
    ({ file }) => `“${file}”中没有可以比对的账号，未作比对。请核对表头以下的内容后重新上传。`,
  ),
  'difference.decided-already': entry(409, () => '这一处差异已有处理意见，不能重复处理。请刷新页面查看。'),
  'difference.not-acceptable': entry<{ why: string }>(409, ({ why }) => `这一处差异不能直接采纳：${why}。`),
  'difference.reason-required': entry(422, () => '不采纳的，请写明理由，供以后核对。'),
}
