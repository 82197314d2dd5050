import { stateMeans } from '../../../registry/index.ts'
import { type Platform, platforms } from '../../../vocabulary/platforms.ts'
import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'

/** 一个单位原则上在同一平台上只开设一个账号. Platforms are compared by family. */
export const oneAccountAPlatform = defineIndicator({
  id: 'D-JS-12',
  label: '一平台多账号',
  class: 'deduction',
  level: 'district',
  method: 'system',
  about: 'account',
  restsOnCollection: false,
  needs: ['siblings'],
  ledger: { account: ['platform', 'unitId', 'runningState'], unit: ['state', 'mergedInto'], siblings: true },
  clause:
    '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》二（二）：一个单位原则上在同一平台上只开设一个政务新媒体账号',
  basis: [
    {
      source: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》二（二）',
      clause: '一个单位原则上在同一平台上只开设一个政务新媒体账号',
      certainty: '原文',
    },
    {
      source: '国办发〔2018〕123号 四（一）',
      clause: '一个单位原则上在同一平台只开设一个政务新媒体账号',
      certainty: '原文',
    },
  ],
  judge({ account, siblings }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    if (!stateMeans[account.runningState].takesPlace) return notApplicable('账号正在办理关停注销，属整改措施，不再计入')
    const family = platforms[account.platform].family
    const beside = siblings.filter((one) => platforms[one.platform].family === family)
    if (beside.length === 0) return pass({ accounts: 1 })
    const facts = { accounts: beside.length + 1, others: beside.map((one) => one.name) }
    if (account.platform === 'other') return unknown(facts, '在台账中登记具体平台后即可判定。')
    const kinds = [account.platform, ...beside.map((one) => one.platform)]
    if (isSubscriptionAndService(kinds))
      return fail(facts, { class: 'hint', wouldChange: '订阅号与服务号并存仅作提示；合并为一个账号后提示解除。' })
    return fail(facts, { wouldChange: whatWouldMend(kinds) })
  },
  reasons: {
    dismiss: [
      '同平台账号分属不同单位，台账登记有误，已更正',
      '同平台其他账号在监测时间点前已完成注销',
      '已报主管单位同意保留',
    ],
    'needs-evidence': ['须核对同平台各账号的主办单位', '须由单位提供主管单位同意保留的材料'],
  },
  particulars: ({ others }) => `同平台另有${quoted(others)}`,
  sentence: ({ accounts, others }) =>
    `该单位在同一平台上开设 ${String(accounts)} 个账号（另有${quoted(others)}），不符合一个单位在同一平台上原则上只开设一个账号的要求。`,
})

// 订阅号 publishes, 服务号 serves: one of each is how WeChat sells them, and a hint only (INTERFACES.md, Data).
function isSubscriptionAndService(kinds: readonly Platform[]): boolean {
  return kinds.length === 2 && kinds.includes('wechat_subscription') && kinds.includes('wechat_service')
}

function whatWouldMend(kinds: readonly Platform[]): string {
  const mend = '保留一个账号，其余合并或注销；确需保留的，报主管单位同意。'
  return kinds.includes('wechat_official') && kinds.length === 2
    ? `${mend}如两个账号分别为订阅号和服务号，请在台账登记种类，将改为提示。`
    : mend
}

const quoted = (names: unknown) => (Array.isArray(names) ? names.map((name) => `“${name}”`).join('、') : '')
