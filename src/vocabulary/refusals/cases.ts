import { entry } from './catalogue.ts'

export const caseRefusals = {
  'case.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该备案事项目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'case.not-complete': entry<{ faults: string }>(422, ({ faults }) => `还不能打印：${faults}。请补全后再打印。`),
  'case.unit-out-of-scope': entry<{ unit: string }>(
    422,
    ({ unit }) => `“${unit}”不属本级监管范围，不在这里备案，请移交其主管部门。`,
  ),
  'case.unit-gone': entry<{ unit: string }>(422, ({ unit }) => `“${unit}”已合并或撤销，不能开设账号。`),
  'case.account-required': entry<{ kind: string }>(422, ({ kind }) => `办理${kind}须选择账号。`),
  'case.account-not-asked': entry(
    422,
    () => '开设的是新账号，不选已有账号，请改选“不选（开设）”；办理已有账号的，请把事项改为变更、关停或注销。',
  ),
  'case.account-of-other-unit': entry<{ name: string; owner: string }>(
    422,
    ({ name, owner }) => `所选账号“${name}”属${owner}，与主办单位不一致，请改选。`,
  ),
  'case.unit-required': entry(422, () => '请选择主办单位。'),
  'case.account-busy': entry<{ name: string }>(
    409,
    ({ name }) => `账号“${name}”已有一件备案事项正在办理，请先办结；不再办理的，在该事项中撤回后再办。`,
  ),
  'case.account-gone': entry<{ name: string }>(409, ({ name }) => `账号“${name}”已注销，不能再办理备案事项。`),
  'case.nothing-scanned': entry(422, () => '请先上传经单位主要领导签字并加盖单位公章的扫描件，再报送。'),
  'case.check-incomplete': entry(422, () => '请对照扫描件选定签字人、单位公章、与打印内容三项后保存。'),
  'case.opinion-required': entry<{ action: string }>(422, ({ action }) => `办理“${action}”须写明意见。`),
  'case.executed-in-future': entry<{ day: string }>(422, ({ day }) => `办理日期${day}晚于今天，请按实际日期填写。`),
  'case.national-recorded': entry<{ side: string }>(
    409,
    ({ side }) =>
      `${side}的全国系统填报已登记，不能重复登记。日期有误的，请在该账号的“全国系统填报”页按实际情况再登记一次。`,
  ),
  'case.national-missing': entry<{ side: string }>(
    409,
    ({ side }) => `${side}还没有登记全国系统填报，主办单位、主管单位都登记后才能登记台账。`,
  ),
  'case.early-unsure': entry<{ on: string; approvedOn: string }>(
    422,
    ({ on, approvedOn }) =>
      `办理日期${on}早于批准日期${approvedOn}。如属笔误，请改正；确属未批先办的，请勾选“经核实，确在批准之前办理”后登记，系统将列入责任追究线索。`,
  ),
  'case.url-required': entry(422, () => '请填写可以查看的链接，以 http:// 或 https:// 开头。'),
  'case.announcement-required': entry(
    422,
    () => '名称、认证主体、主办单位变化须向社会公告，请填变更公告链接，以 http:// 或 https:// 开头。',
  ),
  'case.announced-unit-unknown': entry<{ unit: string }>(
    422,
    ({ unit }) => `变更后主办单位“${unit}”不在单位库中，请先登记该单位，或核对全称。`,
  ),
}
