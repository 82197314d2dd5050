import { saysStopped } from '../../../registry/index.ts'
import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'
import { clauseOf, GUOBANFA_123, LATER_ORDERS } from '../papers.ts'

/** 已停止维护的账号未履行注销程序: the unit says that it stopped, and no case of 关停注销 is open. */
export const stoppedNotClosed = defineIndicator({
  id: 'N-NM-07',
  label: '停止维护未注销',
  class: 'deduction',
  level: 'national',
  method: 'system',
  about: 'account',
  restsOnCollection: false,
  needs: ['operatingStatus'],
  ledger: { account: ['operatingStatus', 'runningState'], unit: [] },
  clause: `${LATER_ORDERS}：已停止维护的账号未履行注销程序；${GUOBANFA_123} 四（一）：确属无力维护的要坚决关停`,
  basis: [
    clauseOf(LATER_ORDERS, '已停止维护的账号未履行注销程序', '二手'),
    clauseOf(`${GUOBANFA_123} 四（一）`, '确属无力维护的要坚决关停', '原文'),
  ],
  judge({ account }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    if (account.operatingStatus === null)
      return unknown({ operatingStatus: null }, '在台账登记运营状态（正常运营或停止运营）后即可判定。')
    if (!saysStopped(account)) return pass({ operatingStatus: account.operatingStatus })
    return fail({ operatingStatus: 'stopped' }, { wouldChange: '办理关停注销，或恢复运营并更正台账。' })
  },
  reasons: {
    dismiss: ['账号仍在正常运营，台账登记有误，已更正', '账号在监测时间点前已完成注销'],
    'needs-evidence': ['须由单位说明停止运营的时间和去向账号'],
  },
  sentence: () => '该账号已停止维护，未履行关停注销程序。',
})
