import type { Platform } from '../../../vocabulary/platforms.ts'
import type { UnitKind } from '../../../vocabulary/units.ts'
import { defineIndicator, fail, hasCeased, notApplicable, pass } from '../define.ts'
import { clauseOf, GUOBANHAN_12 } from '../papers.ts'

const APPS: readonly Platform[] = ['app', 'wechat_miniprogram', 'quickapp']
const BELOW_COUNTY: readonly UnitKind[] = ['township', 'subdistrict', 'farm']

/** 县以下单位建 APP、小程序: on record for an approval, as CL-9 of the clean-up has it. */
export const appBelowCounty = defineIndicator({
  id: 'B-06',
  label: '县以下单位开设应用程序',
  class: 'deduction',
  level: 'national',
  method: 'system',
  about: 'account',
  restsOnCollection: false,
  needs: ['unitKind'],
  ledger: { account: ['platform', 'unitId'], unit: ['kind'] },
  clause: `${GUOBANHAN_12} 第二条：县以下单位原则上不得开发建设`,
  basis: [clauseOf(GUOBANHAN_12, '县以下单位原则上不得开发建设政务移动互联网应用程序', '二手')],
  judge({ account }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    if (!APPS.includes(account.platform)) return notApplicable('不是应用程序')
    const facts = { platform: account.platform, unitKind: account.unitKind }
    if (!BELOW_COUNTY.includes(account.unitKind)) return pass(facts)
    return fail(facts, { wouldChange: '并入上级应用程序或注销；确需保留的报批。' })
  },
  reasons: {
    dismiss: ['已经批准保留', '台账登记的平台有误，已更正'],
    'needs-evidence': ['须由单位提供立项审批材料'],
  },
  sentence: () => '该单位为县以下单位，开设移动互联网应用程序未经批准。',
})
