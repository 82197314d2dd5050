import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'

/**
 * 未备案运营: the district's own veto. An imported sheet never says "filed", so after an import nobody's filing is
 * known: then it is a hint, 待核备案, and not a veto that would make every verdict unknown (docs/decisions/006).
 */
export const unfiled = defineIndicator({
  id: 'D-JS-01',
  label: '未备案',
  class: 'veto',
  level: 'district',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: false,
  ledger: { account: ['filingState'], unit: [] },
  clause:
    '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》三：因不按规定私自开设注销政务新媒体……严格按相关规定进行责任追究；国办发〔2018〕123号 四（一）：开设、变更、关停、注销应向主管单位备案',
  basis: [
    {
      source: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》三',
      clause: '因不按规定私自开设注销政务新媒体……严格按相关规定进行责任追究',
      certainty: '原文',
    },
    {
      source: '国办发〔2018〕123号 四（一）',
      clause: '建立政务新媒体分级备案制度，开设、变更、关停、注销应向主管单位备案',
      certainty: '原文',
    },
  ],
  needs: ['filing'],
  unlooked: { label: '待核备案', says: '备案情况尚未核对', href: '/accounts?filing=unknown' },
  judge({ account, brought: { reopened } }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    // Whatever was filed ended with the deregistration: what stands there again is a new opening.
    if (reopened && account.filingState !== 'filed')
      return fail(
        { filing: 'unfiled', ...reopened },
        { wouldChange: '单位补办开设备案并经主管单位受理，或账号完成注销。' },
      )
    if (account.filingState === 'filed') return pass({ filing: 'filed' })
    if (account.filingState === 'unfiled')
      return fail({ filing: 'unfiled' }, { wouldChange: '单位补办备案并经主管单位受理，或账号完成注销。' })
    return unknown({ filing: 'unknown' }, '主管单位核对备案材料并在台账登记“已备案”或“未备案”。', { class: 'hint' })
  },
  reasons: {
    dismiss: ['账号已备案，台账登记有误，已更正', '账号在监测时间点前已完成注销'],
    'needs-evidence': ['须核对备案材料'],
  },
  sentence: () => '该账号未按规定备案即开设运营。',
})
