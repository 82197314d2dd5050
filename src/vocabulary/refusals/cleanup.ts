import { entry } from './catalogue.ts'

export const cleanupRefusals = {
  'cleanup.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该清理事项目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'cleanup.reason-required': entry<{ why: string }>(422, ({ why }) => `${why}，须写明理由后再提交。`),
  'cleanup.decision-not-whole': entry<{ count: number; faults: string }>(
    422,
    ({ count, faults }) => `有${count}处需要改正：${faults}。`,
  ),
  'cleanup.due-required': entry(422, () => '请填写办理期限，不得早于今天。'),
  'cleanup.due-past': entry<{ day: string }>(422, ({ day }) => `办理期限${day}早于今天，请改为今天或以后的日期。`),
  'cleanup.disposition-required': entry(422, () => '请选择整改措施。'),
  'cleanup.unit-answered': entry(409, () => '单位已经确认，不能代录。单位意见有变化的，请由单位自行更改。'),
  'cleanup.evidence-required': entry(422, () => '请写明办理情况，并上传办理证明（公告、后台截图等）。'),
  'cleanup.still-there': entry<{ name: string }>(
    409,
    ({ name }) => `“${name}”审定为关停注销，核验前须先人工巡查确认账号已不存在。请在“人工巡查”中登记后再核验。`,
  ),
  'cleanup.closing-open': entry<{ name: string }>(
    409,
    ({ name }) =>
      `“${name}”审定为关停注销，还没有核验注销的关停注销事项，不能核验。请先在“关停注销办理”中办完备案、公告、归档和核验注销。`,
  ),
  'cleanup.not-adoptable': entry(
    409,
    () => '单位还没有确认，或单位意见与系统建议不一致，不能按系统建议批量审定。请打开该事项单独审定。',
  ),
  'cleanup.word-signed': entry<{ number: string }>(
    409,
    ({ number }) =>
      `本单位已在签字盖章的附件2中填报整改措施（备案号${number}），不在这里重复填写。确需更改的，请联系监管单位办理重新补正。`,
  ),
  'cleanup.item-open': entry<{ name: string }>(
    409,
    ({ name }) => `账号“${name}”已有清理事项，请在该事项中办理，不再另列。`,
  ),
  'cleanup.sheet-empty': entry(404, () => '没有符合条件的清理事项，没有可以打印的审定表。请放宽条件，或另选判定日期。'),
  'cleanup.sheet-too-long': entry<{ most: number; found: number }>(
    422,
    ({ most, found }) =>
      `审定表一次最多打印${most}项，现有${found}项，没有打印。请选定判定日期，或按单位名称筛选后，再分次打印。`,
  ),
  'cleanup.newer-open': entry<{ name: string; day: string }>(
    409,
    ({ name, day }) => `“${name}”另有${day}判定的事项尚未办结。同一账号请审定最近一项，以前的随之并入。`,
  ),
  'cleanup.earlier-held': entry<{ name: string; day: string }>(
    409,
    ({ name, day }) =>
      `“${name}”${day}判定的事项正在核验，或者所在审定表尚未签字盖章，还不能再次审定。请先办结该事项，或签章、作废该审定表。`,
  ),
  'cleanup.sheet-unsigned': entry<{ name: string; number: number }>(
    409,
    ({ name, number }) =>
      `“${name}”已列入第${number}号审定表，审定表签字盖章并经核对后方可办理。请在“审定表签章”中查看进度。`,
  ),
  'sheet.nothing-decided': entry<{ day: string }>(
    422,
    ({ day }) => `${day}判定的事项中没有已审定、尚未办理且未列入其他审定表的，不能制表。请先审定。`,
  ),
  'sheet.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该审定表目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'sheet.scan-other': entry<{ name: string; number: number }>(
    422,
    ({ name, number }) => `“${name}”不是第${number}号审定表（二维码属于另一份表），没有保存。请核对表号后重新上传。`,
  ),
  'sheet.scan-differs': entry<{ name: string }>(
    422,
    ({ name }) =>
      `“${name}”的二维码与系统留存的审定表内容对不上，没有保存。请用本页下载的审定表签字盖章后重新扫描上传。`,
  ),
  'sheet.not-signed': entry<{ missing: string }>(
    422,
    ({ missing }) => `尚未确认：${missing}。逐项核对无误后再确认；缺签字、公章或内容不一致的，请退回重签。`,
  ),
  'sheet.pages-missing': entry<{ printed: number; received: number }>(
    422,
    ({ printed, received }) =>
      `审定表共${printed}页，收到${received}页，尚未确认。请补充上传其余各页，或退回重签；其余各页已另行核对的，须写明。`,
  ),
  'sheet.reason-required': entry<{ action: string }>(422, ({ action }) => `办理“${action}”须写明理由。`),
  'similar.verdict-required': entry(422, () => '请选定“是同一账号”或“不是同一账号”，并写明理由。'),
  'similar.not-similar': entry(409, () => '这两个账号不在疑似重复之列，可能已经更名或注销。请返回列表核对。'),
  'cleanup.day-in-future': entry<{ day: string }>(422, ({ day }) => `判定日期${day}晚于今天，请按今天生成。`),
  'cleanup.day-past': entry<{ day: string }>(
    422,
    ({ day }) =>
      `判定日期${day}已经过去，当时没有生成清理建议。清理事项只按当天的台账生成，不补记以前的日期，请按今天生成。`,
  ),
  'cleanup.day-frozen': entry<{ day: string }>(
    409,
    ({ day }) => `${day}的清理建议已经生成并固定，不再重新生成。情况有变化的，请次日另行生成。`,
  ),
  'cleanup.day-altered': entry<{ day: string }>(
    409,
    ({ day }) => `${day}固定的清理建议与留存的摘要不符，可能被改动过，不能作为依据。请联系系统管理员核验留痕。`,
  ),
}
