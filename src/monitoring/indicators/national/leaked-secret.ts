import { clauseOf, GUOBANFA_123, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 泄密: found by the secrecy office; kept here by number and handover only. */
export const leakedSecret = defineReported({
  id: 'N-NM-01b',
  label: '泄露国家秘密',
  class: 'veto',
  level: 'national',
  method: 'human',
  twoReviewers: true,
  secret: true,
  clause: `${GUOBAN_19} 政务新媒体检查指标 单项否决：泄露国家秘密（由保密部门认定）`,
  basis: [
    clauseOf(GUOBAN_19, '泄露国家秘密', '记忆'),
    clauseOf(`${GUOBANFA_123} 四（三）`, '国家秘密、商业秘密、个人隐私，要加强管理，确保不泄露', '原文'),
  ],
  says: '该账号经保密部门认定发生失泄密问题，已移交有关部门处理',
  mend: '由保密部门认定；认定不属于泄密的予以排除。',
})
