import { canonicalEntity } from './entity-name.ts'
import { defineIndicator, fail, hasCeased, notApplicable, pass, unknown } from './define.ts'

/** 认证主体与主办单位不一致 (附件2 认证主体; rulebook CL-7, whose number it keeps). */
export const certifiedEntity = defineIndicator({
  id: 'CL-7',
  label: '认证主体与主办单位不一致',
  class: 'deduction',
  level: 'national',
  method: 'system-and-human',
  about: 'account',
  restsOnCollection: false,
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
    if (hasCeased(account)) return notApplicable('账号已关停或注销')
    const { certifiedEntity: certified, sponsorName: sponsor, sponsorShortName } = account
    if (certified === null || certified.trim() === '')
      return unknown({ certifiedEntity: null, sponsor }, '核对平台认证信息，在台账登记认证主体。')
    const facts = { certifiedEntity: certified, sponsor }
    const same = (name: string | null) =>
      name !== null && canonicalEntity(certified, districtName) === canonicalEntity(name, districtName)
    if (same(sponsor) || same(sponsorShortName)) return pass(facts)
    return fail(facts, { wouldChange: '在平台变更认证主体，使之与主办单位一致；单位已更名的，先更正台账。' })
  },
  sentence: ({ certifiedEntity: certified, sponsor }) =>
    `认证主体为“${String(certified)}”，与主办单位“${String(sponsor)}”不一致。`,
})
