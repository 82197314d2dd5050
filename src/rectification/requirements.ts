/** What is asked for first, by indicator; whoever drafts an order may write otherwise. */
const byIndicator: Readonly<Record<string, string>> = {
  'N-NM-02a': '立即恢复更新，今后两周内至少更新一次；确属无力维护的，先备案、公告，再办理关停注销。',
  'D-JS-01': '立即停止未经备案的运营，补办备案；不予备案的，办理关停注销。',
  'D-JS-10': '明确第一责任人、直接责任人和工作人员，报区行政审批部门登记。',
  'D-JS-12': '同一平台原则上保留一个账号，其余账号并入后办理注销。',
  'D-JS-07': '逐条答复逾期留言，今后按期限答复；对答复敷衍的重新答复。',
  'D-JS-08': '修复办事入口，确认可以在线办理；不再提供的，撤下入口并说明。',
  'D-JS-09': '落实先审后发，补齐审核记录，按政治关、法律关、政策关、保密关、文字关逐项把关。',
  'N-NM-01a': '立即删除或更正，排查同类内容，说明产生原因和审核责任。',
  'N-NM-03a': '开通并公布有效的互动入口，明确专人答复。',
  'CL-7': '将认证主体变更为主办单位，或者办理注销。',
}

export const requirementFor = (indicator: string): string =>
  byIndicator[indicator] ?? '对照所列依据立即整改，消除问题，并举一反三、建立防止再次发生的措施。'
