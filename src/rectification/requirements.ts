/** What is asked for first, by indicator; whoever drafts an order may write otherwise. */
const byIndicator: Readonly<Record<string, string>> = {
  'N-NM-02a': '立即恢复更新，今后两周内至少更新一次；确属无力维护的，先备案、公告，再办理关停注销。',
  'D-JS-01': '立即停止未经备案的运营，补办备案；不予备案的，办理关停注销。',
  'D-JS-10': '明确第一责任人、直接责任人和工作人员，报区行政审批部门登记。',
  'D-JS-12': '同一平台原则上保留一个账号，其余账号并入后办理注销。',
  'CL-7': '将认证主体变更为主办单位，或者办理注销。',
}

export const requirementFor = (indicator: string): string =>
  byIndicator[indicator] ?? '对照所列依据立即整改，消除问题，并举一反三、建立防止再次发生的措施。'
