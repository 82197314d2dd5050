import { canonicalEntity } from './entity-name.ts'
import { type AccountFacts, defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from '../define.ts'

/** 认证主体与主办单位不一致，或单位已撤并 (附件2 认证主体; rulebook CL-7, whose number it keeps). */
export const certifiedEntity = defineIndicator({
  id: 'CL-7',
  label: '认证主体不符或单位已撤并',
  class: 'deduction',
  level: 'national',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: false,
  needs: ['entity'],
  ledger: { account: ['certifiedEntity', 'unitId'], unit: ['name', 'shortName', 'state', 'mergedInto'] },
  clause: '国办发〔2018〕123号 四（一）：政务新媒体主办单位发生变化的，应及时注销或变更账号信息，并向社会公告',
  basis: [
    {
      source: '国办发〔2018〕123号 四（一）',
      clause: '政务新媒体主办单位发生变化的，应及时注销或变更账号信息，并向社会公告',
      certainty: '原文',
    },
    {
      source: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》附件2',
      clause: '认证主体、主办单位',
      certainty: '原文',
    },
  ],
  judge({ account, districtName }) {
    if (hasCeased(account)) return notApplicable('账号已注销')
    const { certifiedEntity: certified, sponsorName: sponsor, sponsorShortName } = account
    if (account.unitState !== 'active') return sponsorGone(account)
    if (certified === null || certified.trim() === '')
      return unknown({ certifiedEntity: null, sponsor }, '核对平台认证信息，在台账登记认证主体。')
    const facts = { certifiedEntity: certified, sponsor }
    const same = (name: string | null) =>
      name !== null && canonicalEntity(certified, districtName) === canonicalEntity(name, districtName)
    if (same(sponsor) || same(sponsorShortName)) return pass(facts)
    return fail(facts, { wouldChange: '在平台变更认证主体，使之与主办单位一致；单位已更名的，先更正台账。' })
  },
  reasons: {
    dismiss: ['名称不同但属同一主体，已核对认证信息', '台账登记有误，已更正', '账号在监测时间点前已完成注销'],
    'needs-evidence': ['须核对认证主体信息', '须由单位提供机构调整文件'],
  },
  particulars({ certifiedEntity: certified, sponsor, unitState, successor }) {
    if (unitState === 'merged') return `主办单位${String(sponsor)}已并入${String(successor)}`
    if (unitState === 'abolished') return `主办单位${String(sponsor)}已撤销`
    return `认证主体为${String(certified)}，主办单位为${String(sponsor)}`
  },
  sentence({ certifiedEntity: certified, sponsor, unitState, successor }) {
    if (unitState === 'merged')
      return `主办单位“${String(sponsor)}”已并入“${String(successor)}”，账号未及时注销或变更账号信息。`
    if (unitState === 'abolished') return `主办单位“${String(sponsor)}”已撤销，账号未及时注销或变更账号信息。`
    return `认证主体为“${String(certified)}”，与主办单位“${String(sponsor)}”不一致。`
  },
})

// 单位已撤并 is the same fault whatever the platform's certificate says: the unit it names is no more, or the ledger is late.
function sponsorGone(account: AccountFacts['account']) {
  const { sponsorName: sponsor, unitState, survivingUnitName } = account
  const successor = unitState === 'merged' ? survivingUnitName : null
  const wouldChange = successor
    ? `注销账号，或在平台和台账将主办单位、认证主体变更为“${successor}”，并向社会公告。`
    : '注销账号，或变更为承接职能的单位并向社会公告。'
  return fail({ certifiedEntity: account.certifiedEntity, sponsor, unitState, successor }, { wouldChange })
}
