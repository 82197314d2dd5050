import { entry } from './catalogue.ts'

export const filingRefusals = {
  'campaign.not-valid': entry<{ faults: string }>(
    422,
    ({ faults }) => `专项排查还不能保存：${faults}。请补正后再保存。`,
  ),
  'campaign.basis-required': entry(
    422,
    () => '请填写依据和依据文号。没有依据文号的填报不得布置（国办函〔2026〕12号：不得随意或重复要求基层填表报数）。',
  ),
  'campaign.deadline-past': entry<{ day: string }>(
    422,
    ({ day }) => `报送截止日期${day}已经过去，请改为今天或以后的日期。`,
  ),
  'campaign.deadlines-disordered': entry(422, () => '清理整合截止日期早于报送截止日期，请核对两个日期。'),
  'campaign.repeat-reason-required': entry<{ title: string }>(
    422,
    ({ title }) => `这些内容12个月内已由“${title}”布置填报。确需再次布置的，请写明理由。`,
  ),
  'campaign.titled-already': entry<{ title: string }>(
    409,
    ({ title }) => `已有名为“${title}”的专项排查，请改用其他名称。`,
  ),
  'campaign.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该专项排查目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'campaign.reason-required': entry<{ action: string }>(
    422,
    ({ action }) => `办理“${action}”请写明理由，拟定人和负责人都能看到。`,
  ),
  'campaign.not-drafter': entry(
    409,
    () => '专项排查由拟定、修改过它的人撤回。需要停办的，请负责人退回修改或不予批准。',
  ),
  'campaign.no-units': entry(
    422,
    () => '所选单位类型中没有在册单位，无人需要报送。请改选单位类型，或先在“主办单位”中登记。',
  ),
  'campaign.not-yet-over': entry<{ day: string }>(
    409,
    ({ day }) => `${day}以前单位还可以报送、整改，专项排查不能提前结束。请在期限过后再结束。`,
  ),
  'campaign.returns-waiting': entry<{ submitted: number; mending: number }>(
    409,
    ({ submitted, mending }) =>
      `还有 ${submitted} 个单位已报送待受理，${mending} 个单位退回补正尚未到期，现在结束会使其无法受理。请办结后再结束。`,
  ),
  'return.action-not-allowed': entry<{ state: string; action: string }>(
    409,
    ({ state, action }) => `该单位的报送目前为“${state}”，不能办理“${action}”。请按页面所列事项办理。`,
  ),
  'return.kind-required': entry(422, () => '请先选定报送方式：逐号填报、零报告或无变化确认。'),
  'return.zero-with-accounts': entry<{ count: number; names: string }>(
    422,
    ({ count, names }) =>
      `台账中本单位有 ${count} 个在运行的账号（${names}），不能零报告。账号已不在运行的，请先办理关停、注销；登记有误的，请与监管单位核对。`,
  ),
  'return.unchanged-without-last': entry(
    422,
    () => '本单位没有已受理的上次报送，或台账之后又有新账号，不能作无变化确认。请改选“逐号填报”。',
  ),
  'return.accounts-missing': entry<{ names: string }>(
    409,
    ({ names }) =>
      `台账中本单位的账号（${names}）没有填报。请在“报送方式”中重新选定“逐号填报”，补填后重新打印、签字盖章。`,
  ),
  'return.ledger-changed': entry(409, () => '确认内容与台账现有信息不一致，不能作无变化确认。请重新选定报送方式。'),
  'return.signed-stale': entry<{ kind: 'zero' | 'missing' | 'changed'; count: number; names: string }>(
    409,
    ({ kind, count, names }) => {
      const what =
        kind === 'zero'
          ? `台账中该单位有 ${count} 个在运行的账号（${names}），与零报告不符`
          : kind === 'missing'
            ? `台账中该单位的账号（${names}）没有填报`
            : '确认内容与台账现有信息不一致'
      return `${what}，不能受理。请退回补正，由单位改填后重新打印、签字盖章；台账登记有误的，先更正台账。`
    },
  ),
  'return.kind-takes-no-entries': entry<{ kind: string }>(
    409,
    ({ kind }) => `报送方式为“${kind}”，不能改动账号内容。内容有变化的，请先改选“逐号填报”。`,
  ),
  'return.added-not-on-paper': entry(
    422,
    () =>
      '本次排查没有同时报附件1和附件2，签字盖章的表上写不下新账号的名称和平台，不能在此添加。请按“开设”备案，或联系监管单位登记。',
  ),
  'return.not-complete': entry<{ faults: string }>(422, ({ faults }) => `还不能打印：${faults}。请补全后再打印。`),
  'return.reporter-required': entry(422, () => '请填写填报人姓名和联系电话。'),
  'return.phone-not-valid': entry<{ wanted: string }>(
    422,
    ({ wanted }) => `填报人的联系电话${wanted}，请更正后再保存。`,
  ),
  'return.nothing-scanned': entry(
    422,
    () => '请先上传经单位主要领导签字并加盖单位公章的扫描件，再报送（通知二（一））。',
  ),
  'return.papers-not-scanned': entry<{ papers: string }>(
    422,
    ({ papers }) => `${papers}没有扫描件：已上传的各页均为其他表格。请补充上传后再报送。`,
  ),
  'return.paper-page-required': entry<{ paper: string }>(
    422,
    ({ paper }) =>
      `《${paper}》没有识别到二维码，请对照扫描件选定它在哪一页，保存核验结果后再受理；各页中都没有的，请退回补正。`,
  ),
  'return.not-printed-anew': entry(409, () => '该报送受理后又退回补正，须重新打印、签字盖章后再报送，不能沿用原件。'),
  'return.campaign-closed': entry<{ title: string }>(
    409,
    ({ title }) => `“${title}”已经结束，不能再办理。确需补报的，请联系监管单位。`,
  ),
  'return.answered-already': entry(409, () => '该单位已经报送，不必催报。'),
  'return.reminded-already': entry(409, () => '今天已提醒过该单位，同一天只提醒一次。'),
  'return.call-to-required': entry(422, () => '请填写接听人的姓名或岗位。'),
  'return.call-time-required': entry(422, () => '请填写通话的日期和时间。'),
  'return.call-in-future': entry(422, () => '通话时间晚于现在，请按实际时间填写。'),
  'return.call-before-opening': entry(422, () => '通话时间早于专项排查布置时间，请核对后填写。'),
  'reminder.nothing-chosen': entry(
    422,
    () => '还没有勾选要催报的单位。请在列表中勾选单位；要催报全部尚未报送的单位，点页面上方的“催报”。',
  ),
  'campaign.nobody-owes': entry(409, () => '各单位均已报送，没有需要催报的单位，不生成催报通知。'),
  'return.account-twice': entry<{ account: string; accountId: string }>(
    409,
    ({ account }) =>
      `“${account}”已在台账或本次报送中，不能重复填报。请在已有的账号下填写；确属另一账号的，请核对名称和平台。`,
  ),
  'return.account-registered': entry<{ account: string }>(
    409,
    ({ account }) => `“${account}”在台账或本次报送中另有同名账号，不能受理。请退回补正，由单位在已有的账号下填报。`,
  ),
  'return.account-elsewhere': entry<{ name: string }>(
    409,
    ({ name }) => `账号“${name}”在台账中登记在其他单位名下，请与监管单位核对后再填报。`,
  ),
  'return.corrections-disagree': entry<{ account: string }>(
    422,
    ({ account }) => `“${account}”同一栏目在不同表格上的手写更正不一致，不能受理。请核对扫描件，或退回补正。`,
  ),
  'return.corrected-not-complete': entry<{ faults: string }>(
    422,
    ({ faults }) => `按手写更正后的内容不能受理：${faults}。请核对转录，或退回补正。`,
  ),
  'return.until-required': entry(422, () => '请填写重新报送期限。'),
  'return.until-past': entry<{ day: string }>(422, ({ day }) => `重新报送期限${day}已经过去，请改为今天或以后的日期。`),
  'return.defects-required': entry(422, () => '退回补正须一次性告知全部问题，请至少写明一条。'),
  'return.scan-reason-required': entry(422, () => '撤下扫描件须写明理由，撤下的扫描件留存备查。'),
  'return.reason-required': entry(422, () => '已受理的报送重新补正，须写明理由。'),
  'scan.same-file': entry<{ name: string; other: string }>(
    409,
    ({ name, other }) => `“${name}”与已上传的“${other}”是同一个文件，没有重复保存。请核对是否漏扫了其他表格。`,
  ),
  'scan.other-form': entry<{ name: string }>(
    422,
    ({ name }) => `“${name}”不是本单位这次报送的表格（二维码属于另一份报送），请核对后重新上传。原件没有改动。`,
  ),
  'scan.other-content': entry<{ name: string }>(
    422,
    ({ name }) =>
      `“${name}”的二维码与本次打印的内容对不上，可能不是系统生成的打印件。请用本次打印件签字盖章后重新扫描上传。`,
  ),
  'scan.older-version': entry<{ name: string; found: number; wanted: number }>(
    422,
    ({ name, found, wanted }) =>
      `“${name}”是第 ${found} 次打印的版本，此后内容有改动，现行为第 ${wanted} 次打印。请打印新版本，签字盖章后再上传。`,
  ),
  'directory.folder-not-empty': entry<{ folder: string }>(
    409,
    ({ folder }) => `${folder} 已存在，又不是以前生成的名录，没有改动。请换一个文件夹，或先移走其中的文件。`,
  ),
  'trigger.decision-required': entry(422, () => '请选定处理意见，并写明理由。'),
  'trigger.entry-incomplete': entry<{ what: string }>(422, ({ what }) => `没有写明${what}，请补充后再登记。`),
  'trigger.evidence-required': entry(422, () => '没有证据。请上传证据文件，或填写证据链接，至少一项。'),
  'trigger.link-unreadable': entry<{ link: string }>(
    422,
    ({ link }) => `证据链接“${link}”不是网址，请从 http:// 或 https:// 开始完整填写。`,
  ),
  'trigger.in-future': entry(422, () => '发生或发现日期晚于今天，请核对。'),
  'trigger.entered-already': entry<{ label: string; on: string; state: string }>(
    409,
    ({ label, on, state }) =>
      `同一事项的“${label}”线索已于${on}记录，${state}，不再重复登记。请在“责任追究线索”中查看；确为另一件事的，请核对发生日期。`,
  ),
  'trigger.decided-already': entry(409, () => '该责任追究线索已有处理意见，不能重复处理。'),
}
